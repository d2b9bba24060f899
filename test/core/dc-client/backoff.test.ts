import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Backoff } from '../../../src/core/dc-client/backoff.ts'

const limits = { firstDelay: 100, maxDelay: 1000, attempts: 7 }
const fill = (byte: number) => (length: number) => new Uint8Array(length).fill(byte)

test('TR-13 the wait doubles up to its limit, and half of it is chance', () => {
  const shortest = new Backoff(limits, fill(0))
  const longest = new Backoff(limits, fill(255))
  const six = [1, 2, 3, 4, 5, 6]
  assert.deepEqual(
    six.map(() => shortest.fail()),
    [50, 100, 200, 400, 500, 500],
  )
  assert.deepEqual(
    six.map(() => longest.fail()),
    [100, 200, 400, 800, 1000, 1000],
  )
})

test('after the last attempt there is no wait', () => {
  const backoff = new Backoff({ ...limits, attempts: 2 }, fill(0))
  assert.deepEqual([backoff.fail(), backoff.fail(), backoff.fail()], [50, undefined, undefined])
})

test('success makes the next failure a first one', () => {
  const backoff = new Backoff({ ...limits, attempts: 2 }, fill(0))
  backoff.fail()
  backoff.reset()
  assert.equal(backoff.fail(), 50)
})
