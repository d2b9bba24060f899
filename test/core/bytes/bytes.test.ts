import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, equal, reversed, xor } from '../../../src/core/bytes/bytes.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.of(...values)

test('concat joins its parts in order, empty ones too', () => {
  assert.deepEqual(concat(bytes(1, 2), bytes(), bytes(3)), bytes(1, 2, 3))
  assert.deepEqual(concat(), bytes())
})

test('xor mixes arrays of one length and refuses others', () => {
  const a = bytes(0xff, 0x0f, 0)
  assert.deepEqual(xor(a, bytes(0x0f, 0x0f, 0x80)), bytes(0xf0, 0, 0x80))
  assert.deepEqual(a, bytes(0xff, 0x0f, 0))
  assert.throws(() => xor(bytes(1), bytes(1, 2)), { code: 'ERR_ARGUMENT' })
})

test('equal sees every single difference', () => {
  const data = bytes(1, 2, 3, 4)
  assert.equal(equal(data, bytes(1, 2, 3, 4)), true)
  assert.equal(equal(bytes(), bytes()), true)
  assert.equal(equal(data, bytes(1, 2, 3)), false)
  assert.equal(equal(bytes(1, 0), bytes(1)), false)
  for (let i = 0; i < 4; i++) {
    const other = data.slice()
    other[i]! ^= 0x80
    assert.equal(equal(data, other), false, `byte ${i}`)
  }
})

test('reversed leaves its argument alone, even a Buffer', () => {
  const data = Buffer.from([1, 2, 3])
  assert.deepEqual(reversed(data), bytes(3, 2, 1))
  assert.deepEqual([...data], [1, 2, 3])
})
