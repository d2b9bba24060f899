import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { seededRandom } from '../../../src/core/crypto/seeded-random.ts'

test('a draw is SHA-256 of seed, purpose and number', () => {
  const random = seededRandom(7)
  const block = (text: string) => createHash('sha256').update(text).digest('hex')
  assert.equal(toHex(random(8, 'token')), block('7|token|0').slice(0, 16))
  assert.equal(toHex(random(40, 'token')), (block('7|token|1') + block('7|token|2')).slice(0, 80))
  assert.equal(toHex(random(32, 'token')), block('7|token|3'))
})

test('another draw for one purpose does not shift the others', () => {
  const [a, b] = [seededRandom('x'), seededRandom('x')]
  b(100, 'padding')
  assert.deepEqual(a(16, 'nonce'), b(16, 'nonce'))
})

test('another seed gives other bytes', () => {
  assert.notDeepEqual(seededRandom(1)(16, 'nonce'), seededRandom(2)(16, 'nonce'))
})

test('no bytes are drawn when none are wanted', () => {
  assert.equal(seededRandom(1)(0, 'padding').length, 0)
})
