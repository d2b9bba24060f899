import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import {
  checkDhValue,
  checkGenerator,
  checkPrimeSize,
  isDhValueSafe,
  isKnownPrime,
  telegramPrime,
} from '../../../src/core/crypto/dh-group.ts'
import { powMod } from '../../../src/core/crypto/pow-mod.ts'

interface Group {
  name: string
  p: string
  accepted_g: number[]
  rejected_g: number[]
}

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'))
const { dh_primes } = load('vectors') as { dh_primes: Group[] }
const [telegram, group14, ffdhe2048] = dh_primes.map(({ p }) => fromHex(p)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const p = toBigInt(telegram)

test('the known prime is the one of the official sample, and no other', () => {
  assert.deepEqual(telegramPrime(), telegram)
  assert.equal(isKnownPrime(telegram), true)
  assert.equal(isKnownPrime(group14), false)
  for (const at of [0, 128, 255]) {
    const other = telegramPrime()
    other[at]! ^= 2
    assert.equal(isKnownPrime(other), false)
  }
})

test('HS-26 dh_prime has exactly 2048 bits', () => {
  const refused = { code: 'ERR_DH_PRIME_INVALID', rule: 'HS-26' }
  for (const prime of [telegram, group14, ffdhe2048]) checkPrimeSize(prime)
  assert.throws(() => checkPrimeSize(fromBigInt(2n ** 2047n - 1n, 256)), refused)
  assert.throws(() => checkPrimeSize(fromBigInt(2n ** 2048n + 1n)), refused)
  assert.throws(() => checkPrimeSize(concat(new Uint8Array(1), telegram)), refused)
  assert.throws(() => checkPrimeSize(telegram.subarray(1)), refused)
  assert.throws(() => checkPrimeSize(fromBigInt(p - 1n)), refused)
  assert.throws(() => checkPrimeSize(new Uint8Array(0)), refused)
})

for (const { name, p, accepted_g, rejected_g } of dh_primes) {
  test(`HS-29, HS-30 the generators of ${name}`, () => {
    const prime = fromHex(p)
    for (const g of accepted_g) checkGenerator(g, prime)
    for (const g of rejected_g)
      assert.throws(() => checkGenerator(g, prime), {
        code: 'ERR_DH_GENERATOR_INVALID',
        rule: 'HS-29',
      })
    assert.deepEqual([...accepted_g, ...rejected_g].sort(), [2, 3, 4, 5, 6, 7])
  })
}

test('the conditions are those of quadratic residues, for every safe prime below 5,000', () => {
  const isPrime = (n: number): boolean => {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
    return n > 1
  }
  for (let prime = 11; prime < 5000; prime += 2) {
    if (!isPrime(prime) || !isPrime((prime - 1) / 2)) continue
    for (let g = 2; g <= 7; g++) {
      const euler = powMod(BigInt(g), BigInt((prime - 1) / 2), BigInt(prime))
      let accepted = true
      try {
        checkGenerator(g, fromBigInt(BigInt(prime)))
      } catch {
        accepted = false
      }
      assert.equal(accepted, euler === 1n, `g = ${g}, p = ${prime}`)
    }
  }
})

test('g = 6 has a second condition, which no safe prime meets', () => {
  assert.doesNotThrow(() => checkGenerator(6, Uint8Array.of(19)))
  assert.throws(() => checkGenerator(6, Uint8Array.of(17)), { rule: 'HS-29' })
})

test('HS-31 g is 2 to 7', () => {
  for (const g of [0, 1, 8, -1, 2.5, Number.NaN, 2 ** 31 - 1])
    assert.throws(() => checkGenerator(g, telegram), {
      code: 'ERR_DH_GENERATOR_INVALID',
      rule: 'HS-31',
    })
})

test('HS-32 g_a is neither trivial nor outside the group', () => {
  const refused = { code: 'ERR_DH_VALUE_RANGE', rule: 'HS-32' }
  for (const value of [0n, 1n, p - 1n, p, p + 1n, 2n ** 2048n - 1n])
    assert.throws(() => checkDhValue(fromBigInt(value), telegram, 'g_a'), refused)
  assert.throws(() => checkDhValue(new Uint8Array(256), telegram, 'g_a'), refused)
  assert.throws(() => checkDhValue(new Uint8Array(0), telegram, 'g_a'), refused)
  assert.throws(() => checkDhValue(new Uint8Array(1 << 20).fill(1), telegram, 'g_a'), refused)
})

test('HS-33 g_a keeps 2^1984 away from both ends', () => {
  const [low, high] = [2n ** 1984n, p - 2n ** 1984n]
  for (const value of [low, low + 1n, p / 2n, high - 1n, high]) {
    checkDhValue(fromBigInt(value), telegram, 'g_a')
    assert.equal(isDhValueSafe(fromBigInt(value), telegram), true)
  }
  for (const value of [2n, low - 1n, high + 1n, p - 2n]) {
    assert.equal(isDhValueSafe(fromBigInt(value), telegram), false)
    assert.throws(() => checkDhValue(fromBigInt(value, 256), telegram, 'g_a'), {
      code: 'ERR_DH_VALUE_RANGE',
      rule: 'HS-33',
    })
  }
})

test('HS-73 a g_b out of range names the rule of the server', () => {
  for (const value of [0n, p - 1n, 2n ** 1984n - 1n])
    assert.throws(() => checkDhValue(fromBigInt(value), telegram, 'g_b'), {
      code: 'ERR_DH_VALUE_RANGE',
      rule: 'HS-73',
      at: 'g_b',
    })
})
