import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { aesKeyV1, aesKeyV2, msgKeyV1 } from '../../../src/core/envelope/kdf.ts'
import { keyOf, vectors } from './keys.ts'

for (const vector of vectors.kdf) {
  test(`ENC-01 derives the published AES key: ${vector.name}`, () => {
    const derive = vector.name.startsWith('v1') ? aesKeyV1 : aesKeyV2
    const side = vector.x === 0 ? 'client' : 'server'
    const aes = derive(keyOf(vector.auth_key), fromHex(vector.msg_key), side, portable)
    assert.equal(toHex(aes.key), vector.aes_key)
    assert.equal(toHex(aes.iv), vector.aes_iv)
  })
}

test('derives the published msg_key of version 1', () => {
  const { data_ascii, msg_key } = vectors.msg_key_v1
  assert.equal(toHex(msgKeyV1(encodeUtf8(data_ascii), portable)), msg_key)
})
