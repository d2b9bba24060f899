// What is entered as derived is what was sent, or there is no page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHost } from '#runtime'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { Ledger } from '../../src/illustrate/ledger.ts'

const entry = (id: string) =>
  ({ id, label: id, known: 'both', frame: 'f1', field: undefined }) as const

function withFactors(isRecorded = false): Ledger {
  const ledger = new Ledger(createHost().crypto, isRecorded)
  ledger.given(entry('p'), fromHex('03'))
  ledger.given(entry('q'), fromHex('05'))
  return ledger
}

test('a derived value that is not what was sent is refused', () => {
  const ledger = withFactors()
  assert.throws(() => ledger.derived(entry('pq'), 'product', ['p', 'q'], fromHex('10')), {
    ...{ code: 'ERR_ARGUMENT', at: 'pq', got: '0f', expected: '10' },
  })
  ledger.derived(entry('pq'), 'product', ['p', 'q'], fromHex('0f'))
  assert.deepEqual(ledger.find('pq'), fromHex('0f'))
})

test('in a recording a derived value stands beside what was sent instead', () => {
  const ledger = withFactors(true)
  ledger.derived(entry('pq'), 'product', ['p', 'q'], fromHex('10'))
  const { bytes, sent } = ledger.values.find(({ id }) => id === 'pq')!
  assert.deepEqual([bytes, sent], [fromHex('0f'), fromHex('10')])
  ledger.derived(entry('square'), 'product', ['p', 'p'], fromHex('09'))
  assert.equal(ledger.values.find(({ id }) => id === 'square')!.sent, undefined)
})

test('what follows from something unknown is left out, and the first entry of a name counts', () => {
  const ledger = withFactors()
  ledger.derived(entry('pq'), 'product', ['p', 'r'])
  ledger.given(entry('p'), fromHex('07'))
  assert.equal(ledger.find('pq'), undefined)
  assert.deepEqual(ledger.find('p'), fromHex('03'))
})
