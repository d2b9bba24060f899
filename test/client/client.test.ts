import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { MemoryStorage, type Storage, type StoredClient } from '../../src/client/storage.ts'
import type { DcState } from '../../src/core/dc-client/dc-client-io.ts'
import { RpcError } from '../../src/core/errors.ts'
import type { help } from '../../src/core/tl/generated/api/index.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { FIRST_SALT, sharedKey } from '../support/pair.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { FakeDc } from './fake-dc.ts'
import { rejection } from './rejection.ts'

const CALL = { _: 'help.getNearestDc' } as const satisfies help.getNearestDc
const NEAREST = { _: 'nearestDc', country: 'NL', thisDc: 2, nearestDc: 4 } as const
/** updateShort of updateLoginToken at 1,700,000,000. */
const LOGIN_TOKEN = 'c1ded47891e64f5600f15365'

interface Setup {
  readonly host: MemoryHost
  readonly dc: FakeDc
  readonly client: Client
  readonly storage: RecordingStorage
}

class RecordingStorage implements Storage {
  loads = 0
  readonly saved: StoredClient[] = []
  readonly #memory: MemoryStorage

  constructor(states: Iterable<readonly [number, DcState]> = []) {
    this.#memory = new MemoryStorage({ dcs: new Map(states) })
  }

  load(): StoredClient {
    this.loads++
    return this.#memory.load()
  }

  save(stored: StoredClient): void {
    this.saved.push(stored)
    this.#memory.save(stored)
  }
}

function setup({
  withKey = true,
  ...options
}: Partial<ClientOptions> & { withKey?: boolean } = {}): Setup {
  const host = new MemoryHost()
  const dc = new FakeDc(host)
  const storage = new RecordingStorage(withKey ? [[2, dc.state()]] : [])
  const client = new Client({
    apiId: 4,
    dcs: [dc.address, { id: 4, host: '10.0.0.2', port: 443 }],
    keys: [testRsaKey],
    host,
    storage,
    backoff: { attempts: 2, firstDelay: 100 },
    ...options,
  })
  return { host, dc, client, storage }
}

test('a call connects, is answered and decoded', async () => {
  const { dc, client, host } = setup()
  const result = client.invoke(CALL)
  await settle()
  assert.deepEqual(
    dc.calls.map(({ call }) => call),
    [CALL],
  )
  dc.calls[0]!.answer(NEAREST)
  assert.deepEqual(await result, NEAREST)
  assert.deepEqual(host.dialled, ['10.0.0.1:2'])
})

test('a client without a key agrees on one, and stores it', async () => {
  const { dc, client, storage } = setup({ withKey: false })
  dc.onCall = call => call.answer(NEAREST)
  assert.deepEqual(await client.invoke(CALL), NEAREST)
  assert.equal(storage.loads, 1)
  assert.notEqual(storage.saved.length, 0)
  const [first] = storage.saved
  for (const { dcs, homeDc, userId } of storage.saved) {
    assert.deepEqual([...dcs.keys()], [2])
    assert.equal(dcs.get(2)!.authKey, first!.dcs.get(2)!.authKey)
    assert.deepEqual([homeDc, userId], [undefined, undefined])
  }
})

test('calls run side by side on one connection', async () => {
  const { dc, client, host } = setup()
  const results = Promise.all([1, 2, 3].map(() => client.invoke(CALL)))
  await settle()
  for (const [index, call] of dc.calls.reverse().entries())
    call.answer({ ...NEAREST, thisDc: index })
  assert.deepEqual(
    (await results).map(({ thisDc }) => thisDc),
    [2, 1, 0],
  )
  assert.equal(host.connections, 1)
})

test('SES-31 a refusal rejects with an RpcError that names the method', async () => {
  const { dc, client } = setup({ floodWait: 0 })
  dc.onCall = call => call.refuse(420, 'FLOOD_WAIT_7')
  const error = await rejection(client.invoke(CALL))
  assert.ok(error instanceof RpcError)
  assert.deepEqual(
    [error.errorCode, error.errorMessage, error.parameter, error.at],
    [420, 'FLOOD_WAIT_7', 7, 'help.getNearestDc'],
  )
})

