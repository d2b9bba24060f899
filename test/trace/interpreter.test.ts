import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { parse } from '../../src/compiler/index.ts'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { interpret } from '../../src/trace/interpreter.ts'
import type { Node } from '../../src/trace/node.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { gzip } from '../support/stored-gzip.ts'
import { assertCovered, faultsOf } from './coverage.ts'
import { type Foreign, outlineOf, Sampler } from './random-value.ts'
import { apiText, mtprotoText, vocabulary } from './schemas.ts'

const ROUNDS = 40

const pong = encode(mtproto, { _: 'pong', msgId: 8n, pingId: -1n })

function foreign(name: string): Foreign {
  return {
    object: { bytes: pong, outline: [name, 'msg_id 8', 'ping_id -1'] },
    call: { value: { _: 'auth.exportAuthorization', dcId: 4 } as never, parts: ['dc_id 4'] },
  }
}

function nodesOf(bytes: Uint8Array, words: Vocabulary = vocabulary): Node[] {
  const nodes = interpret(bytes, words, 'body')
  assertCovered({ title: '', bytes, nodes })
  return nodes
}

/** Samples every declaration, and returns how many bytes were explained. */
function explainAll(text: SchemaText, encoder: (value: never) => Uint8Array): number {
  let total = 0
  for (const declaration of text.declarations) {
    // what it holds is compressed, so it has a test of its own
    if (declaration.name === 'gzip_packed') continue
    const inner = declaration.fields.find(
      ({ type }) => type.kind === 'builtin' && type.name === 'Object',
    )
    const others = foreign(inner?.name ?? 'body')
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const { value, parts } = new Sampler(text, others, seed * 2654435761).sample(declaration)
      const bytes = encoder(value as never)
      const nodes = nodesOf(bytes)
      assert.deepEqual(faultsOf(nodes), [], declaration.name)
      assert.equal(nodes.length, 1, `${declaration.name} takes all its bytes`)
      assert.equal(nodes[0]!.tlName, declaration.name)
      assert.deepEqual(nodes[0]!.children.filter(isNoPadding).map(outlineOf), parts)
      total += bytes.length
    }
  }
  return total
}

function isNoPadding({ name }: Node): boolean {
  return name !== 'padding'
}

test('every constructor and method of mtproto.tl is explained as the generated codecs write it', () => {
  assert.ok(explainAll(mtprotoText, value => encode(mtproto, value)) > 0)
})

test('every constructor and method of api.tl is explained as the generated codecs write it', () => {
  assert.ok(explainAll(apiText, value => encode(api, value)) > 0)
})

test('random bytes are covered and never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      nodesOf(bytes)
    }),
  )
})

test('a damaged message is covered and never an exception', () => {
  const packed = encode(mtproto, { _: 'gzip_packed', packedData: gzip(pong) })
  const messages = [pong, packed].map(body => ({
    ...{ _: 'message' as const, msgId: 4n, seqno: 1, bytes: body.length, body },
  }))
  const container = encode(mtproto, { _: 'msg_container', messages })
  const at = fc.nat({ max: container.length - 1 })
  fc.assert(
    fc.property(fc.array(fc.tuple(at, fc.nat({ max: 255 }))), at, (changes, end) => {
      const bytes = container.slice()
      for (const [place, value] of changes) bytes[place] = value
      nodesOf(bytes)
      nodesOf(bytes.subarray(0, end))
    }),
  )
})

test('a message of a container that cannot be explained does not hide the next', () => {
  const unknown = fromHex('0d0000f001020304')
  const messages = [unknown, pong].map(body => ({
    ...{ _: 'message' as const, msgId: 4n, seqno: 1, bytes: body.length, body },
  }))
  const [root] = nodesOf(encode(mtproto, { _: 'msg_container', messages }))
  const bodies = root!.children[0]!.children.map(({ children }) => children.at(-1)!)
  assert.equal(bodies[0]!.value, 'unknown constructor 0xf000000d, 8 bytes')
  assert.equal(bodies[1]!.value, 'pong#347773c5')
})

test('bytes behind an object are named stray', () => {
  const nodes = nodesOf(concat(pong, Uint8Array.of(1, 2, 3)))
  assert.deepEqual(
    nodes.map(({ name, offset, length }) => [name, offset, length]),
    [
      ['body', 0, 20],
      ['stray', 20, 3],
    ],
  )
})

