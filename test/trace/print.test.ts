import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { annotate } from '../../src/trace/annotate.ts'
import { formatBlock } from '../../src/trace/print.ts'
import { gzip } from '../support/stored-gzip.ts'
import { vocabulary } from './schemas.ts'

test('colour dims the bytes and reddens what is wrong, and only when asked', () => {
  const block = annotate(fromHex('e45cac9505010203'), vocabulary)
  assert.deepEqual(formatBlock(block, true), [
    '\u001b[2m   0  e45cac95                           \u001b[0m  body: Object = auth.importLoginToken#95ac5ce4',
    '\u001b[2m   4  05010203                           \u001b[0m  \u001b[31m  token: bytes ! 5 bytes announced, 3 remain\u001b[0m',
  ])
  assert.deepEqual(formatBlock(block, false), [
    '   0  e45cac95                             body: Object = auth.importLoginToken#95ac5ce4',
    '   4  05010203                               token: bytes ! 5 bytes announced, 3 remain',
  ])
})

test('offsets grow with the size of the bytes', () => {
  const lines = formatBlock(annotate(new Uint8Array(10_000).fill(1), vocabulary), false)
  assert.equal(lines[0]!.slice(0, 16), '    0  01010101 ')
})

test('text can neither move the cursor nor reorder the line', () => {
  const data = '\u001b[2J\n\u009b\u202e\u2028"\\é🙂'
  const lines = formatBlock(annotate(encode(api, { _: 'dataJSON', data }), vocabulary), false)
  assert.equal(
    lines[1]!.slice(45),
    'data: string = "\\u{1b}[2J\\u{a}\\u{9b}\\u{202e}\\u{2028}\\"\\\\é🙂"',
  )
})

test('long text is shortened beside its complete bytes', () => {
  const data = '🙂'.repeat(100)
  const lines = formatBlock(annotate(encode(api, { _: 'dataJSON', data }), vocabulary), false)
  assert.equal(lines[1]!.slice(45), `data: string = "${'🙂'.repeat(80)}"…`)
  assert.equal(lines.length, 1 + Math.ceil((4 + encodeUtf8(data).length) / 16))
})

test('what unpacks to megabytes is printed in full', () => {
  const packedData = gzip(new Uint8Array(3 << 20))
  const body = encode(mtproto, { _: 'gzip_packed', packedData })
  const lines = formatBlock(annotate(body, vocabulary), false)
  const title = lines.indexOf('packed_data at 4, unpacked: 3145728 bytes')
  assert.equal(title, lines.indexOf('') + 1)
  assert.equal(lines.length, title + 1 + (3 << 20) / 16)
})
