// Crypto for the worlds that are not about crypto: real hashes, and a cipher that is none, which costs
// a twentieth. Both sides of a world use the same, so nothing but the bytes on the wire differs.
import type { Crypto } from '../../src/core/crypto/provider.ts'
import { createNodeCrypto } from '../../src/runtime/node/crypto.ts'

export const realCrypto: Crypto = createNodeCrypto()

/** XOR with key and iv: damage anywhere still shows in the hash over the plaintext. */
function mask(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  const masked = data.slice()
  for (let i = 0; i < masked.length; i++) masked[i]! ^= key[i & 31]! ^ iv[(i >> 5) & 31]!
  return masked
}

export const lightCrypto: Crypto = { ...realCrypto, aesIgeEncrypt: mask, aesIgeDecrypt: mask }
