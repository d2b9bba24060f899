import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import {
  fromBigInt,
  readInt32LE,
  readInt64LE,
  readUint32LE,
  toBigInt,
  writeInt64LE,
  writeUint32LE,
} from '../../../src/core/bytes/integers.ts'

test('32-bit words are little-endian, signed or not', () => {
  const data = fromHex('aa78563492feffffff')
  assert.equal(readUint32LE(data, 1), 0x92345678)
  assert.equal(readInt32LE(data, 1), 0x92345678 - 2 ** 32)
  assert.equal(readInt32LE(data, 5), -2)
  assert.equal(readUint32LE(data, 5), 0xfffffffe)
  writeUint32LE(data, 0, -404)
  writeUint32LE(data, 4, 0xfedcba98)
  assert.equal(toHex(data), '6cfeffff98badcfeff')
})

test('64-bit words are little-endian and signed', () => {
  const cases: [string, bigint][] = [
    ['0000000000000000', 0n],
    ['ffffffffffffffff', -1n],
    ['85fd64de851d9dd0', -3414540481677951611n],
    ['ffffffffffffff7f', 2n ** 63n - 1n],
    ['0000000000000080', -(2n ** 63n)],
  ]
  for (const [hex, value] of cases) {
    assert.equal(readInt64LE(fromHex(hex)), value)
    const target = new Uint8Array(10)
    writeInt64LE(target, 1, value)
    assert.equal(toHex(target), `00${hex}00`)
    writeInt64LE(target, 1, BigInt.asUintN(64, value))
    assert.equal(toHex(target), `00${hex}00`)
  }
})

test('big-endian numbers round-trip at any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), data => {
      assert.deepEqual(fromBigInt(toBigInt(data), data.length), data)
    }),
  )
})

test('a number without a length takes as few bytes as it can', () => {
  assert.equal(toHex(fromBigInt(0n)), '')
  assert.equal(toHex(fromBigInt(0x7fn)), '7f')
  assert.equal(toHex(fromBigInt(0x100n)), '0100')
  assert.equal(toBigInt(fromHex('')), 0n)
})

test('a number that does not fit is refused', () => {
  assert.equal(toHex(fromBigInt(0x1234n, 4)), '00001234')
  assert.throws(() => fromBigInt(0x1234n, 1), { code: 'ERR_ARGUMENT', got: 2, expected: 1 })
  assert.throws(() => fromBigInt(-1n), { code: 'ERR_ARGUMENT' })
})
