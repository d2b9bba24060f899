import assert from 'node:assert/strict'
import { checkPrimeSync, createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { fromBigInt, toBigInt } from '../../src/core/bytes/integers.ts'
import { parseRsaPublicKey } from '../../src/core/crypto/rsa.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { createNodeCrypto } from '../../src/runtime/node/crypto.ts'
import { makeRsaKey, rsaPublicKeyPem } from '../../src/test-dc/rsa-key.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const crypto = createNodeCrypto()

test('a seed gives the same key of 2048 bits, another seed another', () => {
  const key = makeRsaKey(seededRandom(1), crypto)
  assert.deepEqual(makeRsaKey(seededRandom(1), crypto), key)
  assert.notDeepEqual(makeRsaKey(seededRandom(2), crypto).n, key.n)
  assert.equal(key.n.length, 256)
  assert.ok(key.n[0]! >= 0x80)
  assert.deepEqual(key.e, Uint8Array.of(1, 0, 1))
})

test('the private exponent undoes the public one', () => {
  for (const seed of [3, 4, 5]) {
    const { n, e, d } = makeRsaKey(seededRandom(seed), crypto)
    const message = seededRandom(seed)(255, 'nonce')
    const sealed = crypto.modPow(message, e, n)
    assert.equal(toBigInt(crypto.modPow(sealed, d, n)), toBigInt(message))
  }
})

test('the two primes differ even when the same bytes are drawn twice', () => {
  const once = seededRandom(6)(128, 'rsa')
  let draws = 0
  const rest = seededRandom(7)
  const { n, e, d } = makeRsaKey(
    (length, purpose) => (purpose === 'rsa' && draws++ < 2 ? once.slice() : rest(length, purpose)),
    crypto,
  )
  assert.equal(draws, 3)
  const sealed = crypto.modPow(Uint8Array.of(2), e, n)
  assert.equal(toBigInt(crypto.modPow(sealed, d, n)), 2n)
})

test('a prime that leaves the public exponent without an inverse is passed over', () => {
  let unusable = 65_537n * (3n << 1006n) + 1n
  while (!checkPrimeSync(unusable)) unusable += 2n * 65_537n
  const rest = seededRandom(8)
  let draws = 0
  const { n, e, d } = makeRsaKey(
    (length, purpose) =>
      purpose === 'rsa' && draws++ === 0 ? fromBigInt(unusable, length) : rest(length, purpose),
    crypto,
  )
  assert.notEqual(toBigInt(n) % unusable, 0n)
  assert.equal(toBigInt(crypto.modPow(crypto.modPow(Uint8Array.of(2), e, n), d, n)), 2n)
})

test('the PEM is PKCS #1 as OpenSSL and this library read it', () => {
  const pem = rsaPublicKeyPem(testRsaKey)
  assert.match(
    pem,
    /^-----BEGIN RSA PUBLIC KEY-----\n([\w+/]{64}\n){5}[\w+/=]+\n-----END RSA PUBLIC KEY-----\n$/,
  )
  const { n, e, fingerprint } = testRsaKey
  assert.deepEqual(parseRsaPublicKey(pem), { n, e, fingerprint })
  assert.equal(createPublicKey(pem).export({ type: 'pkcs1', format: 'pem' }), pem)
})
