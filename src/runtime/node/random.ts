// Randomness from the operating system.
import { randomBytes } from 'node:crypto'
import type { Random } from '../../core/machine.ts'

/** Fresh bytes for any purpose. */
export const random: Random = length => {
  const bytes = randomBytes(length)
  return new Uint8Array(bytes.buffer, bytes.byteOffset, length)
}
