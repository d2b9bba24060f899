// What a data centre answers to calls that are not about a login: wrappers, conditions, layers, errors.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { concat } from '../../src/core/bytes/bytes.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../src/core/bytes/integers.ts'
import { type Binding, sealBinding } from '../../src/core/envelope/bind.ts'
import { api, type Call, type config } from '../../src/core/tl/generated/api/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { RpcError, TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { RawClient, type RawClientOptions, unknownCall, wrap } from './raw-client.ts'

let dc: TestDc

before(async () => {
  dc = await TestDc.start({ dcs: [2, 4], key: testRsaKey })
})

after(() => dc.close())

const connect = (options?: RawClientOptions) => RawClient.connect(dc, options)
/** A client that is logged in. */
const loggedIn = () => connect({ state: dc.authorize() })

const refuses = (promise: Promise<unknown>, errorCode: number, errorMessage: string) =>
  assert.rejects(promise, { name: 'RpcError', errorCode, errorMessage })

const getConfig: Call = { _: 'help.getConfig' }
const getState: Call = { _: 'updates.getState' }
const getDifference: Call = { _: 'updates.getDifference', pts: 1, date: 1, qts: 0 }
const getSelf: Call = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }

test('help.getConfig lists every data centre of the TestDc, and which one answers', async () => {
  const client = await connect({ dc: 4 })
  const config: config = await client.wrapped({ _: 'help.getConfig' })
  assert.equal(config.thisDc, 4)
  assert.equal(config.testMode, false)
  assert.equal(config.expires, config.date + 3600)
  assert.ok(Math.abs(config.date - Date.now() / 1000) < 60)
  assert.deepEqual(
    config.dcOptions,
    dc.dcs.map(({ id, port }) => ({
      _: 'dcOption',
      static: true,
      id,
      ipAddress: '127.0.0.1',
      port,
    })),
  )
  const nearest = await client.call({ _: 'help.getNearestDc' })
  assert.deepEqual(nearest, { _: 'nearestDc', country: 'ZZ', thisDc: 4, nearestDc: 4 })
})

test('before a login the calls of a start are answered, with AUTH_KEY_UNREGISTERED', async () => {
  const client = await connect()
  await refuses(client.wrapped(getState), 401, 'AUTH_KEY_UNREGISTERED')
  await refuses(client.call(getDifference), 401, 'AUTH_KEY_UNREGISTERED')
  await refuses(client.call(getSelf), 401, 'AUTH_KEY_UNREGISTERED')
})

test('nothing has happened since the state that a client remembers', async () => {
  const client = await loggedIn()
  const state = await client.wrapped(getState)
  assert.deepEqual(
    { ...state, date: 0 },
    { _: 'updates.state', pts: 1, qts: 0, date: 0, seq: 0, unreadCount: 0 },
  )
  const difference = await client.call(getDifference)
  assert.deepEqual({ ...difference, date: 0 }, { _: 'updates.differenceEmpty', date: 0, seq: 0 })
})

test('SES-78 a bare first call, a layer that is unknown, and an api id of 0 are refused', async () => {
  const client = await connect()
  await refuses(client.call(getConfig), 400, 'CONNECTION_NOT_INITED')
  for (const layer of [0, -1, 147, 230])
    await refuses(client.wrapped(getConfig, layer), 400, 'CONNECTION_LAYER_INVALID')
  await refuses(client.wrapped(getConfig, 223, 0), 400, 'API_ID_INVALID')
  await refuses(client.wrapped(getConfig, 223, -5), 400, 'API_ID_INVALID')
  const { query: bare } = wrap(getConfig) as Call & { query: Call }
  const other = await connect()
  await refuses(other.call(bare), 400, 'CONNECTION_LAYER_INVALID')
  await refuses(
    other.call({ _: 'invokeWithLayer', layer: 223, query: getConfig }),
    400,
    'CONNECTION_NOT_INITED',
  )
  assert.equal((await client.wrapped({ _: 'help.getConfig' }))._, 'config')
  assert.equal((await client.call({ _: 'help.getConfig' }))._, 'config')
})

test('exporting a token with an api id of 0 is refused', async () => {
  const call = { _: 'auth.exportLoginToken', apiId: 0, apiHash: '', exceptIds: [] } as const
  await refuses((await connect()).wrapped(call), 400, 'API_ID_INVALID')
})

