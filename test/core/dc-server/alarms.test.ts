import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Alarms } from '../../../src/core/dc-server/alarms.ts'

test('the earliest alarm is next, and is taken once its moment has come', () => {
  const alarms = new Alarms<string>()
  assert.equal(alarms.next, undefined)
  alarms.set('b', 20)
  alarms.set('a', 10)
  assert.equal(alarms.next, 10)
  assert.equal(alarms.take(9), undefined)
  assert.equal(alarms.take(10), 'a')
  assert.equal(alarms.take(10), undefined)
  assert.equal(alarms.next, 20)
})

test('an item waits for one moment, the last it was given', () => {
  const alarms = new Alarms<string>()
  alarms.set('a', 10)
  alarms.set('a', 30)
  alarms.set('b', 20)
  alarms.set('b', undefined)
  alarms.set('c', undefined)
  assert.equal(alarms.next, 30)
  assert.equal(alarms.take(100), 'a')
  assert.equal(alarms.take(100), undefined)
})

test('alarms are taken in the order of a sorted list, whatever was set and unset before', () => {
  const steps = fc.array(fc.tuple(fc.nat(20), fc.option(fc.nat(50), { nil: undefined })))
  fc.assert(
    fc.property(steps, steps => {
      const alarms = new Alarms<number>()
      const model = new Map<number, number>()
      for (const [item, at] of steps) {
        alarms.set(item, at)
        if (at === undefined) model.delete(item)
        else model.set(item, at)
        assert.equal(alarms.next, model.size === 0 ? undefined : Math.min(...model.values()))
      }
      const taken: number[] = []
      for (let item = alarms.take(50); item !== undefined; item = alarms.take(50)) {
        taken.push(model.get(item)!)
        model.delete(item)
      }
      assert.equal(model.size, 0)
      assert.deepEqual(
        taken,
        taken.toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 200 },
  )
})
