import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE, readUint32LE } from '../../../src/core/bytes/integers.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import type { AuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import {
  complete,
  type EncryptedMessage,
  encodeSealed,
  type OpenedMessage,
  open,
  seal,
} from '../../../src/core/envelope/encrypted.ts'
import { aesKeyV1, aesKeyV2, msgKeyLarge, msgKeyV1 } from '../../../src/core/envelope/kdf.ts'
import type { Side } from '../../../src/core/machine.ts'
import { seededRandom } from '../../support/random.ts'
import { authKeyOf, vectors } from './keys.ts'

const VECTOR = vectors.messages_v2.client_to_server
const KEY = authKeyOf(VECTOR.auth_key)
const MISMATCH = { code: 'ERR_MSG_KEY_MISMATCH' }

const MESSAGE: EncryptedMessage = {
  salt: readInt64LE(fromHex(VECTOR.salt)),
  sessionId: readInt64LE(fromHex(VECTOR.session_id)),
  msgId: readInt64LE(fromHex(VECTOR.msg_id_wire)),
  seqNo: VECTOR.seq_no,
  length: 16,
  body: encodeUtf8(VECTOR.body_ascii),
  padding: fromHex(VECTOR.padding),
}

function sealed(changes: Partial<EncryptedMessage>, side: Side = 'server'): Uint8Array {
  return encodeSealed(seal({ ...MESSAGE, ...changes }, KEY, side, portable))
}

function opened(
  payload: Uint8Array,
  { side = 'server' as Side, padded = false } = {},
): OpenedMessage {
  const findKey = (id: bigint): AuthKey | undefined => (id === KEY.id ? KEY : undefined)
  return open(payload, { findKey, side, padded, crypto: portable })
}

/** Seals any plaintext of whole blocks, by the rules of the facts, without the code under test's stages. */
function sealRaw(plaintext: Uint8Array, side: Side = 'server'): Uint8Array {
  const msgKey = msgKeyLarge(plaintext, KEY.key, side, portable).subarray(8, 24)
  const aes = aesKeyV2(KEY.key, msgKey, side, portable)
  return concat(
    fromHex(VECTOR.auth_key_id),
    msgKey,
    portable.aesIgeEncrypt(plaintext, aes.key, aes.iv),
  )
}

function faultOf(
  payload: Uint8Array,
  options = {},
): { code: string; rule: string; message: string } {
  try {
    opened(payload, options)
  } catch (error) {
    const { code, rule, message } = error as { code: string; rule: string; message: string }
    return { code, rule, message }
  }
  return assert.fail('it was accepted')
}

test('ENC-01 names the key of the vector', () => {
  assert.equal(KEY.id, readInt64LE(fromHex(VECTOR.auth_key_id)))
})

test('ENC-01 seals the published client message', () => {
  const message = seal(MESSAGE, KEY, 'client', portable)
  assert.equal(toHex(message.msgKey), VECTOR.msg_key)
  assert.equal(message.quickAckToken, Number(VECTOR.quick_ack_token_le_uint32))
  assert.equal(toHex(encodeSealed(message)), VECTOR.wire)
})

test('ENC-01 opens the published client message', () => {
  const { authKey, quickAckToken, ...fields } = opened(fromHex(VECTOR.wire), { side: 'client' })
  assert.deepEqual(fields, MESSAGE)
  assert.equal(authKey, KEY)
  assert.equal(quickAckToken, 0x97980dfa)
})

for (const vector of vectors.messages_v2.server_to_client) {
  // which session is active is decided one layer up, where C-6 stands
  const isAccepted = vector.expect === 'accept' || vector.name === 'bad_session_id'
  const padded = vector.name === 'valid_with_transport_padding'
  test(`ENC-01 ${isAccepted ? 'opens' : 'drops'} the published server message: ${vector.name}`, () => {
    if (!isAccepted) return assert.throws(() => opened(fromHex(vector.wire), { padded }), MISMATCH)
    const message = opened(fromHex(vector.wire), { padded })
    assert.equal(message.length, vector.declared_length)
    assert.equal(message.padding.length, vector.padding)
    assert.equal(toHex(message.body), toHex(encodeUtf8('hello, world!!!!')))
    assert.equal(message.sessionId === MESSAGE.sessionId, vector.session_id_ok)
  })
}