test('a call that does not fit its type is refused before anything is connected', async () => {
  const { client, host } = setup()
  const call = { _: 'auth.exportLoginToken', apiId: 2 ** 40, apiHash: '', exceptIds: [] } as const
  const error = await rejection(client.invoke(call))
  assert.equal(error.code, 'ERR_TL_VALUE')
  assert.deepEqual(host.dialled, [])
})

test('a result of another type rejects the call', async () => {
  const { dc, client } = setup()
  dc.onCall = () => {}
  const call = client.invoke(CALL)
  await settle()
  dc.input({ kind: 'answer', call: 1, body: Uint8Array.of(0xb5, 0x75, 0x72, 0x99) })
  assert.match((await rejection(call)).code, /^ERR_TL_/)
})

test('options that contradict each other are refused', () => {
  const options = { apiId: 4, host: new MemoryHost() }
  for (const wrong of [
    { apiId: 0 },
    { apiId: -1 },
    { apiId: 1.5 },
    { apiId: 2 ** 31 },
    { transport: 'full', obfuscated: true },
    { transport: 'full', dcs: [{ id: 2, host: 'x', port: 1, webSocket: 'ws' }] },
    { dcs: [] },
  ] as const)
    assert.throws(() => new Client({ ...options, ...wrong }), { code: 'ERR_ARGUMENT' })
})

for (const tempKeyLifetime of [0, -1, 59, 60.5, Number.NaN])
  test(`a temporary key cannot live ${tempKeyLifetime} seconds`, () => {
    assert.throws(() => setup({ tempKeyLifetime }), { code: 'ERR_ARGUMENT', at: 'tempKeyLifetime' })
  })

test('QR-11 an unknown data centre is an error that lists the known ones', async () => {
  const { client, host } = setup()
  const error = await rejection(client.invoke(CALL, { dc: 5 }))
  assert.equal(error.code, 'ERR_UNKNOWN_DC')
  assert.match(error.message, /5.*2, 4/)
  assert.equal((await rejection(client.connect(5))).code, 'ERR_UNKNOWN_DC')
  assert.deepEqual(host.dialled, [])
})

test('a refused connection is an error with the address and the reason', async () => {
  const { client, host } = setup()
  const calls = [client.invoke(CALL, { dc: 4 }), client.connect(4)].map(rejection)
  await host.advance(1000)
  for (const { code, message } of await Promise.all(calls)) {
    assert.equal(code, 'ERR_CONNECT_FAILED')
    assert.match(message, /DC 4 at 10\.0\.0\.2:443.*connection refused/)
  }
  assert.equal(host.dialled.length, 2)
})

test('silence is an error with the address and the time-out', async () => {
  const { client, host } = setup({ connectTimeout: 2500 })
  host.silent.add('10.0.0.2:443')
  const call = rejection(client.invoke(CALL, { dc: 4 }))
  await host.advance(6000)
  const { code, message } = await call
  assert.equal(code, 'ERR_CONNECT_FAILED')
  assert.match(message, /DC 4 at 10\.0\.0\.2:443.*no answer within 2\.5 s/)
})

test('connect resolves when calls can be made, each time', async () => {
  const { client, host } = setup()
  await client.connect()
  await client.connect(2)
  assert.deepEqual(host.dialled, ['10.0.0.1:2'])
})

test('calls go to the home data centre, which can be changed', async () => {
  const { dc, client, host } = setup()
  dc.onCall = call => call.answer(NEAREST)
  assert.equal(client.homeDc, 2)
  client.homeDc = 4
  const call = rejection(client.invoke(CALL))
  await host.advance(1000)
  assert.equal((await call).code, 'ERR_CONNECT_FAILED')
  assert.deepEqual(await client.invoke(CALL, { dc: 2 }), NEAREST)
})

test('a call is aborted before it is made', async () => {
  const { client, dc } = setup()
  let calls = 0
  dc.onCall = call => {
    calls++
    call.answer(NEAREST)
  }
  const call = client.invoke(CALL, { signal: AbortSignal.abort('why') })
  const error = await rejection(call)
  assert.deepEqual([error.code, error.cause], ['ERR_ABORTED', 'why'])
  assert.equal(calls, 0)
})

