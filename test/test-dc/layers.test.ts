import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toHex } from '../../src/core/bytes/hex.ts'
import { api, type user } from '../../src/core/tl/generated/api/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { idsAt, isKnownLayer, isUserId } from '../../src/test-dc/layers.ts'

const ada: user = {
  _: 'user',
  self: true,
  id: 777_000_001n,
  accessHash: -1n,
  firstName: 'Ada',
  phone: '9996621234',
}
/** flags 0, 1, 4 and 10, no flags2, id, access_hash, first_name, phone */
const BODY =
  '1304000000000000' +
  '4114502e00000000' +
  'ffffffffffffffff' +
  '03416461' +
  '0a3939393636323132333400'

const AT: readonly (readonly [layer: number, id: string])[] = [
  [148, '28c6978f'],
  [158, '28c6978f'],
  [159, '28c6978f'],
  [160, '20f1b5ab'],
  [165, '20f1b5ab'],
  [166, '252f60eb'],
  [167, '38445c21'],
  [184, '38445c21'],
  [185, 'ca4f3183'],
  [195, 'ca4f3183'],
  [196, '7ec3464b'],
  [198, '7ec3464b'],
  [199, '7ec3464b'],
  [200, '22140b02'],
  [214, '22140b02'],
  [216, '22140b02'],
  [217, '88437731'],
  [223, '88437731'],
  [227, '88437731'],
  [228, '83ccb8b1'],
  [229, '83ccb8b1'],
]

for (const [layer, id] of AT)
  test(`a user at layer ${layer} begins with ${id}`, () => {
    assert.equal(toHex(encode(api, ada, idsAt(layer, api))), id + BODY)
  })

test('layers without a known form of user are not known', () => {
  for (const layer of [-1, 0, 147, 230]) assert.equal(isKnownLayer(layer, api), false)
  for (const layer of [148, 223, 229]) assert.equal(isKnownLayer(layer, api), true)
})

test('the own layer of a schema is known and needs nothing replaced', () => {
  const future = { ...api, layer: 300 }
  assert.equal(isKnownLayer(300, future), true)
  assert.equal(idsAt(300, future), undefined)
})

test('user is recognised whatever its layer', () => {
  assert.equal(isUserId(0x8f97c628), true)
  assert.equal(isUserId(0xd3bc4b7a), false)
})
