import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Backoff } from '../../../src/core/dc-client/backoff.ts'

const limits = { firstDelay: 100, maxDelay: 1000, attempts: 7, attemptsOnceReady: 9 }
const fill = (byte: number) => (length: number) => new Uint8Array(length).fill(byte)

test('TR-13 the wait doubles up to its limit, and half of it is chance', () => {
  const shortest = new Backoff(limits, fill(0))
  const longest = new Backoff(limits, fill(255))
  const six = [1, 2, 3, 4, 5, 6]
  assert.deepEqual(
    six.map(() => shortest.fail(false)),
    [50, 100, 200, 400, 500, 500],
  )
  assert.deepEqual(
    six.map(() => longest.fail(false)),
    [100, 200, 400, 800, 1000, 1000],
  )
})

test('after the last attempt there is no wait', () => {
  const backoff = new Backoff({ ...limits, attempts: 2 }, fill(0))
  assert.deepEqual(
    [backoff.fail(false), backoff.fail(false), backoff.fail(false)],
    [50, undefined, undefined],
  )
})

test('success makes the next failure a first one', () => {
  const backoff = new Backoff({ ...limits, attempts: 2 }, fill(0))
  backoff.fail(false)
  backoff.reset()
  assert.equal(backoff.fail(false), 50)
})

test('a connection that has worked before is tried for longer', () => {
  const backoff = new Backoff({ ...limits, attempts: 2, attemptsOnceReady: 3 }, fill(0))
  assert.deepEqual(
    [backoff.fail(true), backoff.fail(true), backoff.fail(true)],
    [50, 100, undefined],
  )
})

test('TR-13 only a connection that held for ten seconds makes its loss a first failure', () => {
  const backoff = new Backoff(limits, fill(0))
  assert.deepEqual([backoff.fail(true, 0), backoff.fail(true, 9_999)], [50, 100])
  assert.equal(backoff.fail(true, 10_000), 50)
})