const FAULTS: readonly (readonly [title: string, hex: string, fault: string])[] = [
  ['a value that is cut off', 'c5737734010203', 'msg_id: cut off, 3 of 8 bytes'],
  ['TL-03 a Bool that is neither', '6a5e34c701020304', 'value: 0x04030201 is no Bool'],
  [
    'TL-05 a vector with more items than bytes',
    '59b4d66215c4b51cffffff7f',
    'msg_ids: 2147483647 items announced, 0 bytes remain',
  ],
  [
    'TL-05 a vector with a negative count',
    '59b4d66215c4b51cffffffff',
    'msg_ids: -1 items announced, 0 bytes remain',
  ],
  ['a vector without its id', '59b4d66201000000ffffffff', 'msg_ids: 0x00000001 is no vector'],
  [
    'TL-06 a string with more bytes than there are',
    'e45cac95feffffff01020304',
    'token: 16777215 bytes announced, 4 remain',
  ],
  ['a string of an unknown form', 'e45cac95ff000000', 'token: a length of 2^24 or more'],
  ['a string that is not UTF-8', '048d747d02c32800', 'data: 2 bytes, not UTF-8'],
  ['flags that the schema does not explain', '2d691d7104000000', 'flags: unknown bits 0x00000004'],
  [
    'a constructor of another type',
    '5e5c0d39c5737734',
    'authorization: pong#347773c5 does not belong here',
  ],
  [
    'a call where an object belongs',
    '5e5c0d39164d8bd1',
    'authorization: auth.checkPassword#d18b4d16 does not belong here',
  ],
  [
    'an object where a call belongs',
    '0d0d9bda01000000c5737734',
    'query: pong#347773c5 does not belong here',
  ],
  [
    'an unknown constructor',
    'c1ded47801000000ffffffff',
    'update: unknown constructor 0x00000001, 8 bytes',
  ],
  [
    'a message of a container that is larger than the container',
    'dcf8f1730100000004000000000000000100000008000000b5757299',
    'body: 8 bytes announced, 4 remain',
  ],
  [
    'a message of a container with a negative size',
    'dcf8f17301000000040000000000000001000000fcffffffb5757299',
    'body: -4 bytes announced, 4 remain',
  ],
  ['a damaged gzip stream', 'a1cf7230031f8b08', 'packed_data: the gzip stream is damaged'],
]

for (const [title, hex, fault] of FAULTS)
  test(`shows ${title}`, () => {
    const [found = '', ...more] = faultsOf(nodesOf(fromHex(hex)))
    assert.equal(found.slice(0, fault.length), fault)
    assert.deepEqual(more, [], 'nothing follows what cannot be explained')
  })

test('shows padding that is not zero', () => {
  const [call] = nodesOf(fromHex('e45cac9502010203'))
  assert.equal(call!.children[0]!.children[0]!.name, 'padding')
  assert.equal(call!.children[0]!.children[0]!.value, 'not zero')
})

test('nesting is followed 100 levels deep and no further', () => {
  const array = fromHex('634744f715c4b51c01000000')
  const nodes = nodesOf(concat(...Array.from({ length: 200 }, () => array)))
  assert.deepEqual(faultsOf(nodes), ['[0]: nested too deeply'])
})

test('no more than 50,000 values are explained', () => {
  const bytes = new Uint8Array(12 + 8 * 100_010)
  bytes.set(fromHex('59b4d66215c4b51caa860100'))
  const nodes = nodesOf(bytes)
  assert.deepEqual(faultsOf(nodes), ['[49998]: too many values'])
})

test('everything packed in one message unpacks to 16 MiB at most', () => {
  const packed = encode(mtproto, { _: 'gzip_packed', packedData: gzip(new Uint8Array(9 << 20)) })
  const messages = [packed, packed].map(body => ({
    ...{ _: 'message' as const, msgId: 4n, seqno: 1, bytes: body.length, body },
  }))
  const faults = faultsOf(nodesOf(encode(mtproto, { _: 'msg_container', messages })))
  assert.equal(faults.length, 2)
  assert.match(faults[0]!, /^object: unknown constructor 0x00000000, 9437184 bytes$/)
  assert.match(faults[1]!, /^packed_data: .* more than the limit/)
})

test('a vector without a declared type holds objects', () => {
  const [vector] = nodesOf(concat(fromHex('15c4b51c02000000'), pong, pong))
  assert.equal(vector!.type, 'Vector<Object>')
  assert.deepEqual(
    vector!.children.map(({ tlName }) => tlName),
    ['pong', 'pong'],
  )
})

test('bare types are those of the schema that uses them', () => {
  const other = parse('message#00000007 text:string = Message;', 'other.tl')
  const words = new Vocabulary([other, mtprotoText])
  const container = fromHex(`dcf8f17301000000040000000000000001000000${'14000000'}${toHex(pong)}`)
  const [{ children } = assert.fail()] = nodesOf(container, words)
  assert.deepEqual(
    children[0]!.children[0]!.children.map(({ name }) => name),
    ['msg_id', 'seqno', 'bytes', 'body'],
  )
  const [object] = nodesOf(fromHex('0700000001610000'), words)
  assert.equal(object!.children[0]!.value, '"a"')
})