test('what is unknown, bare or wrapped, is refused by name and never met with silence', async () => {
  const client = await connect()
  await refuses(client.send(unknownCall), 400, 'INPUT_METHOD_INVALID')
  const wrapped = concat(encode(api, wrap(getConfig)).subarray(0, -4), unknownCall)
  await refuses(client.send(wrapped), 400, 'INPUT_METHOD_INVALID')
  assert.equal((await client.call({ _: 'help.getConfig' }))._, 'config')
})

test('a call that ends too early or too late is refused', async () => {
  const client = await connect()
  const body = encode(api, wrap(getConfig))
  await refuses(client.send(body.subarray(0, 40)), 400, 'INPUT_FETCH_FAIL')
  await refuses(client.send(concat(body, new Uint8Array(4))), 400, 'INPUT_FETCH_FAIL')
})

const USER_AT: readonly (readonly [layer: number, id: string])[] = [
  [158, '28c6978f'],
  [198, '7ec3464b'],
  [214, '22140b02'],
  [223, '88437731'],
  [227, '88437731'],
  [228, '83ccb8b1'],
]

for (const [layer, id] of USER_AT)
  test(`a client of layer ${layer} gets the user that layer has`, async () => {
    const client = await loggedIn()
    const result = await client.send(encode(api, wrap(getSelf, layer)))
    const { accessHash } = dc.account()
    const hash = new Uint8Array(new BigInt64Array([accessHash]).buffer)
    // vector, flags 0, 1, 4, 10, no flags2, id, access_hash, first_name, phone
    const body = `13040000000000004114502e00000000${toHex(hash)}034164610a3939393636323132333400`
    assert.equal(toHex(result), `15c4b51c01000000${id}${body}`)
  })

test('the layer counts for the key until another is told', async () => {
  const client = await loggedIn()
  await client.wrapped(getConfig, 198)
  const idOf = (result: Uint8Array) => toHex(result.subarray(8, 12))
  assert.equal(idOf(await client.send(encode(api, getSelf))), '7ec3464b')
  await client.wrapped(getConfig, 214)
  assert.equal(idOf(await client.send(encode(api, getSelf))), '22140b02')
})

test('invokeAfterMsg waits for a call that succeeds, and fails with one that does not', async t => {
  const own = await TestDc.start({ key: testRsaKey })
  t.after(() => own.close())
  let finish: (fails: boolean) => void = () => {}
  const order: string[] = []
  own.handle(
    'help.getNearestDc',
    (_call, { dc: thisDc }) =>
      new Promise((resolve, reject) => {
        finish = fails => {
          order.push('first')
          if (fails) reject(new RpcError(400, 'FIRST_FAILED'))
          else resolve({ _: 'nearestDc', country: 'ZZ', thisDc, nearestDc: 2 })
        }
      }),
  )
  own.handle('auth.logOut', () => {
    order.push('second')
    return { _: 'auth.loggedOut' }
  })
  const client = await RawClient.connect(own)
  await client.wrapped(getConfig)
  const query: Call = { _: 'auth.logOut' }
  const start = async () => {
    const msgId = client.nextMsgId()
    const first = client.call({ _: 'help.getNearestDc' }, msgId)
    const after = client.call({ _: 'invokeAfterMsg', msgId, query })
    const both = client.call({ _: 'invokeAfterMsgs', msgIds: [msgId], query })
    await client.call(getConfig)
    assert.deepEqual(order, [])
    return { msgId, first, after, both }
  }

  const good = await start()
  finish(false)
  assert.equal((await good.first)._, 'nearestDc')
  assert.deepEqual(await Promise.all([good.after, good.both]), [
    { _: 'auth.loggedOut' },
    { _: 'auth.loggedOut' },
  ])
  assert.deepEqual(order.splice(0), ['first', 'second', 'second'])
  await client.call({ _: 'invokeAfterMsg', msgId: good.msgId, query })
  assert.deepEqual(order.splice(0), ['second'])

  const bad = await start()
  finish(true)
  await refuses(bad.first, 400, 'FIRST_FAILED')
  await refuses(bad.after, 400, 'MSG_WAIT_FAILED')
  await refuses(bad.both, 400, 'MSG_WAIT_FAILED')
  await refuses(
    client.call({ _: 'invokeAfterMsg', msgId: bad.msgId, query }),
    400,
    'MSG_WAIT_FAILED',
  )
  await refuses(client.call({ _: 'invokeAfterMsg', msgId: 4n, query }), 400, 'MSG_WAIT_FAILED')
  assert.deepEqual(order.splice(0), ['first'])

  const slow = await start()
  await refuses(slow.after, 400, 'MSG_WAIT_TIMEOUT')
  await refuses(slow.both, 400, 'MSG_WAIT_TIMEOUT')
  finish(false)
  await slow.first
})

