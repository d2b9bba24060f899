// What a client does with messages that must not be believed, and with those that must.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import type { EncryptedMessage, SealedMessage } from '../../../src/core/envelope/encrypted.ts'
import { aesKeyV1, msgKeyV1 } from '../../../src/core/envelope/kdf.ts'
import type { LinkStages } from '../../../src/core/link/link.ts'
import { crypto, sharedKey } from '../../support/pair.ts'
import {
  badMsg,
  badSalt,
  container,
  PING_DELAY,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { Puppet } from './puppet.ts'

/** A client that has sent call 1 and heard a good message, so that its clock is trusted. */
function synced(): { puppet: Puppet; msgId: bigint; seqNo: number } {
  const puppet = new Puppet()
  const { msgId, seqNo } = puppet.invoke(1)[0]!
  puppet.send(UPDATE, { seqNo: 0 })
  puppet.updates.length = 0
  return { puppet, msgId, seqNo }
}

/** Nothing of the message was believed: no result, no update, no acknowledgement; the client goes on. */
function dropped(puppet: Puppet, reason: string): void {
  assert.deepEqual(puppet.settled, [])
  assert.deepEqual(puppet.updates, [])
  assert.equal(puppet.rejected.at(-1), reason)
  const before = puppet.got.length
  puppet.live(31_000)
  assert.deepEqual(puppet.acked(before), [])
  assert.ok(!puppet.events.includes('unreachable'))
}

/** The barrier: the same call is answered by a good message afterwards. */
function goesOn(puppet: Puppet, msgId: bigint): void {
  puppet.send(rpcResult(msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
}

function drops(title: string, stages: LinkStages, reason = 'ERR_MSG_KEY_MISMATCH'): void {
  test(title, () => {
    const { puppet, msgId } = synced()
    puppet.sendThrough(stages, rpcResult(msgId, TRUE))
    dropped(puppet, reason)
    goesOn(puppet, msgId)
  })
}

const sealed = (change: (sealed: SealedMessage) => Partial<SealedMessage>): LinkStages => ({
  sealed: record => [{ ...record, ...change(record) }],
})
const envelope = (
  change: (envelope: EncryptedMessage) => Partial<EncryptedMessage>,
): LinkStages => ({
  envelope: record => [{ ...record, ...change(record) }],
})
const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))

drops(
  'ENC-02 a message under an unknown key has no effect',
  sealed(({ authKeyId }) => ({ authKeyId: authKeyId ^ 1n })),
  'ERR_UNKNOWN_AUTH_KEY',
)
drops(
  'ENC-03 a message with a flipped bit in its msg_key has no effect',
  sealed(({ msgKey }) => ({ msgKey: flip(msgKey, 3) })),
)
for (const block of [0, 1, 2, 3])
  drops(
    `ENC-04 a flipped bit in block ${block} of the ciphertext makes it worthless`,
    sealed(({ ciphertext }) => ({ ciphertext: flip(ciphertext, 16 * block + 5) })),
  )
for (const length of [-4, 0x7ffffffc])
  drops(
    `ENC-05 a body of ${length} bytes has no effect`,
    envelope(() => ({ length })),
  )
drops(
  'ENC-06 a body size that is no multiple of 4 has no effect',
  envelope(({ length }) => ({ length: length - 2 })),
)
for (const padding of [0, 4, 8])
  drops(
    `ENC-07 a message with ${padding} bytes of padding has no effect`,
    // The body grows with the padding's loss, so that whole blocks remain.
    envelope(({ body }) => {
      const grown = concat(body, new Uint8Array(-(32 + body.length + padding) & 15))
      return { body: grown, length: grown.length, padding: new Uint8Array(padding) }
    }),
  )
for (const padding of [1028, 1040])
  drops(
    `ENC-08 a message with ${padding} bytes of padding has no effect`,
    envelope(({ body }) => {
      const grown = concat(body, new Uint8Array(-(32 + body.length + padding) & 15))
      return { body: grown, length: grown.length, padding: new Uint8Array(padding) }
    }),
  )
drops(
  'ENC-10 C-6 a message of another session has no effect',
  envelope(({ sessionId }) => ({ sessionId: sessionId + 1n })),
  'ERR_SESSION_MISMATCH',
)
drops(
  'ENC-11 a message with an even msg_id has no effect',
  envelope(({ msgId }) => ({ msgId: msgId - 3n })),
  'ERR_MESSAGE_PARITY',
)
drops(
  'ENC-19 a message sealed by the rules of MTProto 1 has no effect',
  sealed(record => {
    // 80 bytes: whatever they say, they only open under the version 2 rules.
    const plaintext = new Uint8Array(80).fill(7)
    const msgKey = msgKeyV1(plaintext, crypto)
    const aes = aesKeyV1(sharedKey.key, msgKey, 'server', crypto)
    return { ...record, msgKey, ciphertext: crypto.aesIgeEncrypt(plaintext, aes.key, aes.iv) }
  }),
)

test('ENC-09 12 and 1024 bytes of padding are fine', () => {
  for (const padding of [12, 1024]) {
    const { puppet, msgId } = synced()
    const body = rpcResult(msgId, TRUE)
    const grown = (-(32 + body.length / 2 + padding) & 15) / 4
    const stages = envelope(({ body }) => {
      const longer = concat(body, new Uint8Array(4 * grown))
      return { body: longer, length: longer.length, padding: new Uint8Array(padding) }
    })
    puppet.sendThrough(stages, body)
    assert.equal(puppet.settled.length, 1)
  }
})

test('ENC-12 SES-05 a message that comes twice takes effect once and is acknowledged twice', () => {
  const { puppet } = synced()
  const msgId = puppet.send(UPDATE)
  puppet.advance(30_000)
  assert.deepEqual(puppet.acked(), [msgId])
  puppet.send(UPDATE, { msgId })
  puppet.advance(30_000)
  assert.deepEqual(puppet.acked(), [msgId, msgId])
  assert.deepEqual(puppet.updates, [UPDATE])
})

test('ENC-13 an id below the last 1000 has no effect and is not acknowledged', () => {
  const { puppet } = synced()
  const old = puppet.id()
  for (let i = 0; i < 1000; i++) puppet.send(UPDATE, { seqNo: 0 })
  puppet.updates.length = 0
  const before = puppet.got.length
  puppet.send(UPDATE, { msgId: old })
  puppet.advance(31_000)
  assert.deepEqual(puppet.updates, [])
  assert.deepEqual(puppet.acked(before), [])
})

test('ENC-14 with a synced clock 31 s ahead is too far, 29 s is not', () => {
  const { puppet } = synced()
  puppet.send(UPDATE, { msgId: puppet.id(3n, 31.5) })
  assert.equal(puppet.rejected.at(-1), 'ERR_MESSAGE_TIME')
  assert.deepEqual(puppet.updates, [])
  puppet.send(UPDATE, { msgId: puppet.id(3n, 29) })
  assert.deepEqual(puppet.updates, [UPDATE])
})

test('ENC-15 with a synced clock 301 s behind is too old, 299 s is not', () => {
  const { puppet } = synced()
  puppet.send(UPDATE, { msgId: puppet.id(3n, -301.5) })
  assert.equal(puppet.rejected.at(-1), 'ERR_MESSAGE_TIME')
  assert.deepEqual(puppet.updates, [])
  puppet.send(UPDATE, { msgId: puppet.id(3n, -299) })
  assert.deepEqual(puppet.updates, [UPDATE])
})

test('ENC-16 bad_server_salt and bad_msg_notification are heard from any time', () => {
  const { puppet, msgId, seqNo } = synced()
  puppet.send(badSalt(msgId, seqNo, 99n), { seqNo: 0, msgId: puppet.id(3n, -1000) })
  const [again, ...more] = puppet.calls(1)
  assert.equal(more.length, 0)
  assert.equal(again!.salt, 99n)
  puppet.send(badMsg(again!.msgId, again!.seqNo, 16), { seqNo: 0, msgId: puppet.id(3n, 1000) })
  assert.equal(puppet.calls().length, 3)
})

test('ENC-18 everything that is wrong inside an envelope looks the same from outside', () => {
  const faults: LinkStages[] = [
    sealed(({ msgKey }) => ({ msgKey: flip(msgKey, 0) })),
    sealed(({ ciphertext }) => ({ ciphertext: flip(ciphertext, 20) })),
    envelope(() => ({ length: -4 })),
    envelope(({ length }) => ({ length: length + 2 })),
    envelope(({ padding }) => ({ padding: padding.subarray(0, padding.length % 16) })),
  ]
  for (const stages of faults) {
    const { puppet, msgId } = synced()
    const before = puppet.got.length
    puppet.sendThrough(stages, rpcResult(msgId, TRUE))
    assert.deepEqual(puppet.rejected, ['ERR_MSG_KEY_MISMATCH'])
    assert.deepEqual(puppet.events, ['ready'])
    assert.deepEqual(
      puppet.got.slice(before).map(({ body }) => body.slice(0, 8)),
      [PING_DELAY],
    )
  }
})

test('ENC-20 packets of 8 to 36 bytes have no effect', () => {
  const { puppet, msgId } = synced()
  const id = new Uint8Array(new BigInt64Array([sharedKey.id]).buffer)
  for (const size of [8, 12, 20, 24, 28, 36])
    puppet.sendBytes(concat(Uint8Array.of(size, 0, 0, 0), id, new Uint8Array(size - 8)))
  assert.deepEqual(
    puppet.rejected,
    Array.from({ length: 6 }, () => 'ERR_MSG_KEY_MISMATCH'),
  )
  goesOn(puppet, msgId)
})

test('ENC-22 an unencrypted message inside a session has no effect', () => {
  const { puppet, msgId } = synced()
  puppet.sendPlaintext(rpcResult(msgId, TRUE))
  assert.deepEqual(puppet.settled, [])
  goesOn(puppet, msgId)
})

test('ENC-23 a server may write any salt', () => {
  const { puppet, msgId } = synced()
  puppet.send(rpcResult(msgId, TRUE), { salt: -1n })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('ENC-24 C-11 an item that is not older than its container spoils all of it', () => {
  const { puppet, msgId } = synced()
  const good = puppet.id()
  const outer = puppet.id()
  puppet.send(
    container({ msgId: good, body: rpcResult(msgId, TRUE) }, { msgId: outer, body: UPDATE }),
    { msgId: outer, seqNo: 4 },
  )
  dropped(puppet, 'ERR_CONTAINER_INVALID')
  puppet.send(container({ msgId: good, body: rpcResult(msgId, TRUE) }), { seqNo: 4 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

for (const [title, body] of [
  ['SES-09 a container inside a container', 'dcf8f17300000000'],
  ['SES-10 an item that ends beyond the message', undefined],
] as const)
  test(`${title} spoils the outer one`, () => {
    const { puppet, msgId } = synced()
    const items = [
      { msgId: puppet.id(), body: rpcResult(msgId, TRUE) },
      { msgId: puppet.id(), body: body ?? UPDATE },
    ]
    const whole = container(...items)
    puppet.send(body === undefined ? whole.slice(0, -8) : whole, { seqNo: 4 })
    dropped(puppet, 'ERR_CONTAINER_INVALID')
    goesOn(puppet, msgId)
  })

test('a message that cannot be decoded fails alone, inside its container too', () => {
  const { puppet, msgId } = synced()
  puppet.send(
    container(
      { msgId: puppet.id(), body: `${badMsg(msgId, 1, 16)}00000000` },
      { msgId: puppet.id(), body: 'c5737734' },
      { msgId: puppet.id(), body: rpcResult(msgId, TRUE) },
    ),
    { seqNo: 6 },
  )
  assert.deepEqual(puppet.rejected, ['ERR_TL_TRAILING', 'ERR_TL_TRUNCATED'])
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('a message of any other session of ours, from before, has no effect', () => {
  const { puppet, msgId, seqNo } = synced()
  const { sessionId } = puppet.got[0]!
  puppet.send(badMsg(msgId, seqNo, 32), { seqNo: 0 })
  assert.notEqual(puppet.got.at(-1)!.sessionId, sessionId)
  puppet.send(rpcResult(msgId, TRUE), { sessionId })
  assert.deepEqual(puppet.settled, [])
  assert.equal(puppet.rejected.at(-1), 'ERR_SESSION_MISMATCH')
})
