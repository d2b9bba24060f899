import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { api, type auth, type Call } from '../../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import {
  decode,
  decodeCall,
  decodeCallPrefix,
  decodePrefix,
  decodeResult,
  encode,
  encodeResult,
} from '../../../src/core/tl/schema.ts'
import vectors from '../../vectors/login-token.json' with { type: 'json' }

const TOKEN = fromHex(vectors.loginToken.token)
const EXPORT = {
  _: 'auth.exportLoginToken',
  apiId: 43,
  apiHash: 'some string here',
  exceptIds: [-4156887774564n],
} satisfies auth.exportLoginToken

const USERS = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } satisfies Call

/** `call` inside three wrappers. */
const wrapped = <C extends Call>(call: C) =>
  ({
    _: 'invokeWithLayer',
    layer: 223,
    query: {
      _: 'initConnection',
      apiId: 43,
      deviceModel: '',
      systemVersion: '',
      appVersion: '',
      systemLangCode: '',
      langPack: '',
      langCode: '',
      query: { _: 'invokeAfterMsg', msgId: 1n, query: call },
    },
  }) as const

test('the published example of auth.exportLoginToken is encoded and decoded to the byte', () => {
  assert.equal(toHex(encode(api, EXPORT)), vectors.exportLoginToken.bytes)
  assert.deepEqual(decodeCall(api, fromHex(vectors.exportLoginToken.bytes)), EXPORT)
})

test('auth.importLoginToken is encoded and decoded to the byte', () => {
  const call = { _: 'auth.importLoginToken', token: TOKEN } as const
  assert.equal(toHex(encode(api, call)), vectors.importLoginToken.bytes)
  assert.deepEqual(decodeCall(api, fromHex(vectors.importLoginToken.bytes)), call)
})

const VARIANTS: readonly [string, auth.LoginToken][] = [
  [vectors.loginToken.bytes, { _: 'auth.loginToken', expires: 1700000030, token: TOKEN }],
  [vectors.loginTokenMigrateTo.bytes, { _: 'auth.loginTokenMigrateTo', dcId: 4, token: TOKEN }],
  [
    vectors.loginTokenSuccess.bytes,
    {
      _: 'auth.loginTokenSuccess',
      authorization: {
        _: 'auth.authorization',
        user: {
          _: 'user',
          self: true,
          id: 777000001n,
          accessHash: -1n,
          firstName: 'Ada',
          phone: '9996621234',
        },
      },
    },
  ],
  [
    vectors.loginTokenSuccessSignUpRequired.bytes,
    { _: 'auth.loginTokenSuccess', authorization: { _: 'auth.authorizationSignUpRequired' } },
  ],
]

for (const [bytes, value] of VARIANTS)
  test(`a result with ${value._} is decoded and encoded to the byte`, () => {
    assert.deepEqual(decodeResult(api, EXPORT, fromHex(bytes)), value)
    assert.equal(toHex(encodeResult(api, EXPORT, value)), bytes)
    assert.deepEqual(decode(api, fromHex(bytes)), value)
    assert.equal(toHex(encode(api, value)), bytes)
  })

test('TL-08 the result of a call inside three wrappers is that of the innermost call', () => {
  const call = wrapped(EXPORT)
  assert.deepEqual(decodeCall(api, encode(api, call)), call)
  assert.deepEqual(decodeResult(api, call, fromHex(vectors.loginToken.bytes)), VARIANTS[0]![1])
  assert.equal(toHex(encodeResult(api, call, VARIANTS[0]![1])), vectors.loginToken.bytes)
  assert.deepEqual(decodeResult(api, wrapped(USERS), fromHex('15c4b51c00000000')), [])
})

test('TL-09 the result of a method that returns a vector', () => {
  const users = `15c4b51c020000007a4bbcd301000000000000007a4bbcd3${'ff'.repeat(8)}`
  const expected = [
    { _: 'userEmpty', id: 1n },
    { _: 'userEmpty', id: -1n },
  ] as const
  assert.deepEqual(decodeResult(api, USERS, fromHex(users)), expected)
  assert.equal(toHex(encodeResult(api, USERS, expected)), users)
})

