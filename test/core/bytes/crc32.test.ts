import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from '../../../src/core/bytes/crc32.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'

test('crc32 has the published check value', () => {
  assert.equal(crc32(encodeUtf8('123456789')), 0xcbf43926)
  assert.equal(crc32(), 0)
})

test('crc32 of the parts is crc32 of the whole', () => {
  assert.equal(crc32(encodeUtf8('1234'), encodeUtf8(''), encodeUtf8('56789')), 0xcbf43926)
})

test('TL-07 the CRC-32 of a TL line is its constructor id', () => {
  assert.equal(crc32(encodeUtf8('boolTrue = Bool')), 0x997275b5)
  assert.equal(crc32(encodeUtf8('vector t:Type # [ t ] = Vector t')), 0x1cb5c415)
})
