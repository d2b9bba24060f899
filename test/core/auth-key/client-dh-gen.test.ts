// The client's second half: its key, and the server's word on it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, equal } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../../../src/core/bytes/integers.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import type { Job } from '../../../src/core/crypto/job.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import { atDhGen, atDhParams } from './client-run.ts'
import { crypto, flipped, sha1 } from './wire.ts'

const PRIME = toBigInt(telegramPrime())

test('HS-34 takes g_a without its leading zeros', () => {
  const { run, server } = atDhParams()
  const gA = fromBigInt(2n ** 2000n + 12345n)
  assert.equal(gA.length, 251)
  run.receive(server.paramsOk({}, { gA }))
  const base = concat(new Uint8Array(5), gA)
  const job = run.jobs.at(-1)!
  assert.ok(job.kind === 'mod-pow' && equal(job.base, base))
})

test('HS-34 keeps the leading zeros of the key', () => {
  const key = concat(new Uint8Array(2), new Uint8Array(254).fill(0x41))
  const { run, server } = atDhParams({
    solve: job => (job.kind === 'mod-pow' && job.base.length === 256 ? key : solve(job, crypto)),
  })
  run.receive(server.paramsOk())
  run.receive(server.dhGen(1, key))
  assert.deepEqual(run.result?.authKey, { id: readInt64LE(sha1(key), 12), key })
})

for (const gB of [0n, 1n, PRIME - 1n, 2n ** 1984n - 1n, PRIME - 2n ** 1984n + 1n]) {
  test(`HS-36 draws another b when g_b has ${gB.toString(2).length} bits and is out of range`, () => {
    let draws = 0
    const { run, server } = atDhParams({
      solve: job => {
        const isGB = job.kind === 'mod-pow' && job.base.length === 1
        return isGB && ++draws === 1 ? fromBigInt(gB, 256) : solve(job, crypto)
      },
    })
    run.receive(server.paramsOk())
    const { authKey } = server.readKey(run.sent[2]!)
    run.receive(server.dhGen(1, authKey))
    assert.equal(draws, 2)
    assert.deepEqual(run.result?.authKey.key, authKey)
    const exponents = run.jobs.flatMap(job => (job.kind === 'mod-pow' ? [toHex(job.exponent)] : []))
    assert.equal(new Set(exponents).size, 2)
  })
}

test('HS-36 gives up when no b is any good', () => {
  const { run, server } = atDhParams({
    solve: job => (job.kind === 'mod-pow' ? new Uint8Array(256) : solve(job, crypto)),
  })
  run.receive(server.paramsOk())
  run.failed('ERR_HANDSHAKE_EXHAUSTED', 'HS-36', 2)
})

test('puts the key together whichever power comes first', () => {
  const held: { id: number; job: Job }[] = []
  const { run, server } = atDhParams()
  run.client.handle({ kind: 'message', body: server.paramsOk() }, run.now)
  for (let output = run.client.poll(); output?.kind === 'compute'; output = run.client.poll())
    held.push(output)
  assert.equal(held.length, 2)
  for (const { id, job } of held.reverse())
    run.input({ kind: 'computed', id, value: solve(job, crypto) })
  const { authKey } = server.readKey(run.sent[2]!)
  run.receive(server.dhGen(1, authKey))
  assert.deepEqual(run.result?.authKey.key, authKey)
})

for (const name of ['nonce', 'serverNonce'] as const) {
  for (const number of [1, 2, 3] as const) {
    test(`HS-37 ends when the answer ${number} about the key has another ${name}`, () => {
      const { run, server, authKey } = atDhGen()
      run.receive(server.dhGen(number, authKey, { [name]: flipped(server[name], 15) }))
      run.failed('ERR_NONCE_MISMATCH', 'HS-37', 3)
    })
  }
}

test('HS-38 ends when dh_gen_ok has a wrong hash, or the hash of another answer', () => {
  for (const hash of [new Uint8Array(16), undefined]) {
    const { run, server, authKey } = atDhGen()
    const other = server.dhGen(2, authKey).slice(36)
    run.receive(server.dhGen(1, authKey, { hash: hash ?? other }))
    run.failed('ERR_DH_HASH_MISMATCH', 'HS-38', 3)
  }
})

test('HS-39 draws another b after dh_gen_retry and names the failed attempt', () => {
  const { run, server, authKey } = atDhGen()
  const first = server.readKey(run.sent[2]!)
  assert.deepEqual(first.retryId, new Uint8Array(8))
  run.receive(server.dhGen(2, authKey))
  const second = server.readKey(run.sent[3]!)
  assert.deepEqual(second.retryId, sha1(authKey).slice(0, 8))
  assert.notDeepEqual(second.gB, first.gB)
  run.receive(server.dhGen(2, second.authKey))
  const third = server.readKey(run.sent[4]!)
  assert.deepEqual(third.retryId, sha1(second.authKey).slice(0, 8))
  run.receive(server.dhGen(1, third.authKey))
  assert.deepEqual(run.result?.authKey.key, third.authKey)
})

test('HS-40 ends when dh_gen_retry has a wrong hash', () => {
  const { run, server, authKey } = atDhGen()
  run.receive(server.dhGen(2, flipped(authKey)))
  run.failed('ERR_DH_HASH_MISMATCH', 'HS-40', 3)
})

test('HS-41 ends when dh_gen_retry does not', () => {
  const { run, server } = atDhGen()
  for (let tries = 0; tries < 6; tries++) {
    assert.equal(run.client.step, 'awaiting-dh-gen')
    run.receive(server.dhGen(2, server.readKey(run.sent.at(-1)!).authKey))
  }
  run.failed('ERR_HANDSHAKE_EXHAUSTED', 'HS-41', 8)
})

test('HS-41 obeys as many dh_gen_retry as it is told to', () => {
  const { run, server } = atDhGen({ limits: { retries: 12 } })
  for (let tries = 0; tries < 12; tries++)
    run.receive(server.dhGen(2, server.readKey(run.sent.at(-1)!).authKey))
  const { authKey } = server.readKey(run.sent.at(-1)!)
  run.receive(server.dhGen(1, authKey))
  assert.deepEqual(run.result?.authKey.key, authKey)
})

test('HS-42 ends on dh_gen_fail, and knows a forged one', () => {
  const honest = atDhGen()
  honest.run.receive(honest.server.dhGen(3, honest.authKey))
  honest.run.failed('ERR_DH_FAILED', 'HS-42', 3)
  const forged = atDhGen()
  forged.run.receive(forged.server.dhGen(3, flipped(forged.authKey)))
  forged.run.failed('ERR_DH_HASH_MISMATCH', 'HS-42', 3)
})

test('HS-43 ends on server_DH_params_fail, and knows a forged one', () => {
  const honest = atDhParams()
  honest.run.receive(honest.server.paramsFail())
  honest.run.failed('ERR_DH_FAILED', 'HS-43', 2)
  const forged = atDhParams()
  forged.run.receive(forged.server.paramsFail({ hash: new Uint8Array(16) }))
  forged.run.failed('ERR_DH_HASH_MISMATCH', 'HS-43', 2)
  const other = atDhParams()
  other.run.receive(other.server.paramsFail({ nonce: new Uint8Array(16) }))
  other.run.failed('ERR_NONCE_MISMATCH', 'HS-18', 2)
})