test('the result of a method that returns Bool', () => {
  const call = { _: 'auth.dropTempAuthKeys', exceptAuthKeys: [] } satisfies Call
  assert.equal(decodeResult(api, call, fromHex('b5757299')), true)
  assert.equal(toHex(encodeResult(api, call, false)), '379779bc')
  assert.throws(() => decodeResult(api, call, fromHex('3fedd339')), { code: 'ERR_TL_INVALID' })
})

test('a result of another type is refused', () => {
  assert.throws(() => decodeResult(api, USERS, fromHex(vectors.loginToken.bytes)), {
    code: 'ERR_TL_INVALID',
  })
  assert.throws(() => decodeResult(api, EXPORT, fromHex('b5757299')), {
    code: 'ERR_TL_UNKNOWN_CONSTRUCTOR',
    message: /^at byte 0: .*\(got 0x997275b5, expected auth\.LoginToken\)/,
  })
  assert.throws(() => decodeResult(api, { _: 'auth.signIn' } as never, new Uint8Array(4)), {
    code: 'ERR_TL_UNKNOWN_CONSTRUCTOR',
  })
})

const UNKNOWN = 'efbeadde0102030405060708'

test('TL-10 an unknown update makes the whole object unparsed', () => {
  const bytes = `c1ded478${UNKNOWN}`
  const unparsed = { _: 'unparsed', id: 0x78d4dec1, bytes: fromHex(UNKNOWN) } as const
  assert.deepEqual(decode(api, fromHex(bytes)), unparsed)
  assert.deepEqual(decodePrefix(api, fromHex(bytes)), { value: unparsed, length: 16 })
  assert.equal(toHex(encode(api, unparsed)), bytes)
  assert.deepEqual(decode(api, fromHex('c1ded47891e64f56ffffffff')), {
    _: 'updateShort',
    update: { _: 'updateLoginToken' },
    date: -1,
  })
})

test('TL-10 an unknown constructor anywhere inside an open type makes the object unparsed', () => {
  // updates with one known update, no user, and an unknown chat
  const chats = '4042ae7415c4b51c0100000091e64f5615c4b51c0000000015c4b51c01000000efbeadde'
  assert.equal(decode(api, fromHex(chats))._, 'unparsed')
  // a type of DcOption that this layer does not have
  const options = `c1ded478${'73985e8e'}15c4b51c01000000efbeadde`
  assert.equal(decode(api, fromHex(options))._, 'unparsed')
  // a flag of updateNewAuthorization that this layer does not have
  const flag = 'c1ded47871ef51890200000000000000000000000000000000000000'
  assert.equal(decode(api, fromHex(flag))._, 'unparsed')
})

test('an object that the api schema does not know at all is unparsed', () => {
  const unparsed = { _: 'unparsed', id: 0xdeadbeef, bytes: fromHex('0102030405060708') }
  assert.deepEqual(decode(api, fromHex(UNKNOWN)), unparsed)
})

test('an unknown constructor in a closed type or schema is an error', () => {
  assert.throws(() => decode(mtproto, fromHex(UNKNOWN)), { code: 'ERR_TL_UNKNOWN_CONSTRUCTOR' })
  const expected = {
    code: 'ERR_TL_UNKNOWN_CONSTRUCTOR',
    message: /^auth\.loginTokenSuccess\.authorization at byte 4: /,
  }
  assert.throws(() => decodeResult(api, EXPORT, fromHex(`5e5c0d39${UNKNOWN}`)), expected)
  assert.throws(() => decode(api, fromHex(`5e5c0d39${UNKNOWN}`)), expected)
})

test('what is not made of whole words is an error, not unparsed', () => {
  const expected = { code: 'ERR_TL_INVALID', message: /expected an object/ }
  assert.throws(() => decode(api, fromHex('efbeadde0102030405')), expected)
  assert.throws(() => decodeCall(api, fromHex('0d0d9bdadf000000efbeadde01')), expected)
})

