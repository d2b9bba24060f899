import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { closure } from '../../src/compiler/closure.ts'
import { generate } from '../../src/compiler/generate.ts'
import { parse } from '../../src/compiler/parser.ts'
import type { Schema, TlObject } from '../../src/core/tl/codec.ts'
import { decode, decodeCall, decodeResult, encode, encodeResult } from '../../src/core/tl/schema.ts'

const compile = (text: string) =>
  generate(parse(text, 'own.tl'), { name: 'own', runtime: 'raw-mtproto/core' })

/** The schema value of the generated code, loaded from files. */
async function load(text: string): Promise<Record<string, unknown> & { own: Schema }> {
  const folder = mkdtempSync(join(tmpdir(), 'tl-'))
  try {
    for (const file of compile(text)) writeFileSync(join(folder, file.name), file.text)
    return await import(pathToFileURL(join(folder, 'index.ts')).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the output reads like this', () => {
  const text = `// LAYER 9
// OPEN Shape
a.circle#00000001 flags:# filled:flags.0?true line_width:flags.1?int radius:double = Shape;
---functions---
a.getShapes#00000002 ids:Vector<long> = Vector<Shape>;
twice#00000003 {X:Type} query:!X = X;
`
  const files = compile(text)
  assert.deepEqual(
    files.map(({ name }) => name),
    ['index.ts', 'root.ts', 'a.ts'],
  )
  assert.equal(
    files[2]!.text,
    `// The namespace a of own.tl, layer 9. Generated; edit the schema instead.

import type * as tl from 'raw-mtproto/core'
import * as root from './root.ts'

/** a.circle#00000001 flags:# filled:flags.0?true line_width:flags.1?int radius:double = Shape */
export interface circle {
  _: 'a.circle'
  filled?: boolean | undefined
  lineWidth?: number | undefined
  radius: number
}
export const circle: tl.Constructor<circle> = {
  name: 'a.circle',
  id: 0x00000001,
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.flag(value, 'filled', flags, 0)
    if (io.has(value, 'lineWidth', flags, 1)) io.int(value, 'lineWidth')
    io.double(value, 'radius')
  },
}

/** a.getShapes#00000002 ids:Vector<long> = Vector<Shape> */
export interface getShapes {
  _: 'a.getShapes'
  ids: readonly bigint[]
}
export const getShapes: tl.Method<getShapes, readonly root.Shape[] | tl.Unparsed> = {
  name: 'a.getShapes',
  id: 0x00000002,
  fields(io, value) {
    io.vector(value, 'ids', item => io.long(item, 0))
  },
  result(io, answer) {
    io.vector(answer, 0, item => io.boxed(item, 0, root.Shape))
  },
}
`,
  )
  assert.match(files[1]!.text, /^import type \{ Call \} from '.\/index.ts'$/m)
  assert.match(files[1]!.text, /^export interface twice<X = Call \| tl.Unparsed> \{$/m)
  assert.match(
    files[0]!.text,
    /^export interface Results \{\n {2}'a.getShapes': readonly root.Shape\[\] \| tl.Unparsed\n\}$/m,
  )
  assert.match(files[0]!.text, /^export interface Wrappers \{\n {2}'twice': 'query'\n\}$/m)
})

test('fields become camelCase, and what collides gets an underscore', async () => {
  const { own } = await load(
    'a#1 srp_B:int g_a:int A:int M1:int a_b:int aB:int new_nonce_hash1:int msg_id_:int io:# value:io.0?int item:# x:item.31?int = A;',
  )
  const value = {
    ...{ _: 'a', srpB: 1, gA: 2, A: 3, M1: 4, aB: 5, aB_: 6, newNonceHash1: 7, msgId: 8 },
    ...{ value: 9, x: 10 },
  }
  assert.deepEqual(decode(own, encode(own, value)), value)
})

test('names that TypeScript or the file needs get an underscore', async () => {
  const module = await load(`
    delete#1 = Uint8Array;
    number#2 = Uint8Array;
    updates#3 of:updates.State = Updates;
    own#4 = Call;
    updates.root#5 help:help.Type = updates.State;
    updates.help#6 = updates.Help;
    help.type#7 = help.Type;
    new.r#8 w:%new.R = new.W;
    new.w#9 = new.R;
    ---functions---
    value#a {X:Type} value:!X = X;
    updates.index#b = updates.State;`)
  const { own } = module
  assert.deepEqual(
    Object.keys(module)
      .filter(name => !/^[A-Z]/.test(name))
      .sort(),
    ['delete_', 'help', 'new_', 'number_', 'own', 'own_', 'updates', 'updates_', 'value_'],
  )
  const state = { _: 'updates.root', help: { _: 'help.type' } }
  const values: TlObject[] = [
    { _: 'delete' },
    { _: 'updates', of: state } as TlObject,
    { _: 'own' },
    { _: 'updates.help' },
    { _: 'new.r', w: { _: 'new.w' } } as TlObject,
  ]
  for (const value of values) assert.deepEqual(decode(own, encode(own, value)), value)
  const call = { _: 'value', value: { _: 'updates.index' } }
  assert.deepEqual(decodeCall(own, encode(own, call)), call)
  assert.deepEqual(decodeResult(own, call, encodeResult(own, call, state)), state)
})

test('flags of which no bit is in use are written as 0 and have to be 0', async () => {
  const { own } = await load('a#1 flags:# b:int = A;')
  const bytes = encode(own, { _: 'a', b: 1 } as TlObject)
  assert.deepEqual([...bytes], [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
  bytes[4] = 1
  assert.throws(() => decode(own, bytes), { code: 'ERR_TL_INVALID', rule: 'TL-04' })
})

test('fields that share a bit are there together or not at all', async () => {
  const { own } = await load('a#1 flags:# b:flags.3?int c:flags.3?int d:flags.3?true = A;')
  const both = { _: 'a', b: 1, c: 2, d: true } as TlObject
  assert.deepEqual(decode(own, encode(own, both)), both)
  const neither = { _: 'a', d: false }
  assert.deepEqual([...encode(own, neither)], [1, 0, 0, 0, 0, 0, 0, 0])
  const halves: readonly (readonly [missing: string, value: TlObject & Record<string, unknown>])[] =
    [
      ['c', { _: 'a', b: 1 }],
      ['b', { _: 'a', c: 2 }],
      ['b', { _: 'a', d: true }],
    ]
  for (const [missing, value] of halves)
    assert.throws(() => encode(own, value), {
      code: 'ERR_TL_VALUE',
      message: new RegExp(`^a\\.${missing}: `),
    })
})

test('vectors of vectors, bare types and results of every form', async () => {
  const { own } = await load(`
    a#1 b:Vector<vector<int>> c:vector<%B> = A;
    b#2 d:string = B;
    ---functions---
    f#3 = Vector<Vector<long>>;
    g#4 = bytes;
    h#5 = %B;`)
  const value = { _: 'a', b: [[1, 2], []], c: [{ _: 'b', d: 'x' }] }
  assert.deepEqual(
    Buffer.from(encode(own, value)).toString('hex'),
    '01000000' +
      '15c4b51c02000000' +
      '020000000100000002000000' +
      '00000000' +
      '01000000' +
      '01780000',
  )
  assert.deepEqual(decode(own, encode(own, value)), value)
  for (const [name, result] of [
    ['f', [[1n], [-1n, 2n]]],
    ['g', Uint8Array.of(1, 2)],
    ['h', { _: 'b', d: '' }],
  ] as const)
    assert.deepEqual(decodeResult(own, { _: name }, encodeResult(own, { _: name }, result)), result)
})

test('what follows a value of an open type is not open', async () => {
  const { own } = await load('// OPEN A\na#1 = A;\nb#2 x:A y:C = B;\nc#3 = C;')
  const words = (...ids: number[]) => new Uint8Array(Uint32Array.from(ids).buffer)
  assert.deepEqual(decode(own, words(2, 1, 3)), { _: 'b', x: { _: 'a' }, y: { _: 'c' } })
  assert.equal(decode(own, words(2, 9, 3))._, 'unparsed')
  assert.throws(() => decode(own, words(2, 1, 9)), {
    code: 'ERR_TL_UNKNOWN_CONSTRUCTOR',
    message: /^b\.y at byte 8: /,
  })
})

test('a schema without methods, or without the root namespace, is fine', async () => {
  const { own } = await load('a.b#1 = a.B;')
  assert.deepEqual(decode(own, encode(own, { _: 'a.b' })), { _: 'a.b' })
  assert.throws(() => decodeCall(own, Uint8Array.of(1, 0, 0, 0)))
})

test('nothing is computed when generated code is loaded', () => {
  // every statement declares a type, or a constant that is an object literal
  for (const { text } of compile('a#1 = A;\n---functions---\nb#2 = A;'))
    assert.doesNotMatch(
      text,
      /^(?!\/\/|\/\*\*|import |export (type|interface|\*|\{)|export const \w+: tl\.\w+<.*> = \{|[ }]|$)/m,
    )
})

test('results that reach an open type in a circle are seen from each of its types', () => {
  const text = `// OPEN Open
a#1 b:B = A;
b#2 flags:# a:flags.0?A = B;
a2#3 open:vector<Open> = A;
open#4 = Open;
---functions---
getA#5 = A;
getB#6 = B;
`
  const index = compile(text).find(({ name }) => name === 'index.ts')!.text
  assert.match(index, /'getA': root\.A \| tl\.Unparsed/)
  assert.match(index, /'getB': root\.B \| tl\.Unparsed/)
})

test('a schema of types that each hold the next is closed and generated', () => {
  const types = Array.from({ length: 10_000 }, (_, i) => `a${i} next:T${i + 1} = T${i};`)
  const schema = parse(`${types.join('\n')}\nlast = T10000;\n---functions---\nget = T0;`, 'own.tl')
  assert.equal(closure(schema, ['get']).declarations.length, 10_002)
  assert.equal(generate(schema, { name: 'own', runtime: 'raw-mtproto/core' }).length, 2)
})
