// The gzip format, unpacking (RFC 1952), for gzip_packed: exactly one member, its checksum and size
// verified, never more output than allowed. Source: /mtproto/service_messages#packed-object
import { crc32 } from '../bytes/crc32.ts'
import { readUint32LE } from '../bytes/integers.ts'
import { BitReader, invalid, Output } from './bits.ts'
import { inflate } from './inflate.ts'

const HEADER = 10
const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const RESERVED = 0xe0
/** Deflate makes no more bytes than this of one. */
export const MAX_RATIO = 1032

/**
 * Returns the unpacked bytes. Throws ERR_GZIP_TOO_LARGE as soon as they would be more than `limit`, and
 * ERR_GZIP_INVALID on damage of any kind, bytes after the stream among them.
 */
export function gunzip(data: Uint8Array, limit: number): Uint8Array {
  const bits = new BitReader(data, headerLength(data))
  const output = new Output(limit, expectedSize(data))
  inflate(bits, output)
  const trailer = bits.bytes(8)
  if (!bits.done) throw invalid('bytes after the stream')
  const unpacked = output.finish()
  if (readUint32LE(trailer) !== crc32(unpacked)) throw invalid('a wrong checksum')
  if (readUint32LE(trailer, 4) !== unpacked.length) throw invalid('a wrong size')
  return unpacked
}

/** The size that the last four bytes claim, as far as so little data can unpack to it. */
function expectedSize(data: Uint8Array): number {
  return Math.min(readUint32LE(data, data.length - 4), MAX_RATIO * data.length)
}

/** Checks the header and returns where the compressed data begins. */
function headerLength(data: Uint8Array): number {
  if (data.length < HEADER || data[0] !== 0x1f || data[1] !== 0x8b) throw invalid('no gzip stream')
  const flags = data[3]!
  if (data[2] !== 8 || flags & RESERVED) throw invalid('an unknown kind of gzip stream')
  let at = HEADER
  if (flags & EXTRA) at += 2 + ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8))
  if (flags & NAME) at = afterZero(data, at)
  if (flags & COMMENT) at = afterZero(data, at)
  if (flags & HEADER_CRC) {
    const expected = crc32(data.subarray(0, at)) & 0xffff
    if (((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)) !== expected)
      throw invalid('a wrong checksum of the header')
    at += 2
  }
  return at
}

function afterZero(data: Uint8Array, at: number): number {
  const zero = data.indexOf(0, at)
  if (zero < 0) throw invalid('text without an end')
  return zero + 1
}
