// How TLS writes what has no fixed length: the length first, in one to three bytes, most significant first.
// Source: RFC 8446 section 3
import { concat } from '../bytes/bytes.ts'

/** 16-bit numbers one after another. */
export function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap(value => [value >> 8, value & 0xff]))
}

/** The parts as one field behind their length, which takes `bytes` bytes. */
export function sized(bytes: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array {
  const field = concat(...parts)
  const length = Uint8Array.from({ length: bytes }, (_, i) => field.length >> (8 * (bytes - 1 - i)))
  return concat(length, field)
}

/** The same with a length of two bytes, the usual one. */
export function bytes16(...parts: readonly Uint8Array[]): Uint8Array {
  return sized(2, ...parts)
}
