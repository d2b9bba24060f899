// A client that begins where another process ended: no key exchange, and the first call works.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { MemoryStorage, type Storage } from '../../src/client/storage.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import type { MtprotoError } from '../../src/core/errors.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { FileStorage } from '../../src/runtime/node/file-storage.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const CALL = { _: 'help.getNearestDc' } as const
const SELF = { _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] } as const

/** A test DC, and how to start one program after the other against it. */
class World {
  readonly host = new MemoryHost()
  dc!: TestDc
  /** what the program that was started last saw */
  events: TraceEvent[] = []

  static async begin(): Promise<World> {
    const world = new World()
    world.dc = await TestDc.start({ host: world.host, key: testRsaKey })
    return world
  }

  start(storage: Storage, options: Partial<ClientOptions> = {}): Client {
    const { dc, host } = this
    const events: TraceEvent[] = []
    this.events = events
    const trace = () => (event: TraceEvent) => events.push(event)
    return new Client({
      apiId: 4,
      dcs: dc.dcs,
      keys: [dc.publicKey],
      host,
      storage,
      trace,
      ...options,
    })
  }

  /** How many messages of the key exchange there were. */
  get plaintexts(): number {
    return this.events.filter(({ kind }) => kind === 'plaintext').length
  }

  /** How often the server refused a salt. */
  get refusedSalts(): number {
    return this.received('7b44abed')
  }

  received(id: string): number {
    return this.events.filter(
      event =>
        event.kind === 'message' && event.direction === 'in' && toHex(event.body).startsWith(id),
    ).length
  }
}

test('what one process stores in a file another one goes on with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'restart-'))
  try {
    const path = join(folder, 'client.json')
    const world = await World.begin()
    const first = world.start(new FileStorage(path))
    await first.invoke(CALL)
    assert.ok(world.plaintexts > 0)
    await first.close()
    const stored = readFileSync(path, 'utf8')

    const second = world.start(new FileStorage(path))
    assert.equal((await second.invoke(CALL)).thisDc, 2)
    assert.deepEqual([world.plaintexts, world.refusedSalts], [0, 0])
    assert.equal(readFileSync(path, 'utf8'), stored)
    await second.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('SES-21 a process that begins with salts that are over is refused once', async () => {
  const world = await World.begin()
  const storage = new MemoryStorage()
  const first = world.start(storage)
  await first.invoke(CALL)
  await first.close()
  world.dc.rotateSalts()
  const second = world.start(storage)
  const results = await Promise.all([second.invoke(CALL), second.invoke(CALL)])
  assert.deepEqual(
    results.map(({ thisDc }) => thisDc),
    [2, 2],
  )
  assert.deepEqual([world.plaintexts, world.refusedSalts], [0, 1])
  const salts = [first, second].map(() => storage.stored.dcs.get(2)!.serverSalt)
  await second.close()
  const third = world.start(storage)
  await third.invoke(CALL)
  assert.equal(world.refusedSalts, 0)
  assert.equal(storage.stored.dcs.get(2)!.serverSalt, salts[1])
})

test('SS-06 a login of which only the key is known: salt 0 is refused once, then calls work', async () => {
  const world = await World.begin()
  const { authKey } = world.dc.authorize()
  const storage = new MemoryStorage({
    homeDc: 2,
    userId: world.dc.account().id,
    dcs: new Map([[2, { authKey, serverSalt: 0n, timeOffset: 0 }]]),
  })
  const client = world.start(storage)
  const [me] = await client.invoke(SELF)
  assert.equal(me?._ === 'user' && me.firstName, 'Ada')
  assert.deepEqual([world.plaintexts, world.refusedSalts], [0, 1])
  const { serverSalt } = storage.stored.dcs.get(2)!
  assert.notEqual(serverSalt, 0n)
  assert.equal(client.userId, world.dc.account().id)
})

test('the salts of the next day are stored as soon as they are known', async () => {
  const world = await World.begin()
  const storage = new MemoryStorage()
  const first = world.start(storage)
  await first.invoke(CALL)
  await world.host.advance(1_300_000)
  assert.equal(storage.stored.dcs.get(2)!.futureSalts!.length >= 60, true)
  await first.close()
  await world.host.advance(20 * 3_600_000)
  const second = world.start(storage)
  await second.invoke(CALL)
  assert.deepEqual([world.plaintexts, world.refusedSalts], [0, 0])
  await second.close()
})

test('SES-50 with forward secrecy a process makes a temporary key and keeps the permanent one', async () => {
  const world = await World.begin()
  const storage = new MemoryStorage()
  const options = { tempKeyLifetime: 3600 }
  const first = world.start(storage, options)
  await first.invoke(CALL)
  const both = world.plaintexts
  await first.close()
  const { authKey } = storage.stored.dcs.get(2)!

  const second = world.start(storage, options)
  await second.invoke(CALL)
  assert.equal(2 * world.plaintexts, both)
  assert.equal(storage.stored.dcs.get(2)!.authKey.id, authKey.id)
  await world.host.advance(3_600_000)
  await second.invoke(CALL)
  await second.close()
  const binds = world.dc.log.filter(({ calls }) => calls?.includes('auth.bindTempAuthKey'))
  assert.equal(binds.filter(({ direction }) => direction === 'in').length, 3)
})

test('a login works through temporary keys, and outlives them', async () => {
  const world = await World.begin()
  const storage = new MemoryStorage({
    homeDc: 2,
    userId: world.dc.account().id,
    dcs: new Map([[2, world.dc.authorize()]]),
  })
  for (let process = 0; process < 2; process++) {
    const client = world.start(storage, { tempKeyLifetime: 3600 })
    const [me] = await client.invoke(SELF)
    assert.equal(me?._ === 'user' && me.firstName, 'Ada')
    await client.close()
  }
  // The same login without forward secrecy.
  const plain = world.start(storage)
  assert.equal((await plain.invoke(SELF)).length, 1)
  await plain.close()
})

test('SES-51 SES-53 a data centre that has lost every key: the login is over, and calls go on', async () => {
  const world = await World.begin()
  const storage = new MemoryStorage({
    homeDc: 2,
    userId: world.dc.account().id,
    dcs: new Map([[2, world.dc.authorize()]]),
  })
  const before = storage.stored.dcs.get(2)!.authKey.id
  const told: MtprotoError[] = []
  const client = world.start(storage, {
    tempKeyLifetime: 3600,
    loggedOut: error => told.push(error),
  })
  await client.invoke(SELF)
  world.dc.forget()
  const call = client.invoke(CALL)
  await world.host.advance(10_000)
  assert.equal((await call).thisDc, 2)
  assert.equal(told.length, 1)
  assert.match(String(told[0]), /ENCRYPTED_MESSAGE_INVALID/)
  assert.equal(storage.stored.userId, undefined)
  assert.notEqual(storage.stored.dcs.get(2)!.authKey.id, before)
})
