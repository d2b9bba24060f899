// The program that puts what the platform computes through the suite that every implementation passes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHost } from 'raw-mtproto/node'
import { gunzip } from '../../src/core/gzip/gunzip.ts'
import { cryptoSuite } from '../support/crypto-suite.ts'
import { runTests } from './run-tests.ts'

const { crypto, compress, compute, random } = createHost()
cryptoSuite('crypto', crypto)

test('a password is derived in a thread as it is here', async () => {
  const job = { kind: 'pbkdf2', password: random(20, 'srp'), salt: random(40, 'srp') } as const
  const value = await compute({ ...job, iterations: 1000 })
  assert.deepEqual(value, crypto.pbkdf2Sha512(job.password, job.salt, 1000))
  assert.equal(Object.getPrototypeOf(value), Uint8Array.prototype)
})

test('what is compressed is unpacked to the same', () => {
  const data = crypto.sha512(random(9, 'padding')).subarray(0, 7)
  const long = new Uint8Array(7000).map((_, at) => data[at % data.length]!)
  const packed = compress!(long)
  assert.ok(packed.length < 200)
  assert.deepEqual(gunzip(packed, long.length), long)
})

test('random bytes are as many as were asked for, and others every time', () => {
  for (const length of [0, 1, 16, 100_000]) assert.equal(random(length, 'padding').length, length)
  assert.notDeepEqual(random(16, 'padding'), random(16, 'padding'))
})

await runTests()