test('invokeWithoutUpdates keeps updates away until the next call', async () => {
  const client = await connect()
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  const result = await client.wrapped({ _: 'invokeWithoutUpdates', query })
  assert(result._ === 'auth.loginToken')
  dc.accept(result.token)
  assert.equal((await client.wrapped(query))._, 'auth.loginTokenSuccess')
  assert.deepEqual(client.updates, [])
})

test('a handler answers in place of what was there, and knows who asks', async t => {
  const own = await TestDc.start({ dcs: [2], key: testRsaKey })
  t.after(() => own.close())
  const seen: unknown[] = []
  own.handle('auth.logOut', (call, context) => {
    const { layer, apiId, account, dc: id, sessionId, authKeyId, msgId } = context
    seen.push([call, layer, apiId, account?.firstName, id, sessionId, authKeyId, msgId])
    return Promise.resolve({ _: 'auth.loggedOut', futureAuthToken: Uint8Array.of(1, 2, 3) })
  })
  const client = await RawClient.connect(own, { state: own.authorize() })
  const msgId = client.nextMsgId()
  await client.wrapped(getConfig, 214, 77)
  const result = await client.call({ _: 'auth.logOut' }, msgId)
  assert.deepEqual(result, { _: 'auth.loggedOut', futureAuthToken: Uint8Array.of(1, 2, 3) })
  const { sessionId } = client
  const call = { _: 'auth.logOut' }
  assert.deepEqual(seen, [[call, 214, 77, 'Ada', 2, sessionId, client.authKey.id, msgId]])
})

test('a handler refuses with its RpcError; any other failure is an internal error in the log', async t => {
  const own = await TestDc.start({ key: testRsaKey })
  t.after(() => own.close())
  const client = await RawClient.connect(own)
  own.handle('help.getNearestDc', () => {
    throw new RpcError(420, 'FLOOD_WAIT_3')
  })
  await refuses(client.wrapped({ _: 'help.getNearestDc' }), 420, 'FLOOD_WAIT_3')
  const failures = () =>
    own.log.filter(({ kind }) => kind === 'rejected').map(({ detail }) => detail)
  assert.deepEqual(failures(), [])
  own.handle('help.getNearestDc', () => Promise.reject(new TypeError('oops')))
  await refuses(client.call({ _: 'help.getNearestDc' }), 500, 'INTERNAL_SERVER_ERROR')
  assert.deepEqual(failures(), ['the handler failed: oops'])
  own.handle('help.getNearestDc', () => ({
    _: 'nearestDc',
    country: 'ZZ',
    thisDc: 2 ** 40,
    nearestDc: 2,
  }))
  await refuses(client.call({ _: 'help.getNearestDc' }), 500, 'INTERNAL_SERVER_ERROR')
  assert.equal(failures().length, 2)
})

// --- temporary keys ---

const soon = (): number => Math.floor(Date.now() / 1000) + 3600

/** auth.bindTempAuthKey under the msg_id that it names, with parts of it replaced. */
async function bind(
  client: RawClient,
  permanent: RawClient,
  inner: Partial<Binding> = {},
  outer: { expiresAt?: number; permAuthKeyId?: bigint } = {},
): Promise<boolean> {
  const { random, crypto } = client.host
  const msgId = client.nextMsgId()
  const binding: Binding = {
    msgId,
    nonce: readInt64LE(random(8, 'nonce')),
    tempAuthKeyId: client.authKey.id,
    permAuthKeyId: permanent.authKey.id,
    tempSessionId: client.sessionId,
    expiresAt: soon(),
    ...inner,
  }
  const { nonce, permAuthKeyId, expiresAt } = {
    ...binding,
    nonce: inner.nonce === undefined ? binding.nonce : 1n,
  }
  const encryptedMessage = sealBinding(binding, permanent.authKey, random, crypto)
  return client.call(
    { _: 'auth.bindTempAuthKey', permAuthKeyId, nonce, expiresAt, encryptedMessage, ...outer },
    msgId,
  )
}

