// The hashes of the protocol by @noble/hashes, for every implementation that has nothing faster.
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import type { Crypto } from './provider.ts'

/** What a hash of @noble/hashes can do with parts. */
interface Hasher {
  update(part: Uint8Array): Hasher
  digest(): Uint8Array
}

/** Digests the concatenation of `parts`. */
function digest(hasher: Hasher, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}

export const hashes: Pick<Crypto, 'sha1' | 'sha256' | 'sha512' | 'hmacSha256' | 'pbkdf2Sha512'> = {
  sha1: (...parts) => digest(sha1.create(), parts),
  sha256: (...parts) => digest(sha256.create(), parts),
  sha512: (...parts) => digest(sha512.create(), parts),
  hmacSha256: (key, ...parts) => digest(hmac.create(sha256, key), parts),
  pbkdf2Sha512: (password, salt, iterations) =>
    pbkdf2(sha512, password, salt, { c: iterations, dkLen: 64 }),
}
