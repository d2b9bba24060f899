import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { pack, unpack } from '../../../src/core/session/gzip-packed.ts'
import { gzip } from '../../support/stored-gzip.ts'

/** "boolTrue" as the object inside, and its gzip stream with one stored block, both written by hand. */
const OBJECT = 'b5757299'
const STREAM = `1f8b0800000000000003010400fbff${OBJECT}`

const wrapped = (stream: Uint8Array): Uint8Array => {
  assert.ok(stream.length < 254)
  const padding = -(stream.length + 1) & 3
  return concat(fromHex('a1cf7230'), Uint8Array.of(stream.length), stream, new Uint8Array(padding))
}

test('SES-13 an object comes out of its gzip_packed', () => {
  const crcAndSize = toHex(gzip(fromHex(OBJECT)).subarray(-8))
  assert.equal(toHex(unpack(wrapped(fromHex(STREAM + crcAndSize)))), OBJECT)
})

test('SES-13 streams of this library and of zlib are unpacked alike', () => {
  const object = fromHex(OBJECT.repeat(40))
  assert.deepEqual(unpack(wrapped(gzip(object))), object)
  assert.deepEqual(unpack(wrapped(new Uint8Array(gzipSync(object)))), object)
})

test('a body that is not packed is left as it is', () => {
  const body = fromHex('b5757299')
  assert.equal(unpack(body), body)
  assert.equal(unpack(fromHex('')).length, 0)
})

test('SES-14 a broken stream is refused', () => {
  const stream = gzip(fromHex(OBJECT))
  stream[stream.length - 1]! ^= 1
  assert.throws(() => unpack(wrapped(stream)), { code: 'ERR_GZIP_INVALID' })
  assert.throws(() => unpack(fromHex('a1cf723008')), { code: 'ERR_TL_TRUNCATED' })
})

test('SES-14 an object is not unpacked beyond its limit', () => {
  const body = wrapped(gzip(fromHex(OBJECT.repeat(4))))
  assert.equal(unpack(body, 16).length, 16)
  assert.throws(() => unpack(body, 15), { code: 'ERR_GZIP_TOO_LARGE' })
  const bomb = new Uint8Array(gzipSync(new Uint8Array(16 * 1024 * 1024 + 1)))
  const prefix = new Uint8Array(4)
  prefix[0] = 0xfe
  prefix.set([bomb.length & 255, (bomb.length >> 8) & 255, bomb.length >> 16], 1)
  const message = concat(fromHex('a1cf7230'), prefix, bomb, new Uint8Array(-bomb.length & 3))
  assert.throws(() => unpack(message), { code: 'ERR_GZIP_TOO_LARGE' })
})

test('SES-15 a body is packed when that makes it smaller', () => {
  const body = new Uint8Array(1000)
  const packed = pack(body, gzipSync)
  assert.ok(packed.length < 100)
  assert.equal(toHex(packed.subarray(0, 4)), 'a1cf7230')
  assert.deepEqual(unpack(packed), body)
})

test('SES-15 a body is sent as it is when packing would not make it smaller, or it is small', () => {
  const small = new Uint8Array(255)
  assert.equal(pack(small, gzipSync), small)
  assert.notEqual(pack(new Uint8Array(256), gzipSync).length, 256)
  const large = new Uint8Array(1000)
  assert.equal(pack(large, gzip), large)
  assert.equal(pack(large, undefined), large)
})
