// The questions of a client that are still to be answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Inquiries } from '../../../src/core/dc-client/inquiries.ts'

test('SES-33 a question is answered once', () => {
  const inquiries = new Inquiries()
  inquiries.add(4n, { kind: 'state', msgIds: [8n] })
  assert.equal(inquiries.take(8n), undefined)
  assert.deepEqual(inquiries.take(4n), { kind: 'state', msgIds: [8n] })
  assert.equal(inquiries.take(4n), undefined)
})

test('SES-36 an answer is awaited from the question for it to what becomes of that', () => {
  const inquiries = new Inquiries()
  inquiries.add(4n, { kind: 'resend', answer: 9n, query: undefined })
  inquiries.add(8n, { kind: 'state', msgIds: [13n] })
  assert.deepEqual([inquiries.awaits(9n), inquiries.awaits(13n)], [true, false])
  inquiries.take(4n)
  assert.equal(inquiries.awaits(9n), false)
})

test('the latest 256 questions are remembered, until all are forgotten', () => {
  const inquiries = new Inquiries()
  for (let msgId = 0n; msgId <= 256n; msgId++) inquiries.add(msgId, { kind: 'salts' })
  assert.equal(inquiries.take(0n), undefined)
  assert.deepEqual(inquiries.take(1n), { kind: 'salts' })
  assert.deepEqual(inquiries.take(256n), { kind: 'salts' })
  inquiries.clear()
  assert.equal(inquiries.take(2n), undefined)
})
