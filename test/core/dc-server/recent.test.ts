// What is remembered as long as there is room.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Recent } from '../../../src/core/dc-server/recent.ts'

const contents = (recent: Recent<string>): string => [...recent.values()].join('')

test('the oldest is forgotten when there are too many', () => {
  const recent = new Recent<string>(2, 1000)
  for (const [id, value] of [...'abc'].entries()) recent.set(BigInt(id), value, 1)
  assert.equal(contents(recent), 'bc')
  assert.deepEqual([recent.get(0n), recent.get(2n)], [undefined, 'c'])
})

test('the oldest are forgotten when they are too large, the newest never', () => {
  const recent = new Recent<string>(10, 100)
  recent.set(1n, 'a', 40)
  recent.set(2n, 'b', 60)
  assert.equal(contents(recent), 'ab')
  recent.set(3n, 'c', 41)
  assert.equal(contents(recent), 'c')
  recent.set(4n, 'd', 500)
  assert.equal(contents(recent), 'd')
})

test('what is replaced or deleted gives its room back, and keeps its place', () => {
  const recent = new Recent<string>(10, 100)
  recent.set(1n, 'a', 90)
  recent.set(2n, 'b', 10)
  recent.set(1n, 'A', 20)
  recent.set(3n, 'c', 70)
  assert.equal(contents(recent), 'Abc')
  recent.delete(3n)
  recent.delete(9n)
  recent.set(4n, 'd', 70)
  assert.equal(contents(recent), 'Abd')
})
