// How a login ends: here, by the server, or with its key; and where an account turns out to be at home.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { type MtprotoError, RpcError } from '../../src/core/errors.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { sharedKey } from '../support/pair.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { FakeDc } from './fake-dc.ts'
import { rejection } from './rejection.ts'

const CALL = { _: 'help.getNearestDc' } as const
const SELF = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as const
const EMPTY = { homeDc: undefined, userId: undefined, dcs: new Map() }
const NEAREST = { _: 'nearestDc', country: 'NL', thisDc: 2, nearestDc: 4 } as const

interface Setup {
  readonly host: MemoryHost
  readonly dcs: Readonly<Record<2 | 5, FakeDc>>
  readonly storage: MemoryStorage
  readonly client: Client
  /** what loggedOut was told */
  readonly told: MtprotoError[]
}

/** Somebody who is logged in on DC 2. */
function loggedIn(options: Partial<ClientOptions> = {}): Setup {
  const host = new MemoryHost()
  const dcs = { 2: new FakeDc(host, 2), 5: new FakeDc(host, 5) }
  const storage = new MemoryStorage({
    homeDc: 2,
    userId: 7n,
    dcs: new Map([
      [2, dcs[2].state()],
      [5, dcs[5].state()],
    ]),
  })
  const told: MtprotoError[] = []
  const client = new Client({
    apiId: 4,
    dcs: [dcs[5].address, dcs[2].address],
    keys: [testRsaKey],
    host,
    storage,
    backoff: { attempts: 3, attemptsOnceReady: 3, firstDelay: 100 },
    loggedOut: error => told.push(error),
    ...options,
  })
  return { host, dcs, storage, client, told }
}

/** Somebody who is logged in on DC 4 of a test DC. */
async function onTestDc(options: Partial<ClientOptions> = {}): Promise<{
  host: MemoryHost
  dc: TestDc
  storage: MemoryStorage
  client: () => Client
}> {
  const host = new MemoryHost()
  const dc = await TestDc.start({ host, key: testRsaKey, dcs: [2, 4], accounts: [{ dc: 4 }] })
  const storage = new MemoryStorage({
    homeDc: 4,
    userId: dc.account().id,
    dcs: new Map([[4, dc.authorize()]]),
  })
  const client = (): Client =>
    new Client({ apiId: 4, dcs: dc.dcs, keys: [dc.publicKey], host, storage, ...options })
  return { host, dc, storage, client }
}

test('a log-out ends the login at its data centre, destroys the key and empties the storage', async () => {
  const { host, dc, storage, client } = await onTestDc()
  const before = storage.stored
  const first = client()
  await first.logOut()
  assert.deepEqual(storage.stored, EMPTY)
  assert.equal(first.userId, undefined)
  assert.equal((await rejection(first.invoke(CALL))).code, 'ERR_CLOSED')
  assert.equal(host.connections, 0)
  const calls = dc.log.flatMap(({ direction, calls }) => (direction === 'in' ? (calls ?? []) : []))
  assert.ok(calls.includes('auth.logOut'))

  // SES-76: whoever still has the key finds it unknown, and gets a new one, which is not logged in.
  storage.stored = before
  const second = client()
  const call = rejection(second.invoke(SELF))
  await host.advance(5000)
  assert.match(String(await call), /AUTH_KEY_UNREGISTERED/)
  assert.notEqual(storage.stored.dcs.get(4)!.authKey.id, before.dcs.get(4)!.authKey.id)
  await second.close()
})

test('D17 a log-out with forward secrecy: neither key is known to the server any more', async () => {
  const { host, dc, storage, client } = await onTestDc({ tempKeyLifetime: 3600 })
  const before = storage.stored
  const first = client()
  await first.invoke(SELF)
  await first.logOut()
  assert.deepEqual(storage.stored, EMPTY)
  assert.equal(host.connections, 0)
  const asked = dc.log.filter(
    ({ name, direction }) => name === 'destroy_auth_key' && direction === 'in',
  )
  assert.equal(new Set(asked.map(({ sessionId }) => sessionId)).size, 2)

  storage.stored = before
  const second = new Client({ apiId: 4, dcs: dc.dcs, keys: [dc.publicKey], host, storage })
  const call = rejection(second.invoke(SELF))
  await host.advance(5000)
  assert.match(String(await call), /AUTH_KEY_UNREGISTERED/)
  assert.notEqual(storage.stored.dcs.get(4)!.authKey.id, before.dcs.get(4)!.authKey.id)
  await second.close()
})

