import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  completeHashed,
  failedNewNonceHash,
  firstServerSalt,
  newNonceHash,
  openHashed,
  sealHashed,
  tmpAes,
} from '../../../src/core/auth-key/derive.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { authKeyAuxHash, createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import {
  Client_DH_Inner_Data,
  Server_DH_inner_data,
} from '../../../src/core/tl/generated/mtproto/index.ts'
import sample from '../../vectors/samples-auth-key.json' with { type: 'json' }
import vectors from '../../vectors/vectors.json' with { type: 'json' }

const RULES = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' } as const
const NEW_NONCE = fromHex(sample.new_nonce)
const SERVER_NONCE = fromHex(sample.server_nonce)

for (const vector of vectors.tmp_aes) {
  test(`HS-35 derives the published temporary key: ${vector.name}`, () => {
    const aes = tmpAes(fromHex(vector.new_nonce), fromHex(vector.server_nonce), portable)
    assert.equal(toHex(aes.tmpAesKey), vector.tmp_aes_key)
    assert.equal(toHex(aes.tmpAesIv), vector.tmp_aes_iv)
  })
}

test('HS-01 derives the temporary key of the published exchange', () => {
  const aes = tmpAes(NEW_NONCE, SERVER_NONCE, portable)
  assert.equal(toHex(aes.tmpAesKey), sample.tmp_aes_key)
  assert.equal(toHex(aes.tmpAesIv), sample.tmp_aes_iv)
})

test('HS-01 names the key of the published exchange and confirms it', () => {
  const authKey = createAuthKey(fromHex(sample.auth_key), portable)
  assert.equal(authKey.id, readInt64LE(fromHex(sample.auth_key_id_wire)))
  const auxHash = authKeyAuxHash(authKey, portable)
  assert.equal(toHex(auxHash), sample.auth_key_aux_hash)
  const hashes = ([1, 2, 3] as const).map(n => toHex(newNonceHash(n, NEW_NONCE, auxHash, portable)))
  const { new_nonce_hash2, new_nonce_hash3 } = sample.derived_for_tests
  assert.deepEqual(hashes, [sample.new_nonce_hash1, new_nonce_hash2, new_nonce_hash3])
})

test('HS-01 derives the first salt and the hash of a refusal', () => {
  assert.equal(firstServerSalt(NEW_NONCE, SERVER_NONCE), -3585621112631548343n)
  const { new_nonce_hash_128 } = sample.derived_for_tests
  assert.equal(toHex(failedNewNonceHash(NEW_NONCE, portable)), new_nonce_hash_128)
})

test('HS-01 encrypts the inner data of both sides as published', () => {
  const aes = tmpAes(NEW_NONCE, SERVER_NONCE, portable)
  for (const [data, padding, encrypted] of [
    [sample.answer, sample.answer_padding, sample.encrypted_answer],
    [sample.client_DH_inner_data, sample.client_padding, sample.client_encrypted_data],
  ] as const) {
    const sealed = sealHashed(
      completeHashed(fromHex(data), () => fromHex(padding), portable),
      aes,
      portable,
    )
    assert.equal(toHex(sealed), encrypted)
  }
})

test('HS-01 decrypts the inner data of both sides as published', () => {
  const aes = tmpAes(NEW_NONCE, SERVER_NONCE, portable)
  const answer = openHashed(
    fromHex(sample.encrypted_answer),
    aes,
    Server_DH_inner_data,
    RULES,
    portable,
  )
  const { g, dh_prime, g_a, server_time } = sample.server_DH_inner_data
  assert.deepEqual(answer, {
    _: 'server_DH_inner_data',
    nonce: fromHex(sample.nonce),
    serverNonce: SERVER_NONCE,
    g,
    dhPrime: fromHex(dh_prime),
    gA: fromHex(g_a),
    serverTime: server_time,
  })
  const data = openHashed(
    fromHex(sample.client_encrypted_data),
    aes,
    Client_DH_Inner_Data,
    RULES,
    portable,
  )
  assert.deepEqual(data, {
    _: 'client_DH_inner_data',
    nonce: fromHex(sample.nonce),
    serverNonce: SERVER_NONCE,
    retryId: 0n,
    gB: fromHex(sample.g_b),
  })
})

test('refuses an auth key that has not 256 bytes', () => {
  for (const size of [0, 255, 257]) {
    assert.throws(() => createAuthKey(new Uint8Array(size), portable), { code: 'ERR_ARGUMENT' })
  }
})
