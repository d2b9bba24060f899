import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromBase64Url } from '../../../src/core/bytes/base64.ts'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { type RsaPrivateKey, rsaPublicKey } from '../../../src/core/crypto/rsa.ts'
import {
  rsaDecryptJob,
  rsaPad,
  rsaUnpad,
  rsaUnpadLegacy,
} from '../../../src/core/crypto/rsa-pad.ts'
import { serverKeys } from '../../../src/core/crypto/server-keys.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import type { Random, RandomPurpose } from '../../../src/core/machine.ts'
import { createNodeCrypto } from '../../../src/runtime/node/crypto.ts'
import { random } from '../../../src/runtime/node/random.ts'

const { rsa_pad }: { rsa_pad: { encrypted_data: string } } = JSON.parse(
  readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'),
)
const crypto = createNodeCrypto()
const key = newKey()
const damaged = { code: 'ERR_RSA_DATA_INVALID', rule: 'HS-67' }

function newKey(): RsaPrivateKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = createPrivateKey(privateKey.export({ type: 'pkcs1', format: 'pem' })).export({
    format: 'jwk',
  }) as { n: string; e: string; d: string }
  return {
    ...rsaPublicKey(fromBase64Url(jwk.n), fromBase64Url(jwk.e)),
    d: fromBase64Url(jwk.d),
  }
}

const decrypt = (encrypted: Uint8Array): Uint8Array => solve(rsaDecryptJob(encrypted, key), crypto)

/** The client's side of the older form. */
function padLegacy(data: Uint8Array): Uint8Array {
  const hash = new Uint8Array(createHash('sha1').update(data).digest())
  const block = concat(Uint8Array.of(0), hash, data, random(235 - data.length, 'padding'))
  return crypto.modPow(block, key.e, key.n)
}

test('HS-14 RSA_PAD without randomness gives the published bytes', () => {
  const encrypted = rsaPad(
    encodeUtf8('a'.repeat(144)),
    serverKeys(false)[0]!,
    length => new Uint8Array(length),
    crypto,
  )
  assert.equal(toHex(encrypted), rsa_pad.encrypted_data)
})

test('HS-11 the server recovers the data and the padding behind it', () => {
  for (const length of [0, 1, 96, 144]) {
    const data = random(length, 'nonce')
    const padding: Uint8Array[] = []
    const recorded: Random = (length, purpose) => {
      const bytes = random(length, purpose)
      if (purpose === 'padding') padding.push(bytes)
      return bytes
    }
    const encrypted = rsaPad(data, key, recorded, crypto)
    assert.equal(encrypted.length, 256)
    const padded = rsaUnpad(decrypt(encrypted), crypto)
    assert.deepEqual(padded, concat(data, ...padding))
    assert.equal(padded.length, 192)
  }
})

test('RSA_PAD refuses more than 144 bytes', () => {
  assert.throws(() => rsaPad(new Uint8Array(145), key, random, crypto), {
    code: 'ERR_ARGUMENT',
    got: 145,
  })
})

test('HS-13 a block that is not below the modulus gets another temp_key', () => {
  const lowKey = rsaPublicKey(fromBigInt(2n ** 2047n + 1n), key.e)
  const draws: RandomPurpose[] = []
  let seed = 0
  const counted: Random = (length, purpose) => {
    draws.push(purpose)
    return new Uint8Array(length).fill(++seed)
  }
  const blocks: Uint8Array[] = []
  const spied = {
    ...crypto,
    modPow: (base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array => {
      blocks.push(base)
      return crypto.modPow(base, exponent, modulus)
    },
  }
  for (let run = 0; run < 8; run++) rsaPad(encodeUtf8('data'), lowKey, counted, spied)
  assert.equal(blocks.length, 8)
  for (const block of blocks) assert.ok(toBigInt(block) < 2n ** 2047n + 1n)
  assert.equal(draws.filter(purpose => purpose === 'padding').length, 8)
  assert.ok(draws.filter(purpose => purpose === 'temp_key').length > 8)
})

test('randomness that repeats itself ends in an error, not in an endless loop', () => {
  const lowKey = rsaPublicKey(fromBigInt(2n ** 2047n + 1n), key.e)
  let seed = 0
  let stuck = 0
  for (let i = 0; i < 16; i++) {
    seed++
    try {
      rsaPad(new Uint8Array(16), lowKey, length => new Uint8Array(length).fill(seed), crypto)
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'ERR_ARGUMENT')
      stuck++
    }
  }
  assert.ok(stuck > 0 && stuck < 16)
})

test('HS-67 wrong lengths, values above the modulus and damaged data are refused', () => {
  const encrypted = rsaPad(encodeUtf8('data'), key, random, crypto)
  for (const wrong of [
    encrypted.subarray(1),
    concat(encrypted, Uint8Array.of(0)),
    new Uint8Array(0),
    key.n,
    new Uint8Array(256).fill(255),
  ])
    assert.throws(() => decrypt(wrong), damaged)
  for (const at of [0, 31, 32, 255]) {
    const block = decrypt(encrypted)
    block[at]! ^= 1
    assert.throws(() => rsaUnpad(block, crypto), damaged, `byte ${at}`)
  }
})

test('the older form gives back the hash and the data with its padding', () => {
  const data = encodeUtf8('inner data')
  const block = decrypt(padLegacy(data))
  assert.throws(() => rsaUnpad(block, crypto), damaged)
  const unpadded = rsaUnpadLegacy(block)
  assert.deepEqual(unpadded.hash, crypto.sha1(data))
  assert.deepEqual(unpadded.data.subarray(0, data.length), data)
  assert.equal(unpadded.data.length, 235)
  block[0] = 1
  assert.throws(() => rsaUnpadLegacy(block), damaged)
})
