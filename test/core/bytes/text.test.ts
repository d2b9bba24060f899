import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from '../../../src/core/bytes/base64.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { decodeUtf8, encodeUtf8 } from '../../../src/core/bytes/utf8.ts'

const refused = { code: 'ERR_TEXT_INVALID' }
const anyBytes = fc.uint8Array({ maxLength: 40 })

test('hex round-trips and takes either case', () => {
  assert.equal(toHex(Uint8Array.of(0, 0x0f, 0xa0, 0xff)), '000fa0ff')
  assert.deepEqual(fromHex('000Fa0fF'), Uint8Array.of(0, 0x0f, 0xa0, 0xff))
  fc.assert(fc.property(anyBytes, data => assert.deepEqual(fromHex(toHex(data)), data)))
})

test('hex refuses odd lengths and every character that is not a digit', () => {
  assert.throws(() => fromHex('abc'), refused)
  for (let code = 0; code < 0x180; code++) {
    const digit = String.fromCharCode(code)
    if (/[0-9a-fA-F]/.test(digit)) assert.equal(fromHex(`0${digit}`)[0], Number.parseInt(digit, 16))
    else assert.throws(() => fromHex(`0${digit}`), refused, `code ${code}`)
  }
})

test('base64 agrees with the platform in both alphabets', () => {
  fc.assert(
    fc.property(anyBytes, data => {
      const reference = Buffer.from(data)
      assert.equal(toBase64(data), reference.toString('base64'))
      assert.equal(toBase64Url(data), reference.toString('base64url'))
      assert.deepEqual(fromBase64(toBase64(data)), data)
      assert.deepEqual(fromBase64Url(toBase64Url(data)), data)
      assert.deepEqual(fromBase64(toBase64(data).replace(/=+$/, '')), data)
    }),
  )
})

test('base64url accepts padding and keeps to its own alphabet', () => {
  assert.deepEqual(fromBase64Url('-_8='), Uint8Array.of(0xfb, 0xff))
  assert.deepEqual(fromBase64Url('-_8'), Uint8Array.of(0xfb, 0xff))
  assert.throws(() => fromBase64Url('+/8'), refused)
  assert.throws(() => fromBase64('-_8'), refused)
})

test('base64 refuses what has no one meaning', () => {
  for (const text of ['A', 'AAAAA', 'AA=', 'A===', '=', '====', 'AAA==', 'AA==AA==', 'AB', 'AAB'])
    assert.throws(() => fromBase64(text), refused, text)
  for (const text of ['AA A', 'AAAA\n', 'AA\u0141A', '\u00e9AAA'])
    assert.throws(() => fromBase64(text), refused, text)
})

test('UTF-8 has the bytes of the RFC', () => {
  assert.equal(toHex(encodeUtf8('A\u2262\u0391.')), '41e289a2ce912e')
  assert.equal(toHex(encodeUtf8('\u{233b4}\u{10ffff}')), 'f0a38eb4f48fbfbf')
  assert.equal(decodeUtf8(fromHex('efbbbf41')), '\ufeffA')
})

test('UTF-8 agrees with the platform on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const data = encodeUtf8(text)
      assert.deepEqual(data, new TextEncoder().encode(text))
      assert.equal(decodeUtf8(data), text)
    }),
  )
})

test('UTF-8 refuses exactly the bytes that the platform refuses', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const byte = fc.oneof(
    fc.nat(255),
    fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf),
    fc.constantFrom(0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xf8, 0xff),
  )
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), values => {
      const data = Uint8Array.from(values)
      let expected: string | undefined
      try {
        expected = strict.decode(data)
      } catch {
        assert.throws(() => decodeUtf8(data), refused)
        return
      }
      assert.equal(decodeUtf8(data), expected)
    }),
    { numRuns: 5000 },
  )
})

test('UTF-8 refuses surrogates, longer forms, and what lies beyond U+10FFFF', () => {
  for (const hex of [
    'eda080',
    'edbfbf',
    'c080',
    'c1bf',
    'e09fbf',
    'f08fbfbf',
    'f4908080',
    'f8',
    '80',
  ])
    assert.throws(() => decodeUtf8(fromHex(hex)), refused, hex)
  for (const hex of ['ed9fbf', 'ee8080', 'c280', 'e0a080', 'f0908080', 'f48fbfbf', '7f'])
    assert.equal(toHex(encodeUtf8(decodeUtf8(fromHex(hex)))), hex)
})

test('UTF-8 refuses half a surrogate pair in a text', () => {
  for (const text of ['\ud800', 'a\udfffb', '\udc00\ud800']) {
    assert.throws(() => encodeUtf8(text), refused)
  }
})
