// TestDc as its users hold it: started, driven, and met by a real client over TCP.
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Client } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { toBase64Url } from '../../src/core/bytes/base64.ts'
import { parseRsaPublicKey } from '../../src/core/crypto/rsa.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import type { DcState } from '../../src/core/dc-client/dc-client-io.ts'
import { encodeLoginUrl, parseLoginUrl } from '../../src/core/login/login-url.ts'
import type { Schema } from '../../src/core/tl/codec.ts'
import { type Types as ApiTypes, api, help } from '../../src/core/tl/generated/api/index.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import { type LogEntry, TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { RawClient } from './raw-client.ts'

async function start(t: TestContext, options: TestDcOptions = {}): Promise<TestDc> {
  const dc = await TestDc.start({ key: testRsaKey, ...options })
  t.after(() => dc.close())
  return dc
}

function connect(t: TestContext, dc: TestDc, states: [dc: number, state: DcState][] = []): Client {
  const client = new Client({
    apiId: 1,
    dcs: dc.dcs,
    keys: [dc.publicKey],
    storage: new MemoryStorage({ dcs: new Map(states) }),
  })
  t.after(() => client.close())
  return client
}

const calls = (log: readonly LogEntry[]) =>
  log.filter(entry => entry.calls !== undefined).map(entry => `${entry.dc} ${entry.calls!.at(-1)}`)

test('a client logs in by QR code, accepted by a phone, with migration and a password', async t => {
  const account = { dc: 4, password: 'secret', hint: 'what it is' }
  const dc = await start(t, { dcs: [2, 4], accounts: [account] })
  const phone = connect(t, dc, [[4, dc.authorize()]])
  const client = connect(t, dc)
  const seen: string[] = []
  for await (const event of qrLogin(client, { apiHash: 'h', password: () => 'secret' })) {
    seen.push(event.event)
    if (event.event === 'token') {
      const { token } = event
      const accepted = await phone.invoke({ _: 'auth.acceptLoginToken', token }, { dc: 4 })
      assert.equal(accepted.passwordPending, true)
    }
    if (event.event === 'password-needed') assert.equal(event.hint, 'what it is')
  }
  assert.deepEqual(seen, ['token', 'scanned', 'migrating', 'password-needed', 'success'])
  assert.equal(client.homeDc, 4)
  const [user] = await client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  assert(user?._ === 'user')
  assert.equal(user.phone, '9996621234')
  assert.deepEqual(calls(dc.log), [
    '2 auth.exportLoginToken',
    '4 auth.acceptLoginToken',
    '2 auth.exportLoginToken',
    '4 auth.importLoginToken',
    '4 account.getPassword',
    '4 auth.checkPassword',
    '4 users.getUsers',
  ])
  const update = dc.log.find(({ name }) => name === 'updateShort')
  assert.equal(update?.acked, true)
  const success = dc.log.findLast(({ request }) => request?.result === 'auth.authorization')
  assert.equal(success?.acked, true)
  assert.deepEqual(JSON.parse(JSON.stringify(dc.log)), dc.log)
})

test('tokens are accepted by themselves after a while', async t => {
  const dc = await start(t, { autoAccept: 0 })
  const client = connect(t, dc)
  const seen: string[] = []
  for await (const { event } of qrLogin(client, { apiHash: 'h' })) seen.push(event)
  assert.equal(seen.at(-1), 'success')
  assert.deepEqual(seen.sort(), ['scanned', 'success', 'token'])
})

test('a timer that finds its token taken or over does no harm', async t => {
  const due: (() => void)[] = []
  const real = createHost()
  const host = {
    ...real,
    setTimer: (delay: number, run: () => void) => {
      if (delay !== 5000) return real.setTimer(delay, run)
      due.push(run)
      return () => {}
    },
  }
  const dc = await start(t, { autoAccept: 5, host })
  const client = await RawClient.connect(dc)
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  const first = await client.wrapped(query)
  await client.call(query)
  assert.equal(due.length, 2)
  assert(first._ === 'auth.loginToken')
  dc.accept(first.token)
  for (const run of due) run()
  assert.equal((await client.call(query))._, 'auth.loginTokenSuccess')
})