for (const [code, text] of [
  [400, 'NO'],
  [401, 'SESSION_PASSWORD_NEEDED'],
] as const)
  test(`a log-out that is refused with ${text} changes nothing`, async () => {
    const { dcs, storage, client } = loggedIn()
    const before = storage.stored
    dcs[2].onCall = call => call.refuse(code, text)
    assert.equal((await rejection(client.logOut())).code, 'ERR_RPC')
    assert.deepEqual(storage.stored, before)
    dcs[2].onCall = call => call.answer(NEAREST)
    assert.deepEqual(await client.invoke(CALL), NEAREST)
    assert.equal(client.userId, 7n)
  })

for (const [code, text] of [
  [401, 'AUTH_KEY_UNREGISTERED'],
  [401, 'SESSION_REVOKED'],
  [406, 'AUTH_KEY_DUPLICATED'],
] as const)
  test(`QR-19 a log-out after the login was over (${text}) leaves nothing behind`, async () => {
    const { dcs, storage, client, told } = loggedIn()
    dcs[2].onCall = call => call.refuse(code, text)
    await assert.doesNotReject(client.logOut())
    assert.deepEqual(storage.stored, EMPTY)
    assert.deepEqual(told, [])
    assert.equal((await rejection(client.invoke(CALL))).code, 'ERR_CLOSED')
  })

test('TR-12 a log-out whose key the data centre has lost leaves nothing behind', async () => {
  const { host, dc, storage, client } = await onTestDc()
  dc.forget()
  const logOut = client().logOut()
  await host.advance(5000)
  await logOut
  assert.deepEqual(storage.stored, EMPTY)
})

test('a log-out that cannot be made changes nothing', async () => {
  const { host, storage, client } = loggedIn()
  const before = storage.stored
  host.silent.add('10.0.0.1:2')
  const logOut = rejection(client.logOut())
  await host.advance(60_000)
  assert.equal((await logOut).code, 'ERR_CONNECT_FAILED')
  assert.deepEqual(storage.stored, before)
})

test('a log-out waits for the storage, and rejects with what it throws', async () => {
  const { dcs, storage } = loggedIn()
  let saved = false
  const slow = loggedIn({
    storage: {
      load: () => storage.load(),
      save: async ({ dcs }) => {
        await settle()
        if (dcs.size > 0) return
        saved = true
        throw new Error('disk')
      },
    },
  })
  dcs[2].onCall = () => {}
  slow.dcs[2].onCall = call => call.answer({ _: 'auth.loggedOut' })
  await assert.rejects(slow.client.logOut(), { message: 'disk' })
  assert.equal(saved, true)
})

/** A log-out whose data centre falls silent after auth.logOut. */
function cutDuringLogOut({ host, dcs, client }: Setup): Promise<void> {
  dcs[2].onCall = call => {
    call.answer({ _: 'auth.loggedOut' })
    host.silent.add('10.0.0.1:2')
    dcs[2].input({ kind: 'drop' })
  }
  return client.logOut()
}

test('a log-out whose data centre is gone before the key is destroyed ends after a minute', async () => {
  const setup = loggedIn()
  let over = false
  const logOut = cutDuringLogOut(setup).then(() => {
    over = true
  })
  await setup.host.advance(59_000)
  assert.equal(over, false)
  await setup.host.advance(2000)
  await logOut
  assert.equal(setup.storage.stored.dcs.size, 0)
  assert.equal(setup.host.timers, 0)
})

test('closing the client ends a log-out that waits for its data centre', async () => {
  const setup = loggedIn()
  const logOut = cutDuringLogOut(setup)
  await setup.host.advance(1000)
  await setup.client.close()
  await logOut
  assert.equal(setup.storage.stored.dcs.size, 0)
})

test('QR-19 AUTH_KEY_UNREGISTERED at home: told once, the key stays', async () => {
  const { dcs, storage, client, told } = loggedIn()
  dcs[2].onCall = call => call.refuse(401, 'AUTH_KEY_UNREGISTERED')
  const errors = await Promise.all([rejection(client.invoke(CALL)), rejection(client.invoke(CALL))])
  for (const error of errors) assert.ok(error instanceof RpcError)
  assert.deepEqual(told, [errors[0]])
  assert.equal(client.userId, undefined)
  assert.equal(storage.stored.userId, undefined)
  assert.equal(storage.stored.dcs.get(2)!.authKey, sharedKey)
})

