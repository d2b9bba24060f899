// Two thousand worlds: whatever happens in them, every call ends once, nothing is executed twice without the
// protocol allowing it, and each kind of fault and each way of recovering occurs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingFrom, replay, runEverywhere } from './run.ts'

const SEEDS = 2000

test(`nothing is lost, repeated or endless in ${SEEDS} worlds`, async () => {
  const tally = await runEverywhere({ from: 1, count: SEEDS })
  assert.equal(tally.seeds, SEEDS)
  const [first] = tally.failures
  assert.equal(
    tally.failures.length,
    0,
    `seeds ${tally.failures.map(({ seed }) => seed).join(', ')}\n${first?.message}`,
  )
  assert.deepEqual(missingFrom(tally), [], 'every fault and every recovery happens')
})

test('a seed replays byte for byte', () => {
  for (const seed of [6, 16]) {
    const runs = [1, 2].map(() => {
      const lines: string[] = []
      replay(seed, line => lines.push(line))
      return lines
    })
    assert.ok(runs[0]!.length > 50)
    assert.deepEqual(runs[0], runs[1])
  }
})
