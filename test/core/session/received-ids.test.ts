import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReceivedIds } from '../../../src/core/session/received-ids.ts'

test('C-8 an id is new once', () => {
  const ids = new ReceivedIds()
  assert.deepEqual(
    [5n, 9n, 1n, 5n, 1n, 9n, 7n].map(id => ids.add(id)),
    ['new', 'new', 'new', 'seen', 'seen', 'seen', 'new'],
  )
})

test('C-8 while there is room an id below all others is new', () => {
  const ids = new ReceivedIds(3)
  assert.equal(ids.add(30n), 'new')
  assert.equal(ids.add(20n), 'new')
  assert.equal(ids.add(10n), 'new')
})

test('ENC-13 when the memory is full an id below all in it is forgotten, and stays so', () => {
  const ids = new ReceivedIds(3)
  for (const id of [10n, 20n, 30n]) ids.add(id)
  assert.equal(ids.add(5n), 'forgotten')
  assert.equal(ids.add(15n), 'new')
  assert.equal(ids.add(10n), 'forgotten')
  assert.equal(ids.add(15n), 'seen')
  assert.equal(ids.add(14n), 'forgotten')
})

test('the highest 1000 ids are remembered', () => {
  const ids = new ReceivedIds()
  for (let id = 1n; id <= 1001n; id++) assert.equal(ids.add(id), 'new')
  assert.equal(ids.add(1n), 'forgotten')
  for (let id = 2n; id <= 1001n; id++) assert.equal(ids.add(id), 'seen')
})
