import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { closure } from '../../src/compiler/closure.ts'
import { parse } from '../../src/compiler/parser.ts'

const SCHEMA = parse(
  `// LAYER 7
  // OPEN Open Unused
  a b:B c:Vector<C> = A;
  b = B;
  b2 d:flags.0?D flags:# = B;`.replace('d:flags.0?D flags:#', 'flags:# d:flags.0?D') +
    `c inner:%E = C;
  d next:D = D;
  e = E;
  open1 a:A = Open;
  unused = Unused;
  ---functions---
  getA = A;
  getB id:int = Vector<B>;
  getOpen = Open;
  wrap {X:Type} query:!X by:E = X;`,
  'a.tl',
)

const names = (...methods: string[]) =>
  closure(SCHEMA, methods).declarations.map(({ name }) => name)

test('the closure of a method holds all that its arguments and result can hold', () => {
  assert.deepEqual(names('getA'), ['a', 'b', 'b2', 'c', 'd', 'e', 'getA'])
  assert.deepEqual(names('getB'), ['b', 'b2', 'd', 'getB'])
  assert.deepEqual(names('wrap'), ['e', 'wrap'])
  assert.deepEqual(names('wrap', 'getB'), ['b', 'b2', 'd', 'e', 'getB', 'wrap'])
})

test('the closure keeps the layer, and of the open types those that are left', () => {
  const schema = closure(SCHEMA, ['getOpen'])
  assert.equal(schema.layer, 7)
  assert.deepEqual([...schema.open], ['Open'])
  assert.deepEqual([...closure(SCHEMA, ['getA']).open], [])
})

test('a method that the schema does not have is an error', () => {
  assert.throws(() => closure(SCHEMA, ['getA', 'getC']), { code: 'ERR_ARGUMENT', at: 'getC' })
  assert.throws(() => closure(SCHEMA, ['a']), { code: 'ERR_ARGUMENT' })
})

test('api.tl is closed under its methods, but for the updates that no method returns', () => {
  const url = new URL('../../schema/api.tl', import.meta.url)
  const api = parse(readFileSync(url, 'utf8'), 'api.tl')
  const methods = api.declarations.filter(({ kind }) => kind === 'method').map(({ name }) => name)
  const kept = new Set(closure(api, methods).declarations)
  const rest = api.declarations.filter(declaration => !kept.has(declaration))
  assert.deepEqual(
    [...new Set(rest.map(({ result }) => result.kind === 'named' && result.name))],
    ['Updates', 'Update', 'Chat'],
  )
})
