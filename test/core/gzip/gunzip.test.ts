import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { crc32 } from '../../../src/core/bytes/crc32.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { writeUint32LE } from '../../../src/core/bytes/integers.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { gunzip } from '../../../src/core/gzip/gunzip.ts'
import { compress } from '../../../src/runtime/node/gzip.ts'
import { gzip } from '../../support/stored-gzip.ts'

const LIMIT = 1 << 20
const damaged = { code: 'ERR_GZIP_INVALID' }
const HEADER = fromHex('1f8b08000000000000ff')
const sample = encodeUtf8(`${'a rose is a rose is '.repeat(30)}${'0123456789'.repeat(9)}`)

/** A gzip stream around raw DEFLATE bytes, with the right trailer for `content`. */
function wrap(deflated: Uint8Array, content: Uint8Array, header: Uint8Array = HEADER): Uint8Array {
  const trailer = new Uint8Array(8)
  writeUint32LE(trailer, 0, crc32(content))
  writeUint32LE(trailer, 4, content.length)
  return concat(header, deflated, trailer)
}

/** DEFLATE bits, least significant first: pairs of value and width. */
function bits(...fields: (readonly [value: number, width: number])[]): Uint8Array {
  const all = fields.flatMap(([value, width]) =>
    Array.from({ length: width }, (_, i) => (value >> i) & 1),
  )
  const data = new Uint8Array(Math.ceil(all.length / 8))
  for (const [i, bit] of all.entries()) data[i >> 3]! |= bit << (i & 7)
  return data
}

test('literal streams: stored, fixed, empty', () => {
  const hello = encodeUtf8('hello')
  assert.deepEqual(
    gunzip(fromHex('1f8b08000000000000ff0300' + '0000000000000000'), 0),
    new Uint8Array(0),
  )
  assert.deepEqual(gunzip(wrap(fromHex('010500faff68656c6c6f'), hello), 5), hello)
  assert.deepEqual(gunzip(wrap(fromHex('cb48cdc9c90700'), hello), 5), hello)
})

test('unpacks what zlib packs, at every level and by every strategy', () => {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY, Z_FILTERED } = constants
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(sample)), { maxLength: 8 }),
      fc.nat(9),
      fc.constantFrom(Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY, Z_FILTERED),
      (parts, level, strategy) => {
        const data = concat(...parts)
        assert.deepEqual(gunzip(gzipSync(data, { level, strategy }), LIMIT), data)
      },
    ),
    { numRuns: 300 },
  )
})

test('unpacks large inputs with long distances', () => {
  const data = new Uint8Array(readFileSync(new URL('../../vectors/vectors.json', import.meta.url)))
  const long = concat(data, data.subarray(0, 9000), data, new Uint8Array(70000), data)
  for (const level of [1, 6, 9]) assert.deepEqual(gunzip(gzipSync(long, { level }), LIMIT), long)
  assert.deepEqual(gunzip(compress(long), long.length), long)
})

test('gzip packs what zlib and gunzip unpack', () => {
  for (const length of [0, 1, 65534, 65535, 65536, 131070, 200000]) {
    const data = Uint8Array.from({ length }, (_, i) => i * 7)
    const packed = gzip(data)
    assert.equal(packed.length, length + 18 + 5 * Math.max(1, Math.ceil(length / 65535)))
    assert.deepEqual(new Uint8Array(gunzipSync(packed)), data)
    assert.deepEqual(gunzip(packed, length), data)
  }
})

test('optional parts of the header are skipped and its checksum is verified', () => {
  // flags for all four, then the extra field 'abc', the name 'name' and the comment 'comment'
  const fields = fromHex('1f8b081e0000000000ff0300616263' + '6e616d6500' + '636f6d6d656e7400')
  const crc = crc32(fields)
  const header = concat(fields, Uint8Array.of(crc, crc >> 8))
  const packed = wrap(new Uint8Array(deflateRawSync(sample)), sample, header)
  assert.deepEqual(gunzip(packed, LIMIT), sample)
  for (let length = 0; length < header.length; length++)
    assert.throws(() => gunzip(packed.subarray(0, length), LIMIT), damaged)
  const endless = header.slice(0, 24).fill(0x61, 15)
  assert.throws(() => gunzip(endless, LIMIT), { ...damaged, got: 'text without an end' })
  const wrongCrc = packed.slice()
  wrongCrc[header.length - 1]! ^= 1
  assert.throws(() => gunzip(wrongCrc, LIMIT), damaged)
})

