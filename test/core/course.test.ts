// A machine's way through its table: what the table has, and nothing else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Course, type Transition } from '../../src/core/course.ts'
import { SESSION_TRANSITIONS } from '../../src/core/dc-client/introduction.ts'
import { CONNECTION_TRANSITIONS } from '../../src/core/dc-client/phase.ts'

type Light = { readonly step: 'red' | 'green' | 'dark'; readonly since: number }

const TABLE: readonly Transition<Light['step']>[] = [
  { from: 'red', on: 'timer', to: 'green' },
  { from: 'green', on: 'timer', to: 'red' },
  { from: '*', on: 'fault', to: 'dark' },
]
const light = (): Course<Light> => new Course<Light>(TABLE, { step: 'red', since: 0 })

test('a course goes where the table leads, and has what the step knows', () => {
  const course = light()
  course.go('timer', { step: 'green', since: 5 })
  assert.deepEqual(
    [course.step, course.state, course.isOver],
    ['green', { step: 'green', since: 5 }, false],
  )
  course.go('timer', { step: 'red', since: 6 })
  course.go('fault', { step: 'dark', since: 7 })
  assert.deepEqual([course.step, course.isOver], ['dark', true])
})

test('a way that is not in the table is a defect, and the course stays where it is', () => {
  const course = light()
  for (const [on, step] of [
    ['timer', 'red'],
    ['timer', 'dark'],
    ['fault', 'green'],
    ['knock', 'green'],
  ] as const)
    assert.throws(() => course.go(on, { step, since: 1 }), { code: 'ERR_ARGUMENT', at: 'red' })
  assert.deepEqual(course.state, { step: 'red', since: 0 })
})

test('from a step without a way on, no way leads on, not even one from every step', () => {
  const course = light()
  course.go('fault', { step: 'dark', since: 1 })
  assert.throws(() => course.go('fault', { step: 'dark', since: 2 }), { at: 'dark' })
})

test('no line of a table stands there twice', () => {
  for (const table of [CONNECTION_TRANSITIONS, SESSION_TRANSITIONS]) {
    const lines = table.map(({ from, on, to }) => `${from} ${on} ${to}`)
    assert.equal(new Set(lines).size, lines.length)
  }
})
