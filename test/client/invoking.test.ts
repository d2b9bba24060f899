// What a caller can ask for with a call: an order, patience, an early sign, an end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { RpcError } from '../../src/core/errors.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { FakeDc } from './fake-dc.ts'
import { rejection } from './rejection.ts'

const CALL = { _: 'help.getNearestDc' } as const
const CONFIG = { _: 'help.getConfig' } as const
const NEAREST = { _: 'nearestDc', country: 'NL', thisDc: 2, nearestDc: 4 } as const

function setup(options: Partial<ClientOptions> = {}): {
  host: MemoryHost
  dc: FakeDc
  client: Client
} {
  const host = new MemoryHost()
  const dc = new FakeDc(host)
  const client = new Client({
    apiId: 4,
    dcs: [dc.address, { id: 4, host: '10.0.0.2', port: 443 }],
    keys: [testRsaKey],
    host,
    storage: new MemoryStorage({ dcs: new Map([[2, dc.state()]]) }),
    ...options,
  })
  return { host, dc, client }
}

/** A test DC that notes the order in which two methods finish; the first of them takes a while. */
async function ordered(
  delay: number,
  fails = false,
): Promise<{ host: MemoryHost; dc: TestDc; client: Client; order: string[] }> {
  const host = new MemoryHost()
  const dc = await TestDc.start({ host, key: testRsaKey })
  const order: string[] = []
  dc.handle('help.getNearestDc', async () => {
    order.push('first begins')
    await new Promise<void>(resolve => void host.setTimer(delay, resolve))
    order.push('first ends')
    if (fails) throw new RpcError(400, 'NO')
    return NEAREST
  })
  dc.handle('users.getUsers', () => {
    order.push('second')
    return []
  })
  const storage = new MemoryStorage({ homeDc: 2, dcs: new Map([[2, dc.authorize()]]) })
  return {
    host,
    dc,
    order,
    client: new Client({ apiId: 4, dcs: dc.dcs, keys: [dc.publicKey], host, storage }),
  }
}

for (const delay of [100, 10_000])
  test(`SES-48 a call after one that takes ${delay} ms is executed after it`, async () => {
    const { host, client, order } = await ordered(delay)
    const first = client.invoke(CALL)
    const second = client.invoke({ _: 'users.getUsers', id: [] }, { after: first })
    const third = client.invoke({ _: 'users.getUsers', id: [] }, { after: [first, second] })
    await host.advance(20_000)
    assert.deepEqual([await first, await second, await third], [NEAREST, [], []])
    assert.deepEqual(order, ['first begins', 'first ends', 'second', 'second'])
  })

test('SES-48 a call after one that fails is executed all the same, after it', async () => {
  const { host, client, order } = await ordered(100, true)
  const first = client.invoke(CALL)
  const second = client.invoke({ _: 'users.getUsers', id: [] }, { after: first })
  const refusal = rejection(first)
  await host.advance(20_000)
  assert.match(String(await refusal), /400 NO/)
  assert.deepEqual(await second, [])
  assert.deepEqual(order.slice(-2), ['first ends', 'second'])
})

test('the order holds for calls made before the storage was read', async () => {
  const { host, dc, order } = await ordered(100)
  const stored = new MemoryStorage({ homeDc: 2, userId: 1n, dcs: new Map() })
  const elsewhere = new Client({
    apiId: 4,
    dcs: [{ id: 4, host: '10.0.0.2', port: 443 }, ...dc.dcs],
    keys: [testRsaKey],
    host,
    storage: stored,
  })
  const first = elsewhere.invoke(CALL)
  const second = elsewhere.invoke({ _: 'users.getUsers', id: [] }, { after: first })
  await host.advance(20_000)
  assert.deepEqual([await first, await second], [NEAREST, []])
  assert.deepEqual(order, ['first begins', 'first ends', 'second'])
})

