// Unpacking: of any deflate stream zlib makes the same bytes or refuses it too, and nothing grows past its limit.
import assert from 'node:assert/strict'
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { crc32 } from '../../../src/core/bytes/crc32.ts'
import { BitReader, Output } from '../../../src/core/gzip/bits.ts'
import { gunzip } from '../../../src/core/gzip/gunzip.ts'
import { inflate } from '../../../src/core/gzip/inflate.ts'
import { int, type Target, typed } from '../target.ts'

const LIMIT = 2 ** 20
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)

export const target: Target = {
  name: 'gunzip',
  seeds: () => {
    const text = Buffer.from('a login token, '.repeat(40) + String(Math.PI))
    const { Z_FIXED: fixed } = constants
    return [
      gzipSync(text),
      deflateRawSync(text),
      deflateRawSync(text, { level: 0 }),
      deflateRawSync(text, { strategy: fixed }),
      deflateRawSync(Buffer.alloc(100_000)),
      deflateRawSync(Buffer.from(Uint8Array.from({ length: 2000 }, (_, i) => (i * i) >> 3))),
      concat(Uint8Array.of(0x1f, 0x8b, 8, 31, 0, 0, 0, 0, 0, 255, 1, 0, 7, 65, 0, 66, 0), HEADER),
    ].map(data => new Uint8Array(data))
  },
  run: input => [whole(input), raw(input)],
}

/** The input as a gzip stream. */
function whole(input: Uint8Array): Uint8Array | undefined {
  const unpacked = typed(() => gunzip(input, LIMIT))
  if (unpacked !== undefined) assert.deepEqual(unpacked, new Uint8Array(gunzipSync(input)))
  return unpacked
}

/** The input as a deflate stream, and the same behind a right header and before a right trailer. */
function raw(input: Uint8Array): Uint8Array | undefined {
  const unpacked = typed(() => {
    const output = new Output(LIMIT, 16)
    const bits = new BitReader(input, 0)
    inflate(bits, output)
    return output.finish()
  })
  const expected = zlibInflate(input)
  assert.deepEqual(unpacked, expected)
  if (unpacked === undefined) return undefined
  assert.ok(unpacked.length <= LIMIT)
  const stream = concat(HEADER, input, int(crc32(unpacked)), int(unpacked.length))
  const again = typed(() => gunzip(stream, LIMIT))
  if (again !== undefined) assert.deepEqual(again, unpacked)
  return again
}

function zlibInflate(input: Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(inflateRawSync(input, { maxOutputLength: LIMIT }))
  } catch {
    return undefined
  }
}