test('SES-79 a temporary key may ask for the way, and nothing else, until it is bound', async () => {
  const temporary = await connect({ expiresIn: 3600 })
  assert.equal((await temporary.wrapped({ _: 'help.getConfig' }))._, 'config')
  assert.equal((await temporary.call({ _: 'help.getNearestDc' }))._, 'nearestDc')
  await refuses(temporary.call(getState), 401, 'AUTH_KEY_PERM_EMPTY')
})

test('SES-80 a binding that is wrong in any part is refused, and a right one shares the login', async () => {
  const permanent = await loggedIn()
  const temporary = await connect({ expiresIn: 3600 })
  const stranger = await connect()
  const wrong: Partial<Binding>[] = [
    { msgId: temporary.nextMsgId() },
    { nonce: 5n },
    { tempAuthKeyId: 6n },
    { tempSessionId: 7n },
  ]
  for (const inner of wrong)
    await refuses(bind(temporary, permanent, inner), 400, 'ENCRYPTED_MESSAGE_INVALID')
  const permAuthKeyId = stranger.authKey.id
  for (const id of [permAuthKeyId, 1n, temporary.authKey.id])
    await refuses(
      bind(temporary, permanent, {}, { permAuthKeyId: id }),
      400,
      'ENCRYPTED_MESSAGE_INVALID',
    )
  const expiresAt = soon() + 1
  await refuses(bind(temporary, permanent, {}, { expiresAt }), 400, 'EXPIRES_AT_INVALID')
  await refuses(bind(temporary, permanent, { expiresAt: 1 }), 400, 'EXPIRES_AT_INVALID')
  await refuses(temporary.wrapped(getState), 401, 'AUTH_KEY_PERM_EMPTY')
  await refuses(bind(stranger, permanent), 400, 'TEMP_AUTH_KEY_EMPTY')
  const fleeting = await connect({ expiresIn: 3600 })
  await refuses(bind(temporary, fleeting), 400, 'ENCRYPTED_MESSAGE_INVALID')

  assert.equal(await bind(temporary, permanent), true)
  await refuses(temporary.call(getState), 400, 'CONNECTION_NOT_INITED')
  assert.equal((await temporary.wrapped({ _: 'updates.getState' }))._, 'updates.state')
  assert.equal(await bind(temporary, permanent), true)
  await refuses(bind(temporary, stranger), 400, 'TEMP_AUTH_KEY_ALREADY_BOUND')
})

test('a login through a temporary key is announced there and belongs to the permanent key', async () => {
  const permanent = await connect()
  await permanent.wrapped(getConfig)
  const temporary = await connect({ expiresIn: 3600 })
  await bind(temporary, permanent)
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  const exported = await temporary.wrapped(query)
  assert(exported._ === 'auth.loginToken')
  dc.accept(exported.token)
  assert.equal((await temporary.call(query))._, 'auth.loginTokenSuccess')
  assert.equal(temporary.updates.length, 1)
  assert.equal((await permanent.call({ _: 'updates.getState' }))._, 'updates.state')
})

test('SES-81 another binding for the same permanent key replaces the first', async () => {
  const permanent = await loggedIn()
  const [first, second] = [await connect({ expiresIn: 3600 }), await connect({ expiresIn: 3600 })]
  await bind(first, permanent)
  await first.wrapped(getState)
  await bind(second, permanent)
  await refuses(first.wrapped(getState), 401, 'AUTH_KEY_PERM_EMPTY')
  assert.equal((await second.wrapped({ _: 'updates.getState' }))._, 'updates.state')
})

test('temporary keys are dropped but for those that are named', async () => {
  const permanent = await loggedIn()
  await permanent.wrapped(getConfig)
  const temporary = await connect({ expiresIn: 3600 })
  await bind(temporary, permanent)
  const drop = (exceptAuthKeys: bigint[]) =>
    permanent.call({ _: 'auth.dropTempAuthKeys', exceptAuthKeys })
  assert.equal(await drop([temporary.authKey.id]), true)
  await temporary.wrapped(getState)
  assert.equal(await drop([]), true)
  const again = await connect({ state: { authKey: temporary.authKey, serverSalt: temporary.salt } })
  await assert.rejects(again.wrapped(getState), { message: 'transport error -404' })
  assert.equal((await permanent.call({ _: 'updates.getState' }))._, 'updates.state')
})
