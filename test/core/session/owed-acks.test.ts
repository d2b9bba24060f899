import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OwedAcks } from '../../../src/core/session/owed-acks.ts'

const at = (monotonic: number): { monotonic: number; unix: number } => ({ monotonic, unix: 0 })

test('SES-04 an acknowledgement waits for the delay, counted from the first', () => {
  const acks = new OwedAcks(30_000)
  assert.equal(acks.deadline(), undefined)
  acks.add(1n, at(100))
  acks.add(5n, at(20_000))
  assert.equal(acks.deadline(), 30_100)
  assert.deepEqual(acks.take(), [1n, 5n])
  assert.equal(acks.deadline(), undefined)
  assert.deepEqual(acks.take(), [])
})

test('an id is owed once', () => {
  const acks = new OwedAcks(10)
  acks.add(1n, at(0))
  acks.add(1n, at(5))
  assert.deepEqual(acks.take(), [1n])
})

test('SES-06 the 17th acknowledgement lets none of them wait', () => {
  const acks = new OwedAcks(30_000)
  for (let id = 0n; id < 16n; id++) acks.add(id, at(7))
  assert.equal(acks.deadline(), 30_007)
  acks.add(16n, at(8))
  assert.equal(acks.deadline(), 8)
})

test('SES-06 9000 ids are taken as 8192 and 808', () => {
  const acks = new OwedAcks(30_000)
  for (let id = 0n; id < 9000n; id++) acks.add(id, at(0))
  const first = acks.take()
  assert.equal(first.length, 8192)
  assert.equal(first[0], 0n)
  assert.notEqual(acks.deadline(), undefined)
  assert.deepEqual([acks.take().length, acks.take().length], [808, 0])
})

test('an answer takes the place of an acknowledgement', () => {
  const acks = new OwedAcks(500)
  acks.add(1n, at(0))
  acks.add(2n, at(0))
  acks.delete(1n)
  assert.equal(acks.deadline(), 500)
  acks.delete(3n)
  acks.delete(2n)
  assert.equal(acks.deadline(), undefined)
  assert.deepEqual(acks.take(), [])
})

test('in a hurry only what is owed waits no longer', () => {
  const acks = new OwedAcks(500)
  acks.hurry(at(3))
  assert.equal(acks.deadline(), undefined)
  acks.add(1n, at(3))
  acks.hurry(at(4))
  assert.equal(acks.deadline(), 4)
})
