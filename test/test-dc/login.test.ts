// Logins against running data centres: who asks what, and what the DC answers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../src/core/login/computation.ts'
import { srpParameters, srpProof } from '../../src/core/login/srp-client.ts'
import {
  api,
  type auth,
  type inputCheckPasswordSRP,
} from '../../src/core/tl/generated/api/index.ts'
import { decode } from '../../src/core/tl/schema.ts'
import type { ListeningHost } from '../../src/host/host.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import { type Account, TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { RawClient } from './raw-client.ts'

const real = createHost()
/** seconds that the clock of the data centres is ahead */
let ahead = 0
const host: ListeningHost = {
  ...real,
  now: () => ({ ...real.now(), unix: real.now().unix + ahead * 1000 }),
}

let dc: TestDc
let ada: Account
let migrated: Account
let protectedByPassword: Account

before(async () => {
  dc = await TestDc.start({ dcs: [2, 4], key: testRsaKey, host })
  ada = dc.account()
  migrated = dc.addAccount({ firstName: 'Bob', dc: 4 })
  protectedByPassword = dc.addAccount({ firstName: 'Eve', password: 'secret', hint: 'none' })
})

after(() => dc.close())

const exportLoginToken: auth.exportLoginToken = {
  _: 'auth.exportLoginToken',
  apiId: 1,
  apiHash: 'hash',
  exceptIds: [],
}

interface Exporter {
  readonly client: RawClient
  readonly token: Uint8Array
}

/** A new device that shows a token. */
async function exporter(exceptIds: readonly bigint[] = []): Promise<Exporter> {
  const client = await RawClient.connect(dc)
  const result = await client.wrapped({ ...exportLoginToken, exceptIds })
  assert(result._ === 'auth.loginToken')
  return { client, token: result.token }
}

/** A device that is logged in. */
async function phone(account: Account): Promise<RawClient> {
  const client = await RawClient.connect(dc, { dc: account.dc, state: dc.authorize({ account }) })
  await client.wrapped({ _: 'help.getNearestDc' })
  return client
}

const refuses = (promise: Promise<unknown>, errorCode: number, errorMessage: string) =>
  assert.rejects(promise, { name: 'RpcError', errorCode, errorMessage })

async function proofFor(client: RawClient, password: string): Promise<inputCheckPasswordSRP> {
  const { crypto, random } = client.host
  const answer = await client.call({ _: 'account.getPassword' })
  return run(srpProof(srpParameters(answer), password, crypto, random), crypto)
}

test('QR-33 an accepted token is announced to its exporter, and the next export is the success', async () => {
  const { client, token } = await exporter()
  const other = await exporter()
  const device = await phone(ada)
  const authorization = await device.call({ _: 'auth.acceptLoginToken', token })
  assert.equal(authorization.deviceModel, 'raw')
  assert.equal(authorization.apiId, 1)
  assert.equal(authorization.passwordPending, undefined)
  const success = await client.call(exportLoginToken)
  assert.deepEqual(
    client.updates.map(body => {
      const update = decode(api, body)
      assert(update._ === 'updateShort')
      return update.update
    }),
    [{ _: 'updateLoginToken' }],
  )
  assert.deepEqual(other.client.updates, [])
  assert(success._ === 'auth.loginTokenSuccess')
  const { id, accessHash, firstName, phone: number } = ada
  const user = { _: 'user', self: true, id, accessHash, firstName, phone: number }
  assert.deepEqual(success.authorization, { _: 'auth.authorization', user })
  assert.deepEqual(await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] }), [user])
  const again = await client.call(exportLoginToken)
  assert.deepEqual(again, success)
})

test('QR-33 a token of somebody at home elsewhere leads there', async () => {
  const { client, token } = await exporter()
  const device = await phone(migrated)
  await device.call({ _: 'auth.acceptLoginToken', token })
  const migrate = await client.call(exportLoginToken)
  assert(migrate._ === 'auth.loginTokenMigrateTo')
  assert.equal(migrate.dcId, 4)
  assert.notDeepEqual(migrate.token, token)
  const there = await RawClient.connect(dc, { dc: 4 })
  const success = await there.wrapped({ _: 'auth.importLoginToken', token: migrate.token })
  assert(success._ === 'auth.loginTokenSuccess')
  const repeated = await there.call({ _: 'auth.importLoginToken', token: migrate.token })
  assert.deepEqual(repeated, success)
  const [user] = await there.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  assert(user?._ === 'user')
  assert.equal(user.firstName, 'Bob')
  assert.equal((await client.call(exportLoginToken))._, 'auth.loginToken')
})

