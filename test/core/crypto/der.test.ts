import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { DER_SEQUENCE, DerReader } from '../../../src/core/crypto/der.ts'

const read = (hex: string): DerReader => new DerReader(fromHex(hex))

function refused(run: () => unknown, got: string): void {
  assert.throws(run, { code: 'ERR_RSA_KEY_INVALID', at: 'DER', got })
}

test('values are read one after another up to the end', () => {
  const outer = read('30070201030202008005')
  const inner = new DerReader(outer.value(DER_SEQUENCE))
  assert.equal(toHex(inner.integer()), '03')
  assert.equal(toHex(inner.integer()), '80')
  inner.end()
  refused(() => outer.end(), 'bytes after the value')
  refused(() => outer.value(DER_SEQUENCE), 'another tag')
  refused(() => outer.value(DER_SEQUENCE), 'the end too early')
})

test('lengths have one, two or three bytes and only the shortest form', () => {
  const zeros = (length: number): string => '00'.repeat(length)
  assert.equal(read(`307f${zeros(127)}`).value(DER_SEQUENCE).length, 127)
  assert.equal(read(`308180${zeros(128)}`).value(DER_SEQUENCE).length, 128)
  assert.equal(read(`30820100${zeros(256)}`).value(DER_SEQUENCE).length, 256)
  refused(() => read(`30817f${zeros(127)}`).value(DER_SEQUENCE), 'a length longer than needed')
  refused(() => read(`308200ff${zeros(255)}`).value(DER_SEQUENCE), 'a length longer than needed')
  refused(() => read(`3083010000${zeros(65536)}`).value(DER_SEQUENCE), 'an unusable length')
  refused(() => read('30800000').value(DER_SEQUENCE), 'an unusable length')
  refused(() => read('3082ffff00').value(DER_SEQUENCE), 'a length beyond the end')
  refused(() => read('3002ff').value(DER_SEQUENCE), 'a length beyond the end')
  refused(() => read('3082').value(DER_SEQUENCE), 'the end too early')
})

test('integers are positive and minimal', () => {
  assert.equal(toHex(read('02017f').integer()), '7f')
  assert.equal(toHex(read('02020080').integer()), '80')
  for (const hex of ['0200', '020100', '020180', '0202ff7f', '0202007f', '0203000080'])
    refused(() => read(hex).integer(), 'an integer that is not positive and minimal')
})
