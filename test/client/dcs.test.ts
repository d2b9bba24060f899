import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../../src/client/client.ts'
import { addressesById, placeOf, publicDcs, publicWebSocketDcs } from '../../src/client/dcs.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { noIpv6 } from '../support/sockets.ts'

test('the public data centres have addresses of both families and three ports, home first', () => {
  const dcs = publicDcs(false)
  assert.deepEqual([...addressesById(dcs).keys()], [2, 1, 3, 4, 5])
  assert.deepEqual(addressesById(dcs).get(1), [
    { id: 1, host: '149.154.175.50', port: 443 },
    { id: 1, host: '2001:b28:f23d:f001::a', port: 443 },
    { id: 1, host: '149.154.175.50', port: 5222 },
    { id: 1, host: '2001:b28:f23d:f001::a', port: 5222 },
    { id: 1, host: '149.154.175.50', port: 80 },
    { id: 1, host: '2001:b28:f23d:f001::a', port: 80 },
  ])
  assert.deepEqual([...addressesById(publicDcs(true)).keys()], [2, 1, 3])
})

test('the public data centres by WebSocket have one name each, and a path for the test environment', () => {
  assert.deepEqual(publicWebSocketDcs(false)[0], {
    ...{ id: 2, host: 'venus.web.telegram.org', port: 443, webSocket: 'wss', path: '/apiws' },
  })
  assert.deepEqual(
    publicWebSocketDcs(false).map(({ id, host }) => `${id} ${host.split('.')[0]}`),
    ['2 venus', '1 pluto', '3 aurora', '4 vesta', '5 flora'],
  )
  assert.deepEqual(publicWebSocketDcs(true)[2], {
    ...{ id: 3, host: 'aurora.web.telegram.org', port: 443 },
    ...{ webSocket: 'wss', path: '/apiws_test' },
  })
})

test('a place is named by its first address', () => {
  const one = { host: '::1', port: 443 }
  assert.equal(placeOf(2, [one]), 'DC 2 at [::1]:443')
  assert.equal(placeOf(2, [one, one, one]), 'DC 2 at [::1]:443 and 2 more')
})

test('one data centre is reached by TCP or by WebSockets, not by both', () => {
  const dcs = [
    { id: 2, host: 'a', port: 1 },
    { id: 4, host: 'a', port: 1, webSocket: 'wss' },
    { id: 2, host: 'a', port: 2, webSocket: 'ws' },
  ] as const
  assert.throws(() => new Client({ apiId: 1, dcs, host: new MemoryHost() }), {
    code: 'ERR_ARGUMENT',
    at: 'dcs, DC 2',
  })
  assert.deepEqual([...addressesById(dcs.slice(0, 2)).keys()], [2, 4])
})

test('a client on a host with WebSockets alone goes to the public ones', async () => {
  for (const webSocketOnly of [true, false]) {
    const host = Object.assign(new MemoryHost(), { webSocketOnly })
    const client = new Client({ apiId: 1, host, backoff: { attempts: 1 } })
    await assert.rejects(client.connect(), { code: 'ERR_CONNECT_FAILED' })
    assert.equal(
      host.dialled[0],
      webSocketOnly ? 'venus.web.telegram.org:443' : '149.154.167.51:443',
    )
  }
})

test('a client goes on with the second address when the first is dead, and begins with it later', async () => {
  const host = new MemoryHost()
  const dc = await TestDc.start({ host })
  const [{ id, port }] = dc.dcs as [(typeof dc.dcs)[number]]
  host.silent.add('127.0.0.1:9')
  const dcs = [
    { id, host: '127.0.0.1', port: 9 },
    { id, host: '127.0.0.1', port },
  ]
  const client = new Client({ apiId: 1, host, dcs, keys: [dc.publicKey] })
  const connected = client.connect()
  await host.advance(250)
  await connected
  assert.deepEqual(host.dialled, ['127.0.0.1:9', `127.0.0.1:${port}`])
  host.cut()
  await host.advance(1000)
  await client.connect()
  assert.deepEqual(host.dialled.slice(2), [`127.0.0.1:${port}`])
  await client.close()
  await dc.close()
})

for (const webSocket of [undefined, 'ws'] as const)
  test(`a client reaches a test DC by IPv6${webSocket ? ' and WebSocket' : ''}`, async t => {
    const reason = await noIpv6()
    if (reason) return t.skip(reason)
    const dc = await TestDc.start({ bind: '::1' })
    const dcs = dc.dcs.map(address => ({ ...address, ...(webSocket && { webSocket }) }))
    assert.equal(dcs[0]?.host, '::1')
    const client = new Client({ apiId: 1, dcs, keys: [dc.publicKey] })
    await client.connect()
    await client.close()
    await dc.close()
  })
