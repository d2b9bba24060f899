import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pair } from '../../support/pair.ts'
for (const secs of [40, 120, 299, 3600, -40, -120, -3600])
test('sleep '+secs, () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.advance(1000)
  pair.held = true
  pair.invoke(2)
  pair.serverSkew += secs*1000
  pair.held = false
  pair.run()
  pair.advance(100)
  pair.invoke(3)
  pair.advance(120_000)
  console.log(secs, pair.settled, pair.events, pair.monotonic)
  pair.advance(600_000)
  console.log(secs, pair.settled, pair.events)
})
test('sleep then cut', () => {
  for (const secs of [40,120,299,3600]) {
  const pair = new Pair()
  pair.invoke(1)
  pair.advance(1000)
  pair.held = true
  pair.invoke(2)
  pair.cut()
  pair.serverSkew += secs*1000
  pair.held = false
  pair.advance(60_000)
  console.log(secs, pair.settled, pair.events)
  pair.advance(600_000)
  console.log(secs, pair.settled, pair.events)
  }
})