test('QR-33 a token of somebody with a password asks for it', async () => {
  const { client, token } = await exporter()
  const device = await phone(protectedByPassword)
  const { passwordPending } = await device.call({ _: 'auth.acceptLoginToken', token })
  assert.equal(passwordPending, true)
  await refuses(client.call(exportLoginToken), 401, 'SESSION_PASSWORD_NEEDED')
  await refuses(client.call({ _: 'updates.getState' }), 401, 'AUTH_KEY_UNREGISTERED')
  const { hint, hasPassword } = await client.call({ _: 'account.getPassword' })
  assert.deepEqual([hint, hasPassword], ['none', true])
  const password = await proofFor(client, 'secret')
  const authorization = await client.call({ _: 'auth.checkPassword', password })
  assert(authorization._ === 'auth.authorization')
  assert.equal((await client.call({ _: 'updates.getState' }))._, 'updates.state')
  assert.equal((await client.call(exportLoginToken))._, 'auth.loginTokenSuccess')
})

test('QR-30 accepting an expired, a used and a random token is refused', async () => {
  const device = await phone(ada)
  const accept = (token: Uint8Array) => device.call({ _: 'auth.acceptLoginToken', token })
  const old = await exporter()
  ahead = 30
  await refuses(accept(old.token), 400, 'AUTH_TOKEN_EXPIRED')
  ahead = 0
  const used = await exporter()
  await accept(used.token)
  await refuses(accept(used.token), 400, 'AUTH_TOKEN_ALREADY_ACCEPTED')
  await refuses(accept(new Uint8Array(32)), 400, 'AUTH_TOKEN_INVALIDX')
})

test('QR-31 accepting without a login is refused', async () => {
  const { client, token } = await exporter()
  const accept = client.call({ _: 'auth.acceptLoginToken', token })
  await refuses(accept, 401, 'AUTH_KEY_UNREGISTERED')
  assert.equal((await client.call(exportLoginToken))._, 'auth.loginToken')
})

test('QR-32 accepting is refused to a user whom the exporter excludes', async () => {
  const { token } = await exporter([ada.id])
  const device = await phone(ada)
  const accept = device.call({ _: 'auth.acceptLoginToken', token })
  await refuses(accept, 400, 'AUTH_TOKEN_EXCEPTION')
})

test('QR-34 importing changed bytes, or on the wrong DC, is refused', async () => {
  const { client, token } = await exporter()
  dc.accept(token, migrated)
  const migrate = await client.call(exportLoginToken)
  assert(migrate._ === 'auth.loginTokenMigrateTo')
  const changed = migrate.token.map((byte, at) => (at === 0 ? byte ^ 1 : byte))
  const there = await RawClient.connect(dc, { dc: 4 })
  const bad = there.wrapped({ _: 'auth.importLoginToken', token: changed })
  await refuses(bad, 400, 'AUTH_TOKEN_INVALIDX')
  const here = client.call({ _: 'auth.importLoginToken', token: migrate.token })
  await refuses(here, 400, 'AUTH_TOKEN_INVALID')
  ahead = 30
  const late = there.call({ _: 'auth.importLoginToken', token: migrate.token })
  await refuses(late, 400, 'AUTH_TOKEN_EXPIRED')
  ahead = 0
  const next = await client.call(exportLoginToken)
  assert.equal(next._, 'auth.loginTokenMigrateTo')
})

