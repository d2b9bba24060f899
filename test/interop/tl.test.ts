// The compiler on whole API layers, and its output against an implementation that nobody here wrote:
// the schema text that teleproto carries, and the schema and serializer of @mtcute/tl.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { TlBinaryReader, TlBinaryWriter } from '@mtcute/tl-runtime'
import { isExpectedId } from '../../src/compiler/constructor-id.ts'
import type { Declaration, Type } from '../../src/compiler/declaration.ts'
import { generate } from '../../src/compiler/generate.ts'
import { members } from '../../src/compiler/member.ts'
import { parse } from '../../src/compiler/parser.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import type { Schema, TlObject } from '../../src/core/tl/codec.ts'
import { decode, decodeCall, encode } from '../../src/core/tl/schema.ts'
import { RandomValues } from '../core/tl/random-values.ts'
import { load, ROOT, teleproto, write } from './full-layer.ts'

const ROUNDS = 5
const require = createRequire(import.meta.url)
const Long = createRequire(require.resolve('@mtcute/tl-runtime'))('long')
const { __tlWriterMap } = require('@mtcute/tl/binary/writer.js')
const { __tlReaderMap } = require('@mtcute/tl/binary/reader.js')

/** What @mtcute/tl says about one constructor or method. */
interface Entry {
  readonly kind: 'class' | 'method'
  readonly name: string
  readonly id: number
  readonly type: string
  readonly typeModifiers?: Modifiers
  readonly generics?: readonly { readonly name: string; readonly type: string }[]
  readonly arguments: readonly {
    readonly name: string
    readonly type: string
    readonly typeModifiers?: Modifiers
  }[]
}

interface Modifiers {
  readonly isVector?: boolean
  readonly predicate?: string
}

const entries: readonly Entry[] = JSON.parse(
  readFileSync(require.resolve('@mtcute/tl/api-schema.json'), 'utf8'),
).e.filter(({ name }: Entry) => !name.startsWith('mtcute.'))

const isMethod = ({ kind }: Entry) => kind === 'method'

function renderType(type: string, { isVector, predicate }: Modifiers = {}): string {
  // what @mtcute/tl keeps in a number is a long on the wire
  const item = type === 'int53' ? 'long' : type
  return `${predicate ? `${predicate}?` : ''}${isVector ? `Vector<${item}>` : item}`
}

function renderEntry(entry: Entry): string {
  const parts = [
    `${entry.name}#${(entry.id >>> 0).toString(16)}`,
    ...(entry.generics ?? []).map(({ name, type }) => `{${name}:${type}}`),
    ...entry.arguments.map(
      ({ name, type, typeModifiers }) => `${name}:${renderType(type, typeModifiers)}`,
    ),
    `= ${renderType(entry.type, entry.typeModifiers)};`,
  ]
  return parts.join(' ')
}

const TELEPROTO = teleproto()

const MTCUTE = parse(
  [
    '// LAYER 223',
    ...entries.filter(entry => !isMethod(entry)).map(renderEntry),
    '---functions---',
    ...entries.filter(isMethod).map(renderEntry),
  ].join('\n'),
  'mtcute.tl',
)

const decodeAny = (api: Schema, { kind }: Declaration, bytes: Uint8Array) =>
  kind === 'method' ? decodeCall(api, bytes) : decode(api, bytes)

test(`teleproto's ${TELEPROTO.declarations.length} declarations: ids, speed, types, round trips`, async t => {
  const { declarations } = TELEPROTO
  assert.ok(declarations.length > 2200)
  assert.deepEqual(
    declarations.filter(declaration => !isExpectedId(declaration)),
    [],
  )

  const started = performance.now()
  const options = { name: 'api', runtime: 'raw-mtproto/core' }
  generate(teleproto(), options)
  const elapsed = performance.now() - started
  t.diagnostic(`parsed and generated in ${Math.round(elapsed)} ms`)

  const folder = write(TELEPROTO)
  const compilerOptions = { rootDir: '/', typeRoots: [join(ROOT, 'node_modules/@types')] }
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions,
    include: ['*.ts'],
    exclude: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' })

  const api = await load(folder)
  let values = 0
  for (let seed = 0; seed < ROUNDS; seed++) {
    const random = new RandomValues(TELEPROTO, seed)
    for (const declaration of declarations) {
      const value = random.object(declaration)
      assert.deepEqual(decodeAny(api, declaration, encode(api, value)), value)
      values++
    }
  }
  assert.equal(values, ROUNDS * declarations.length)
  t.diagnostic(`${values} random values of ${declarations.length} declarations round-trip`)
})

test(`@mtcute/tl's ${MTCUTE.declarations.length} declarations: the same bytes, both ways`, async t => {
  const { declarations } = MTCUTE
  assert.ok(declarations.length > 2300)
  const api = await load(write(MTCUTE))
  let values = 0
  let readByThem = 0
  for (let seed = 0; seed < ROUNDS; seed++) {
    const random = new RandomValues(MTCUTE, seed)
    const translator = new Translator()
    for (const declaration of declarations) {
      const value = random.object(declaration)
      const theirs = translator.object(value)
      const ourBytes = encode(api, value)
      const theirBytes = TlBinaryWriter.serializeObject(__tlWriterMap, theirs)
      assert.equal(toHex(ourBytes), toHex(theirBytes), declaration.name)
      assert.deepEqual(decodeAny(api, declaration, theirBytes), value)
      values++
      // its reader knows no calls
      if (declaration.kind === 'method') continue
      const read = TlBinaryReader.deserializeObject<TlObject>(__tlReaderMap, ourBytes)
      assert.equal(toHex(TlBinaryWriter.serializeObject(__tlWriterMap, read)), toHex(theirBytes))
      readByThem++
    }
  }
  assert.equal(values, ROUNDS * declarations.length)
  t.diagnostic(`${values} random values of ${declarations.length} declarations give equal bytes`)
  t.diagnostic(
    `${readByThem} of them, those of constructors, were also read there and written again`,
  )
})

/** Our values as @mtcute/tl wants them: longs as Long, or as a number where its schema says int53. */
class Translator {
  readonly #declarations = new Map(
    MTCUTE.declarations.map(declaration => [declaration.name, declaration]),
  )
  readonly #numbers = new Set(
    entries.flatMap(({ name, arguments: fields }) =>
      fields.filter(({ type }) => type === 'int53').map(field => `${name} ${field.name}`),
    ),
  )

  /** Translates `value`; longs in it that have to fit into a number are cut so that they do. */
  object(value: TlObject): { _: string } {
    const source = value as TlObject & Record<string, unknown>
    const declaration = this.#declarations.get(value._)!
    const target: { _: string } & Record<string, unknown> = { _: value._ }
    for (const [index, { property, type, role }] of members(declaration).entries()) {
      if (role === 'flags' || source[property] === undefined) continue
      const isNumber = this.#numbers.has(`${value._} ${declaration.fields[index]!.name}`)
      if (isNumber) source[property] = cut(source[property])
      target[property] = this.#value(type, source[property], isNumber)
    }
    return target
  }

  #value(type: Type, value: unknown, isNumber: boolean): unknown {
    if (type.kind === 'vector')
      return (value as unknown[]).map(item => this.#value(type.item, item, isNumber))
    if (type.kind !== 'builtin') return this.object(value as TlObject)
    if (typeof value !== 'bigint') return value
    return isNumber ? Number(value) : Long.fromString(String(value))
  }
}

function cut(value: unknown): unknown {
  return Array.isArray(value) ? value.map(cut) : BigInt.asUintN(52, value as bigint)
}
