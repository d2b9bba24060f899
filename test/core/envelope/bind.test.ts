import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { type Binding, openBinding, sealBinding } from '../../../src/core/envelope/bind.ts'
import { aesKeyV1, msgKeyV1 } from '../../../src/core/envelope/kdf.ts'
import { authKeyOf, vectors } from './keys.ts'

const VECTOR = vectors.bind_temp_auth_key
const KEY = authKeyOf(VECTOR.perm_auth_key)
const MISMATCH = { code: 'ERR_MSG_KEY_MISMATCH', rule: 'SES-80' }

const BINDING: Binding = {
  msgId: BigInt(VECTOR.msg_id),
  nonce: BigInt(VECTOR.nonce),
  tempAuthKeyId: BigInt(VECTOR.temp_auth_key_id),
  permAuthKeyId: readInt64LE(fromHex(VECTOR.perm_auth_key_id_wire)),
  tempSessionId: BigInt(VECTOR.temp_session_id),
  expiresAt: VECTOR.expires_at,
}

test('SES-49 seals the published binding', () => {
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(0xcd)
  assert.equal(toHex(sealBinding(BINDING, KEY, random, portable)), VECTOR.encrypted_message)
})

test('SES-49 opens the published binding', () => {
  assert.deepEqual(openBinding(fromHex(VECTOR.encrypted_message), KEY, portable), BINDING)
})

test('SES-80 refuses a binding with one bit flipped in any byte', () => {
  const message = fromHex(VECTOR.encrypted_message)
  for (let at = 0; at < message.length; at++) {
    const flipped = Uint8Array.from(message)
    flipped[at]! ^= 4
    assert.throws(() => openBinding(flipped, KEY, portable), MISMATCH, `byte ${at}`)
  }
})

test('SES-80 refuses a binding under another key, even one that borrows the id', () => {
  const other = createAuthKey(new Uint8Array(256).fill(1), portable)
  const message = fromHex(VECTOR.encrypted_message)
  assert.throws(() => openBinding(message, other, portable), MISMATCH)
  assert.throws(() => openBinding(message, { ...other, id: KEY.id }, portable), MISMATCH)
})

test('SES-80 refuses a binding of any other size', () => {
  const message = fromHex(VECTOR.encrypted_message)
  for (const size of [0, 8, 24, 88, 103]) {
    assert.throws(() => openBinding(message.subarray(0, size), KEY, portable), MISMATCH)
  }
  assert.throws(() => openBinding(concat(message, new Uint8Array(16)), KEY, portable), MISMATCH)
})

for (const [name, envelope] of [
  ['a seq_no that is not 0', VECTOR.envelope.replace('0000000028000000', '0100000028000000')],
  ['a length that is not 40', VECTOR.envelope.replace('0000000028000000', '0000000024000000')],
  ['another constructor', VECTOR.envelope.replace('65f7a375', '66f7a375')],
  ['another permanent key inside', VECTOR.envelope.replace('96d1b10e8f724a13', '97d1b10e8f724a13')],
] as const) {
  test(`SES-80 refuses a well-sealed binding with ${name}`, () => {
    assert.notEqual(envelope, VECTOR.envelope)
    const plaintext = fromHex(envelope)
    const msgKey = msgKeyV1(plaintext, portable)
    const aes = aesKeyV1(KEY.key, msgKey, 'client', portable)
    const ciphertext = portable.aesIgeEncrypt(concat(plaintext, new Uint8Array(8)), aes.key, aes.iv)
    const message = concat(fromHex(VECTOR.perm_auth_key_id_wire), msgKey, ciphertext)
    assert.throws(() => openBinding(message, KEY, portable), MISMATCH)
  })
}