test('a damaged object of an open type is an error, not unparsed', () => {
  assert.throws(() => decode(api, fromHex('c1ded47891e64f56')), {
    code: 'ERR_TL_TRUNCATED',
    message: /^updateShort\.date at byte 8: /,
  })
})

test('an unknown call inside a wrapper is unparsed, and alone an error', () => {
  const bytes = `0d0d9bda${'df000000'}${UNKNOWN}`
  const unparsed = { _: 'unparsed', id: 0xdeadbeef, bytes: fromHex('0102030405060708') } as const
  const call = { _: 'invokeWithLayer', layer: 223, query: unparsed } as const
  assert.deepEqual(decodeCall(api, fromHex(bytes)), call)
  assert.equal(toHex(encode(api, call)), bytes)
  assert.throws(() => decodeCall(api, fromHex(UNKNOWN)), { code: 'ERR_TL_UNKNOWN_CONSTRUCTOR' })
  assert.throws(() => decodeResult(api, call, fromHex('b5757299')), {
    code: 'ERR_TL_UNKNOWN_CONSTRUCTOR',
  })
})

test('a call is no object, and an object no call', () => {
  const call = encode(mtproto, { _: 'ping', pingId: 1n })
  const object = encode(mtproto, { _: 'pong', msgId: 1n, pingId: 1n })
  assert.throws(() => decode(mtproto, call), { code: 'ERR_TL_UNKNOWN_CONSTRUCTOR' })
  assert.throws(() => decodeCall(mtproto, object), { code: 'ERR_TL_UNKNOWN_CONSTRUCTOR' })
})

test('bytes after a value are refused unless they are asked for', () => {
  const bytes = fromHex(`c573773401000000000000000200000000000000${'aa'.repeat(7)}`)
  const value = { _: 'pong', msgId: 1n, pingId: 2n } as const
  assert.throws(() => decode(mtproto, bytes), {
    code: 'ERR_TL_TRAILING',
    got: 27,
    expected: 20,
  })
  assert.deepEqual(decodePrefix(mtproto, bytes), { value, length: 20 })
  const call = fromHex(`ec77be7a0100000000000000${'aa'.repeat(16)}`)
  assert.throws(() => decodeCall(mtproto, call), { code: 'ERR_TL_TRAILING' })
  assert.deepEqual(decodeCallPrefix(mtproto, call), {
    value: { _: 'ping', pingId: 1n },
    length: 12,
  })
})

test('the result of rpc_result is kept as it came, up to the end', () => {
  const bytes = fromHex(`016d5cf30100000000000000${vectors.loginToken.bytes}`)
  const value = decode(mtproto, bytes)
  assert.ok(value._ === 'rpc_result')
  assert.equal(toHex(value.result), vectors.loginToken.bytes)
  assert.equal(toHex(encode(mtproto, value)), toHex(bytes))
})

test('a message says how long its body is', () => {
  const item = (id: string, body: string) => `${id}0000000001000000${'04000000'}${body}`
  const bytes = fromHex(
    `dcf8f17302000000${item('04000000', '01000000')}${item('08000000', '02000000')}`,
  )
  const value = decode(mtproto, bytes)
  assert.ok(value._ === 'msg_container')
  assert.deepEqual(
    value.messages.map(({ msgId, body }) => [msgId, toHex(body)]),
    [
      [4n, '01000000'],
      [8n, '02000000'],
    ],
  )
  assert.equal(toHex(encode(mtproto, value)), toHex(bytes))
  const [first] = value.messages
  assert.throws(() => encode(mtproto, { ...first!, bytes: 8 }), { code: 'ERR_TL_VALUE' })
})

test('a value that is not of the schema cannot be encoded', () => {
  assert.throws(() => encode(api, { _: 'resPQ' } as never), {
    code: 'ERR_TL_VALUE',
    message: /got resPQ, expected Object/,
  })
  assert.throws(() => encodeResult(api, EXPORT, { _: 'config' } as never), {
    code: 'ERR_TL_VALUE',
    message: /got config, expected auth\.LoginToken/,
  })
})
