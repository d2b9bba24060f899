import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import type { Boxed, Constructor } from '../../../src/core/tl/codec.ts'
import { Reader, type ReaderOptions } from '../../../src/core/tl/reader.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }

const reader = (hex: string, options?: ReaderOptions) => new Reader(fromHex(hex), options)

function refuses(read: () => unknown, code: ErrorCode, message?: RegExp): void {
  assert.throws(read, { name: 'MtprotoError', code, ...(message && { message }) })
}

/** A list that nests itself: `link next:Chain` and `end`. */
interface Chain {
  _: 'link' | 'end'
  next?: Chain
}
const link: Constructor<Chain> = {
  name: 'link',
  id: 1,
  fields: (io, value) => io.boxed(value, 'next', Chain),
}
const end: Constructor<Chain> = { name: 'end', id: 2, fields() {} }
const Chain: Boxed<Chain> = { name: 'Chain', constructors: () => [link, end] }
const LINK = '01000000'
const END = '02000000'

test('TL-01 reads strings and byte strings of every length form', () => {
  for (const { value_hex, wire } of vectors.tl.strings) {
    if (value_hex === undefined) continue
    const r = reader(wire)
    assert.equal(toHex(r.bytes()), value_hex)
    assert.equal(r.remaining, 0)
  }
  for (const [length, head] of [
    [253, 'fd'],
    [254, 'fefe0000'],
    [256, 'fe000100'],
    [65536, 'fe000001'],
  ] as const) {
    const r = reader(
      `${head}${'7a'.repeat(length)}${'00'.repeat((4 - ((head.length / 2 + length) % 4)) % 4)}`,
    )
    assert.equal(r.string(), 'z'.repeat(length))
    assert.equal(r.remaining, 0)
  }
})

test('TL-02 reads integers and doubles without losing a bit', () => {
  assert.equal(reader('ffffffff').int(), -1)
  assert.equal(reader('00000080').int(), -0x80000000)
  assert.equal(reader('ffffff7f').int(), 0x7fffffff)
  assert.equal(reader('ffffffff').nat(), 0xffffffff)
  assert.equal(reader('ffffffffffffffff').long(), -1n)
  assert.equal(reader('0000000000000080').long(), -(2n ** 63n))
  assert.equal(reader('ffffffffffffff7f').long(), 2n ** 63n - 1n)
  assert.equal(reader('0100000000002000').long(), 2n ** 53n + 1n)
  assert.equal(reader('000000000000f83f').double(), 1.5)
  assert.ok(Object.is(reader('0000000000000080').double(), -0))
  assert.ok(Number.isNaN(reader('000000000000f87f').double()))
  const fixed = '000102030405060708090a0b0c0d0e0f'
  assert.equal(toHex(reader(fixed).int128()), fixed)
  assert.equal(toHex(reader(fixed + fixed).int256()), fixed + fixed)
})

