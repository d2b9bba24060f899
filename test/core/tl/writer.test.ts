import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { api, auth, user } from '../../../src/core/tl/generated/api/index.ts'
import { future_salt, mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../../src/core/tl/schema.ts'
import { Writer } from '../../../src/core/tl/writer.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }

function written(write: (w: Writer) => void): string {
  const w = new Writer()
  write(w)
  return toHex(w.finish())
}

/** `write` is given values of wrong types on purpose. */
// biome-ignore lint/suspicious/noExplicitAny: the writer is for callers without types as well
function refuses(write: (w: any) => void, message?: RegExp): void {
  assert.throws(() => write(new Writer()), {
    name: 'MtprotoError',
    code: 'ERR_TL_VALUE',
    ...(message && { message }),
  })
}

test('TL-01 writes strings and byte strings of every length form', () => {
  for (const { value_hex, value, wire, wire_head, wire_len } of vectors.tl.strings) {
    const text =
      value === undefined
        ? Buffer.from(value_hex, 'hex').toString()
        : 'z'.repeat(Number(value.slice(3)))
    const hex = written(w => w.string(text))
    assert.equal(
      hex,
      written(w => w.bytes(Buffer.from(text))),
    )
    if (wire !== undefined) assert.equal(hex, wire)
    else {
      assert.ok(hex.startsWith(wire_head))
      assert.equal(hex.length / 2, wire_len)
    }
  }
  assert.equal(written(w => w.string('z'.repeat(65536))).slice(0, 10), 'fe0000017a')
  assert.equal(
    written(w => w.string('Ж😀')),
    '06d096f09f98800000'.slice(0, 16),
  )
})

test('TL-02 writes integers and doubles without losing a bit', () => {
  assert.equal(
    written(w => w.int(-1)),
    'ffffffff',
  )
  assert.equal(
    written(w => w.int(-0x80000000)),
    '00000080',
  )
  assert.equal(
    written(w => w.nat(0xffffffff)),
    'ffffffff',
  )
  assert.equal(
    written(w => w.long(-1n)),
    vectors.tl.long_minus1,
  )
  assert.equal(
    written(w => w.long(-(2n ** 63n))),
    '0000000000000080',
  )
  assert.equal(
    written(w => w.long(2n ** 63n - 1n)),
    'ffffffffffffff7f',
  )
  assert.equal(
    written(w => w.long(2n ** 53n + 1n)),
    '0100000000002000',
  )
  assert.equal(
    written(w => w.double(1.5)),
    vectors.tl.double_1_5,
  )
  assert.equal(
    written(w => w.double(-0)),
    '0000000000000080',
  )
  assert.equal(
    written(w => w.double(Number.NaN)),
    '000000000000f87f',
  )
})

test('TL-03 writes Bool as one of its two constructors', () => {
  assert.equal(
    written(w => w.bool(true)),
    vectors.tl.boolTrue,
  )
  assert.equal(
    written(w => w.bool(false)),
    vectors.tl.boolFalse,
  )
})

test('a vector of ints is the published example', () => {
  const hex = written(w => {
    w.id(0x2d84d5f5)
    w.vector([2, 3, 4], (w, id) => w.int(id))
  })
  assert.equal(hex, vectors.tl.getUsers_2_3_4)
})

test('TL-04 flags are computed, wherever they stand, and true adds no bytes', () => {
  const bytes = encode(api, {
    _: 'user',
    self: true,
    closeFriend: true,
    id: 5n,
    accessHash: -1n,
    usernames: [{ _: 'username', active: true, username: 'ada' }],
  })
  assert.equal(
    toHex(bytes),
    '88437731' + // user
      '01040000' + // flags: 0, 10
      '05000000' + // flags2: 0, 2
      '0500000000000000' +
      'ffffffffffffffff' +
      '15c4b51c01000000' +
      '473607b4' + // username
      '02000000' + // flags: 1
      '03616461',
  )
})

test('TL-04 fields on one bit are written together or refused', () => {
  const inner = { _: 'userEmpty', id: 1n } as const
  const bytes = encode(api, {
    _: 'auth.authorization',
    setupPasswordRequired: true,
    otherwiseReloginDays: 7,
    user: inner,
  })
  assert.equal(toHex(bytes), `d4c0a22e0200000007000000${'7a4bbcd3'}0100000000000000`)
  assert.equal(
    toHex(encode(api, { _: 'auth.authorization', otherwiseReloginDays: 7, user: inner })),
    toHex(bytes),
  )
  assert.throws(
    () => encode(api, { _: 'auth.authorization', setupPasswordRequired: true, user: inner }),
    { code: 'ERR_TL_VALUE', message: /^auth\.authorization\.otherwiseReloginDays: / },
  )
})

test('undefined is the same as absent', () => {
  const value = { _: 'auth.loggedOut' } as const
  assert.equal(
    toHex(encode(api, { ...value, futureAuthToken: undefined })),
    toHex(encode(api, value)),
  )
})

test('every primitive refuses what does not fit', () => {
  for (const value of [2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN, 1n, '1', null, undefined])
    refuses(w => w.int(value, 'date'), /^date: /)
  for (const value of [2 ** 32, -1, 0.5, 1n]) refuses(w => w.nat(value))
  for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 1, '1', undefined]) refuses(w => w.long(value))
  for (const value of [1n, '1', undefined]) refuses(w => w.double(value))
  for (const value of [new Uint8Array(15), new Uint8Array(17), [1], 'a'])
    refuses(w => w.int128(value))
  refuses(w => w.int256(new Uint8Array(16)))
  for (const value of ['a', [1, 2], new ArrayBuffer(4), undefined]) refuses(w => w.bytes(value))
  refuses(w => w.bytes(new Uint8Array(1 << 24)), /2\^24/)
  for (const value of [1, new Uint8Array(1), undefined]) refuses(w => w.string(value))
  refuses(w => w.string('\ud800'), /well-formed/)
  for (const value of [1, 0, 'true', undefined]) refuses(w => w.bool(value))
  for (const value of [1, 'true', null]) refuses(w => w.flag(value, 'self'), /^self: /)
  for (const value of [new Set(), 'a', undefined]) refuses(w => w.vector(value, () => {}, 'ids'))
  for (const value of [new Uint8Array(0), new Uint8Array(6), 'a']) refuses(w => w.raw(value))
  refuses(w => w.raw(new Uint8Array(8), 'body', 4))
  for (const value of [undefined, null, 'user', {}, { _: 'userX' }, { _: 1 }])
    refuses(
      w => w.boxed(value, auth.Authorization, 'authorization'),
      /^authorization: .*expected auth/,
    )
  refuses(w => w.bare({ _: 'future_salts' }, future_salt), /got future_salts, expected future_salt/)
  refuses(w => w.call({ _: 'help.getConfig' }), /a schema/)
})

