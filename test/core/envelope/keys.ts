// The auth keys of the published vectors, and the vectors themselves.
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { type AuthKey, createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import data from '../../vectors/vectors.json' with { type: 'json' }

export const vectors: typeof data = data

/** Reads how vectors.json describes a key of 256 bytes. */
export function keyOf(description: string): Uint8Array {
  if (description === 'bytes 00..ff') return Uint8Array.from({ length: 256 }, (_, i) => i)
  if (description === 'bytes ff..00 (255-i)')
    return Uint8Array.from({ length: 256 }, (_, i) => 255 - i)
  const repeated = /^([0-9a-f]{64}) repeated 8 times$/.exec(description)
  if (!repeated) throw new Error(description)
  return fromHex(repeated[1]!.repeat(8))
}

export function authKeyOf(description: string): AuthKey {
  return createAuthKey(keyOf(description), portable)
}