test('a call is aborted while it is open; its answer then counts for nothing', async () => {
  const { client, dc } = setup()
  const controller = new AbortController()
  const call = client.invoke(CALL, { signal: controller.signal })
  await settle()
  controller.abort('enough')
  const error = await rejection(call)
  assert.deepEqual([error.code, error.at, error.cause], ['ERR_ABORTED', CALL._, 'enough'])
  dc.calls[0]!.answer(NEAREST)
  await settle()
  dc.onCall = call => call.answer(NEAREST)
  assert.deepEqual(await client.invoke(CALL), NEAREST)
})

test('a signal is let go when its call is settled', async () => {
  const { client, dc } = setup()
  const { signal } = new AbortController()
  const calls = [1, 2].map(() => client.invoke(CALL, { signal }))
  await settle()
  assert.equal(getEventListeners(signal, 'abort').length, 2)
  dc.calls[0]!.answer(NEAREST)
  dc.calls[1]!.refuse(400, 'NO')
  await Promise.allSettled(calls)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('closing rejects what is open, once, and everything after it', async () => {
  const { client, dc, host } = setup()
  const calls = [client.invoke(CALL), client.invoke(CALL)].map(rejection)
  await settle()
  await client.close()
  for (const { code } of await Promise.all(calls)) assert.equal(code, 'ERR_CLOSED')
  for (const call of dc.calls) call.answer(NEAREST)
  await settle()
  assert.equal((await rejection(client.invoke(CALL))).code, 'ERR_CLOSED')
  assert.equal((await rejection(client.connect())).code, 'ERR_CLOSED')
  const elsewhere = rejection(client.invoke(CALL, { dc: 4 }))
  await host.advance(1000)
  assert.equal((await elsewhere).code, 'ERR_CLOSED')
  assert.equal(host.connections, 0)
  await client.close()
})

test('closing while a connection is opened rejects those that wait for it', async () => {
  const { client, host } = setup()
  host.silent.add('10.0.0.1:2')
  const codes: string[] = []
  for (const waiting of [client.connect(), client.invoke(CALL)])
    rejection(waiting).then(({ code }) => codes.push(code))
  await settle()
  await client.close()
  await settle()
  assert.deepEqual(codes, ['ERR_CLOSED', 'ERR_CLOSED'])
  await host.advance(100_000)
  assert.equal(host.timers, 0)
})

test('closing while the storage is asked rejects the call', async () => {
  let loaded: (stored: StoredClient | undefined) => void = () => {}
  const storage: Storage = {
    load: () => new Promise(resolve => (loaded = resolve)),
    save: () => {},
  }
  const { client } = setup({ storage })
  const call = rejection(client.invoke(CALL))
  await settle()
  const closing = client.close()
  loaded(undefined)
  await closing
  assert.equal((await call).code, 'ERR_CLOSED')
})

test('closing a client that was never used is nothing', async () => {
  await setup().client.close()
})

test('a call survives the loss of its connection', async () => {
  const { client, dc, host } = setup()
  const call = client.invoke(CALL)
  await settle()
  host.cut()
  await host.advance(1000)
  assert.equal(dc.calls.length, 1)
  dc.calls[0]!.answer(NEAREST)
  assert.deepEqual(await call, NEAREST)
  assert.equal(host.dialled.length, 2)
})

test('updates come to everyone who listens, from the moment of asking', async () => {
  const { client, dc } = setup()
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  const [one, two] = [client.updates(), client.updates()]
  dc.push(LOGIN_TOKEN)
  await settle()
  const [first, second] = [await one.next(), await two.next()]
  assert.deepEqual(first.value, {
    dc: 2,
    update: { _: 'updateShort', update: { _: 'updateLoginToken' }, date: 1_700_000_000 },
  })
  assert.deepEqual(second, first)
})

test('TL-10 an update that cannot be decoded comes as it is', async () => {
  const { client, dc } = setup()
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  const updates = client.updates()
  dc.push('78563412aabbccdd')
  await settle()
  const { value } = await updates.next()
  assert.deepEqual(value, {
    dc: 2,
    update: { _: 'unparsed', id: 0x12345678, bytes: Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd) },
  })
})

test('of updates that nobody reads the last thousand are kept', async () => {
  const { client, dc } = setup()
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  const updates = client.updates()
  for (let count = 0; count < 1003; count++)
    dc.push(`78563412${count.toString(16).padStart(8, '0')}`)
  await settle()
  await client.close()
  const numbers: number[] = []
  for await (const { update } of updates)
    if (update._ === 'unparsed') numbers.push(update.bytes[2]! * 256 + update.bytes[3]!)
  assert.deepEqual([numbers.length, numbers[0], numbers.at(-1)], [1000, 3, 1002])
})

test('updates end when the client is closed, also for those who ask later', async () => {
  const { client } = setup()
  const updates = client.updates()
  const next = updates.next()
  await settle()
  await client.close()
  assert.equal((await next).done, true)
  assert.equal((await client.updates().next()).done, true)
})

test('an observer hears updates and interruptions until it is let go', async () => {
  const { client, dc, host } = setup()
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  const heard: string[] = []
  const stop = client.observe({
    update: (dc, update) => heard.push(`${dc} ${(update as { _: string })._}`),
    interrupted: dc => heard.push(`${dc} interrupted`),
  })
  dc.push(LOGIN_TOKEN)
  await settle()
  host.cut()
  await host.advance(1000)
  assert.deepEqual(heard, ['2 updateShort', '2 interrupted'])
  stop()
  host.cut()
  await host.advance(1000)
  assert.equal(heard.length, 2)
})

test('the storage is asked once a data centre and told of every change', async () => {
  const { client, dc, storage, host } = setup({ backoff: { attempts: 4, firstDelay: 100 } })
  dc.onCall = call => call.answer(NEAREST)
  await Promise.all([client.invoke(CALL), client.invoke(CALL)])
  assert.equal(storage.loads, 1)
  assert.equal(storage.saved.length, 0)
  dc.input({ kind: 'rotate-salts' })
  await client.invoke(CALL)
  assert.equal(storage.saved.length, 1)
  assert.notEqual(storage.saved[0]!.dcs.get(2)!.serverSalt, FIRST_SALT)
  assert.equal(storage.saved[0]!.dcs.get(2)!.authKey, sharedKey)
  storage.saved.length = 0
  dc.input({ kind: 'forget' })
  const call = client.invoke(CALL)
  await host.advance(1000)
  assert.deepEqual(await call, NEAREST)
  const [gone, ...renewed] = storage.saved
  assert.equal(gone!.dcs.get(2), undefined)
  assert.notEqual(renewed.length, 0)
  for (const { dcs } of renewed) assert.notEqual(dcs.get(2)!.authKey.id, sharedKey.id)
})

test('a storage that fails fails the call, and is asked again by the next', async () => {
  let attempts = 0
  const failing = new Error('disk')
  const { client, dc } = setup({
    storage: {
      load: async () => {
        if (++attempts === 1) throw failing
        return undefined
      },
      save: () => {},
    },
  })
  dc.onCall = call => call.answer(NEAREST)
  await assert.rejects(client.invoke(CALL), failing)
  assert.deepEqual(await client.invoke(CALL), NEAREST)
})

test('the memory storage keeps and forgets', () => {
  const state: DcState = { authKey: sharedKey, serverSalt: 1n, timeOffset: 0 }
  const storage = new MemoryStorage({ dcs: new Map([[2, state]]) })
  assert.equal(storage.load().dcs.get(2), state)
  storage.save({ homeDc: 4, userId: 7n, dcs: new Map([[4, state]]) })
  assert.deepEqual(storage.load(), { homeDc: 4, userId: 7n, dcs: new Map([[4, state]]) })
})

test('server time is that of the data centre', async () => {
  const { client, dc, host } = setup({ withKey: false })
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  const time = await client.serverTime(2)
  assert.ok(Math.abs(time - host.now().unix) <= 1000)
})

test('a trace hears of one data centre each', async () => {
  const heard: string[] = []
  const { client, dc } = setup({ trace: dc => event => heard.push(`${dc} ${event.kind}`) })
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  assert.equal(heard[0], '2 message')
})
