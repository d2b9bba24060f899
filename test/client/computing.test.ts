// A host that cannot perform a computation: whoever waits for its value is told, and nothing hangs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import type { Host } from '../../src/host/host.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { MemoryHost } from '../support/memory-host.ts'
import { solveOnce } from '../support/pair.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { FakeDc } from './fake-dc.ts'
import { rejection } from './rejection.ts'

const CALL = { _: 'help.getNearestDc' } as const
const NEAREST = { _: 'nearestDc', country: 'NL', thisDc: 2, nearestDc: 4 } as const

/** The same host with another way to compute. */
function computing(host: MemoryHost, compute: Host['compute']): Host {
  return {
    crypto: host.crypto,
    random: host.random,
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    connect: (address, events) => host.connect(address, events),
    compute,
  }
}

/** A client on a host that `change` makes of the one of its data centre. */
function withoutKey(change: (host: MemoryHost) => Host): {
  host: MemoryHost
  dc: FakeDc
  client: Client
} {
  const host = new MemoryHost()
  const dc = new FakeDc(host)
  dc.onCall = call => call.answer(NEAREST)
  const client = new Client({ apiId: 4, dcs: [dc.address], keys: [testRsaKey], host: change(host) })
  return { host, dc, client }
}

test('a key exchange whose worker dies rejects the calls that wait for it; the next one tries again', async () => {
  const { host, client } = withoutKey(host => host)
  host.failing.add('mod-pow')
  const errors = [client.connect(), client.invoke(CALL), client.invoke(CALL)].map(rejection)
  for (const { code, at, cause } of await Promise.all(errors))
    assert.deepEqual(
      [code, at, String(cause)],
      ['ERR_COMPUTE_FAILED', 'mod-pow', 'Error: the worker died'],
    )
  assert.equal(host.connections, 0)
  host.failing.clear()
  assert.deepEqual(await client.invoke(CALL), NEAREST)
})

test('a host that throws at once is no different', async () => {
  const { client } = withoutKey(host =>
    computing(host, () => {
      throw new Error('no worker')
    }),
  )
  const { code, at } = await rejection(client.invoke(CALL))
  assert.deepEqual([code, at], ['ERR_COMPUTE_FAILED', 'factorize'])
})

test('PW-01 a password whose worker dies ends the login', async () => {
  const host = new MemoryHost()
  const accounts = [{ password: 'secret' }]
  const dc = await TestDc.start({ host, key: testRsaKey, accounts })
  const client = new Client({ apiId: 4, dcs: dc.dcs, keys: [dc.publicKey], host })
  host.failing.add('pbkdf2')
  const events: string[] = []
  const login = async (): Promise<void> => {
    for await (const event of qrLogin(client, { apiHash: 'hash', password: () => 'secret' })) {
      events.push(event.event)
      if (event.event === 'token') dc.accept(event.token)
    }
  }
  const ended = rejection(login())
  await host.advance(1000)
  const { code, at } = await ended
  assert.deepEqual([code, at], ['ERR_COMPUTE_FAILED', 'pbkdf2'])
  assert.deepEqual(events, ['token', 'scanned', 'password-needed'])
  await client.close()
})

test('a data centre whose worker dies refuses the key exchange, and notes why', async () => {
  const host = new MemoryHost()
  const dc = await TestDc.start({ host, key: testRsaKey })
  host.failing.add('mod-pow')
  const client = new Client({
    apiId: 4,
    dcs: dc.dcs,
    keys: [dc.publicKey],
    host: computing(host, solveOnce),
    backoff: { attempts: 1 },
  })
  const call = rejection(client.invoke(CALL))
  await host.advance(60_000)
  assert.equal((await call).code, 'ERR_DH_FAILED')
  assert.equal(
    dc.log.find(({ kind }) => kind === 'rejected')?.detail,
    'mod-pow: an expensive computation could not be performed',
  )
  host.failing.clear()
  assert.equal((await client.invoke(CALL)).thisDc, 2)
  await client.close()
})
