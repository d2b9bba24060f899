import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AsyncQueue } from '../../src/client/async-queue.ts'

async function rest<T>(queue: AsyncQueue<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of queue.read()) items.push(item)
  return items
}

test('items come out in order, those pushed before and those pushed after', async () => {
  const queue = new AsyncQueue<number>()
  queue.push(1)
  queue.push(2)
  const reading = rest(queue)
  await Promise.resolve()
  queue.push(3)
  queue.end()
  assert.deepEqual(await reading, [1, 2, 3])
})

test('what was pushed before the end is still read, what comes after is not', async () => {
  const queue = new AsyncQueue<number>()
  queue.push(1)
  queue.end()
  queue.push(2)
  queue.fail(new RangeError('too late'))
  assert.deepEqual(await rest(queue), [1])
  assert.deepEqual(await rest(queue), [])
})

test('a failure is thrown after the items before it', async () => {
  const queue = new AsyncQueue<number>()
  queue.push(1)
  queue.fail(new RangeError('no more'))
  queue.end()
  const items: number[] = []
  await assert.rejects(async () => {
    for await (const item of queue.read()) items.push(item)
  }, RangeError)
  assert.deepEqual(items, [1])
})

test('a waiting reader learns of the end and of a failure', async () => {
  const ended = new AsyncQueue<number>()
  const reading = rest(ended)
  await Promise.resolve()
  ended.end()
  assert.deepEqual(await reading, [])
  const failed = new AsyncQueue<number>()
  const failing = rest(failed)
  await Promise.resolve()
  failed.fail(new RangeError('gone'))
  await assert.rejects(failing, RangeError)
})

test('beyond the capacity the oldest items are lost', async () => {
  const queue = new AsyncQueue<number>(2)
  for (const item of [1, 2, 3, 4]) queue.push(item)
  queue.end()
  assert.deepEqual(await rest(queue), [3, 4])
})

test('a loop that was left can be taken up again', async () => {
  const queue = new AsyncQueue<number>()
  queue.push(1)
  queue.push(2)
  for await (const item of queue.read()) {
    assert.equal(item, 1)
    break
  }
  queue.end()
  assert.deepEqual(await rest(queue), [2])
})
