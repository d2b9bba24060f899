// The client and the group that the server proposes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }
import { atDhParams } from './client-run.ts'
import { crypto, flipped, idOf, sha1 } from './wire.ts'

for (const [rule, outer] of [
  ['HS-18', { nonce: new Uint8Array(16) }],
  ['HS-19', { serverNonce: new Uint8Array(16) }],
] as const) {
  test(`${rule} ends when server_DH_params_ok has another ${Object.keys(outer)}`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk(outer))
    run.failed('ERR_NONCE_MISMATCH', rule, 2)
  })
}

for (const size of [0, 16, 591, 593, 600]) {
  test(`HS-20 ends when encrypted_answer has ${size} bytes`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({ encrypted: new Uint8Array(size) }))
    run.failed('ERR_DH_ANSWER_INVALID', 'HS-20', 2)
  })
}

test('HS-21 ends when one bit of the hash is wrong', () => {
  const { run, server } = atDhParams()
  run.receive(server.paramsOk({ hash: data => flipped(sha1(data), 19) }))
  run.failed('ERR_DH_ANSWER_INVALID', 'HS-21', 2)
  assert.equal(run.error?.next, 'restart-handshake')
})

test('HS-21 ends when the hash covers the padding too', () => {
  const { run, server } = atDhParams()
  run.receive(server.paramsOk({ hash: (data, padding) => sha1(data, padding) }))
  run.failed('ERR_DH_ANSWER_INVALID', 'HS-21', 2)
})

for (const size of [24, 40, 1000]) {
  test(`HS-22 ends when ${size} bytes of padding follow the answer`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({ padding: new Uint8Array(size) }))
    run.failed('ERR_DH_ANSWER_INVALID', 'HS-22', 2)
  })
}

for (const [rule, inner] of [
  ['HS-23', { nonce: new Uint8Array(16) }],
  ['HS-24', { serverNonce: new Uint8Array(16) }],
] as const) {
  test(`${rule} ends when the answer inside has another ${Object.keys(inner)}`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, inner))
    run.failed('ERR_NONCE_MISMATCH', rule, 2)
  })
}

test('HS-25 ends when the answer inside is of another constructor, or garbage', () => {
  for (const constructorId of [idOf('client_DH_inner_data'), idOf('resPQ'), new Uint8Array(4)]) {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, { constructorId }))
    run.failed('ERR_DH_ANSWER_INVALID', 'HS-25', 2)
  }
  const { run, server } = atDhParams()
  run.receive(server.paramsOk({ encrypted: new Uint8Array(592).fill(0xa5) }))
  run.failed('ERR_DH_ANSWER_INVALID', 'HS-25', 2)
})

const PRIMES = Object.fromEntries(vectors.dh_primes.map(({ name, p }) => [name, fromHex(p)]))
const composite = (): Uint8Array => flipped(telegramPrime(), 100)

for (const [name, dhPrime, rule] of [
  ['2047 bits', fromBigInt(toBigInt(telegramPrime()) >> 1n, 256), 'HS-26'],
  ['2049 bits', fromBigInt((1n << 2048n) + 1n), 'HS-26'],
  ['2048 bits in 257 bytes', concat(Uint8Array.of(0), telegramPrime()), 'HS-26'],
  ['no bytes', new Uint8Array(0), 'HS-26'],
] as const) {
  test(`HS-26 ends when dh_prime has ${name}`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, { dhPrime, g: 4 }))
    run.failed('ERR_DH_PRIME_INVALID', rule, 2)
  })
}

test('HS-27 has an unknown prime proven with 15 random witnesses, and ends when it is composite', () => {
  const { run, server } = atDhParams()
  run.receive(server.paramsOk({}, { dhPrime: composite(), g: 4 }))
  run.failed('ERR_DH_PRIME_INVALID', 'HS-27', 2)
  const job = run.jobs.at(-1)!
  assert.ok(job.kind === 'safe-prime')
  assert.equal(new Set(job.witnesses.map(toHex)).size, 15)
  assert.ok(job.witnesses.every(witness => witness.length === 256))
})

