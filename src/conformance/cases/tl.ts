// The wire form of values, in both directions. Source: /mtproto/serialize, /mtproto/TL-combinators, /mtproto/TL
import { checkSchema } from '../../compiler/check.ts'
import { parse } from '../../compiler/parser.ts'
import { concat, equal } from '../../core/bytes/bytes.ts'
import { fromHex, toHex } from '../../core/bytes/hex.ts'
import { writeUint32LE } from '../../core/bytes/integers.ts'
import { api, type user } from '../../core/tl/generated/api/index.ts'
import { Reader, VECTOR_ID } from '../../core/tl/reader.ts'
import { decode, decodeResult, encode, encodeResult } from '../../core/tl/schema.ts'
import { Writer } from '../../core/tl/writer.ts'
import type { Case } from '../case.ts'
import { ACCEPT } from '../outcome.ts'
import { type Own, ownCase, refused, sameBytes } from '../own.ts'
import { must } from '../steps.ts'
import { sessionCase } from './after-reply.ts'
import { faultyAnswer } from './faulty-answer.ts'

function written(write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer()
  write(writer)
  return writer.finish()
}

function strings({ vectors: { vectors } }: Own): void {
  for (const { value_hex, value, wire, wire_head, wire_len } of vectors.tl.strings) {
    const [byte, count] = (value ?? '').split('*')
    const bytes =
      value_hex === undefined ? fromHex(byte!.repeat(Number(count))) : fromHex(value_hex)
    const encoded = written(writer => writer.bytes(bytes))
    if (wire !== undefined) sameBytes('string', encoded, wire)
    if (wire_head !== undefined) must(toHex(encoded).startsWith(wire_head), 'another head')
    must(wire_len === undefined || encoded.length === wire_len, `${encoded.length} bytes`)
    must(equal(new Reader(encoded).bytes(), bytes), 'read back as something else')
  }
  const long = new Uint8Array(65_536).fill(9)
  must(
    equal(new Reader(written(writer => writer.bytes(long))).bytes(), long),
    '65536 bytes do not survive',
  )
}

function numbers({ vectors: { vectors } }: Own): void {
  sameBytes(
    '-1',
    written(writer => writer.long(-1n)),
    vectors.tl.long_minus1,
  )
  sameBytes(
    '1.5',
    written(writer => writer.double(1.5)),
    vectors.tl.double_1_5,
  )
  for (const long of [-1n, -(2n ** 63n), 2n ** 63n - 1n, 9007199254740993n])
    must(
      new Reader(written(writer => writer.long(long))).long() === long,
      `${long} does not survive`,
    )
  for (const double of [1.5, -0, Number.NaN, Number.POSITIVE_INFINITY])
    must(
      Object.is(new Reader(written(writer => writer.double(double))).double(), double),
      `${double} does not survive`,
    )
  for (const int of [-(2 ** 31), 2 ** 31 - 1, -1])
    must(new Reader(written(writer => writer.int(int))).int() === int, `${int} does not survive`)
  refused('2^31 as an int', () => written(writer => writer.int(2 ** 31)))
}

function bools({ vectors: { vectors } }: Own): void {
  sameBytes(
    'true',
    written(writer => writer.bool(true)),
    vectors.tl.boolTrue,
  )
  for (const other of ['00000000', '01000000', '39d3ed3f', '15c4b51c'])
    refused(`${other} as a Bool`, () => new Reader(fromHex(other)).bool())
}

/** Two flags fields, `true` flags, and fields on one bit. */
function flags(): void {
  const empty: user = { _: 'user', id: 1n }
  const base = encode(api, empty)
  must(base.length === 4 + 4 + 4 + 8, `${base.length} bytes for an empty user`)
  must(
    encode(api, { ...empty, self: true, contact: true }).length === base.length,
    '`true` takes bytes',
  )
  must(
    encode(api, { ...empty, accessHash: 5n }).length === base.length + 8,
    'another size with access_hash',
  )
  const full: user = { ...empty, self: true, firstName: 'Ada', accessHash: -1n, closeFriend: true }
  const bytes = encode(api, full)
  const read = decode(api, bytes) as user
  must(equal(encode(api, read), bytes), 'read back as something else')
  must(read.self === true && read.accessHash === -1n && read.contact !== true, 'other flags')
  // SRP: three fields share one bit of account.password
  const shared = encode(api, {
    _: 'account.password',
    newAlgo: { _: 'passwordKdfAlgoUnknown' },
    newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
    secureRandom: new Uint8Array(0),
  })
  shared[4] = 1 << 2
  refused('half of the fields on one bit', () => decode(api, shared))
}