test('what is no gzip stream is refused', () => {
  const packed = gzip(sample)
  for (const [at, value] of [
    [0, 0x1e],
    [1, 0x8c],
    [2, 7],
    [3, 0x20],
    [3, 0x80],
  ] as const) {
    const other = packed.slice()
    other[at] = value
    assert.throws(() => gunzip(other, LIMIT), damaged)
  }
})

test('every truncation is refused, and so is a byte too many', () => {
  for (const packed of [
    gzipSync(sample),
    gzipSync(sample, { strategy: constants.Z_FIXED }),
    gzip(sample),
  ]) {
    for (let length = 0; length < packed.length; length++)
      assert.throws(
        () => gunzip(packed.subarray(0, length), LIMIT),
        { ...damaged, got: length < 10 ? 'no gzip stream' : 'the data ends too early' },
        `${length} bytes`,
      )
    assert.throws(() => gunzip(concat(packed, Uint8Array.of(0)), LIMIT), damaged)
    assert.throws(() => gunzip(concat(packed, packed), LIMIT), damaged)
  }
})

test('a flipped bit never changes the content unnoticed', () => {
  for (const packed of [gzipSync(sample), gzip(sample)]) {
    let refusals = 0
    for (let bit = 0; bit < 8 * packed.length; bit++) {
      const flipped = Uint8Array.from(packed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      try {
        assert.deepEqual(gunzip(flipped, LIMIT), sample, `bit ${bit}`)
      } catch (error) {
        const { code } = error as { code?: string }
        assert.ok(code === 'ERR_GZIP_INVALID' || code === 'ERR_GZIP_TOO_LARGE', `bit ${bit}`)
        refusals++
      }
    }
    // all but the text flag, time stamp, extra flags and system, and copies from another same place
    assert.ok(refusals > 8 * packed.length - 80, `${refusals} of ${8 * packed.length}`)
  }
})

test('accepts and refuses the same damaged streams as zlib', () => {
  const seeds = [0, 1, 6, 9].map(level => new Uint8Array(gzipSync(sample, { level })))
  let accepted = 0
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      (seed, changes) => {
        const body = seed.slice(10, -8)
        for (const [at, value] of changes) body[at % Math.min(body.length, 90)] = value
        // the trailer is made to fit what zlib unpacks, so that only the DEFLATE stream decides
        const content = inflateLikeZlib(body)
        if (content === undefined) {
          assert.throws(() => gunzip(wrap(body, sample), LIMIT), damaged)
        } else {
          accepted++
          assert.deepEqual(gunzip(wrap(body, content), LIMIT), content)
        }
      },
    ),
    { numRuns: 3000 },
  )
  assert.ok(accepted > 20, `${accepted} accepted`)
})

