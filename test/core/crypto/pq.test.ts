import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { toBigInt } from '../../../src/core/bytes/integers.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { powMod } from '../../../src/core/crypto/pow-mod.ts'
import { factorize } from '../../../src/core/crypto/pq.ts'
import { isProbablePrime } from '../../../src/core/crypto/prime.ts'

const { pq: vectors }: { pq: { pq: string; p: string; q: string }[] } = JSON.parse(
  readFileSync(new URL('../../vectors/vectors.json', import.meta.url), 'utf8'),
)
const BASES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]

/** Primes drawn from a fixed key stream. */
function primeSource(seed: number): (bits: number) => bigint {
  const stream = portable.aesCtr(new Uint8Array(32).fill(seed), new Uint8Array(16))
  return bits => {
    for (;;) {
      const drawn = toBigInt(stream.update(new Uint8Array(8))) >> BigInt(64 - bits)
      const candidate = drawn | 1n | (1n << BigInt(bits - 1))
      if (isProbablePrime(candidate, BASES, powMod)) return candidate
    }
  }
}

test('HS-10 splits the published pq', () => {
  for (const { pq, p, q } of vectors)
    assert.deepEqual(factorize(BigInt(pq)), { p: BigInt(p), q: BigInt(q) })
})

test('HS-10 splits 1,000 products of two primes near 2^31', () => {
  const prime = primeSource(1)
  let done = 0
  while (done < 1000) {
    const [a, b] = [prime(31), prime(done % 2 === 0 ? 31 : 32)]
    if (a === b || a * b >= 2n ** 63n) continue
    assert.deepEqual(factorize(a * b), a < b ? { p: a, q: b } : { p: b, q: a }, `${a} * ${b}`)
    done++
  }
})

test('splits products of primes of very different and of small size', () => {
  const prime = primeSource(2)
  for (const [x, y] of [
    [2, 3],
    [3, 4],
    [8, 9],
    [10, 11],
    [11, 11],
    [11, 13],
    [2, 61],
    [11, 52],
    [16, 47],
    [25, 38],
  ] as const) {
    for (let i = 0; i < 20; i++) {
      const [a, b] = [prime(x), prime(y)]
      if (a === b) continue
      assert.deepEqual(factorize(a * b), a < b ? { p: a, q: b } : { p: b, q: a }, `${a} * ${b}`)
    }
  }
})

test('agrees with trial division on every number below 5,000', () => {
  for (let n = 0; n < 5000; n++) assert.deepEqual(factorize(BigInt(n)), slowFactors(n), `${n}`)
})

test('HS-07 refuses a prime pq', () => {
  const prime = primeSource(3)
  for (let i = 0; i < 50; i++) assert.equal(factorize(prime(63)), undefined)
  assert.equal(factorize(2n ** 61n - 1n), undefined)
})

test('HS-08 refuses 0, 1, even numbers and squares', () => {
  const prime = primeSource(4)
  for (const pq of [0n, 1n, 2n, -15n, 2n ** 62n, 2n * prime(62)])
    assert.equal(factorize(pq), undefined)
  for (let bits = 2; bits < 32; bits++) assert.equal(factorize(prime(bits) ** 2n), undefined)
})

test('refuses products of three and more primes', () => {
  const prime = primeSource(5)
  for (let i = 0; i < 50; i++) {
    assert.equal(factorize(prime(21) * prime(21) * prime(20)), undefined)
    assert.equal(factorize(prime(15) * prime(15) * prime(15) * prime(15)), undefined)
    assert.equal(factorize(prime(21) ** 2n * prime(20)), undefined)
    assert.equal(factorize(prime(11) * prime(12) * prime(39)), undefined)
  }
  assert.equal(factorize(prime(20) ** 3n), undefined)
})

test('HS-09 refuses everything from 2^63 on', () => {
  for (const pq of [2n ** 63n, 4294967279n * 4294967291n, 2n ** 64n - 1n, 2n ** 4096n + 1n])
    assert.equal(factorize(pq), undefined)
})

function slowFactors(n: number): { p: bigint; q: bigint } | undefined {
  const factors: number[] = []
  for (let rest = n, d = 2; rest > 1; d++) for (; rest % d === 0; rest /= d) factors.push(d)
  const [p, q] = factors
  if (factors.length !== 2 || p === 2 || p === q) return undefined
  return { p: BigInt(p!), q: BigInt(q!) }
}