function vectorCounts(): void {
  for (const count of [-1, 3, 0x7fffffff]) {
    const bytes = new Uint8Array(16)
    writeUint32LE(bytes, 0, VECTOR_ID)
    writeUint32LE(bytes, 4, count >>> 0)
    const call = concat(fromHex('fe85e0b7'), new Uint8Array(4), fromHex('00000000'), bytes)
    refused(`a vector of ${count} in 8 bytes`, () =>
      new Reader(call, { schema: api }).boxed(api.calls),
    )
  }
}

function overruns(): void {
  for (const hex of ['05616263', 'feff0000616161', '02616200'.slice(0, 6), 'fe0000ff', ''])
    refused(`the string ${hex}`, () => new Reader(fromHex(hex)).bytes())
}

function ids({ vectors: { schemas } }: Own): void {
  const exceptions = Object.entries(schemas).flatMap(([name, text]) =>
    checkSchema(parse(text, name)),
  )
  must(exceptions.length <= 3, exceptions.join('; '))
}

function nested(): void {
  const inner = { _: 'help.getNearestDc' } as const
  const call = {
    _: 'invokeWithLayer',
    layer: api.layer,
    query: {
      _: 'invokeWithoutUpdates',
      query: { _: 'invokeAfterMsg', msgId: 4n, query: inner },
    },
  } as const
  const nearest = { _: 'nearestDc', country: 'ZZ', thisDc: 2, nearestDc: 2 } as const
  const bytes = encodeResult(api, inner, nearest)
  must((decodeResult(api, call, bytes) as typeof nearest).thisDc === 2, 'another result')
}

/** A result that is a vector, of boxed objects; and one of bare longs. */
function vectorResults(): void {
  const call = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as const
  const bytes = encodeResult(api, { ...call, id: [...call.id] }, [{ _: 'userEmpty', id: 7n }])
  const [found] = decodeResult(api, { ...call, id: [...call.id] }, bytes)
  must(found?._ === 'userEmpty' && found.id === 7n, 'another user')
  const longs = fromHex('15c4b51c02000000ffffffffffffffff0700000000000000')
  const read = new Reader(longs).vector(reader => reader.long())
  must(read.length === 2 && read[0] === -1n && read[1] === 7n, 'other longs')
}

const UNKNOWN = fromHex('efbeaddedeadbeefdeadbeef')

export const tl = (): readonly Case[] => [
  ownCase('TL-01', 'strings', 'both', 'strings of many lengths', strings),
  ownCase('TL-02', 'numbers', 'both', 'the ends of each range', numbers),
  ownCase('TL-03', 'bool', 'both', 'a Bool with other ids', bools),
  ownCase('TL-04', 'flags', 'both', 'two flags fields, true flags, shared bits', flags),
  ownCase('TL-05', 'counts', 'both', 'vectors larger than what is left', vectorCounts),
  ownCase('TL-06', 'overrun', 'both', 'strings beyond the end', overruns),
  ownCase('TL-07', 'crc', 'tool', 'the id of each declaration', ids),
  ownCase('TL-08', 'nested', 'client', 'a result inside three wrappers', nested, 'internal'),
  ownCase('TL-09', 'vectors', 'client', 'results that are vectors', vectorResults, 'internal'),
  sessionCase(
    'TL-10',
    'update',
    'an update with an unknown constructor before the answer',
    { reply: answer => [{ body: UNKNOWN }, { body: answer, kind: 'answer' }] },
    [ACCEPT],
    faultyAnswer(),
  ),
]
