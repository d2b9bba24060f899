import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ByteQueue } from '../../../src/core/transport/byte-queue.ts'

test('the queue gives bytes back in order, whatever the sizes of pushes and takes', () => {
  const step = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }).map(bytes => ({ push: bytes })),
    fc.integer({ min: 0, max: 3000 }).map(count => ({ take: count })),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), steps => {
      const queue = new ByteQueue()
      let model: number[] = []
      for (const one of steps) {
        if ('push' in one) {
          queue.push(one.push)
          model = model.concat(...one.push)
        } else {
          assert.deepEqual([...queue.peek(one.take)], model.slice(0, one.take))
          assert.deepEqual([...queue.take(one.take)], model.slice(0, one.take))
          model = model.slice(one.take)
        }
        assert.equal(queue.length, model.length)
      }
    }),
    { numRuns: 200 },
  )
})

test('the queue keeps its own copy of what is pushed and gives away what is taken', () => {
  const queue = new ByteQueue()
  const chunk = Uint8Array.of(1, 2, 3)
  queue.push(chunk)
  chunk.fill(9)
  const taken = queue.take(2)
  queue.push(Uint8Array.of(4))
  taken.fill(7)
  assert.deepEqual([...queue.take(9)], [3, 4])
})

test('TR-05 two million single bytes are queued in linear time', () => {
  const queue = new ByteQueue()
  const one = Uint8Array.of(5)
  for (let i = 0; i < 2 ** 21; i++) queue.push(one)
  assert.equal(queue.take(2 ** 21).length, 2 ** 21)
  assert.equal(queue.length, 0)
})
