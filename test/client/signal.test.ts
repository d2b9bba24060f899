import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cancellation } from '../../src/client/signal.ts'

test('a cancellation is told once, to those who still listen', () => {
  const cancellation = new Cancellation()
  const told: string[] = []
  const first = (): unknown => told.push('first')
  const second = (): unknown => told.push('second')
  cancellation.addEventListener('abort', first)
  cancellation.addEventListener('abort', second)
  cancellation.removeEventListener('abort', first)
  assert.equal(cancellation.aborted, false)
  cancellation.abort()
  cancellation.abort()
  assert.equal(cancellation.aborted, true)
  assert.deepEqual(told, ['second'])
})