/** What zlib makes of raw DEFLATE bytes that end exactly at the end, undefined when it refuses. */
function inflateLikeZlib(body: Uint8Array): Uint8Array | undefined {
  try {
    const { buffer, engine } = inflateRawSync(body, { info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === body.length ? new Uint8Array(buffer) : undefined
  } catch {
    return undefined
  }
}

test('the limit holds to the byte, for stored, literal and repeated bytes', () => {
  const tooLarge = { code: 'ERR_GZIP_TOO_LARGE' }
  const cases = [
    gzip(sample),
    gzipSync(sample),
    gzipSync(sample, { strategy: constants.Z_HUFFMAN_ONLY }),
  ]
  for (const packed of cases) {
    assert.deepEqual(gunzip(packed, sample.length), sample)
    for (const limit of [sample.length - 1, 100, 1, 0])
      assert.throws(() => gunzip(packed, limit), tooLarge, `limit ${limit}`)
  }
})

test('a bomb of 1 GiB stops at the limit', () => {
  // one fixed block: a zero, then copies of 258 bytes from distance 1
  const copies = Math.ceil(2 ** 30 / 258)
  const copy = [
    [0b10100011, 8],
    [0, 5],
  ] as const
  // header, the literal 0 and one copy are 24 bits; eight copies are 13 bytes
  const start = bits([1, 1], [1, 2], [0b00001100, 8], ...copy)
  const period = bits(...Array.from({ length: 8 }, () => copy).flat())
  const body = new Uint8Array(period.length * Math.ceil(copies / 8))
  for (let at = 0; at < body.length; at += period.length) body.set(period, at)
  assert.throws(() => gunzip(concat(HEADER, start, body, new Uint8Array(8)), LIMIT), {
    code: 'ERR_GZIP_TOO_LARGE',
  })
})

test('the rules of DEFLATE, one by one', () => {
  const refused = (got: string, ...fields: (readonly [value: number, width: number])[]): void => {
    const packed = wrap(bits(...fields, [0, 32]), new Uint8Array(0))
    assert.throws(() => gunzip(packed, LIMIT), { ...damaged, got })
  }
  const last = [1, 1] as const
  const [fixed, dynamic] = [[last, [1, 2]] as const, [last, [2, 2]] as const]
  refused('a block of type 3', last, [3, 2])
  refused('a wrong length of a stored block', last, [0, 2], [0, 5], [5, 16], [5, 16])
  // a copy to begin with: length symbol 257, distance symbol 0
  refused('a distance beyond the start', ...fixed, [0b1000000, 7], [0, 5])
  // length symbol 286; a literal, length symbol 257 and distance symbol 30
  refused('an unused length', ...fixed, [0b01100011, 8])
  refused('an unused distance', ...fixed, [0b00001100, 8], [0b1000000, 7], [0b01111, 5])
  // 287 literals; 31 distances
  refused('too many symbols', ...dynamic, [30, 5], [0, 5], [0, 4])
  refused('too many symbols', ...dynamic, [0, 5], [30, 5], [0, 4])
  // lengths for 16, 17, 18 and 0, in this order
  const lengths = (...values: number[]): (readonly [number, number])[] => [
    ...dynamic,
    [0, 5],
    [0, 5],
    [0, 4],
    ...values.map(value => [value, 3] as const),
  ]
  refused('too many code words', ...lengths(1, 1, 1, 0))
  refused('too few code words', ...lengths(2, 0, 0, 0))
  refused('a repetition of nothing', ...lengths(1, 1, 0, 0), [0, 1])
  // with 0 as '0' and 18 as '1': 138 zeros, then 120 of them; then 11 too many
  refused('a block without an end', ...lengths(0, 0, 1, 1), [1, 1], [127, 7], [1, 1], [109, 7])
  refused('more lengths than symbols', ...lengths(0, 0, 1, 1), [1, 1], [127, 7], [1, 1], [127, 7])
  // a code of one single word, '0', read as '1'
  refused('an unused code word', ...lengths(0, 0, 1, 0), [1, 1])
  // no code at all
  refused('an unused code word', ...lengths(0, 0, 0, 0))
})

test('many small blocks take time in proportion', () => {
  // 100,000 empty fixed blocks of 10 bits, then the last one
  const empties = bits(
    ...Array.from(
      { length: 4 },
      () =>
        [
          [2, 3],
          [0, 7],
        ] as const,
    ).flat(),
  )
  const body = new Uint8Array(empties.length * 25000)
  for (let at = 0; at < body.length; at += empties.length) body.set(empties, at)
  assert.deepEqual(
    gunzip(wrap(concat(body, fromHex('0300')), new Uint8Array(0)), 0),
    new Uint8Array(0),
  )
})
