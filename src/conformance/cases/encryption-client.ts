// What a client does with encrypted messages that are not what they should be. Source: /mtproto/description,
// /mtproto/security_guidelines
import { concat } from '../../core/bytes/bytes.ts'
import { writeInt64LE, writeUint32LE } from '../../core/bytes/integers.ts'
import { portable } from '../../core/crypto/portable.ts'
import {
  complete,
  type EncryptedMessage,
  encodeSealed,
  type SealedMessage,
  seal,
} from '../../core/envelope/encrypted.ts'
import { aesKeyV1, msgKeyV1 } from '../../core/envelope/kdf.ts'
import { completePlaintext, encodePlaintext } from '../../core/envelope/plaintext.ts'
import { encodeContainer } from '../../core/session/container.ts'
import { type Types as Mtproto, mtproto } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { Dc } from '../dc.ts'
import { burst, type DcHarness, type DcSetup } from '../dc-harness.ts'
import type { Heard } from '../heard.ts'
import { ACCEPT, DROP } from '../outcome.ts'
import { Lacking, must, type Steps, settle, waitFor } from '../steps.ts'
import { answerCase, FINAL, faultyAnswer, finalError } from './faulty-answer.ts'
import { change, expectCall, finish, flip, resultOf, succeed } from './shared.ts'

const envelope = (make: (message: EncryptedMessage) => Partial<EncryptedMessage>): DcSetup => ({
  envelope: change(message => ({ ...message, ...make(message) })),
})

const sealed = (make: (message: SealedMessage) => Partial<SealedMessage>): DcSetup => ({
  sealed: change(message => ({ ...message, ...make(message) })),
})

const padding = (size: number): DcSetup =>
  envelope(() => ({ padding: new Uint8Array(size).fill(0x33) }))

const seconds = (count: number): DcSetup =>
  envelope(({ msgId }) => ({ msgId: msgId + (BigInt(count) << 32n) }))

/** A frame with this payload in place of the answer. */
const raw = (make: (answer: Uint8Array, call: Heard, dc: Dc) => Uint8Array): DcSetup => ({
  reply: (answer, call, dc) => [{ body: answer, raw: make(encode(mtproto, answer), call, dc) }],
})

const keyOf = (dc: Dc, call: Heard) =>
  dc.keys.find(({ authKey }) => authKey.id === call.authKeyId)!.authKey

/** The answer as MTProto 1.0 would have sealed it. */
function sealedV1(body: Uint8Array, call: Heard, dc: Dc): Uint8Array {
  const authKey = keyOf(dc, call)
  const header = new Uint8Array(32)
  writeInt64LE(header, 0, call.salt)
  writeInt64LE(header, 8, call.sessionId)
  writeInt64LE(header, 16, dc.msgId(0, 1n))
  writeUint32LE(header, 24, 1)
  writeUint32LE(header, 28, body.length)
  const plain = concat(header, body)
  const msgKey = msgKeyV1(plain, portable)
  const { key, iv } = aesKeyV1(authKey.key, msgKey, 'server', portable)
  const ciphertext = portable.aesIgeEncrypt(
    concat(plain, new Uint8Array(-plain.length & 15)),
    key,
    iv,
  )
  return encodeSealed({ authKeyId: authKey.id, msgKey, ciphertext, quickAckToken: 0 })
}

/** The call as its client sealed it. */
function reflected(_: Uint8Array, call: Heard, dc: Dc): Uint8Array {
  const message = complete(call, (length: number) => new Uint8Array(length))
  return encodeSealed(seal(message, keyOf(dc, call), 'client', portable))
}

/** The first bytes of what would be a sealed message. */
const cut = (size: number): DcSetup =>
  raw((_, call, dc) => {
    const id = new Uint8Array(8)
    writeInt64LE(id, 0, keyOf(dc, call).id)
    return concat(id, new Uint8Array(size - 8).fill(0x44))
  })

/** More messages than anybody remembers, and then the one the case is about. */
function* afterMany(harness: DcHarness): Steps {
  const { dc } = harness
  const call = yield* waitFor(() => dc.heard.find(({ name }) => name === 'auth.exportLoginToken'))
  for (let count = 0; count < 3000; count++) dc.send({ body: { _: 'msgs_ack', msgIds: [] } }, call)
  yield* settle()
  return yield* faultyAnswer()(harness)
}

