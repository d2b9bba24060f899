// Credentials and a stored client are made of each other, and a client that begins with them goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { type MtprotoError, RpcError } from '../../src/core/errors.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { Credentials } from '../../src/credentials/credentials.ts'
import { credentialsOf, storedOf } from '../../src/credentials/own.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { rejection } from '../client/rejection.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const KEY = Uint8Array.from({ length: 256 }, (_, i) => i)
const SELF = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as const

const WHOLE: Credentials = {
  authKey: KEY,
  dcId: 4,
  test: true,
  address: { host: '127.0.0.1', port: 4430 },
  userId: 5n,
  isBot: true,
  apiId: 6,
}

test('credentials become a stored client with salt 0, and it becomes them again', () => {
  const stored = storedOf(WHOLE)
  assert.deepEqual(
    { ...stored, dcs: [...stored.dcs.keys()] },
    {
      homeDc: 4,
      userId: 5n,
      isBot: true,
      apiId: 6,
      test: true,
      addresses: [{ id: 4, host: '127.0.0.1', port: 4430 }],
      dcs: [4],
    },
  )
  const { authKey, serverSalt, timeOffset } = stored.dcs.get(4)!
  assert.deepEqual([authKey.key, serverSalt, timeOffset], [KEY, 0n, 0])
  assert.deepEqual(credentialsOf(stored), WHOLE)
})

test('of the addresses that are stored, the one by TCP at home is that of the session', () => {
  const addresses = [
    { id: 2, host: '127.0.0.2', port: 1 },
    { id: 4, host: 'vesta.example', port: 443, webSocket: 'wss' as const },
    { id: 4, host: '127.0.0.4', port: 3 },
    { id: 4, host: '127.0.0.5', port: 4 },
  ]
  const { address } = credentialsOf({ ...storedOf(WHOLE), addresses })
  assert.deepEqual(address, { host: '127.0.0.4', port: 3 })
})

test('a stored client does not always tell which environment it belongs to', () => {
  const { test: _, ...stored } = storedOf(WHOLE)
  assert.equal(credentialsOf(stored).test, false)
  assert.equal(credentialsOf(stored, { test: true }).test, true)
  assert.equal(credentialsOf(storedOf(WHOLE), { test: false }).test, true)
})

test('a stored client without a home, or without its key, is no login', () => {
  const { dcs } = storedOf(WHOLE)
  for (const stored of [{ dcs }, { homeDc: 2, dcs }, { homeDc: 4, dcs: new Map() }])
    assert.throws(() => credentialsOf(stored), { code: 'ERR_STORAGE_INVALID' })
})

interface World {
  readonly dc: TestDc
  readonly storage: MemoryStorage
  readonly events: TraceEvent[]
  start(options?: Partial<ClientOptions>): Client
}

/** A login on DC 4 that does not tell who it is, as a Telethon string does not, and DC 2 in front of it. */
async function world(): Promise<World> {
  const host = new MemoryHost()
  const dc = await TestDc.start({ host, key: testRsaKey, dcs: [2, 4], accounts: [{ dc: 4 }] })
  const { authKey } = dc.authorize()
  const storage = new MemoryStorage(storedOf({ authKey: authKey.key, dcId: 4, test: false }))
  const events: TraceEvent[] = []
  const trace = () => (event: TraceEvent) => events.push(event)
  const { dcs, publicKey } = dc
  const start = (options: Partial<ClientOptions> = {}): Client =>
    new Client({ apiId: 4, dcs, keys: [publicKey], host, storage, trace, ...options })
  return { dc, storage, events, start }
}

test('SS-06 a client that begins with an imported login makes no key and calls at once', async () => {
  const { dc, storage, events, start } = await world()
  dc.rotateSalts()
  const client = start()
  const [user] = (await client.invoke(SELF)) as readonly { _: string; self?: boolean | undefined }[]
  assert.deepEqual([user?._, user?.self], ['user', true])
  assert.equal(client.homeDc, 4)
  await client.close()
  assert.equal(events.filter(({ kind }) => kind === 'plaintext').length, 0)
  assert.notEqual(storage.stored.dcs.get(4)!.serverSalt, 0n)
})

test('a login that does not tell who it is stays one when the client stores it', async () => {
  const { dc, storage, start } = await world()
  for (let run = 0; run < 2; run++) {
    const client = start()
    await client.invoke(SELF)
    await client.close()
    const { homeDc, userId, apiId, test: isTest, addresses } = storage.stored
    assert.deepEqual([homeDc, userId, apiId, isTest], [4, undefined, 4, false])
    assert.deepEqual(addresses, dc.dcs)
  }
})

test('QR-19 the end of a login that does not tell who it is, is told, and it is stored no more', async () => {
  const { dc, storage, start } = await world()
  dc.handle('users.getUsers', () => {
    throw new RpcError(401, 'SESSION_REVOKED')
  })
  let told: MtprotoError | undefined
  const client = start({
    loggedOut: error => {
      told = error
    },
  })
  assert.equal((await rejection(client.invoke(SELF))).code, 'ERR_RPC')
  assert.equal(told?.message.includes('SESSION_REVOKED'), true)
  await client.close()
  assert.equal(storage.stored.homeDc, undefined)
  assert.equal(storage.stored.addresses, undefined)
})

test('a login of the test environment is not used in the other one', async () => {
  const { storage, start } = await world()
  storage.stored = { ...storage.stored, test: true }
  const error = await rejection(start().invoke(SELF))
  assert.deepEqual([error.code, error.at], ['ERR_STORAGE_INVALID', 'test'])
  storage.stored = { ...storage.stored, test: false }
  assert.equal((await rejection(start({ test: true }).invoke(SELF))).at, 'test')
})
