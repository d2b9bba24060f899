// Infinite Garble Extension, the mode of all encrypted MTProto payloads: each block is mixed with the
// ciphertext before it on the way in and with the plaintext before it on the way out.
// Source: /mtproto/description, OpenSSL's igetest for the order of the two halves of the iv.
import { MtprotoError } from '../errors.ts'

const BLOCK = 16

/** Throws ERR_ARGUMENT unless `data` is whole blocks, `key` is 16 or 32 bytes and `iv` is 32. */
export function checkIgeSizes(data: Uint8Array, key: Uint8Array, iv: Uint8Array): void {
  if (data.length % BLOCK !== 0)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'IGE data', got: data.length, expected: '16 n' })
  if (key.length !== 16 && key.length !== 32)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'IGE key', got: key.length, expected: '16 or 32' })
  if (iv.length !== 2 * BLOCK)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'IGE iv', got: iv.length, expected: 32 })
}

/** cᵢ = E(pᵢ ⊕ cᵢ₋₁) ⊕ pᵢ₋₁, with iv = c₀ | p₀. Returns a new array. */
export function igeEncrypt(
  data: Uint8Array,
  encryptBlock: (block: Uint8Array) => Uint8Array,
  iv: Uint8Array,
): Uint8Array {
  return chain(data, encryptBlock, iv.subarray(0, BLOCK), iv.subarray(BLOCK))
}

/** pᵢ = D(cᵢ ⊕ pᵢ₋₁) ⊕ cᵢ₋₁, with iv = c₀ | p₀. Returns a new array. */
export function igeDecrypt(
  data: Uint8Array,
  decryptBlock: (block: Uint8Array) => Uint8Array,
  iv: Uint8Array,
): Uint8Array {
  return chain(data, decryptBlock, iv.subarray(BLOCK), iv.subarray(0, BLOCK))
}

/** Both directions are outᵢ = F(inᵢ ⊕ outᵢ₋₁) ⊕ inᵢ₋₁; they differ in F and in who comes first. */
function chain(
  data: Uint8Array,
  cipher: (block: Uint8Array) => Uint8Array,
  firstOut: Uint8Array,
  firstIn: Uint8Array,
): Uint8Array {
  const result = new Uint8Array(data.length)
  const block = new Uint8Array(BLOCK)
  const lastOut = firstOut.slice()
  const lastIn = firstIn.slice()
  for (let at = 0; at < data.length; at += BLOCK) {
    for (let i = 0; i < BLOCK; i++) block[i] = data[at + i]! ^ lastOut[i]!
    const turned = cipher(block)
    for (let i = 0; i < BLOCK; i++) {
      const output = turned[i]! ^ lastIn[i]!
      lastIn[i] = data[at + i]!
      lastOut[i] = output
      result[at + i] = output
    }
  }
  return result
}
