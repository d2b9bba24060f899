// Randomness that a reader recognises: each purpose counts up from a byte of its own, so that a nonce is
// 00 01 02 … wherever it appears. For illustrations only, where nothing has to be secret.
import { seededRandom } from '../core/crypto/seeded-random.ts'
import type { Random, RandomPurpose } from '../core/machine.ts'

/** The byte that a purpose starts from. What is missing has to look random, such as the primes. */
const FIRST: Readonly<Partial<Record<RandomPurpose, number>>> = {
  nonce: 0x00,
  new_nonce: 0x20,
  session_id: 0x50,
  ping_id: 0x60,
  unique_id: 0x70,
  temp_key: 0x80,
  server_nonce: 0xa0,
  token: 0xb0,
  server_salt: 0xc0,
  padding: 0xe0,
  a: 0x02,
  b: 0x03,
  srp: 0x11,
}

/** Returns a source that counts. With a seed of its own, a run gets bytes that follow from the seed. */
export function recognisable(seed: number | undefined): Random {
  const arbitrary = seededRandom(seed ?? 'illustrated')
  if (seed !== undefined) return arbitrary
  const next = new Map<RandomPurpose, number>()
  return (length, purpose) => {
    const first = next.get(purpose) ?? FIRST[purpose]
    if (first === undefined) return arbitrary(length, purpose)
    // 256 bytes end where they began; the next draw has to differ all the same
    next.set(purpose, (first + (length % 255)) & 0xff)
    return Uint8Array.from({ length }, (_, i) => first + i)
  }
}
