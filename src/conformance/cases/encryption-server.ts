// What a server does with encrypted messages that are not what they should be. Source: /mtproto/description,
// /mtproto/security_guidelines
import { toHex } from '../../core/bytes/hex.ts'
import type { EncryptedMessage } from '../../core/envelope/encrypted.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import { ACCEPT, badMsg, CLOSE, DROP, describe, E404 } from '../outcome.ts'
import type { PeerHarness, PeerSetup } from '../peer-harness.ts'
import { advance, expect, must, type Steps } from '../steps.ts'

import { exportLoginToken, firstCall, initialised, messageCase, nearestDc } from './peer-message.ts'
import { meaningOf, reactionTo } from './reaction.ts'
import { change, flip } from './shared.ts'

const envelope = (make: (message: EncryptedMessage) => Partial<EncryptedMessage>): PeerSetup => ({
  envelope: change(message => ({ ...message, ...make(message) })),
})

const flippedKey: PeerSetup = {
  sealed: change(message => ({ ...message, msgKey: flip(message.msgKey) })),
}
const DAMAGE: readonly (readonly [slug: string, fault: PeerSetup])[] = [
  ['msg-key', flippedKey],
  [
    'ciphertext',
    { sealed: change(message => ({ ...message, ciphertext: flip(message.ciphertext, 40) })) },
  ],
  ['negative-length', envelope(() => ({ length: -4 }))],
  ['enormous-length', envelope(() => ({ length: 0x7ffffffc }))],
  ['partial-word', envelope(({ length }) => ({ length: length - 2 }))],
  ['more-padding', envelope(({ padding }) => ({ padding: new Uint8Array(padding.length + 1280) }))],
]

/** All kinds of damage lead to one reaction. */
function* uniform(harness: PeerHarness): Steps {
  const reactions = new Set<string>()
  for (const [, { envelope, sealed }] of DAMAGE) {
    const { connection, session } = yield* harness.begin()
    const msgId = connection.send(
      session,
      firstCall(harness),
      {},
      {
        ...(envelope && { envelope }),
        ...(sealed && { sealed }),
      },
    )
    reactions.add(describe(yield* reactionTo(connection, session, msgId)))
  }
  must(reactions.size === 1, `different reactions: ${[...reactions].join(', ')}`)
  return DROP
}

/** A packet is sent again, byte for byte. */
function* replayed(harness: PeerHarness): Steps {
  const { connection, session } = yield* harness.begin()
  const msgId = connection.send(session, initialised(exportLoginToken))
  const isAnswer = (heard: Parameters<typeof meaningOf>[0]) => meaningOf(heard, msgId) !== undefined
  yield* expect('answer', () => connection.heard.find(isAnswer))
  connection.repeat(connection.sent.at(-1)!)
  yield* advance(5000)
  const answers = connection.heard.filter(isAnswer)
  must(new Set(answers.map(({ body }) => toHex(body))).size === 1, 'two different answers')
  must(
    new Set(answers.map(answer => answer.msgId)).size === 1,
    'the answer came under another msg_id',
  )
  return ACCEPT
}

/** Two sessions on one key: what one sends is neither answered nor known in the other. */
function* apart(harness: PeerHarness): Steps {
  const { connection, key, session } = yield* harness.begin()
  const other = harness.session(key)
  connection.send(other, encode(mtproto, { _: 'ping', pingId: 1n }))
  const msgId = connection.send(session, initialised(nearestDc))
  const answer = yield* expect('answer', () =>
    connection.heard.find(heard => meaningOf(heard, msgId)),
  )
  must(answer.sessionId === session.session.id, 'the answer came in the other session')
  connection.send(other, encode(mtproto, { _: 'msg_resend_req', msgIds: [answer.msgId] }))
  const since = connection.heard.length
  yield* advance(2000)
  const crossed = connection.heard.slice(since).some(heard => meaningOf(heard, msgId) !== undefined)
  must(!crossed, 'the answer was sent again for another session')
  return ACCEPT
}

export const encryptionServer = (): readonly Case[] => [
  messageCase(
    'ENC-26',
    'unknown-key',
    'an unknown auth_key_id',
    { sealed: change(message => ({ ...message, authKeyId: message.authKeyId ^ 1n })) },
    [E404],
  ),
  ...DAMAGE.map(([slug, fault]) =>
    messageCase('ENC-27', slug, `damage: ${slug}`, fault, [CLOSE, DROP, E404]),
  ),
  messageCase('ENC-27', 'uniform', 'every kind of damage', undefined, [DROP], uniform),
  ...[1n, 2n, 3n].map(low =>
    messageCase(
      'ENC-28',
      `low-bits-${low}`,
      `msg_id = ${low} mod 4`,
      envelope(({ msgId }) => ({ msgId: msgId | low })),
      [badMsg(18)],
    ),
  ),
  messageCase(
    'ENC-29',
    'replayed',
    'a call sent again byte for byte',
    undefined,
    [ACCEPT],
    replayed,
  ),
  messageCase('ENC-30', 'two-sessions', 'two sessions on one key', undefined, [ACCEPT], apart),
]
