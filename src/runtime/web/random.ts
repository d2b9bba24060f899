// Randomness from the platform.
import type { Random } from '../../core/machine.ts'
import { missing, platform } from './platform.ts'

/** The platform refuses to fill more bytes in one go. Source: Web Cryptography, getRandomValues */
const MOST = 65536

/** Fresh bytes for any purpose. Throws ERR_PLATFORM where there is no cryptographic randomness. */
export const random: Random = length => {
  const { crypto } = platform()
  if (crypto?.getRandomValues === undefined)
    throw missing('crypto.getRandomValues', 'give the client a host with a random of its own')
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += MOST) crypto.getRandomValues(bytes.subarray(at, at + MOST))
  return bytes
}