test('TL-03 a Bool has two values and no third', () => {
  assert.equal(reader('b5757299').bool(), true)
  assert.equal(reader('379779bc').bool(), false)
  for (const wire of ['00000000', '01000000', 'b5757298'])
    refuses(() => reader(wire).bool('on'), 'ERR_TL_INVALID', /^on at byte 0: .*\(got 0x/)
})

test('TL-04 a bit that the declaration does not explain is refused', () => {
  assert.equal(reader('05000000').flags(0x5), 5)
  assert.equal(reader('00000080').flags(0x80000000), 0x80000000)
  refuses(() => reader('02000000').flags(0x5), 'ERR_TL_INVALID')
  refuses(() => reader('00000080').flags(0x7fffffff), 'ERR_TL_INVALID')
})

test('TL-05 a vector cannot count more items than bytes remain for', () => {
  const ints = (hex: string) => reader(hex).vector(r => r.int(), 'ids')
  assert.deepEqual(ints('15c4b51c020000000100000002000000'), [1, 2])
  assert.deepEqual(ints('15c4b51c00000000'), [])
  const refused = /^ids at byte 4: .* items, expected/
  refuses(() => ints('15c4b51c030000000100000002000000'), 'ERR_TL_INVALID', refused)
  refuses(() => ints('15c4b51cffffffff0100000002000000'), 'ERR_TL_INVALID', refused)
  refuses(() => ints('15c4b51cffffff7f'), 'ERR_TL_INVALID', refused)
  refuses(() => ints('15c4b51c'), 'ERR_TL_TRUNCATED')
  refuses(() => ints('15c4b51d00000000'), 'ERR_TL_INVALID', /^ids at byte 0: .*expected a vector/)
  // longer items run out later
  refuses(
    () => reader('15c4b51c02000000ffffffffffffffff').vector(r => r.long()),
    'ERR_TL_TRUNCATED',
  )
})

test('TL-06 a string cannot reach past the data, nor can its padding', () => {
  refuses(() => reader('04616263').bytes(), 'ERR_TL_TRUNCATED')
  refuses(() => reader('0461626364').bytes(), 'ERR_TL_TRUNCATED')
  refuses(() => reader('04616263640000').bytes(), 'ERR_TL_TRUNCATED')
  assert.equal(reader('0461626364000000').bytes().length, 4)
  refuses(() => reader('feffffff').bytes(), 'ERR_TL_TRUNCATED')
  refuses(() => reader('00').bytes(), 'ERR_TL_TRUNCATED')
  refuses(() => reader('').bytes(), 'ERR_TL_TRUNCATED')
})

test('a length of eight bytes is refused: nothing here is as long', () => {
  refuses(() => reader('ff04000000000000616263640').bytes(), 'ERR_TEXT_INVALID')
  refuses(() => reader('ff0400000000000061626364').bytes('data'), 'ERR_TL_INVALID', /^data at/)
})

test('a string that is not UTF-8 is refused, as bytes it is fine', () => {
  assert.equal(toHex(reader('02c32800').bytes()), 'c328')
  refuses(() => reader('02c32800').string('name'), 'ERR_TL_INVALID', /^name at byte 0: .*UTF-8/)
})

test('what is read is a copy, except for objects of another schema', () => {
  const data = fromHex('03616263')
  const copy = new Reader(data).bytes()
  const view = new Reader(data).raw()
  data[1] = 0
  assert.equal(toHex(copy), '616263')
  assert.equal(toHex(view), '03006263')
})

test('a reader of a Buffer returns plain byte arrays', () => {
  const r = new Reader(Buffer.from('0361626303616263', 'hex'))
  assert.equal(r.bytes().constructor, Uint8Array)
  assert.equal(r.raw().constructor, Uint8Array)
})

test('an object of another schema has an id and ends on a word', () => {
  assert.equal(toHex(reader('0100000002000000').raw('result')), '0100000002000000')
  assert.equal(toHex(reader('0100000002000000').raw('body', 4)), '01000000')
  refuses(() => reader('').raw('result'), 'ERR_TL_INVALID')
  refuses(() => reader('010000').raw('result'), 'ERR_TL_INVALID')
  refuses(() => reader('010000000200').raw('result'), 'ERR_TL_INVALID')
  refuses(() => reader('0100000002000000').raw('body', 0), 'ERR_TL_INVALID')
  refuses(() => reader('0100000002000000').raw('body', -4), 'ERR_TL_INVALID')
  refuses(() => reader('0100000002000000').raw('body', 12), 'ERR_TL_TRUNCATED')
})

test('position and remaining follow every read', () => {
  const r = reader('010000000200000003000000')
  assert.deepEqual([r.position, r.remaining], [0, 12])
  r.int()
  assert.deepEqual([r.position, r.remaining], [4, 8])
  r.long()
  assert.deepEqual([r.position, r.remaining], [12, 0])
})

test('depth is limited', () => {
  const nested = (depth: number) => LINK.repeat(depth - 1) + END
  const read = (hex: string, depth?: number) =>
    reader(hex, depth === undefined ? {} : { limits: { depth } }).boxed(Chain)
  assert.deepEqual(read(nested(2)), { _: 'link', next: { _: 'end' } })
  read(nested(100))
  refuses(() => read(nested(101)), 'ERR_TL_LIMIT', /100 levels/)
  read(nested(3), 3)
  refuses(() => read(nested(4), 3), 'ERR_TL_LIMIT', /^link\.next\.next\.next/)
  const vectors = (r: Reader): unknown => r.bareVector(vectors)
  refuses(() => vectors(reader('01000000'.repeat(200))), 'ERR_TL_LIMIT')
})

test('what stands side by side is not nested', () => {
  const r = reader(`96000000${END.repeat(150)}`)
  assert.equal(r.bareVector(r => r.boxed(Chain)).length, 150)
  const vectors = reader(`96000000${'00000000'.repeat(150)}`)
  assert.equal(vectors.bareVector(r => r.bareVector(r => r.int())).length, 150)
})

test('the number of values is limited', () => {
  const read = (count: number) => {
    const bytes = new Uint8Array(4 + 4 * count)
    new DataView(bytes.buffer).setUint32(0, count, true)
    bytes.fill(1, 4)
    return new Reader(bytes).bareVector(r => r.nat()).length
  }
  assert.equal(read(200_000), 200_000)
  refuses(() => read(200_001), 'ERR_TL_LIMIT', /200000 values/)
  const ends = `03000000${END.repeat(3)}`
  const readEnds = (nodes: number) =>
    reader(ends, { limits: { nodes } }).bareVector(r => r.boxed(Chain))
  assert.equal(readEnds(6).length, 3)
  refuses(() => readEnds(5), 'ERR_TL_LIMIT')
})

test('the size is limited', () => {
  new Reader(new Uint8Array(1 << 24))
  refuses(() => new Reader(new Uint8Array((1 << 24) + 1)), 'ERR_TL_LIMIT', /16777216 bytes/)
  refuses(() => reader('00000000', { limits: { bytes: 3 } }), 'ERR_TL_LIMIT')
})

test('an error names field path, constructor and offset', () => {
  refuses(
    () => reader(`02000000${LINK}${LINK}07000000`).bareVector(r => r.boxed(Chain), 'items'),
    'ERR_TL_UNKNOWN_CONSTRUCTOR',
    /^items\[0\]\.next\.next \(in link\) at byte 12: .*\(got 0x00000007, expected Chain\)$/,
  )
})
