// The TL reader: the input says which values are read one after another, and holds their bytes.
import assert from 'node:assert/strict'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { api } from '../../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { Reader } from '../../../src/core/tl/reader.ts'
import { idsOf, int, Script, type Target, typed } from '../target.ts'

const READS: readonly ((reader: Reader) => unknown)[] = [
  r => r.int('a'),
  r => r.nat(),
  r => r.flags(0x3ff, 'flags'),
  r => r.long(),
  r => r.double(),
  r => r.int128(),
  r => r.int256(),
  r => r.bytes(),
  r => encodeUtf8(r.string('text')),
  r => r.bool(),
  r => r.vector(item => item.long(), 'list'),
  r => r.bareVector(item => item.vector(inner => inner.string())),
  r => r.boxed(mtproto.objects),
  r => r.boxed(api.objects),
  r => r.call('query'),
  r => r.raw('object', r.remaining & 0xff),
  r => r.raw(),
]

export const target: Target = {
  name: 'tl-reader',
  words: () => [int(0x1cb5c415), ...idsOf(mtproto)],
  seeds: () => [
    Uint8Array.of(3, 0, 3, 9, ...int(1), ...int(2), ...int(3), ...int(0x997275b5)),
    Uint8Array.of(2, 7, 8, 3, 1, 2, 3, 2, 0xc3, 0xa9, 0),
    Uint8Array.of(1, 7, 254, 3, 0, 0, 1, 2, 3, 0),
    Uint8Array.of(1, 10, ...int(0x1cb5c415), ...int(1), ...int(7), ...int(8)),
    Uint8Array.of(1, 11, ...int(1), ...int(0x1cb5c415), ...int(1), 3, 97, 98, 99),
    Uint8Array.of(1, 12, ...int(0x347773c5), ...int(1), ...int(2), ...int(3), ...int(4)),
    Uint8Array.of(3, 2, 14, 16, ...int(0x201), ...int(0x7abe77ec), ...int(5), ...int(6)),
  ],
  run(input) {
    const script = new Script(input)
    const reads = script.take(1 + (script.byte() % 16))
    const data = script.rest()
    return typed(() => {
      const limits = { depth: 16, nodes: 1000, bytes: 4096 }
      const reader = new Reader(data, { schema: api, limits })
      return Array.from(reads, read => {
        const before = reader.position
        const value = READS[read % READS.length]!(reader)
        assert.ok(reader.position >= before, 'it goes forward')
        assert.equal(reader.position + reader.remaining, data.length)
        assert.ok(reader.remaining >= 0, 'it stays inside')
        return value
      })
    })
  },
}
