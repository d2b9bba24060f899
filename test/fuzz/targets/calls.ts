// The generated decoders of calls, and of the results of a call: what is decoded can be encoded again.
import assert from 'node:assert/strict'
import type { Schema } from '../../../src/core/tl/codec.ts'
import {
  decodeCall,
  decodeCallPrefix,
  decodeResult,
  encode,
  encodeResult,
} from '../../../src/core/tl/schema.ts'
import { examples, SCHEMAS } from '../schemas.ts'
import { idsOf, type Target, typed } from '../target.ts'

export const target: Target = {
  name: 'calls',
  words: () => idsOf(...SCHEMAS),
  seeds: () => examples('method'),
  run: input => SCHEMAS.map(schema => check(schema, input)),
}

/** What follows the call is taken for its result. */
function check(schema: Schema, input: Uint8Array): unknown {
  const prefix = typed(() => decodeCallPrefix(schema, input))
  if (prefix === undefined) return undefined
  const { value: call, length } = prefix
  const bytes = encode(schema, call)
  assert.deepEqual(encode(schema, decodeCall(schema, bytes)), bytes)
  const result = typed(() => decodeResult(schema, call, input.subarray(length)))
  if (result === undefined) return call
  const encoded = encodeResult(schema, call, result)
  assert.deepEqual(encodeResult(schema, call, decodeResult(schema, call, encoded)), encoded)
  return result
}
