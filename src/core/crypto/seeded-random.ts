// Randomness that can be had again: the same seed gives the same bytes. For tests and simulations only.
// Each purpose has a stream of its own, so that another draw for one of them does not shift the rest.
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from '../bytes/bytes.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { Random, RandomPurpose } from '../machine.ts'

/**
 * Returns a source whose bytes follow from the seed alone: SHA-256 of seed, purpose and the number of the
 * block within that purpose. Every draw begins with a fresh block of 32 bytes.
 */
export function seededRandom(seed: number | string): Random {
  const drawn = new Map<RandomPurpose, number>()
  return (length, purpose) => {
    const first = drawn.get(purpose) ?? 0
    const count = Math.ceil(length / 32)
    drawn.set(purpose, first + count)
    const blocks = Array.from({ length: count }, (_, i) =>
      sha256(encodeUtf8(`${seed}|${purpose}|${first + i}`)),
    )
    return concat(...blocks).subarray(0, length)
  }
}
