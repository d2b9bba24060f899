// That the simulation would notice: each of its rules, broken on purpose.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../src/core/bytes/hex.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { msgsAck } from '../support/spelled.ts'
import { Coverage, FAULTS, RECOVERIES } from './coverage.ts'
import { type Execution, Executions } from './executions.ts'
import { Ledger } from './ledger.ts'
import { World } from './world.ts'

function fail(message: string): never {
  throw new Error(message)
}

const PING = fromHex('ec77be7a0000000000000000')
const CALL = fromHex('6b18f9c40000000000000000000000000000000000000000')

function sent(
  msgId: bigint,
  fields: Partial<TraceEvent & { kind: 'message' }> = {},
): TraceEvent & {
  readonly kind: 'message'
} {
  const message = { kind: 'message', direction: 'out', link: 1, sessionId: 1n } as const
  return { ...message, msgId, seqNo: 0, body: PING, ...fields }
}

function heard(msgId: bigint, seqNo: number): TraceEvent & { readonly kind: 'message' } {
  return { ...sent(msgId, { seqNo, body: CALL }), direction: 'in' }
}

function ledger(): Ledger {
  return new Ledger(new Coverage(), true, fail)
}

test('SES-02 a msg_id that falls is noticed', () => {
  const book = ledger()
  book.message(sent(8n), 0)
  assert.throws(() => book.message(sent(4n), 0), /msg_id 4 after 8/)
})

test('C-7 a msg_id of the other side is noticed', () => {
  assert.throws(() => ledger().message(sent(5n), 0), /msg_id 5 of a client/)
})

test('C-11 an item that is not older than its container is noticed', () => {
  const book = ledger()
  book.message(sent(8n, { body: fromHex('dcf8f17300000000') }), 0)
  assert.throws(() => book.message(sent(12n, { container: 8n }), 0), /12 in container 8/)
})

test('SES-46 a message that goes out again alone, or changed, is noticed', () => {
  const book = ledger()
  book.message(sent(4n, { body: CALL, seqNo: 1 }), 0)
  book.message(sent(12n, { body: fromHex('dcf8f17300000000'), seqNo: 2 }), 0)
  const again = { container: 12n, seqNo: 1 }
  book.message(sent(4n, { ...again, body: CALL }), 0)
  assert.throws(() => book.message(sent(4n, { ...again, body: PING }), 0), /two messages 4/)
  assert.throws(() => book.message(sent(4n, { ...again, seqNo: 3, body: CALL }), 0), /two messages/)
})

test('SES-03 a seqno that does not count the calls is noticed', () => {
  const book = ledger()
  book.message(sent(4n, { body: CALL, seqNo: 1 }), 0)
  book.message(sent(8n, { body: CALL, seqNo: 5 }), 0)
  assert.throws(() => book.finish(), /msg_id 8 has seqno 5/)
})

test('SES-36 an acknowledgement of what was not heard, or of what wants none, is noticed', () => {
  const ack = (msgId: bigint) => sent(8n, { body: fromHex(msgsAck(msgId)) })
  const book = ledger()
  book.message(sent(4n), 0)
  book.message(heard(5n, 1), 0)
  book.message(heard(9n, 2), 0)
  assert.throws(() => book.message(ack(13n), 0), /has not heard/)
  assert.throws(() => book.message({ ...ack(9n), msgId: 12n }, 0), /no such thing/)
})

test('SES-04 an acknowledgement that never comes is noticed', () => {
  const book = ledger()
  book.message(sent(4n), 0)
  book.message(heard(5n, 1), 100)
  assert.deepEqual(book.owedSince(99), [])
  assert.deepEqual(book.owedSince(100), [5n])
})

test('storms of connections and of messages are noticed', () => {
  const book = ledger()
  const dial = (): void => {
    for (let count = 0; count < 31; count++) book.connected(1000 * count)
  }
  assert.throws(dial, /31 connections in a minute/)
  const talk = (): void => {
    for (let msgId = 4n; msgId < 2000n; msgId += 4n) book.message(sent(msgId), 5)
  }
  assert.throws(talk, /201 messages in a second/)
})

const first: Execution = { sessionId: 1n, msgId: 4n, epoch: 0, replayed: false }

test('ENC-29 a second execution within a session is noticed, unless the first was refused', () => {
  const executions = new Executions(new Coverage(), fail)
  executions.add(1, first)
  assert.throws(() => executions.add(1, first), /message 4 is executed twice/)
  assert.throws(() => executions.add(1, { ...first, msgId: 8n }), /request 1 is executed twice/)
  executions.add(2, { ...first, msgId: 12n })
  executions.deny(12n)
  executions.add(2, { ...first, msgId: 16n })
  assert.equal(executions.repeated, 1)
})

test('a second execution after the state was lost, or in another session, is counted', () => {
  const coverage = new Coverage()
  const executions = new Executions(coverage, fail)
  executions.add(1, first)
  executions.add(1, { ...first, epoch: 1 })
  executions.add(1, { ...first, epoch: 1, sessionId: 2n })
  assert.equal(executions.repeated, 2)
  assert.equal(coverage.counts.get('executed again: state lost'), 1)
  assert.equal(coverage.counts.get('executed again: new session'), 1)
})

test('a late copy of a message from before the state was lost is no second execution by the session', () => {
  const executions = new Executions(new Coverage(), fail)
  executions.add(1, first)
  executions.add(1, { ...first, msgId: 8n, epoch: 1 })
  executions.add(1, { ...first, epoch: 1 })
  assert.equal(executions.repeated, 2)
  assert.throws(
    () => executions.add(1, { ...first, msgId: 12n, epoch: 1 }),
    /request 1 is executed twice/,
  )
})

test('a loop without an end is noticed', () => {
  const world = new World({ seed: 'loop' })
  const again = (): void => world.timeline.after(0, again)
  again()
  assert.throws(() => world.advance(1), /a loop without an end/)
})

test('what never occurred is told', () => {
  const coverage = new Coverage()
  assert.deepEqual(coverage.missing, [...FAULTS, ...RECOVERIES])
  coverage.fault('answer lost')
  assert.ok(!coverage.missing.includes('answer lost'))
})
