import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Declaration, SchemaText } from '../../../src/compiler/declaration.ts'
import { parse } from '../../../src/compiler/parser.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { find, type Schema } from '../../../src/core/tl/codec.ts'
import { api } from '../../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import {
  decode,
  decodeCall,
  decodeResult,
  encode,
  encodeResult,
} from '../../../src/core/tl/schema.ts'
import { RandomValues } from './random-values.ts'

const ROUNDS = 20

const SCHEMAS: readonly [Schema, SchemaText][] = [
  [mtproto, load('mtproto')],
  [api, load('api')],
]

function load(name: string): SchemaText {
  const file = new URL(`../../../schema/${name}.tl`, import.meta.url)
  return parse(readFileSync(file, 'utf8'), `${name}.tl`)
}

const decodeAny = (schema: Schema, { kind }: Declaration, bytes: Uint8Array) =>
  kind === 'method' ? decodeCall(schema, bytes) : decode(schema, bytes)

for (const [schema, text] of SCHEMAS) {
  const declarations = text.declarations

  test(`${schema.name}: every declaration has a codec with its name and id, and nothing else has`, () => {
    const codecs = [...schema.objects.constructors(), ...schema.calls.constructors()]
    const listed = (kind: string) => declarations.filter(declaration => declaration.kind === kind)
    assert.deepEqual(
      codecs.map(({ name, id }) => [name, id]),
      [...listed('constructor'), ...listed('method')].map(({ name, id }) => [name, id]),
    )
  })

  test(`${schema.name}: random values of every constructor and method round-trip`, () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const random = new RandomValues(text, seed)
      for (const declaration of declarations) {
        const value = random.object(declaration)
        const bytes = encode(schema, value)
        assert.equal(bytes.length % 4, 0)
        assert.deepEqual(decodeAny(schema, declaration, bytes), value)
      }
    }
  })

  test(`${schema.name}: random results of every method round-trip`, () => {
    for (let seed = 0; seed < ROUNDS; seed++) {
      const random = new RandomValues(text, seed)
      for (const method of random.model.methods) {
        if (method.result.kind === 'variable') continue
        const call = random.object(method)
        const result = random.value(method.result)
        assert.deepEqual(decodeResult(schema, call, encodeResult(schema, call, result)), result)
      }
    }
  })

  test(`${schema.name}: a value cut off at any byte is refused, never misread`, () => {
    const random = new RandomValues(text, 1)
    let cuts = 0
    for (const declaration of declarations) {
      // an Object takes what is there
      if (declaration.fields.some(({ type }) => type.kind === 'builtin' && type.name === 'Object'))
        continue
      const bytes = encode(schema, random.object(declaration))
      const step = Math.max(4, (bytes.length >> 7) << 2)
      for (let length = 0; length < bytes.length; length += length < 64 ? 1 : step, cuts++)
        assert.throws(
          () => decodeAny(schema, declaration, bytes.subarray(0, length)),
          (error: unknown) =>
            error instanceof MtprotoError && /^ERR_TL_(TRUNCATED|INVALID)$/.test(error.code),
          `${declaration.name} cut off at ${length}`,
        )
    }
    assert.ok(cuts > 1000)
  })

  test(`${schema.name}: one more word after a value is refused`, () => {
    const random = new RandomValues(text, 2)
    for (const declaration of declarations) {
      const bytes = encode(schema, random.object(declaration))
      const longer = Uint8Array.from([...bytes, 0, 0, 0, 0])
      // the result takes whatever follows it
      if (declaration.name === 'rpc_result') continue
      assert.throws(() => decodeAny(schema, declaration, longer), { name: 'MtprotoError' })
    }
  })

  test(`${schema.name}: damaged values are read as something or refused with an error of ours`, () => {
    const random = new RandomValues(text, 3)
    const samples = declarations.map(
      declaration => [declaration, encode(schema, random.object(declaration))] as const,
    )
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      maxLength: 4,
      minLength: 1,
    })
    fc.assert(
      fc.property(fc.constantFrom(...samples), damage, ([declaration, sample], changes) => {
        const bytes = sample.slice()
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        try {
          const value = decodeAny(schema, declaration, bytes)
          const again = decodeAny(schema, declaration, encode(schema, value))
          assert.deepEqual(again, value)
        } catch (error) {
          assert.ok(error instanceof MtprotoError, String(error))
          assert.match(error.code, /^ERR_TL_/)
        }
      }),
      { numRuns: 3000, seed: 7 },
    )
  })
}

test('a codec is found by id and by name', () => {
  assert.equal(find(mtproto.objects, 0x05162463)?.name, 'resPQ')
  assert.equal(find(mtproto.objects, 'resPQ')?.id, 0x05162463)
  assert.equal(find(mtproto.calls, 'resPQ'), undefined)
  assert.equal(find(mtproto.calls, 0xbe7e8ef1)?.name, 'req_pq_multi')
})