test('QR-19 AUTH_KEY_DUPLICATED at home: told once, and a new login needs a new key', async () => {
  const { host, dcs, storage, client, told } = loggedIn()
  dcs[2].onCall = call => call.refuse(406, 'AUTH_KEY_DUPLICATED')
  const error = await rejection(client.invoke(CALL))
  assert.deepEqual(told, [error])
  assert.equal(storage.stored.dcs.has(2), false)
  dcs[2].onCall = call => call.answer(NEAREST)
  const call = client.invoke(CALL, { dc: 2 })
  await host.advance(1000)
  assert.deepEqual(await call, NEAREST)
  assert.notEqual(storage.stored.dcs.get(2)!.authKey.id, sharedKey.id)
  assert.equal(told.length, 1)
})

test('QR-19 such an error elsewhere, or before a login, says nothing about the login', async () => {
  const { dcs, client, told } = loggedIn()
  dcs[5].onCall = call => call.refuse(401, 'AUTH_KEY_UNREGISTERED')
  await rejection(client.invoke(CALL, { dc: 5 }))
  assert.equal(client.userId, 7n)
  const anonymous = loggedIn({
    storage: new MemoryStorage({ dcs: new Map([[5, dcs[5].state()]]) }),
  })
  anonymous.dcs[5].state()
  anonymous.dcs[5].onCall = call => call.refuse(401, 'AUTH_KEY_UNREGISTERED')
  await rejection(anonymous.client.invoke(CALL))
  assert.deepEqual([told, anonymous.told], [[], []])
})

test('TR-12 a home that has lost the key: told once, and the call goes on under a new key', async () => {
  const { host, dcs, storage, client, told } = loggedIn()
  dcs[2].onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  dcs[2].input({ kind: 'forget' })
  const call = client.invoke(CALL)
  await host.advance(5000)
  assert.deepEqual(await call, NEAREST)
  assert.deepEqual(
    told.map(({ code }) => code),
    ['ERR_TRANSPORT'],
  )
  assert.equal(storage.stored.userId, undefined)
  assert.notEqual(storage.stored.dcs.get(2)!.authKey.id, sharedKey.id)
})

test('TR-12 another data centre that has lost its key says nothing about the login', async () => {
  const { host, dcs, client, told } = loggedIn()
  dcs[5].onCall = call => call.answer(NEAREST)
  dcs[5].input({ kind: 'forget' })
  const call = client.invoke(CALL, { dc: 5 })
  await host.advance(5000)
  assert.deepEqual(await call, NEAREST)
  assert.deepEqual([told, client.userId], [[], 7n])
})

for (const [kind, home] of [
  ['USER', 5],
  ['PHONE', 5],
  ['FILE', 2],
] as const)
  test(`QR-20 ${kind}_MIGRATE_5: the call is repeated on DC 5, and home is DC ${home}`, async () => {
    const { dcs, storage, client } = loggedIn()
    dcs[2].onCall = call => call.refuse(303, `${kind}_MIGRATE_5`)
    dcs[5].onCall = call => call.answer(NEAREST)
    assert.deepEqual(await client.invoke(CALL), NEAREST)
    assert.equal(client.homeDc, home)
    assert.equal(storage.stored.homeDc, home)
  })

test('QR-20 a call that is sent to and fro is an error after some data centres', async () => {
  const { dcs, client } = loggedIn()
  let calls = 0
  for (const [dc, other] of [
    [2, 5],
    [5, 2],
  ] as const)
    dcs[dc].onCall = call => {
      calls++
      call.refuse(303, `USER_MIGRATE_${other}`)
    }
  assert.match(String(await rejection(client.invoke(CALL))), /303 USER_MIGRATE/)
  assert.equal(calls, 4)
})

test('QR-20 QR-11 a migration to an unknown data centre is an error that names it', async () => {
  const { dcs, client } = loggedIn()
  dcs[2].onCall = call => call.refuse(303, 'FILE_MIGRATE_9')
  const error = await rejection(client.invoke(CALL))
  assert.deepEqual([error.code, error.got], ['ERR_UNKNOWN_DC', 9])
})
