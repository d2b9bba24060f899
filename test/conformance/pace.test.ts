import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import { advance, expect, type Steps, waitFor } from '../../src/conformance/steps.ts'
import { Pace, TimedOut } from '../../src/conformance/targets/pace.ts'

/** A clock that moves by `step` milliseconds whenever somebody looks at it. */
function clock(step: number): () => number {
  let time = 0
  return () => {
    time += step
    return time
  }
}

test('a wait takes half of what is left, what comes after it has time, and that it was cut is known', async () => {
  const now = clock(10)
  const pace = new Pace({ now, limit: 2000 })
  let first = 0
  let second = 0
  const outcome = await pace.play(
    (function* (): Steps {
      const start = now()
      yield* advance(600_000)
      first = now() - start
      yield* waitFor(() => false, 600_000)
      second = now() - start - first
      return ACCEPT
    })(),
  )
  assert.equal(outcome, ACCEPT)
  assert.ok(Math.abs(first - 1000) < 60, `${first}`)
  assert.ok(Math.abs(second - 500) < 60, `${second}`)
  assert.equal(pace.cut, true)
})

test('a wait that ends in time was not cut', async () => {
  const pace = new Pace({ now: clock(10), limit: 2000 })
  let looks = 0
  await pace.play(
    (function* (): Steps {
      yield* expect('third look', () => ++looks === 3, 600_000)
      yield* advance(100)
      return ACCEPT
    })(),
  )
  assert.equal(pace.cut, false)
})

test('a wait that nobody could look at in time counts as cut', async () => {
  const pace = new Pace({ now: clock(600), limit: 3_600_000 })
  await pace.play(
    (function* (): Steps {
      yield* advance(100)
      return ACCEPT
    })(),
  )
  assert.equal(pace.cut, false)
  await pace.play(
    (function* (): Steps {
      yield* advance(2000)
      return ACCEPT
    })(),
  )
  assert.equal(pace.cut, true)
})

test('a run that goes on beyond its time ends', async () => {
  const pace = new Pace({ now: clock(10), limit: 500 })
  const endless = function* (): Steps {
    for (;;) yield* advance(1000)
  }
  await assert.rejects(pace.play(endless()), TimedOut)
})

test('where nothing can happen any more, no wait is waited out, and nothing is cut', async () => {
  const now = clock(10)
  const pace = new Pace({ now, limit: 3_600_000, isEnded: () => true })
  await pace.play(
    (function* (): Steps {
      yield* advance(600_000)
      return ACCEPT
    })(),
  )
  assert.ok(now() < 200)
  assert.equal(pace.cut, false)
})

test('what is looked at beside a step ends the run', async () => {
  const check = (): never => assert.fail('checked')
  const pace = new Pace({ now: clock(10), limit: 500, check })
  await assert.rejects(pace.play(advance(1000) as unknown as Steps), /checked/)
})
