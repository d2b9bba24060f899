// The gzip format, packing without compression (RFC 1951 section 3.2.4, RFC 1952): bytes that can be written
// down and never change.

import { concat } from '../../src/core/bytes/bytes.ts'
import { crc32 } from '../../src/core/bytes/crc32.ts'
import { writeUint32LE } from '../../src/core/bytes/integers.ts'

const MAX_STORED = 0xffff

/** Returns a gzip stream that unpacks to `data`; 23 bytes longer, and 5 more for each further 64 KiB. */
export function gzip(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)]
  let at = 0
  do {
    const block = data.subarray(at, at + MAX_STORED)
    at += block.length
    const { length } = block
    const last = at === data.length ? 1 : 0
    parts.push(Uint8Array.of(last, length, length >>> 8, ~length, ~length >>> 8), block)
  } while (at < data.length)
  const trailer = new Uint8Array(8)
  writeUint32LE(trailer, 0, crc32(data))
  writeUint32LE(trailer, 4, data.length)
  return concat(...parts, trailer)
}
