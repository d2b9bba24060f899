import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ServerClock } from '../../../src/core/session/server-clock.ts'

test('server time starts from the local clock and the offset that was known', () => {
  const clock = new ServerClock({ monotonic: 50, unix: 1_000_000 }, -300)
  assert.equal(clock.unix({ monotonic: 50, unix: 1_000_000 }), 999_700)
  assert.equal(clock.trusted, false)
})

test('a local clock that jumps changes nothing', () => {
  const clock = new ServerClock({ monotonic: 50, unix: 1_000_000 })
  assert.equal(clock.unix({ monotonic: 1050, unix: 5 }), 1_001_000)
})

test('what the server says is trusted, and is kept as an offset from the local clock', () => {
  const clock = new ServerClock({ monotonic: 0, unix: 1_000_000 })
  clock.sync(2_000_000, { monotonic: 10, unix: 1_000_010 })
  assert.equal(clock.trusted, true)
  assert.equal(clock.unix({ monotonic: 25, unix: 0 }), 2_000_015)
  assert.equal(clock.timeOffset({ monotonic: 10, unix: 1_000_010 }), 999_990)
})
