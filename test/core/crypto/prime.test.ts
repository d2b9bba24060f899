import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { isSafePrime } from '../../../src/core/crypto/prime.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import { createNodeCrypto } from '../../../src/runtime/node/crypto.ts'

const { dh_primes }: { dh_primes: { name: string; p: string }[] } = JSON.parse(
  readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'),
)
const crypto = createNodeCrypto()
const stream = portable.aesCtr(new Uint8Array(32), new Uint8Array(16))
const witnesses = Array.from({ length: 15 }, () => stream.update(new Uint8Array(256)))
const isSafe = (n: bigint): boolean => isSafePrime(fromBigInt(n), witnesses, portable)

for (const { name, p } of dh_primes) {
  test(`${name} is a safe prime`, () => {
    assert.equal(solve({ kind: 'safe-prime', prime: fromHex(p), witnesses }, crypto), true)
  })
}

test('HS-27 a 2048-bit composite is none', () => {
  const p = toBigInt(fromHex(dh_primes[0]!.p))
  for (const composite of [p + 2n, p - 2n, p + 12n, (2n ** 1024n - 105n) * (2n ** 1024n - 179n)])
    assert.equal(isSafePrime(fromBigInt(composite), witnesses, crypto), false)
})

test('HS-28 a 2048-bit prime with a composite (p-1)/2 is none', () => {
  // the largest prime below 2^2048
  const p = 2n ** 2048n - 1557n
  assert.equal(isSafePrime(fromBigInt(p), witnesses, crypto), false)
})

test('agrees with the list of safe primes below 3,000', () => {
  const isPrime = (n: number): boolean => {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
    return n > 1
  }
  for (let n = 0; n < 3000; n++)
    assert.equal(isSafe(BigInt(n)), n % 2 === 1 && isPrime(n) && isPrime((n - 1) / 2), `${n}`)
})

test('sees through numbers that fool single bases, and through Carmichael numbers', () => {
  // strong pseudoprimes to the bases 2, 3, 5, 7 and to the first nine primes
  for (const n of [3215031751n, 3825123056546413051n, 561n, 340561n, 9746347772161n]) {
    assert.equal(isSafe(n), false)
    assert.equal(isSafe(2n * n + 1n), false)
  }
})

test('witnesses of zeros and of any length still make good bases', () => {
  const zeros = Array.from({ length: 15 }, () => new Uint8Array(256))
  assert.equal(isSafePrime(fromBigInt(1283n), zeros, portable), true)
  assert.equal(isSafePrime(fromBigInt(2n * 3215031750n + 1n), zeros, portable), false)
})

test('fewer than 15 witnesses are refused', () => {
  assert.throws(() => isSafePrime(Uint8Array.of(23), witnesses.slice(1), portable), {
    code: 'ERR_ARGUMENT',
    got: 14,
  })
})
