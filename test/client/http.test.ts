// A client over HTTP against the test DC: calls, updates and lost connections, on a clock that is moved by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { RpcError } from '../../src/core/errors.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { Address, Listener, Socket, SocketEvents } from '../../src/host/host.ts'
import { TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { seededRandom } from '../support/random.ts'
import { testRsaKey } from '../support/rsa-key.ts'

/** A host whose incoming connections can be cut one by one. */
class CuttingHost extends MemoryHost {
  readonly incoming = new Set<Socket>()

  override listen(address: Address, accept: (socket: Socket) => SocketEvents): Promise<Listener> {
    return super.listen(address, socket => {
      this.incoming.add(socket)
      const events = accept(socket)
      return {
        ...events,
        closed: reason => {
          this.incoming.delete(socket)
          events.closed(reason)
        },
      }
    })
  }
}

async function begin(options: Partial<ClientOptions> = {}, dcOptions: TestDcOptions = {}) {
  const host = new CuttingHost()
  const dc = await TestDc.start({ host, key: testRsaKey, ...dcOptions })
  const events: TraceEvent[] = []
  const client = new Client({
    apiId: 4,
    dcs: dc.dcs,
    keys: [dc.publicKey],
    host,
    transport: 'http',
    trace: () => event => events.push(event),
    ...options,
  })
  return { host, dc, client, events }
}

/** Waits for a promise while time passes. */
async function within<T>(host: MemoryHost, milliseconds: number, promise: Promise<T>): Promise<T> {
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  promise.then(over, over)
  for (let passed = 0; passed < milliseconds && !isOver; passed += 10) await host.advance(10)
  assert.ok(isOver, `nothing within ${milliseconds} ms`)
  return promise
}

const NEAREST = { _: 'help.getNearestDc' } as const

test('a key exchange and a call, with or without forward secrecy, and no more connections than needed', async () => {
  for (const options of [{}, { tempKeyLifetime: 3600 }]) {
    const { host, dc, client } = await begin(options)
    const nearest = await within(host, 1000, client.invoke(NEAREST))
    assert.equal(nearest._, 'nearestDc')
    const transports = dc.log.filter(({ kind }) => kind === 'transport')
    assert.ok(transports.length <= 3)
    assert.deepEqual([...new Set(transports.map(({ name }) => name))], ['http'])
    await client.close()
    await dc.close()
  }
})

test('TR-35 an idle client keeps one request open for hours, and asks for little', async () => {
  const { host, dc, client, events } = await begin()
  await within(host, 1000, client.invoke(NEAREST))
  await host.advance(2000)
  const since = events.length
  await host.advance(3_600_000)
  const sent = events
    .slice(since)
    .filter(event => event.kind === 'message' && event.direction === 'out' && !event.container)
  assert.ok(sent.length >= 140 && sent.length <= 150, `${sent.length} requests an hour`)
  assert.ok(events.slice(since).every(({ kind }) => kind === 'message'))
  await client.close()
  await dc.close()
})

test('a call is not held up by the request that is held, nor by a call that takes long', async () => {
  const { host, dc, client } = await begin()
  let finish: (value: object) => void = () => {}
  dc.handle('help.getConfig', () => new Promise<never>(resolve => (finish = resolve as never)))
  await within(host, 1000, client.invoke(NEAREST))
  await host.advance(5000)
  const slow = client.invoke({ _: 'help.getConfig' })
  await host.advance(5000)
  for (let count = 0; count < 10; count++) await within(host, 100, client.invoke(NEAREST))
  const refused = assert.rejects(slow, RpcError)
  finish(Promise.reject(new RpcError(400, 'LATE')) as never)
  await within(host, 100, refused)
  await client.close()
  await dc.close()
})

test('an update comes at once', async () => {
  const { host, dc, client } = await begin()
  const updates: unknown[] = []
  client.observe({ update: (_, update) => updates.push(update), interrupted: () => {} })
  const token = await within(
    host,
    1000,
    client.invoke({ _: 'auth.exportLoginToken', apiId: 4, apiHash: 'h', exceptIds: [] }),
  )
  await host.advance(10_000)
  assert.equal(token._, 'auth.loginToken')
  if (token._ === 'auth.loginToken') dc.accept(token.token)
  await host.advance(0)
  assert.equal(updates.length, 1)
  await client.close()
  await dc.close()
})

test('200 calls survive cut connections: each has one result, its own, and is executed once', async () => {
  const { host, dc, client } = await begin()
  const chance = seededRandom('cuts')
  const roll = (sides: number): number => chance(1, 'jitter')[0]! % sides
  const executed = new Map<bigint, number>()
  dc.handle('auth.exportLoginToken', ({ exceptIds }) => {
    const [number] = exceptIds as [bigint]
    executed.set(number, (executed.get(number) ?? 0) + 1)
    const result = {
      _: 'auth.loginToken',
      expires: Number(number),
      token: new Uint8Array(4),
    } as const
    const delay = roll(4) === 0 ? 40 * roll(100) : 0
    if (delay === 0) return result
    return new Promise(resolve => host.setTimer(delay, () => resolve(result)))
  })
  await within(host, 1000, client.invoke(NEAREST))
  const settled: number[] = []
  const calls: Promise<void>[] = []
  let cuts = 0
  for (let number = 1; number <= 200; number++) {
    calls.push(
      client
        .invoke({ _: 'auth.exportLoginToken', apiId: 4, apiHash: 'h', exceptIds: [BigInt(number)] })
        .then(result => {
          settled.push(number)
          assert.equal(result._ === 'auth.loginToken' && result.expires, number)
        }),
    )
    if (roll(2) === 0) await host.advance(20 * roll(120))
    const open = [...host.incoming]
    if (roll(4) === 0 && open.length > 0) {
      open[roll(open.length)]!.close()
      cuts++
    }
    if (roll(40) === 0) host.cut()
  }
  await within(host, 120_000, Promise.all(calls))
  assert.ok(cuts >= 10, `${cuts} cuts`)
  assert.deepEqual(
    settled.sort((a, b) => a - b),
    Array.from({ length: 200 }, (_, i) => i + 1),
  )
  assert.deepEqual([...new Set(executed.values())], [1])
  assert.equal(executed.size, 200)
  await host.advance(60_000)
  assert.deepEqual(
    dc.log.filter(({ kind, acked }) => kind === 'violation' || acked === false),
    [],
  )
  assert.equal(host.incoming.size <= 4, true)
  await client.close()
  await dc.close()
})

test('a large call and a large result cross as they are', async () => {
  const { host, dc, client } = await begin()
  const exceptIds = Array.from({ length: 20_000 }, (_, i) => BigInt(i) ** 3n)
  const token = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * i) >> 8)
  dc.handle('auth.exportLoginToken', call => {
    assert.deepEqual(call.exceptIds, exceptIds)
    return { _: 'auth.loginToken', expires: 1, token }
  })
  const call = { _: 'auth.exportLoginToken', apiId: 4, apiHash: 'h', exceptIds } as const
  assert.ok(encode(api, call).length > 150_000)
  const result = await within(host, 2000, client.invoke(call))
  assert.deepEqual(result._ === 'auth.loginToken' && result.token, token)
  await client.close()
  await dc.close()
})

test('HTTP goes with no obfuscation, no WebSocket and no proxy', () => {
  const address = { id: 2, host: '127.0.0.1', port: 1 }
  const secret = { mode: 'plain', key: new Uint8Array(16) } as const
  for (const options of [
    { obfuscated: true },
    { dcs: [{ ...address, webSocket: 'ws' as const }] },
    { proxy: { host: '127.0.0.1', port: 1, secret } },
  ])
    assert.throws(
      () => new Client({ apiId: 4, dcs: [address], transport: 'http', ...options }),
      { code: 'ERR_ARGUMENT', at: 'transport' },
      JSON.stringify(options),
    )
})
