import assert from 'node:assert/strict'
import nodeCrypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { mock, test } from 'node:test'
import { portable } from '../../../src/core/crypto/portable.ts'
import { createNodeCrypto } from '../../../src/runtime/node/crypto.ts'
import { random } from '../../../src/runtime/node/random.ts'
import { cryptoSuite } from '../../support/crypto-suite.ts'

const crypto = createNodeCrypto()
cryptoSuite('node', crypto)

test('node and portable agree on inputs of every size', () => {
  const key = crypto.sha256(Uint8Array.of(1))
  const iv = crypto.sha256(Uint8Array.of(2))
  const source = portable.aesCtr(key, iv.subarray(16)).update(new Uint8Array(65536))
  const sizes = [...Array.from({ length: 301 }, (_, size) => size), 1024, 65536]
  const nativeStream = crypto.aesCtr(key, iv.subarray(16))
  const portableStream = portable.aesCtr(key, iv.subarray(16))
  for (const size of sizes) {
    // a view into a larger buffer, at an odd place
    const data = source.subarray(source.length - size)
    for (const hash of ['sha1', 'sha256', 'sha512'] as const)
      assert.deepEqual(crypto[hash](data), portable[hash](data), `${hash} ${size}`)
    assert.deepEqual(crypto.hmacSha256(data, data), portable.hmacSha256(data, data), `hmac ${size}`)
    assert.deepEqual(nativeStream.update(data), portableStream.update(data), `ctr ${size}`)
    if (size % 16 !== 0) continue
    for (const keySize of [16, 32]) {
      const encrypted = portable.aesIgeEncrypt(data, key.subarray(0, keySize), iv)
      assert.deepEqual(crypto.aesIgeEncrypt(data, key.subarray(0, keySize), iv), encrypted)
    }
  }
  assert.deepEqual(crypto.pbkdf2Sha512(key, iv, 3), portable.pbkdf2Sha512(key, iv, 3))
})

const ABSENT = [
  'createHash',
  'createHmac',
  'pbkdf2Sync',
  'createCipheriv',
  'publicEncrypt',
  'createPublicKey',
] as const

test('a runtime that refuses its native primitives gets the portable ones', () => {
  const calls = usePrimitives(() => {
    throw new Error('not here')
  })
  assert.ok(calls >= 6, `${calls} refusals`)
})

test('a runtime that answers wrongly gets the portable ones', () => {
  const wrong = Buffer.alloc(64)
  const machine = { update: () => wrong, digest: () => wrong }
  usePrimitives(name => (name === 'pbkdf2Sync' || name === 'publicEncrypt' ? wrong : machine))
})

/** Runs every primitive with `answer` in place of node:crypto; returns how often it was asked. */
function usePrimitives(answer: (name: string) => unknown): number {
  const data = new Uint8Array(256).fill(0x5a)
  const [key, iv] = [data.subarray(0, 32), data.subarray(0, 32)]
  let calls = 0
  for (const name of ABSENT)
    mock.method(nodeCrypto, name, () => {
      calls++
      return answer(name)
    })
  syncBuiltinESMExports()
  try {
    const limited = createNodeCrypto()
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(limited.sha1(data), portable.sha1(data))
      assert.deepEqual(limited.sha256(data), portable.sha256(data))
      assert.deepEqual(limited.sha512(data), portable.sha512(data))
      assert.deepEqual(limited.hmacSha256(key, data), portable.hmacSha256(key, data))
      assert.deepEqual(limited.pbkdf2Sha512(key, iv, 1), portable.pbkdf2Sha512(key, iv, 1))
      assert.deepEqual(limited.aesIgeEncrypt(data, key, iv), portable.aesIgeEncrypt(data, key, iv))
      const [counter, expected] = [
        limited.aesCtr(key, iv.subarray(16)),
        portable.aesCtr(key, iv.subarray(16)),
      ]
      assert.deepEqual(counter.update(data), expected.update(data))
      const modulus = data.slice().fill(1, 255)
      const exponent = Uint8Array.of(3)
      assert.deepEqual(
        limited.modPow(data, exponent, modulus),
        portable.modPow(data, exponent, modulus),
      )
    }
  } finally {
    mock.restoreAll()
    syncBuiltinESMExports()
  }
  return calls
}

test('random gives plain arrays of the length asked for, never the same twice', () => {
  const [a, b] = [random(32, 'nonce'), random(32, 'nonce')]
  assert.equal(Object.getPrototypeOf(a), Uint8Array.prototype)
  assert.equal(a.length, 32)
  assert.notDeepEqual(a, b)
  assert.equal(random(0, 'padding').length, 0)
})