test('a token is accepted as bytes, as text and as a link, for whichever account', async t => {
  const dc = await start(t)
  const bob = dc.addAccount({ firstName: 'Bob' })
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  const accept = async (accepted: (token: Uint8Array) => void): Promise<string | undefined> => {
    const client = await RawClient.connect(dc)
    const shown = await client.wrapped(query)
    assert(shown._ === 'auth.loginToken')
    accepted(shown.token)
    const success = await client.call(query)
    assert(success._ === 'auth.loginTokenSuccess')
    const { authorization } = success
    assert(authorization._ === 'auth.authorization' && authorization.user._ === 'user')
    return authorization.user.firstName
  }
  assert.equal(await accept(token => dc.accept(token)), 'Ada')
  assert.equal(await accept(token => dc.accept(toBase64Url(token), bob)), 'Bob')
  assert.equal(await accept(token => dc.accept(encodeLoginUrl(token), bob.id)), 'Bob')
  assert.equal(dc.account(bob.id), bob)
  assert.throws(() => dc.accept('%'), { code: 'ERR_TEXT_INVALID' })
  assert.throws(() => dc.accept('tg://join?token=AAAA'), { code: 'ERR_LOGIN_URL_INVALID' })
  assert.throws(() => dc.accept('AAAA', 1n), { code: 'ERR_ARGUMENT' })
  assert.throws(() => dc.authorize({ dc: 3 }), { code: 'ERR_ARGUMENT' })
})

test('a client survives rotated salts, cut connections and lost keys', async t => {
  const dc = await start(t)
  const client = connect(t, dc, [[2, dc.authorize()]])
  const isLoggedIn = () =>
    client.invoke({ _: 'updates.getState' }).then(
      () => true,
      error => assert.match(String(error), /AUTH_KEY_UNREGISTERED/) ?? false,
    )
  assert.equal(await isLoggedIn(), true)
  dc.rotateSalts()
  assert.equal(await isLoggedIn(), true)
  dc.drop()
  assert.equal(await isLoggedIn(), true)
  dc.forget()
  assert.equal(await isLoggedIn(), false)
  const names = dc.log.map(({ name, code }) => name ?? code)
  assert.equal(names.filter(name => name === 'bad_server_salt').length, 1)
  assert.ok(names.includes(-404))
})

test('tokens are lost with the keys', async t => {
  const dc = await start(t)
  const client = await RawClient.connect(dc)
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  const shown = await client.wrapped(query)
  assert(shown._ === 'auth.loginToken')
  dc.forget()
  assert.throws(() => dc.accept(shown.token), { errorMessage: 'AUTH_TOKEN_INVALIDX' })
})

test('a seed gives the same key and the same tokens', async t => {
  const run = async () => {
    const dc = await TestDc.start({ random: seededRandom(7) })
    t.after(() => dc.close())
    const client = connect(t, dc)
    for await (const event of qrLogin(client, { apiHash: 'h' })) {
      assert(event.event === 'token')
      return [dc.publicKeyPem, event.url, toBase64Url(dc.authorize().authKey.key)]
    }
    return []
  }
  const first = await run()
  assert.equal(parseLoginUrl(first[1]!).length, 32)
  assert.deepEqual(await run(), first)
})

test('says where it listens and what it proves itself with', async t => {
  const dc = await start(t, { dcs: [5, 1] })
  assert.deepEqual(
    dc.dcs.map(({ id, host }) => [id, host]),
    [
      [5, '127.0.0.1'],
      [1, '127.0.0.1'],
    ],
  )
  assert.equal(dc.isPublic, false)
  assert.deepEqual(parseRsaPublicKey(dc.publicKeyPem), dc.publicKey)
  assert.equal('d' in dc.publicKey, false)
  assert.deepEqual(dc.info, { event: 'listening', dcs: dc.dcs, publicKeyPem: dc.publicKeyPem })
})

test('without a port each data centre gets a free one; with a port they follow each other', async t => {
  const free = await freePair()
  const dc = await start(t, { dcs: [2, 4], port: free })
  assert.deepEqual(
    dc.dcs.map(({ port }) => port),
    [free, free + 1],
  )
  const other = TestDc.start({ key: testRsaKey, dcs: [2], port: free + 1 })
  await assert.rejects(other, { code: 'ERR_ARGUMENT', at: `127.0.0.1:${free + 1}` })
})

test('what began to listen stops when the next port cannot be had', async t => {
  const free = await freePair()
  await start(t, { port: free + 1 })
  await assert.rejects(TestDc.start({ key: testRsaKey, dcs: [2, 4], port: free }))
  await start(t, { port: free })
})

/** A port that is free together with the one after it. */
async function freePair(): Promise<number> {
  const take = (port: number) =>
    new Promise<ReturnType<typeof createServer> | undefined>(resolve => {
      const server = createServer()
      server.once('error', () => resolve(undefined))
      server.listen(port, '127.0.0.1', () => resolve(server))
    })
  for (;;) {
    const first = (await take(0))!
    const { port } = first.address() as { port: number }
    const second = await take(port + 1)
    await new Promise(resolve => first.close(resolve))
    if (second === undefined) continue
    await new Promise(resolve => second.close(resolve))
    return port
  }
}

