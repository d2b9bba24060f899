import assert from 'node:assert/strict'
import { test } from 'node:test'
import { badMsg } from '../../../src/core/session/bad-msg.ts'

test('a wrong clock is set right by 16 and 17, and only 17 needs a new session for it', () => {
  assert.deepEqual([badMsg(16).syncClock, badMsg(16).action], [true, 'resend'])
  assert.deepEqual([badMsg(17).syncClock, badMsg(17).action], [true, 'new-session'])
})

test('20 and 48 ask for the message again', () => {
  for (const code of [20, 48])
    assert.deepEqual([badMsg(code).syncClock, badMsg(code).action], [false, 'resend'])
})

test('any other code, known or not, ends the session', () => {
  for (const code of [18, 19, 32, 33, 34, 35, 64, 99, -1])
    assert.deepEqual([badMsg(code).syncClock, badMsg(code).action], [false, 'new-session'])
})
