// The generated decoders of objects: what is decoded can be encoded, and then means the same.
import assert from 'node:assert/strict'
import type { Schema } from '../../../src/core/tl/codec.ts'
import { decode, decodePrefix, encode } from '../../../src/core/tl/schema.ts'
import { examples, SCHEMAS } from '../schemas.ts'
import { idsOf, type Target, typed } from '../target.ts'

export const target: Target = {
  name: 'objects',
  words: () => idsOf(...SCHEMAS),
  seeds: () => examples('constructor'),
  run: input => SCHEMAS.map(schema => check(schema, input)),
}

function check(schema: Schema, input: Uint8Array): unknown {
  const value = typed(() => decode(schema, input))
  const prefix = typed(() => decodePrefix(schema, input))
  if (value === undefined) return prefix
  const bytes = encode(schema, value)
  assert.deepEqual(encode(schema, decode(schema, bytes)), bytes)
  assert.equal(prefix?.length, input.length)
  return value
}