/** Faults of every kind, one after the other: from outside they look alike. */
function* alike(harness: DcHarness): Steps {
  const { dc } = harness
  const faults = [
    sealed(({ msgKey }) => ({ msgKey: flip(msgKey) })),
    sealed(({ ciphertext }) => ({ ciphertext: flip(ciphertext, 40) })),
    envelope(() => ({ length: -4 })),
    envelope(({ length }) => ({ length: length - 2 })),
    padding(1036),
  ]
  const reactions = new Set<string>()
  for (const { envelope, sealed } of faults) {
    const call = yield* expectCall(dc)
    const before = dc.closed.length
    const answer = {
      _: 'rpc_result',
      reqMsgId: call.msgId,
      result: encode(mtproto, finalError()),
    } as const
    dc.send({ body: answer, kind: 'answer' }, call, {
      ...(envelope && { envelope }),
      ...(sealed && { sealed }),
    })
    yield* waitFor(() => harness.isOver, 500)
    if (harness.isOver) throw new Lacking('one of the faults is taken for good')
    const closed = dc.closed.length - before
    reactions.add(`${closed} closed`)
    if (closed === 0) dc.answer(call, resultOf(call, dc))
  }
  yield* finish(harness)
  must(reactions.size === 1, `different reactions: ${[...reactions].join(', ')}`)
  return DROP
}

const state: Mtproto['object'] = { _: 'msgs_ack', msgIds: [] }

