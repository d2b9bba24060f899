// Numbers, salts and containers as a server judges them. Source: /mtproto/description,
// /mtproto/service_messages_about_messages

import { writeUint32LE } from '../../core/bytes/integers.ts'
import type { EncryptedMessage } from '../../core/envelope/encrypted.ts'
import { encodeContainer } from '../../core/session/container.ts'
import type { Message } from '../../core/session/message.ts'
import { mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import { ACCEPT, BAD_SALT, badMsg, DROP, E429, ERROR, type Outcome } from '../outcome.ts'
import type { PeerHarness, PeerSetup } from '../peer-harness.ts'
import { advance, expect, must, type Part, type Steps } from '../steps.ts'
import { firstCall, honestCall, introduced, messageCase, ping } from './peer-message.ts'
import { meaningOf, reactionTo } from './reaction.ts'
import { change } from './shared.ts'

const envelope = (make: (message: EncryptedMessage) => Partial<EncryptedMessage>): PeerSetup => ({
  envelope: change(message => ({ ...message, ...make(message) })),
})

const seconds = (count: number): PeerSetup =>
  envelope(({ msgId }) => ({ msgId: msgId + (BigInt(count) << 32n) }))

/** An acknowledgement, which is answered by nothing when it is right. */
function* spoiltAck(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const { envelope } = harness.setup
  const body = encode(mtproto, { _: 'msgs_ack', msgIds: [1n] })
  const msgId = connection.send(session, body, {}, { ...(envelope && { envelope }) })
  const outcome: Outcome = yield* reactionTo(connection, session, msgId)
  return outcome.kind === 'DROP' ? ACCEPT : outcome
}

/** A call after several others. */
function* afterOthers(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  for (let count = 0; count < 3; count++) connection.send(session, honestCall(harness))
  yield* advance(1000)
  const { envelope } = harness.setup
  let msgId = 0n
  connection.send(
    session,
    honestCall(harness),
    {},
    {
      envelope: record => {
        const records = [...(envelope?.(record) ?? [record])]
        msgId = records[0]!.msgId
        return records
      },
    },
  )
  return yield* reactionTo(connection, session, msgId)
}

/** Two calls in a container. The variant says what is wrong with it. */
function* container(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const [packet] = session.session.pack(
    [
      { body: honestCall(harness), kind: 'request' },
      { body: ping(9n), kind: 'request' },
    ],
    harness.unix,
  )
  const { outer, items } = packet!
  const changed = { ...outer, ...spoil(String(harness.setup.variant), outer, items) }
  const since = connection.heard.length
  connection.sendMessage(session.key.authKey, {
    ...changed,
    sessionId: session.session.id,
    salt: session.key.salt,
  })
  const call = items[0]!.msgId
  const reaction = yield* reactionTo(connection, session, changed.msgId, since)
  const isExecuted = connection.heard
    .slice(since)
    .some(heard => meaningOf(heard, call) !== undefined)
  if (reaction.kind !== 'DROP') {
    must(!isExecuted, 'an item was executed')
    return reaction
  }
  return isExecuted ? ACCEPT : DROP
}

function spoil(variant: string, outer: Message, items: readonly Message[]): Partial<Message> {
  switch (variant) {
    case 'nested':
      return {
        body: encodeContainer([
          ...items,
          { ...items[0]!, msgId: items[0]!.msgId + 4n, body: encodeContainer([]) },
        ]),
      }
    case 'overrun': {
      const body = outer.body.slice()
      writeUint32LE(body, 8 + 12, items[0]!.body.length + 4096)
      return { body }
    }
    case 'partial-word': {
      const body = outer.body.slice()
      writeUint32LE(body, 8 + 12, items[0]!.body.length - 2)
      return { body }
    }
    case 'item-above':
      return { body: encodeContainer([items[0]!, { ...items[1]!, msgId: outer.msgId + 4n }]) }
    case 'too-many':
      return { body: encodeContainer(Array.from({ length: 1025 }, () => items[1]!)) }
    case 'odd-item':
      return { body: encodeContainer([items[0]!, { ...items[1]!, msgId: items[1]!.msgId | 1n }]) }
  }
  return {}
}

/** A container under the msg_id of the one before it. */
function* usedId(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  yield* advance(1000)
  let used: bigint | undefined
  let call = 0n
  for (let count = 0; count < 2; count++) {
    const [packet] = session.session.pack(
      [
        { body: ping(1n), kind: 'request' },
        { body: ping(2n), kind: 'request' },
      ],
      harness.unix,
    )
    call = packet!.items[0]!.msgId
    const msgId =
      harness.setup.variant === 'used' ? (used ?? packet!.outer.msgId) : packet!.outer.msgId
    // The items have to stay below their container.
    const items = packet!.items.map((item, i) => ({
      ...item,
      msgId: msgId - 64n + 8n * BigInt(count) + 4n * BigInt(i),
    }))
    call = items[0]!.msgId
    used = msgId
    const { id: sessionId } = session.session
    const message = {
      ...packet!.outer,
      msgId,
      body: encodeContainer(items),
      sessionId,
      salt: session.key.salt,
    }
    connection.sendMessage(session.key.authKey, message)
    yield* advance(500)
  }
  const reaction = yield* reactionTo(connection, session, used!)
  return reaction.kind === 'DROP' ? yield* reactionTo(connection, session, call) : reaction
}

/** More acknowledgements than a message may hold. */
function* manyAcks(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const msgIds = Array.from({ length: Number(harness.setup.variant ?? 100) }, (_, i) => BigInt(i))
  const msgId = connection.send(session, encode(mtproto, { _: 'msgs_ack', msgIds }))
  const reaction: Outcome = yield* reactionTo(connection, session, msgId)
  return reaction.kind === 'DROP' ? ACCEPT : reaction
}

/** With a wrong salt nothing is done; the salt that is told works. */
function* wrongSalt(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const { envelope } = harness.setup
  const msgId = connection.send(session, honestCall(harness), {}, { ...(envelope && { envelope }) })
  const reaction: Outcome = yield* reactionTo(connection, session, msgId)
  if (reaction.kind !== 'BAD_SALT') return reaction
  const told = connection.find('bad_server_salt')!.service as { readonly newServerSalt: bigint }
  session.key.salt = told.newServerSalt
  const again = yield* reactionTo(
    connection,
    session,
    connection.send(session, honestCall(harness)),
  )
  must(again.kind === 'ACCEPT', 'the salt that was told does not work')
  const executed = connection.heard.some(heard => meaningOf(heard, msgId)?.kind === 'ACCEPT')
  must(!executed, 'the call with the wrong salt was executed')
  return BAD_SALT
}

/** The first salt, after so many minutes. */
function* agedSalt(harness: PeerHarness): Steps {
  const { key } = yield* harness.agree()
  yield* advance(60_000 * Number(harness.setup.variant ?? 31))
  const connection = yield* harness.connect()
  const session = harness.session(key)
  return yield* reactionTo(connection, session, connection.send(session, firstCall(harness)))
}

/** get_future_salts for so many. */
function* futureSalts(harness: PeerHarness): Steps {
  const { connection, session } = yield* introduced(harness)
  const num = Number(harness.setup.variant ?? 1)
  const msgId = connection.send(session, encode(mtproto, { _: 'get_future_salts', num }))
  const reaction: Outcome = yield* reactionTo(connection, session, msgId)
  const found = connection.find('future_salts')?.service
  if (found?._ !== 'future_salts') return reaction.kind === 'RPC_ERROR' ? ERROR : reaction
  must(found.reqMsgId === msgId, 'another req_msg_id')
  must(found.salts.length === num, `${found.salts.length} salts for ${num}`)
  return ACCEPT
}

/** The first message of a session. */
function* created(harness: PeerHarness): Part<Outcome> {
  const { connection, session } = yield* harness.begin()
  const msgId = connection.send(session, ping())
  const { service } = yield* expect('new_session_created', () =>
    connection.find('new_session_created'),
  )
  must(service?._ === 'new_session_created' && service.firstMsgId === msgId, 'another first_msg_id')
  return ACCEPT
}

export const sessionServer = (): readonly Case[] => [
  messageCase(
    'SES-60',
    'even-call',
    'a call with an even seqno',
    envelope(({ seqNo }) => ({ seqNo: seqNo - 1 })),
    [badMsg(35)],
  ),
  messageCase(
    'SES-60',
    'odd-ack',
    'an acknowledgement with an odd seqno',
    envelope(({ seqNo }) => ({ seqNo: seqNo + 1 })),
    [badMsg(34)],
    spoiltAck,
  ),
  messageCase(
    'SES-61',
    'too-low',
    'a seqno below one that an earlier message had',
    envelope(() => ({ seqNo: 1 })),
    [badMsg(32)],
    afterOthers,
  ),
  messageCase(
    'SES-61',
    'too-high',
    'a lower msg_id with a higher seqno',
    seconds(-30),
    [badMsg(33)],
    afterOthers,
  ),
  messageCase(
    'SES-61',
    'gap',
    'a gap in the seqnos',
    envelope(({ seqNo }) => ({ seqNo: seqNo + 200 })),
    [ACCEPT],
  ),
  messageCase('SES-62', 'old', 'a msg_id 302 s old', seconds(-302), [badMsg(16), badMsg(20)]),
  messageCase('SES-62', 'ahead', 'a msg_id 32 s ahead', seconds(32), [badMsg(17)]),
  messageCase(
    'SES-63',
    'used',
    'a container with a msg_id used before',
    { variant: 'used' },
    [badMsg(19)],
    usedId,
  ),
  ...['nested', 'overrun', 'partial-word', 'item-above'].map(variant =>
    messageCase('SES-64', variant, `a container: ${variant}`, { variant }, [badMsg(64)], container),
  ),
  messageCase(
    'SES-65',
    'items',
    'a container of 1025 messages',
    { variant: 'too-many' },
    [E429],
    container,
  ),
  messageCase(
    'SES-65',
    'acks',
    'an acknowledgement of 8193 messages',
    { variant: 8193 },
    [E429],
    manyAcks,
  ),
  messageCase(
    'SES-65',
    'limit',
    'an acknowledgement of 8192 messages',
    { variant: 8192 },
    [ACCEPT],
    manyAcks,
  ),
  messageCase(
    'SES-66',
    'wrong',
    'a wrong salt',
    envelope(({ salt }) => ({ salt: salt ^ 1n })),
    [BAD_SALT],
    wrongSalt,
  ),
  {
    ...messageCase(
      'SES-67',
      'aged',
      'a salt after 61 minutes',
      { variant: 61 },
      [BAD_SALT],
      agedSalt,
    ),
    kind: 'internal',
  },
  messageCase('SES-70', 'first', 'the first message of a session', undefined, [ACCEPT], created),
  messageCase('SES-71', 'most', 'get_future_salts for 64', { variant: 64 }, [ACCEPT], futureSalts),
  ...[0, 65, -1].map(variant =>
    messageCase(
      'SES-71',
      `count-${variant}`,
      `get_future_salts for ${variant}`,
      { variant },
      [ERROR, DROP],
      futureSalts,
    ),
  ),
  messageCase(
    'SES-82',
    'bad-item',
    'a container with one bad item among good',
    { variant: 'odd-item' },
    [badMsg(18), badMsg(64)],
    container,
  ),
]