test('a call cannot come after one on another data centre, or after any other promise', async () => {
  const { host, client, dc } = setup()
  const first = client.invoke(CALL)
  for (const after of [first, Promise.resolve(), [first, Promise.resolve()]]) {
    const dcs = Array.isArray(after) ? {} : { dc: after === first ? 4 : 2 }
    const call = rejection(client.invoke(CALL, { after, ...dcs }))
    await host.advance(10_000)
    const error = await call
    assert.deepEqual([error.code, error.at], ['ERR_ARGUMENT', 'after'])
  }
  assert.equal(dc.calls.length, 1)
})

test('a flood is waited for up to the limit of the client, or of the call', async () => {
  for (const [client, call, waits] of [
    [undefined, undefined, true],
    [29, undefined, false],
    [29, 30, true],
    [60, 0, false],
  ] as const) {
    const {
      host,
      dc,
      client: caller,
    } = setup({ ...(client !== undefined && { floodWait: client }) })
    let refused = false
    dc.onCall = received => {
      if (refused) return received.answer(NEAREST)
      refused = true
      received.refuse(420, 'FLOOD_WAIT_30')
    }
    const result = caller.invoke(CALL, { ...(call !== undefined && { floodWait: call }) })
    if (waits) {
      await host.advance(30_000)
      assert.deepEqual(await result, NEAREST)
    } else assert.match(String(await rejection(result)), /FLOOD_WAIT_30/)
  }
})

test('internal errors are repeated five times unless the client or the call says otherwise', async () => {
  for (const [client, call, expected] of [
    [undefined, undefined, 6],
    [2, undefined, 3],
    [2, 0, 1],
  ] as const) {
    const { host, dc, client: caller } = setup({ ...(client !== undefined && { retries: client }) })
    let calls = 0
    dc.onCall = received => {
      calls++
      received.refuse(500, 'INTERNAL')
    }
    const result = rejection(caller.invoke(CALL, { ...(call !== undefined && { retries: call }) }))
    await host.advance(60_000)
    assert.match(String(await result), /500 INTERNAL/)
    assert.equal(calls, expected)
  }
})

test('TR-11 a quick acknowledgement comes before the answer', async () => {
  const { dc, client } = setup()
  const heard: string[] = []
  const call = client
    .invoke(CALL, { quickAck: () => heard.push('taken') })
    .then(() => heard.push('answered'))
  await settle()
  assert.deepEqual(heard, ['taken'])
  dc.calls[0]!.answer(NEAREST)
  await call
  assert.deepEqual(heard, ['taken', 'answered'])
})

test('a quick acknowledgement is passed on once, however often the call is sent', async () => {
  const { host, dc, client } = setup()
  let taken = 0
  const call = client.invoke(CALL, { quickAck: () => taken++ })
  await settle()
  host.cut()
  await host.advance(1000)
  assert.equal(host.dialled.length, 2)
  dc.calls[0]!.answer(NEAREST)
  await call
  assert.equal(taken, 1)
})

test('SES-43 a call can be aborted while it waits for a flood to pass, and another goes on', async () => {
  const { host, dc, client } = setup()
  dc.onCall = call =>
    call.call._ === CALL._ ? call.refuse(420, 'FLOOD_WAIT_30') : call.answer(NEAREST)
  const controller = new AbortController()
  const call = rejection(client.invoke(CALL, { signal: controller.signal }))
  await host.advance(10_000)
  controller.abort()
  assert.equal((await call).code, 'ERR_ABORTED')
  const heard: string[] = []
  dc.onCall = ({ call }) => heard.push(call._)
  await host.advance(60_000)
  assert.deepEqual(heard, [])
  void client.invoke(CONFIG).catch(() => {})
  await settle()
  assert.deepEqual(heard, ['help.getConfig'])
  await client.close()
})

test('a change of the network brings a lost connection back at once', async () => {
  const { host, dc, client } = setup({ backoff: { firstDelay: 10_000 } })
  dc.onCall = call => call.answer(NEAREST)
  await client.invoke(CALL)
  host.cut()
  await host.advance(100)
  const call = client.invoke(CALL)
  await host.advance(100)
  assert.equal(host.dialled.length, 1)
  client.networkChanged()
  await settle()
  assert.deepEqual(await call, NEAREST)
  assert.equal(host.dialled.length, 2)
})