test('ENC-01 gives the published ciphertext for a bare plaintext', () => {
  const vector = vectors.messages_v2.grammers_client
  const key = authKeyOf(vector.auth_key)
  const plaintext = concat(
    encodeUtf8(vector.plaintext_ascii),
    new Uint8Array(vector.zero_padding_len),
  )
  const message: EncryptedMessage = {
    salt: readInt64LE(plaintext, 0),
    sessionId: readInt64LE(plaintext, 8),
    msgId: readInt64LE(plaintext, 16),
    seqNo: readUint32LE(plaintext, 24),
    length: readUint32LE(plaintext, 28),
    body: plaintext.subarray(32),
    padding: new Uint8Array(0),
  }
  assert.equal(toHex(encodeSealed(seal(message, key, 'client', portable))), vector.wire)
})

test('C-1 ENC-02 refuses an unknown auth_key_id', () => {
  const payload = sealed({})
  payload[0]! ^= 1
  assert.throws(() => opened(payload), { code: 'ERR_UNKNOWN_AUTH_KEY', rule: 'C-1' })
})

test('C-2 ENC-03 drops a message with any one bit of msg_key flipped', () => {
  const payload = sealed({})
  for (let bit = 0; bit < 128; bit++) {
    const flipped = Uint8Array.from(payload)
    flipped[8 + (bit >> 3)]! ^= 1 << (bit & 7)
    assert.throws(() => opened(flipped), MISMATCH)
  }
})

test('C-2 ENC-04 drops a message with a bit flipped in any ciphertext block', () => {
  const payload = sealed({ body: new Uint8Array(160), length: 160 })
  for (let at = 24; at < payload.length; at += 16) {
    const flipped = Uint8Array.from(payload)
    flipped[at + 5]! ^= 0x10
    assert.throws(() => opened(flipped), MISMATCH)
  }
})

test('C-4 ENC-05 drops a length of -4, of the least integer and of 0x7ffffffc', () => {
  for (const length of [-4, -0x80000000, 0x7ffffffc])
    assert.throws(() => opened(sealed({ length })), MISMATCH)
})

test('C-4 ENC-06 drops a length that is not a multiple of 4', () => {
  for (const length of [1, 2, 3, 5, 15]) assert.throws(() => opened(sealed({ length })), MISMATCH)
})

for (const [size, bodySize] of [
  [0, 32],
  [4, 28],
  [8, 24],
] as const) {
  test(`C-5 ENC-07 drops a message with ${size} bytes of padding`, () => {
    const body = new Uint8Array(bodySize)
    const padding = new Uint8Array(size)
    assert.throws(() => opened(sealed({ body, length: bodySize, padding })), MISMATCH)
  })
}

for (const [size, bodySize] of [
  [1028, 12],
  [1040, 16],
] as const) {
  test(`C-5 ENC-08 drops a message with ${size} bytes of padding`, () => {
    const body = new Uint8Array(bodySize)
    const padding = new Uint8Array(size)
    assert.throws(() => opened(sealed({ body, length: bodySize, padding })), MISMATCH)
  })
}

for (const [size, bodySize] of [
  [12, 4],
  [1024, 16],
] as const) {
  test(`C-5 ENC-09 accepts a message with exactly ${size} bytes of padding`, () => {
    const body = new Uint8Array(bodySize).fill(9)
    const message = opened(sealed({ body, length: bodySize, padding: new Uint8Array(size) }))
    assert.deepEqual(message.body, body)
  })
}

test('accepts an empty body, which is for the layer above to judge', () => {
  const message = opened(sealed({ body: new Uint8Array(0), length: 0 }))
  assert.equal(message.body.length, 0)
})

test('ENC-17 drops a packet of its own side that comes back', () => {
  assert.throws(() => opened(sealed({}, 'client'), { side: 'server' }), MISMATCH)
  assert.throws(() => opened(sealed({}, 'server'), { side: 'client' }), MISMATCH)
})

test('C-3 ENC-18 gives one and the same error for every fault', () => {
  const flippedKey = sealed({})
  flippedKey[9]! ^= 1
  const flippedText = sealed({})
  flippedText[30]! ^= 1
  const faults = [
    flippedKey,
    flippedText,
    sealed({ length: -4 }),
    sealed({ length: 0x7ffffffc }),
    sealed({ length: 3 }),
    sealed({ body: new Uint8Array(32), length: 32, padding: new Uint8Array(0) }),
    sealed({ padding: new Uint8Array(1040) }),
    sealed({}).subarray(0, -16),
    sealed({}).subarray(0, -1),
    sealed({}).subarray(0, 24),
    sealed({}).subarray(0, 8),
  ].map(payload => faultOf(payload))
  for (const fault of faults) assert.deepEqual(fault, faults[0])
  assert.equal(faults[0]!.code, 'ERR_MSG_KEY_MISMATCH')
})