test('an error names the path and does not show the value', () => {
  const apiHash = 0x5ec2e7 as unknown as string
  const call = { _: 'auth.exportLoginToken', apiId: 1, apiHash, exceptIds: [] } as const
  assert.throws(
    () =>
      encode(api, {
        _: 'invokeWithLayer',
        layer: 223,
        query: { _: 'invokeAfterMsg', msgId: 1n, query: call },
      }),
    {
      code: 'ERR_TL_VALUE',
      message:
        'invokeWithLayer.query.query.apiHash (in auth.exportLoginToken): the value does not fit its TL type (got number, expected a string)',
    },
  )
  const exceptIds = [1n, 2 as unknown as bigint]
  assert.throws(() => encode(api, { ...call, apiHash: '', exceptIds }), {
    message: /^auth\.exportLoginToken\.exceptIds\[1\]/,
  })
})

test('a value that contains itself is refused', () => {
  const value = { _: 'jsonArray', value: [] as unknown[] }
  value.value.push(value)
  assert.throws(() => encode(api, value as never), { code: 'ERR_TL_LIMIT' })
})

test('a constructor id can be replaced by that of another layer', () => {
  const ids = new Map([[0x31774388, 0x020b1422]])
  const w = new Writer({ ids })
  w.boxed<user>({ _: 'user', id: 1n }, { name: 'User', constructors: () => [user] })
  assert.equal(toHex(w.finish()), '22140b0200000000000000000100000000000000')
  const nested = encode(api, { _: 'auth.authorization', user: { _: 'user', id: 1n } }, ids)
  assert.equal(toHex(nested.subarray(8, 12)), '22140b02')
})

test('the buffer grows at any primitive without losing a byte', () => {
  const fixed = Uint8Array.from({ length: 16 }, (_, i) => i + 1)
  const writers: readonly [number, (w: Writer) => void, string][] = [
    [4, w => w.int(0x04030201), '01020304'],
    [4, w => w.nat(0x04030201), '01020304'],
    [8, w => w.long(0x0807060504030201n), '0102030405060708'],
    [8, w => w.double(1.5), '000000000000f83f'],
    [16, w => w.int128(fixed), toHex(fixed)],
    [4, w => w.bytes(fixed.subarray(0, 3)), '03010203'],
    [4, w => w.raw(fixed.subarray(0, 4)), '01020304'],
  ]
  for (const [size, write, hex] of writers) {
    const w = new Writer()
    for (let i = 0; i < 1024 / size; i++) write(w)
    assert.equal(toHex(w.finish()), hex.repeat(1024 / size))
  }
})

test('finish gives a copy and ends the writer, so that the next one begins with nothing', () => {
  const w = new Writer()
  w.int(-1)
  const first = w.finish()
  assert.equal(toHex(w.finish()), '')
  const next = new Writer()
  next.int(1)
  next.bytes(Uint8Array.of(2))
  const inner = new Writer()
  inner.int(3)
  assert.equal(toHex(inner.finish()), '03000000')
  assert.equal(toHex(next.finish()), '0100000001020000')
  assert.equal(toHex(first), 'ffffffff')
})

test('a bare vector of bare items has no ids inside', () => {
  const bytes = encode(mtproto, {
    _: 'future_salts',
    reqMsgId: 1n,
    now: 2,
    salts: [{ _: 'future_salt', validSince: 3, validUntil: 4, salt: 5n }],
  })
  assert.equal(
    toHex(bytes),
    '950850ae' +
      '0100000000000000' +
      '02000000' +
      '01000000' +
      '03000000' +
      '04000000' +
      '0500000000000000',
  )
})
