import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { parseProxySecret } from '../../src/core/transport/proxy-secret.ts'
import { MemoryHost } from '../support/memory-host.ts'

const KEY = '00112233445566778899aabbccddeeff'
const plain = { host: '10.0.0.9', port: 8443, secret: parseProxySecret(KEY) } as const
const padded = { ...plain, secret: parseProxySecret(`dd${KEY}`) }
const dcs = [{ id: 2, host: '10.0.0.1', port: 2 }]

function client(options: Partial<ClientOptions>, host = new MemoryHost()): Client {
  return new Client({ apiId: 4, dcs, host, backoff: { attempts: 1 }, ...options })
}

test('a proxy is dialled in place of a data centre, and named when it is not there', async () => {
  const host = new MemoryHost()
  await assert.rejects(client({ proxy: plain }, host).invoke({ _: 'help.getNearestDc' }), {
    code: 'ERR_CONNECT_FAILED',
    at: 'DC 2 through the proxy 10.0.0.9:8443',
  })
  assert.deepEqual(host.dialled, ['10.0.0.9:8443'])
})

for (const [name, options] of [
  ['a framing that cannot be obfuscated', { proxy: plain, transport: 'full' }],
  ['HTTP', { proxy: plain, transport: 'http' }],
  ['a framing that the secret forbids', { proxy: padded, transport: 'intermediate' }],
  ['WebSockets', { proxy: plain, dcs: [{ ...dcs[0], webSocket: 'ws' }] }],
] as [string, Partial<ClientOptions>][])
  test(`TR-42 a proxy and ${name} contradict each other`, () => {
    assert.throws(() => client(options), { code: 'ERR_ARGUMENT' })
  })

test('TR-42 what the secret allows does not contradict it', () => {
  client({ proxy: padded })
  client({ proxy: padded, transport: 'padded' })
  client({ proxy: plain, transport: 'abridged', obfuscated: true })
})