export const encryptionClient = (): readonly Case[] => [
  answerCase(
    'ENC-02',
    'unknown-key',
    'an unknown auth_key_id',
    sealed(({ authKeyId }) => ({ authKeyId: authKeyId ^ 1n })),
  ),
  answerCase(
    'ENC-03',
    'msg-key',
    'one bit of msg_key turned over',
    sealed(({ msgKey }) => ({ msgKey: flip(msgKey, 9) })),
  ),
  ...[0, 1, 2, 3, 4].map(block =>
    answerCase(
      'ENC-04',
      `block-${block}`,
      `one bit of ciphertext block ${block} turned over`,
      sealed(({ ciphertext }) => ({ ciphertext: flip(ciphertext, 16 * block + 5) })),
    ),
  ),
  answerCase(
    'ENC-04',
    'last-block',
    'one bit of the last ciphertext block turned over',
    sealed(({ ciphertext }) => ({ ciphertext: flip(ciphertext, ciphertext.length - 1) })),
  ),
  ...[-4, 0x7ffffffc].map(length =>
    answerCase(
      'ENC-05',
      `length-${length}`,
      `length = ${length}`,
      envelope(() => ({ length })),
    ),
  ),
  answerCase(
    'ENC-06',
    'partial-word',
    'a length that is 2 less',
    envelope(({ length }) => ({ length: length - 2 })),
  ),
  ...(
    [
      [0, FINAL[3]],
      [4, FINAL[1]],
      [8, FINAL[2]],
    ] as const
  ).map(([size, text]) =>
    answerCase('ENC-07', `padding-${size}`, `${size} bytes of padding`, padding(size), [DROP], {
      text,
    }),
  ),
  ...(
    [
      [1028, FINAL[1]],
      [1040, FINAL[3]],
    ] as const
  ).map(([size, text]) =>
    answerCase('ENC-08', `padding-${size}`, `${size} bytes of padding`, padding(size), [DROP], {
      text,
    }),
  ),
  ...(
    [
      [12, FINAL[0]],
      [1024, FINAL[3]],
    ] as const
  ).map(([size, text]) =>
    answerCase('ENC-09', `padding-${size}`, `${size} bytes of padding`, padding(size), [ACCEPT], {
      text,
    }),
  ),
  answerCase(
    'ENC-10',
    'session',
    'another session_id',
    envelope(({ sessionId }) => ({ sessionId: sessionId ^ 1n })),
  ),
  ...[0n, 2n].map(low =>
    answerCase(
      'ENC-11',
      `msg-id-${low}`,
      `msg_id = ${low} mod 4`,
      envelope(({ msgId }) => ({ msgId: (msgId & ~3n) | low })),
    ),
  ),
  answerCase('ENC-12', 'same-id', 'the msg_id of a message before', {
    reply: (answer, _, dc) => {
      const msgId = dc.msgId(0, 1n)
      return [
        { body: state, fields: { msgId } },
        { body: answer, fields: { msgId, seqNo: 2 } },
      ]
    },
  }),
  answerCase(
    'ENC-12',
    'same-packet',
    'the same packet twice',
    { sealed: message => [message, message] },
    [ACCEPT],
  ),
  {
    ...answerCase('ENC-13', 'below-all', 'a msg_id below all that can be remembered', seconds(-20)),
    play: afterMany,
  },
  ...(
    [
      [31, DROP],
      [29, ACCEPT],
    ] as const
  ).map(([ahead, expected]) =>
    answerCase(
      'ENC-14',
      `ahead-${ahead}`,
      `a msg_id ${ahead} s ahead`,
      seconds(ahead + (ahead > 30 ? 1 : 0)),
      [expected],
    ),
  ),
  ...(
    [
      [301, DROP],
      [299, ACCEPT],
    ] as const
  ).map(([behind, expected]) =>
    answerCase('ENC-15', `behind-${behind}`, `a msg_id ${behind} s old`, seconds(-behind), [
      expected,
    ]),
  ),
  answerCase('ENC-17', 'reflected', "the client's own packet", raw(reflected)),
  answerCase('ENC-18', 'alike', 'five faults, one after the other', undefined, [DROP], {
    scenario: burst(5),
    play: alike,
  }),
  answerCase('ENC-19', 'version-1', 'an answer sealed by the 1.0 rules', raw(sealedV1)),
  ...[8, 12, 20, 24, 28, 36].map(size =>
    answerCase('ENC-20', `size-${size}`, `a packet of ${size} bytes`, cut(size)),
  ),
  answerCase(
    'ENC-20',
    'partial-block',
    'four bytes behind the last cipher block',
    sealed(({ ciphertext }) => ({ ciphertext: concat(ciphertext, new Uint8Array(4)) })),
  ),
  ...[1, 3, 8, 15].map(size =>
    answerCase(
      'ENC-21',
      `stray-${size}`,
      `${size} stray bytes in a padded frame`,
      {
        frame: change(frame => ({
          ...frame,
          padding: new Uint8Array(size).fill(0x21),
          length: frame.payload.length + size,
        })),
      },
      [ACCEPT],
      { subject: { transport: 'padded' } },
    ),
  ),
  answerCase(
    'ENC-22',
    'plaintext',
    'the answer in an unencrypted envelope',
    raw((answer, _, dc) => encodePlaintext(completePlaintext(dc.msgId(0, 1n), answer))),
  ),
  answerCase(
    'ENC-23',
    'salt',
    'an odd salt',
    envelope(({ salt }) => ({ salt: salt ^ 0x55n })),
    [ACCEPT],
  ),
  ...(
    [
      ['equal', 0n],
      ['above', 8n],
    ] as const
  ).map(([slug, above]) =>
    answerCase('ENC-24', slug, 'an item with a msg_id not below that of its container', {
      reply: (answer, _, dc) => {
        const msgId = dc.msgId(0, 1n)
        const item = { msgId: msgId + above, seqNo: 1, body: encode(mtproto, answer) }
        return [{ body: encodeContainer([item]), fields: { msgId, seqNo: 2 } }]
      },
    }),
  ),
  answerCase('ENC-25', 'outgoing', 'everything a client sends in a burst', undefined, [ACCEPT], {
    scenario: burst(400),
    *play(harness: DcHarness): Steps {
      yield* succeed(harness)
      const outer = harness.dc.heard.filter(({ container }) => container === undefined)
      must(
        outer.every(({ padding }) => padding >= 12 && padding <= 1024),
        'a padding out of bounds',
      )
      must(outer.length > 3, 'too few packets')
      return ACCEPT
    },
  }),
]
