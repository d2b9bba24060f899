// The two machines against each other: what a working connection does, and what outlives a broken one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerBody, Pair } from '../../support/pair.ts'

test('a client without a key agrees on one, calls, and is answered', () => {
  const pair = new Pair({ withKey: false })
  pair.invoke(1)
  assert.deepEqual(pair.results.get(1), answerBody(1))
  assert.deepEqual(pair.events, ['ready'])
})
