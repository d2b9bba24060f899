// The order of seqnos by msg_id, in every order of arrival.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SeqNoOrder } from '../../../src/core/dc-server/seq-no-order.ts'

/** The codes that messages [msgId, seqNo] earn one after the other. */
const codes = (...messages: [number, number][]): (number | undefined)[] => {
  const order = new SeqNoOrder(1000)
  return messages.map(([msgId, seqNo]) => order.add({ msgId: BigInt(msgId), seqNo }))
}
const fine = undefined

test('SES-61 rising msg_ids with rising seqnos fit, gaps and all, in any order of arrival', () => {
  assert.deepEqual(codes([1, 1], [2, 2], [3, 2], [4, 3], [9, 999]), Array(5).fill(fine))
  assert.deepEqual(codes([9, 999], [4, 3], [1, 1], [3, 2], [2, 2]), Array(5).fill(fine))
})

test('SES-61 32 below a lower msg_id, 33 above a higher one, equal only when even', () => {
  assert.deepEqual(codes([5, 9], [6, 7]), [fine, 32])
  assert.deepEqual(codes([5, 9], [6, 9]), [fine, 32])
  assert.deepEqual(codes([5, 8], [6, 8]), [fine, fine])
  assert.deepEqual(codes([5, 9], [4, 11]), [fine, 33])
  assert.deepEqual(codes([5, 9], [4, 9]), [fine, 33])
  assert.deepEqual(codes([5, 8], [4, 8]), [fine, fine])
})

test('SES-61 nothing is judged by a message that did not fit itself', () => {
  assert.deepEqual(codes([1, 1], [5, 9], [6, 3], [7, 11], [3, 3]), [fine, fine, 32, fine, fine])
  assert.deepEqual(codes([1, 1], [5, 9], [4, 99], [6, 11], [7, 98]), [fine, fine, 33, fine, fine])
})

test('SES-61 a late message counts for those that follow it', () => {
  assert.deepEqual(codes([1, 1], [9, 99], [5, 51], [7, 49], [6, 51]), [fine, fine, fine, 32, 32])
})

test('the seqno of a message is known until a thousand higher ones came', () => {
  const order = new SeqNoOrder(3)
  for (const id of [1n, 2n, 3n, 4n]) order.add({ msgId: id, seqNo: Number(id) * 2 })
  assert.deepEqual(
    [1n, 2n, 4n, 5n].map(id => order.seqNoOf(id)),
    [undefined, 4, 8, undefined],
  )
})

test('SES-61 agrees with the rule as it is written, for any arrivals', () => {
  const message = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  fc.assert(
    fc.property(fc.uniqueArray(message, { selector: ([id]) => id, maxLength: 30 }), messages => {
      const order = new SeqNoOrder(1000)
      const held: [number, number][] = []
      for (const [id, seqNo] of messages) {
        const clashes = (s: number, beyond: boolean) => beyond || (s === seqNo && seqNo % 2 === 1)
        const expected = held.some(([i, s]) => i < id && clashes(s, s > seqNo))
          ? 32
          : held.some(([i, s]) => i > id && clashes(s, s < seqNo))
            ? 33
            : undefined
        assert.equal(order.add({ msgId: BigInt(id), seqNo }), expected)
        if (expected === undefined) held.push([id, seqNo])
      }
    }),
  )
})
