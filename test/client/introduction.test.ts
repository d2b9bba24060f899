// What a client says of itself, as somebody sees it who approves its login.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { MemoryStorage } from '../../src/client/storage.ts'
import { parseLoginUrl } from '../../src/core/login/login-url.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'

async function seen(options: Partial<ClientOptions>) {
  const dc = await TestDc.start({ key: testRsaKey })
  const common = { dcs: dc.dcs, keys: [dc.publicKey] }
  const newcomer = new Client({ apiId: 17, ...common, ...options })
  const dcs = new Map([[2, dc.authorize()]])
  const phone = new Client({ apiId: 4, ...common, storage: new MemoryStorage({ dcs }) })
  try {
    for await (const event of qrLogin(newcomer, { apiHash: 'x' })) {
      assert.ok(event.event === 'token')
      const token = parseLoginUrl(event.url)
      const { apiId, deviceModel, systemVersion, appVersion } = await phone.invoke({
        _: 'auth.acceptLoginToken',
        token,
      })
      return { apiId, deviceModel, systemVersion, appVersion }
    }
  } finally {
    await newcomer.close()
    await phone.close()
    await dc.close()
  }
  return undefined
}

test('a client says what it is and where it runs, and nothing that is not so', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  assert.deepEqual(await seen({}), {
    apiId: 17,
    deviceModel: 'raw-mtproto',
    systemVersion: `Node ${process.versions.node} on ${process.platform}`,
    appVersion: version,
  })
})

test('a host without a name is unknown, and a program may introduce itself', async () => {
  const { system: _, ...host } = createHost()
  assert.equal((await seen({ host }))?.systemVersion, 'unknown')
  const info = { deviceModel: 'Kettle', systemVersion: '9', appVersion: '3.2' }
  assert.deepEqual(await seen({ info }), { apiId: 17, ...info })
})
