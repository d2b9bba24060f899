// The fields of a frame are its bytes: all of them, in their order, each once; and so it is inside.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { allFields, type Field } from '../../src/illustrate/field.ts'
import { recognisable } from '../../src/illustrate/recognisable.ts'
import { perform } from '../../src/illustrate/scenario.ts'
import { allConnections, runOf } from './runs.ts'

/** The bytes of fields and their children, without what was inside. */
function bytesOf(fields: readonly Field[]): Uint8Array {
  return concat(...fields.map(({ bytes, children }) => concat(bytes, bytesOf(children))))
}

test('the fields of each frame are its bytes, in wire order', async () => {
  let obfuscated = 0
  for (const { frames } of await allConnections()) {
    for (const { wire, fields, isObfuscated, id } of frames) {
      const bytes = bytesOf(fields)
      assert.equal(bytes.length, wire.length, id)
      if (isObfuscated) obfuscated++
      else assert.equal(toHex(bytes), toHex(wire), id)
    }
  }
  assert.ok(obfuscated > 20, `${obfuscated}`)
})

test('the frames of each connection are all that was recorded of it', async () => {
  const { recording } = await runOf('migrate')
  const connections = (await allConnections()).slice(1, 3)
  for (const [i, { frames }] of connections.entries())
    for (const side of ['client', 'server']) {
      const sent = recording.lines.flatMap(line =>
        line.kind === 'bytes' && line.link === i + 1 && line.from === side ? [line.bytes] : [],
      )
      const shown = frames.filter(({ sender }) => sender === side).map(({ wire }) => wire)
      assert.equal(toHex(concat(...shown)), toHex(concat(...sent)))
    }
})

test('the fields of each opened layer are its bytes', async () => {
  let layers = 0
  for (const { frames } of await allConnections())
    for (const { fields } of frames)
      for (const { inner, id } of allFields(fields)) {
        if (inner === undefined) continue
        layers++
        assert.equal(toHex(bytesOf(inner.fields)), toHex(inner.bytes), id)
      }
  assert.ok(layers > 50, `${layers}`)
})

test('everything that was sealed is opened', async () => {
  const sealed = /ciphertext$|encrypted_(data|answer|message)$|packed_data$/
  for (const { frames } of await allConnections())
    for (const { fields } of frames)
      for (const { key, inner } of allFields(fields))
        assert.equal(inner !== undefined, sealed.test(key), key)
})

test('no id stands twice among the fields of a connection', async () => {
  for (const { frames } of await allConnections()) {
    const ids = frames.flatMap(({ fields }) => [...allFields(fields)].map(({ id }) => id))
    assert.equal(new Set(ids).size, ids.length)
  }
})

test('without a seed, random bytes count up, and no two draws of 256 bytes are alike', () => {
  const random = recognisable(undefined)
  assert.deepEqual(random(4, 'nonce'), fromHex('00010203'))
  assert.deepEqual(random(4, 'nonce'), fromHex('04050607'))
  assert.deepEqual(random(3, 'server_nonce'), fromHex('a0a1a2'))
  assert.notDeepEqual(random(256, 'a'), random(256, 'a'))
})

test('the same seed sends the same bytes, another seed others', async () => {
  const bytesOfRun = async (seed?: number): Promise<string> => {
    const { recording } = await perform('qr', seed)
    const { lines } = recording
    return toHex(concat(...lines.flatMap(line => (line.kind === 'bytes' ? [line.bytes] : []))))
  }
  const [first, second, other] = [await bytesOfRun(7), await bytesOfRun(7), await bytesOfRun(8)]
  assert.equal(first, second)
  assert.notEqual(first, other)
})