test('listening to the world is said', async t => {
  for (const [bind, host] of [
    ['0.0.0.0', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
  ] as const) {
    const dc = await start(t, { bind })
    assert.equal(dc.isPublic, bind === '0.0.0.0')
    assert.equal(dc.dcs[0]!.host, host)
  }
})

test('an IPv6 address is listed as one', async t => {
  const dc = await start(t, { bind: '::1' })
  assert.equal(dc.isPublic, false)
  const { dcOptions } = await connect(t, dc).invoke({ _: 'help.getConfig' })
  const { port } = dc.dcs[0]!
  const option = { _: 'dcOption', ipv6: true, static: true, id: 2, ipAddress: '::1', port }
  assert.deepEqual(dcOptions, [option])
})

test('a test environment says so', async t => {
  const dc = await start(t, { test: true })
  const client = new Client({ apiId: 1, dcs: dc.dcs, keys: [dc.publicKey], test: true })
  t.after(() => client.close())
  assert.equal((await client.invoke({ _: 'help.getConfig' })).testMode, true)
})

test('ids have to be different numbers from 1 to 999', async () => {
  for (const dcs of [[], [0], [1000], [2, 2], [1.5]])
    await assert.rejects(TestDc.start({ key: testRsaKey, dcs }), {
      code: 'ERR_ARGUMENT',
      at: 'dcs',
    })
  const accounts = [{ dc: 9 }]
  await assert.rejects(TestDc.start({ key: testRsaKey, accounts }), { code: 'ERR_ARGUMENT' })
})

test('a trace is told of the events of each data centre', async t => {
  const seen = new Set<string>()
  const trace = (id: number) => (event: { kind: string }) => void seen.add(`${id} ${event.kind}`)
  const dc = await start(t, { dcs: [2, 4], trace })
  await connect(t, dc).invoke({ _: 'help.getConfig' }, { dc: 4 })
  assert.deepEqual([...seen].sort(), ['4 message', '4 plaintext', '4 transport'])
})

test('methods of a schema of the user are handled like those that are built in', async t => {
  interface test_echo {
    _: 'test.echo'
    text: string
  }
  interface Types extends Omit<ApiTypes, 'call' | 'results'> {
    call: ApiTypes['call'] | test_echo
    results: ApiTypes['results'] & { 'test.echo': string }
  }
  const schema: Schema<Types> = {
    ...(api as unknown as Schema<Types>),
    calls: {
      name: 'a method',
      constructors: () => [
        ...api.calls.constructors(),
        {
          name: 'test.echo',
          id: 0x11223344,
          fields: (io, call) => io.string(call as test_echo, 'text'),
          result: (io, answer) => io.string(answer as { 0?: string }, 0),
        },
      ],
    },
  }
  const dc = await TestDc.start({ key: testRsaKey, api: schema })
  t.after(() => dc.close())
  dc.handle('test.echo', ({ text }, { layer }) => `${text} at ${layer}`)
  const client = new Client({ apiId: 1, api: schema, dcs: dc.dcs, keys: [dc.publicKey] })
  t.after(() => client.close())
  assert.equal(await client.invoke({ _: 'test.echo', text: 'hello' }), 'hello at 223')
  assert.equal((await client.invoke({ _: 'help.getConfig' }))._, 'config')
  assert.deepEqual(calls(dc.log), ['2 test.echo', '2 help.getConfig'])
  assert.equal(help.getConfig.id, 0xc4f9186b)
})

test('closing ends the control endpoint, the connections and the timers', async t => {
  const real = createHost()
  let armed = 0
  const host = {
    ...real,
    setTimer: (delay: number, run: () => void) => {
      if (delay !== 3_600_000) return real.setTimer(delay, run)
      armed++
      return () => armed--
    },
  }
  const dc = await start(t, { autoAccept: 3600, host })
  const { url } = await dc.control()
  const client = await RawClient.connect(dc)
  const query = { _: 'auth.exportLoginToken', apiId: 1, apiHash: '', exceptIds: [] } as const
  await client.wrapped(query)
  assert.equal(armed, 1)
  dc.handle('help.getNearestDc', () => new Promise(() => {}))
  const open = client.call({ _: 'help.getNearestDc' })
  const cut = assert.rejects(open, { message: 'closed' })
  await dc.close()
  await cut
  assert.equal(armed, 0)
  await assert.rejects(fetch(url))
  await assert.rejects(RawClient.connect(dc), { message: 'closed' })
})
