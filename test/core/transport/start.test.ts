import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { detectStart, startBytesOf } from '../../../src/core/transport/start.ts'
import { FRAMINGS } from './ends.ts'

test('TR-07 each framing has its start bytes', () => {
  assert.deepEqual(
    FRAMINGS.map(framing => toHex(startBytesOf(framing))),
    ['ef', 'eeeeeeee', 'dddddddd', ''],
  )
})

test('TR-24 the first bytes tell the forms apart, and no more are read than needed', () => {
  const forms = [
    ['', undefined],
    ['ef', 'abridged'],
    ['efefefef', 'abridged'],
    ['eeeeee', undefined],
    ['eeeeeeee', 'intermediate'],
    ['dddddd', undefined],
    ['dddddddd', 'padded'],
    ['48454144', 'http'],
    ['504f5354', 'http'],
    ['47455420', 'http'],
    ['4f505449', 'http'],
    ['34000000000000', undefined],
    ['3400000000000000', 'full'],
    ['3400000001000000', 'obfuscated'],
    ['eeeeeeddeeeeeeee', 'obfuscated'],
    ['474554217e000000', 'obfuscated'],
  ] as const
  for (const [bytes, form] of forms) assert.equal(detectStart(fromHex(bytes)), form, bytes)
})
