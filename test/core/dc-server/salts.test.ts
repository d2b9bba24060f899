import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaltSchedule } from '../../../src/core/dc-server/salts.ts'
import { seededRandom } from '../../support/random.ts'

const T = 1_700_000_000
const MINUTE = 60
const FIRST = 42n

const schedule = (): SaltSchedule => new SaltSchedule(FIRST, T, seededRandom('salts'))

test('SES-67 a salt is current for 30 minutes and good for 30 more', () => {
  const salts = schedule()
  assert.equal(salts.current(T + 30 * MINUTE - 1), FIRST)
  const second = salts.current(T + 30 * MINUTE)
  assert.notEqual(second, FIRST)
  assert.equal(salts.accepts(FIRST, T + 60 * MINUTE - 1), true)
  assert.equal(salts.accepts(FIRST, T + 60 * MINUTE), false)
  assert.equal(salts.accepts(second, T + 60 * MINUTE), true)
})

test('SES-66 a salt of the future is not good yet, and one nobody has seen never is', () => {
  const salts = schedule()
  const [, next] = salts.future(2, T)
  assert.equal(salts.accepts(next!.salt, T), false)
  assert.equal(salts.accepts(next!.salt, next!.validSince), true)
  assert.equal(salts.accepts(0n, T), false)
})

test('SES-71 future salts begin with the current one and follow each other every 30 minutes', () => {
  const salts = schedule()
  const future = salts.future(64, T + 5)
  assert.equal(future.length, 64)
  assert.deepEqual(future[0], { salt: FIRST, validSince: T, validUntil: T + 60 * MINUTE })
  for (const [index, { validSince, validUntil }] of future.entries()) {
    assert.equal(validSince, T + index * 30 * MINUTE)
    assert.equal(validUntil, validSince + 60 * MINUTE)
  }
  assert.equal(new Set(future.map(({ salt }) => salt)).size, 64)
  assert.deepEqual(salts.future(64, T + 5), future)
  assert.equal(salts.future(1, T + 30 * MINUTE)[0]!.salt, future[1]!.salt)
})

test('after a long silence there is a fresh salt', () => {
  const salts = schedule()
  const later = T + 1_000_000
  const salt = salts.current(later)
  assert.notEqual(salt, FIRST)
  assert.deepEqual(salts.future(1, later), [
    { salt, validSince: later, validUntil: later + 60 * MINUTE },
  ])
})

test('a rotation makes every salt before it worthless, announced ones included', () => {
  const salts = schedule()
  const announced = salts.future(3, T)
  salts.rotate(T + 1)
  for (const { salt } of announced) assert.equal(salts.accepts(salt, T + 1), false)
  assert.equal(salts.accepts(salts.current(T + 1), T + 1), true)
})
