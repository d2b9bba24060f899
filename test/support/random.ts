// Randomness for tests: what a seed gives, with single draws replaced by given values.
import { seededRandom as seeded } from '../../src/core/crypto/seeded-random.ts'
import type { Random, RandomPurpose } from '../../src/core/machine.ts'

/** The values to hand out for a purpose, in order; after the last one the seed takes over. */
export type GivenDraws = Partial<Record<RandomPurpose, readonly Uint8Array[]>>

export function seededRandom(seed: string | number, given: GivenDraws = {}): Random {
  const random = seeded(seed)
  const draws = new Map<RandomPurpose, number>()
  return (length, purpose) => {
    const draw = draws.get(purpose) ?? 0
    draws.set(purpose, draw + 1)
    const value = given[purpose]?.[draw]
    if (value === undefined) return random(length, purpose)
    if (value.length !== length) throw new Error(`${purpose}: ${length} bytes wanted`)
    return value
  }
}
