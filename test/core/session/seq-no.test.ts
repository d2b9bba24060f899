import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SeqNoCounter } from '../../../src/core/session/seq-no.ts'

test('SES-03 a seqno is twice the content-related messages before, and one more for such a message', () => {
  const counter = new SeqNoCounter()
  const kinds = [false, true, true, false, false, true, false]
  assert.deepEqual(
    kinds.map(kind => counter.next(kind)),
    [0, 1, 3, 4, 4, 5, 6],
  )
})