test('HS-28 ends when (p-1)/2 is composite', () => {
  // a 2048-bit prime that is not safe; the proof of that is the job's part
  const dhPrime = flipped(telegramPrime(), 30)
  const { run, server } = atDhParams({
    solve: job => (job.kind === 'safe-prime' ? false : solve(job, crypto)),
  })
  run.receive(server.paramsOk({}, { dhPrime, g: 4 }))
  run.failed('ERR_DH_PRIME_INVALID', 'HS-27', 2)
})

for (const { name, rejected_g } of vectors.dh_primes) {
  for (const g of rejected_g) {
    test(`HS-29 ends when g = ${g} with the prime ${name}`, () => {
      const { run, server } = atDhParams()
      run.receive(server.paramsOk({}, { dhPrime: PRIMES[name]!, g }))
      run.failed('ERR_DH_GENERATOR_INVALID', 'HS-29', 2)
    })
  }
}

for (const { name, accepted_g } of vectors.dh_primes) {
  test(`HS-30 accepts g = ${accepted_g} with the prime ${name}, proving it once`, () => {
    const provenPrimes = new Set<string>()
    let proofs = 0
    for (const g of accepted_g) {
      const { run, server } = atDhParams({
        provenPrimes,
        solve: job => {
          if (job.kind !== 'safe-prime') return solve(job, crypto)
          proofs++
          return true
        },
      })
      server.dhPrime = PRIMES[name]!
      server.g = g
      run.receive(server.paramsOk())
      const { authKey } = server.readKey(run.sent[2]!)
      run.receive(server.dhGen(1, authKey))
      assert.deepEqual(run.result?.authKey.key, authKey)
    }
    assert.equal(proofs, name === 'telegram_current' ? 0 : 1)
  })
}

test('HS-30 proves a safe prime for real', () => {
  const { run, server } = atDhParams()
  server.dhPrime = PRIMES[vectors.dh_primes[1]!.name]!
  run.receive(server.paramsOk())
  assert.equal(run.client.step, 'awaiting-dh-gen')
})

for (const g of [0, 1, 8, -1]) {
  test(`HS-31 ends when g = ${g}`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, { g, gA: server.gA() }))
    run.failed('ERR_DH_GENERATOR_INVALID', 'HS-31', 2)
  })
}

const PRIME = toBigInt(telegramPrime())
for (const [rule, name, gA] of [
  ['HS-32', 'empty', new Uint8Array(0)],
  ['HS-32', '0 in 256 bytes', new Uint8Array(256)],
  ['HS-32', '1', Uint8Array.of(1)],
  ['HS-32', 'p-1', fromBigInt(PRIME - 1n)],
  ['HS-32', 'p', fromBigInt(PRIME)],
  ['HS-32', 'p+1', fromBigInt(PRIME + 1n)],
  ['HS-32', 'of 257 bytes', new Uint8Array(257).fill(1)],
  ['HS-33', '2^1984 - 1', fromBigInt(2n ** 1984n - 1n)],
  ['HS-33', 'p - 2^1984 + 1', fromBigInt(PRIME - 2n ** 1984n + 1n)],
] as const) {
  test(`${rule} ends when g_a is ${name}`, () => {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, { gA }))
    run.failed('ERR_DH_VALUE_RANGE', rule, 2)
  })
}

test('HS-33 accepts 2^1984 and p - 2^1984 as g_a', () => {
  for (const gA of [2n ** 1984n, PRIME - 2n ** 1984n]) {
    const { run, server } = atDhParams()
    run.receive(server.paramsOk({}, { gA: fromBigInt(gA) }))
    assert.equal(run.client.step, 'awaiting-dh-gen')
  }
})