test('C-3 carries the msg_key check out whatever else is wrong', () => {
  for (const payload of [
    sealed({ length: -4 }),
    sealed({}).subarray(0, -1),
    sealed({}).subarray(0, 10),
  ]) {
    let hashed = 0
    const crypto = {
      ...portable,
      sha256: (...parts: Uint8Array[]) => {
        if (parts[0]!.length === 32) hashed++
        return portable.sha256(...parts)
      },
    }
    assert.throws(
      () => open(payload, { findKey: () => KEY, side: 'server', padded: false, crypto }),
      MISMATCH,
    )
    assert.equal(hashed, 1)
  }
})

test('ENC-19 drops a server packet that is encrypted by version 1 rules', () => {
  const plaintext = concat(
    fromHex(`${VECTOR.salt + VECTOR.session_id + VECTOR.msg_id_wire}0903000010000000`),
    MESSAGE.body,
  )
  const msgKey = msgKeyV1(plaintext, portable)
  const aes = aesKeyV1(KEY.key, msgKey, 'server', portable)
  const padded = concat(plaintext, new Uint8Array(16))
  const payload = concat(
    fromHex(VECTOR.auth_key_id),
    msgKey,
    portable.aesIgeEncrypt(padded, aes.key, aes.iv),
  )
  assert.throws(() => opened(payload), MISMATCH)
})

test('ENC-20 drops packets of 0 to 71 bytes and of every length that is not whole blocks', () => {
  const payload = sealed({})
  for (let size = 0; size < payload.length; size++) {
    for (const padded of [false, true]) {
      const code = size < 8 ? 'ERR_UNKNOWN_AUTH_KEY' : 'ERR_MSG_KEY_MISMATCH'
      assert.throws(() => opened(payload.subarray(0, size), { padded }), { code }, `${size} bytes`)
    }
  }
})

test('ENC-20 drops a plaintext of one or two blocks although its msg_key is right', () => {
  for (const size of [0, 16, 32])
    assert.throws(() => opened(sealRaw(new Uint8Array(size))), MISMATCH)
  assert.equal(opened(sealRaw(new Uint8Array(48))).padding.length, 16)
})

test('ENC-21 accepts 1 to 15 stray bytes on a padded transport, and none on others', () => {
  for (let size = 1; size <= 15; size++) {
    const payload = concat(sealed({}), new Uint8Array(size).fill(0xee))
    assert.deepEqual(opened(payload, { padded: true }).body, MESSAGE.body)
    assert.throws(() => opened(payload), MISMATCH)
  }
})

test('ENC-22 takes a plaintext envelope for an unknown key, even if a key of id 0 is offered', () => {
  const payload = fromHex(`${'00'.repeat(8)}0100000000000000${'04000000'}01020304`)
  const options = { findKey: () => KEY, side: 'server', padded: false, crypto: portable } as const
  assert.throws(() => open(payload, options), { code: 'ERR_UNKNOWN_AUTH_KEY', rule: 'C-1' })
})

test('ENC-23 takes no interest in the value of the salt', () => {
  assert.equal(opened(sealed({ salt: 1n })).salt, 1n)
})

test('ENC-25 pads 1000 packets with 12 to 1024 random bytes to whole blocks', () => {
  const random = seededRandom('ENC-25')
  const sizes = new Set<number>()
  const msgKeys = new Set<string>()
  const paddings = new Set<string>()
  for (let i = 0; i < 1000; i++) {
    const { body, length: _, padding: __, ...fields } = MESSAGE
    const message = complete({ ...fields, body }, random)
    assert.equal(message.length, body.length)
    assert.ok(message.padding.length >= 12 && message.padding.length <= 1024)
    assert.equal((32 + body.length + message.padding.length) % 16, 0)
    sizes.add(message.padding.length)
    paddings.add(toHex(message.padding.subarray(0, 12)))
    msgKeys.add(toHex(seal(message, KEY, 'client', portable).msgKey))
  }
  assert.equal(sizes.size, 16)
  assert.equal(paddings.size, 1000)
  assert.equal(msgKeys.size, 1000)
})

test('ENC-25 opens what was completed and sealed, for any fields', () => {
  const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  const body = fc.uint8Array({ maxLength: 300 }).map(bytes => bytes.slice(0, bytes.length & ~3))
  const side = fc.constantFrom('client', 'server')
  fc.assert(
    fc.property(
      long,
      long,
      long,
      fc.nat(),
      body,
      side,
      (salt, sessionId, msgId, seqNo, body, side) => {
        const fields = { salt, sessionId, msgId, seqNo, body }
        const message = complete(fields, seededRandom(seqNo))
        const payload = encodeSealed(seal(message, KEY, side, portable))
        const { authKey: _, quickAckToken: __, ...read } = opened(payload, { side })
        assert.deepEqual(read, message)
      },
    ),
    { numRuns: 100 },
  )
})
