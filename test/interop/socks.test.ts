// SOCKS5 by the package `socks`: the code that the documentation shows, and what --proxy does with it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import type { ListeningHost } from '../../src/host/host.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { noIpv6 } from '../support/sockets.ts'
import { socksServer } from '../support/socks-server.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = join(HERE, '..', '..')

let folder: string
let socksHost: (proxy: object) => ListeningHost

before(async () => {
  const page = readFileSync(join(ROOT, 'docs', 'proxies.md'), 'utf8')
  const block = /```ts\n(\/\/ socks-host\.ts\n[\s\S]*?)```/.exec(page)![1]!
  // Beside the packages that it imports.
  folder = mkdtempSync(join(HERE, '.socks-'))
  const file = join(folder, 'socks-host.ts')
  writeFileSync(file, block.replace("'raw-mtproto/node'", "'../../../src/runtime/node/index.ts'"))
  socksHost = (await import(file)).socksHost
})
after(() => rmSync(folder, { recursive: true }))

test('the code of the documentation has the types it says', () => {
  const project = join(folder, 'tsconfig.json')
  const compilerOptions = { typeRoots: [join(ROOT, 'node_modules', '@types')] }
  const include = ['socks-host.ts']
  writeFileSync(
    project,
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include, exclude: [] }),
  )
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    project,
  ])
})

for (const webSocket of [undefined, 'ws'] as const)
  test(`a login goes through the proxy, with a migration${webSocket ? ', by WebSocket' : ''}`, async () => {
    const proxy = await socksServer('ada:secret')
    const dc = await TestDc.start({ dcs: [2, 4], accounts: [{ dc: 4 }], autoAccept: 0 })
    const { host, port } = proxy
    // Only the proxy knows where the names lead.
    const dcs = dc.dcs.map(each => ({
      ...{ ...each, host: `dc${each.id}.example` },
      ...(webSocket && { webSocket }),
    }))
    const client = new Client({
      apiId: 1,
      dcs,
      keys: [dc.publicKey],
      host: socksHost({ host, port, type: 5, userId: 'ada', password: 'secret' }),
    })
    for await (const _ of qrLogin(client, { apiHash: 'hash' }));
    assert.equal(client.homeDc, 4)
    await client.close()
    assert.deepEqual(
      proxy.asked,
      dcs.map(each => `${each.host}:${each.port}`),
    )
    await dc.close()
    await proxy.close()
  })

test('IPv6 goes through the proxy as an address', async t => {
  const reason = await noIpv6()
  if (reason) return t.skip(reason)
  const proxy = await socksServer()
  const dc = await TestDc.start({ bind: '::1' })
  const { host, port } = proxy
  const { dcs, publicKey } = dc
  const client = new Client({
    apiId: 1,
    dcs,
    keys: [publicKey],
    host: socksHost({ host, port, type: 5 }),
  })
  await client.connect()
  await client.close()
  assert.deepEqual(proxy.asked, [`0000:0000:0000:0000:0000:0000:0000:0001:${dcs[0]!.port}`])
  await dc.close()
  await proxy.close()
})

test('a proxy that refuses the account is the reason', async () => {
  const proxy = await socksServer('ada:secret')
  const { host, port } = proxy
  const client = new Client({
    apiId: 1,
    dcs: [{ id: 2, host: '127.0.0.1', port: 9 }],
    host: socksHost({ host, port, type: 5, userId: 'ada', password: 'wrong' }),
    backoff: { attempts: 1 },
  })
  await assert.rejects(client.connect(), {
    code: 'ERR_CONNECT_FAILED',
    got: /Authentication failed/i,
  })
  await client.close()
  await proxy.close()
})