test('PW-08 a wrong M1, a stale srp_id and A = 0 mod p are refused, and use up the challenge', async () => {
  const { client, token } = await exporter()
  dc.accept(token, protectedByPassword)
  await refuses(client.call(exportLoginToken), 401, 'SESSION_PASSWORD_NEEDED')
  const check = (password: inputCheckPasswordSRP) =>
    client.call({ _: 'auth.checkPassword', password })

  const wrong = await proofFor(client, 'Secret')
  await refuses(check(wrong), 400, 'PASSWORD_HASH_INVALID')
  await refuses(check(wrong), 400, 'SRP_ID_INVALID')

  const stale = await proofFor(client, 'secret')
  const fresh = await proofFor(client, 'secret')
  await refuses(check(stale), 400, 'SRP_ID_INVALID')

  const flipped = fresh.M1.map((byte, at) => (at === 31 ? byte ^ 1 : byte))
  await refuses(check({ ...fresh, M1: flipped }), 400, 'PASSWORD_HASH_INVALID')
  const { currentAlgo } = await client.call({ _: 'account.getPassword' })
  assert(currentAlgo?._.includes('PBKDF2') && 'p' in currentAlgo)
  for (const A of [new Uint8Array(256), currentAlgo.p, new Uint8Array(0)])
    await refuses(check({ ...(await proofFor(client, 'secret')), A }), 400, 'PASSWORD_HASH_INVALID')

  const password: { _: 'inputCheckPasswordEmpty' } = { _: 'inputCheckPasswordEmpty' }
  const empty = client.call({ _: 'auth.checkPassword', password })
  await refuses(empty, 400, 'PASSWORD_HASH_INVALID')
  assert.equal((await check(await proofFor(client, 'secret')))._, 'auth.authorization')
})

test('a password is no matter before a token is accepted, and none for whoever has none', async () => {
  const { client } = await exporter()
  const password: { _: 'inputCheckPasswordEmpty' } = { _: 'inputCheckPasswordEmpty' }
  await refuses(client.call({ _: 'account.getPassword' }), 401, 'AUTH_KEY_UNREGISTERED')
  const check = client.call({ _: 'auth.checkPassword', password })
  await refuses(check, 401, 'AUTH_KEY_UNREGISTERED')
  const device = await phone(ada)
  const answer = await device.call({ _: 'account.getPassword' })
  assert.deepEqual(
    [answer.hasPassword, answer.currentAlgo, answer.srpB],
    [undefined, undefined, undefined],
  )
  assert.equal(answer.newAlgo._.includes('PBKDF2'), true)
})

test('after a log-out a new login begins', async () => {
  const device = await phone(ada)
  assert.deepEqual(await device.call({ _: 'auth.logOut' }), { _: 'auth.loggedOut' })
  await refuses(device.call({ _: 'auth.logOut' }), 401, 'AUTH_KEY_UNREGISTERED')
  assert.equal((await device.call(exportLoginToken))._, 'auth.loginToken')
})

test('a login is carried to another data centre, where it was meant to go, in time', async () => {
  const device = await phone(ada)
  const carry = () => device.call({ _: 'auth.exportAuthorization', dcId: 4 })
  const there = await RawClient.connect(dc, { dc: 4 })
  const { id, bytes } = await carry()
  const accept = { _: 'auth.importAuthorization', id, bytes } as const
  await refuses(there.wrapped({ ...accept, id: id + 1n }), 400, 'AUTH_BYTES_INVALID')
  await refuses(there.call({ ...accept, bytes: bytes.subarray(1) }), 400, 'AUTH_BYTES_INVALID')
  await refuses(device.call(accept), 400, 'AUTH_BYTES_INVALID')
  ahead = 30
  await refuses(there.call(accept), 400, 'AUTH_BYTES_INVALID')
  ahead = 0
  const authorization = await there.call(accept)
  assert(authorization._ === 'auth.authorization')
  assert.equal((await there.call({ _: 'updates.getState' }))._, 'updates.state')
  for (const dcId of [2, 5])
    await refuses(device.call({ _: 'auth.exportAuthorization', dcId }), 400, 'DC_ID_INVALID')
})

test('users are shown to those who know them', async () => {
  const device = await phone(ada)
  const { id: userId, accessHash } = migrated
  const users = await device.call({
    _: 'users.getUsers',
    id: [
      { _: 'inputUser', userId, accessHash },
      { _: 'inputUser', userId, accessHash: accessHash + 1n },
      { _: 'inputUserEmpty' },
      { _: 'inputUser', userId: ada.id, accessHash: ada.accessHash },
    ],
  })
  assert.deepEqual(users.slice(0, 3), [
    { _: 'user', id: userId, accessHash, firstName: 'Bob' },
    { _: 'userEmpty', id: userId },
    { _: 'userEmpty', id: 0n },
  ])
  assert(users[3]?._ === 'user')
  assert.equal(users[3].self, true)
})
