// Byte strings as wholes: joining, mixing, turning round and comparing them.
// The core uses Uint8Array everywhere and never changes an array it was given.
import { MtprotoError } from '../errors.ts'

/** Returns one new array holding `parts` one after another. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Returns a XOR b as a new array; throws ERR_ARGUMENT unless both have the same length. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length !== b.length)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'xor', got: b.length, expected: a.length })
  const mixed = new Uint8Array(a.length)
  for (let i = 0; i < a.length; i++) mixed[i] = a[i]! ^ b[i]!
  return mixed
}

/**
 * Do both hold the same bytes? The time taken depends on the lengths only, so it may compare secrets;
 * that the lengths differ is told at once.
 */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** Returns the bytes in the opposite order, as a new array. */
export function reversed(data: Uint8Array): Uint8Array {
  return Uint8Array.from(data).reverse()
}
