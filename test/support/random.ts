// Randomness for tests: one seed replays one run, each purpose has a stream of its own, and single draws
// can be replaced by given values.
import { createHash } from 'node:crypto'
import type { Random, RandomPurpose } from '../../src/core/machine.ts'

/** The values to hand out for a purpose, in order; after the last one the seed takes over. */
export type GivenDraws = Partial<Record<RandomPurpose, readonly Uint8Array[]>>

export function seededRandom(seed: string | number, given: GivenDraws = {}): Random {
  const draws = new Map<RandomPurpose, number>()
  return (length, purpose) => {
    const draw = draws.get(purpose) ?? 0
    draws.set(purpose, draw + 1)
    const value = given[purpose]?.[draw]
    if (value !== undefined) {
      if (value.length !== length) throw new Error(`${purpose}: ${length} bytes wanted`)
      return value
    }
    const stream = createHash('shake256', { outputLength: Math.max(length, 1) })
    return new Uint8Array(stream.update(`${seed}/${purpose}/${draw}`).digest()).slice(0, length)
  }
}
