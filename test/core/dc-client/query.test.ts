import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createQuery,
  isQuery,
  type Notice,
  type Query,
  SentMessages,
} from '../../../src/core/dc-client/query.ts'
import type { Message } from '../../../src/core/session/message.ts'

const query = (id: number): Query => createQuery({ id, method: 'test', body: new Uint8Array(4) })
const notice = (): Notice => ({ body: new Uint8Array(4), refusals: 0 })
const message = (msgId: bigint): Message => ({ msgId, seqNo: 1, body: new Uint8Array(4) })

test('calls and service messages are told apart', () => {
  assert.equal(isQuery(query(1)), true)
  assert.equal(isQuery(notice()), false)
})

test('SES-23 a container names its items, a message itself', () => {
  const sent = new SentMessages()
  const alone = { message: message(4n), container: undefined, cause: query(1) }
  const first = { message: message(8n), container: 16n, cause: query(2) }
  const second = { message: message(12n), container: 16n, cause: notice() }
  for (const one of [alone, first, second]) sent.add(one)
  assert.deepEqual(sent.named(4n), [alone])
  assert.deepEqual(sent.named(16n), [first, second])
  assert.deepEqual(sent.named(12n), [second])
  assert.deepEqual(sent.named(20n), [])
  sent.delete(8n)
  assert.deepEqual(sent.named(16n), [second])
  assert.equal(sent.get(8n), undefined)
})

test('a message that is sent again belongs to its last container only', () => {
  const sent = new SentMessages()
  const cause = query(1)
  sent.add({ message: message(4n), container: 8n, cause })
  sent.add({ message: message(4n), container: 12n, cause })
  assert.deepEqual(sent.named(8n), [])
  assert.deepEqual(sent.named(12n), [{ message: message(4n), container: 12n, cause }])
})

test('SES-29 below an id are the messages and the containers below it', () => {
  const sent = new SentMessages()
  const causes = [query(1), query(2), query(3)]
  sent.add({ message: message(4n), container: undefined, cause: causes[0]! })
  sent.add({ message: message(8n), container: 16n, cause: causes[1]! })
  sent.add({ message: message(12n), container: undefined, cause: causes[2]! })
  assert.deepEqual(
    sent.below(12n).map(({ cause }) => cause),
    [causes[0]],
  )
  assert.deepEqual(
    sent.below(17n).map(({ cause }) => cause),
    causes,
  )
})

test('open calls are never forgotten, service messages beyond the last 1000 are', () => {
  const sent = new SentMessages()
  for (let i = 1; i <= 3000; i++) {
    sent.add({ message: message(BigInt(8 * i)), container: undefined, cause: query(i) })
    sent.add({ message: message(BigInt(8 * i + 4)), container: undefined, cause: notice() })
  }
  assert.ok(sent.get(8n))
  assert.equal(sent.get(12n), undefined)
  assert.equal(sent.get(16_004n), undefined)
  assert.ok(sent.get(16_012n))
  sent.clear()
  assert.equal(sent.get(8n), undefined)
})
