// The MTProxy in front of the data centres of a TestDc, over real sockets.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { Client, type ClientOptions } from '../../src/client/client.ts'
import { qrLogin } from '../../src/client/qr-login.ts'
import { parseProxyLink } from '../../src/core/transport/proxy-link.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const KEY = '00112233445566778899aabbccddeeff'
const SECRETS = { plain: KEY, dd: `dd${KEY}`, ee: `ee${KEY}7777772e6578616d706c652e6f7267` }

/** Of the data centres, none of which is there. */
const NOWHERE = [2, 4].map(id => ({ id, host: '127.0.0.1', port: 1 }))

function clientOf(dc: TestDc, options: Partial<ClientOptions> = {}): Client {
  return new Client({
    ...{ apiId: 1, dcs: NOWHERE, keys: [testRsaKey] },
    proxy: parseProxyLink(dc.proxyLink!),
    backoff: { attempts: 1 },
    ...options,
  })
}

for (const [kind, secret] of Object.entries(SECRETS))
  for (const isTest of [false, true])
    describe(`a secret of the kind ${kind}${isTest ? ', in the test environment' : ''}`, () => {
      let dc: TestDc
      before(async () => {
        dc = await TestDc.start({
          ...{ dcs: [2, 4], key: testRsaKey, proxy: { secret }, test: isTest },
          accounts: [{ firstName: 'Ada', dc: 4 }],
        })
      })
      after(() => dc.close())

      test('a login leads through the proxy to both data centres', async () => {
        const client = clientOf(dc, { test: isTest })
        const events: string[] = []
        for await (const event of qrLogin(client, { apiHash: 'x' })) {
          events.push(event.event)
          if (event.event === 'token') dc.accept(event.url)
        }
        await client.close()
        assert.deepEqual(events, ['token', 'scanned', 'migrating', 'success'])
        assert.deepEqual(new Set(dc.log.map(({ dc: id }) => id)), new Set([2, 4]))
      })

      test('a client of the other environment is sent away', async () => {
        const client = clientOf(dc, { test: !isTest })
        await assert.rejects(client.invoke({ _: 'help.getNearestDc' }), {
          code: 'ERR_CONNECT_FAILED',
          at: `DC 2 through the proxy 127.0.0.1:${parseProxyLink(dc.proxyLink!).port}`,
        })
        await client.close()
      })
    })

describe('a proxy', () => {
  let dc: TestDc
  before(async () => {
    dc = await TestDc.start({ key: testRsaKey, proxy: { secret: SECRETS.plain } })
  })
  after(() => dc.close())

  test('the link says where it is and what it wants', () => {
    assert.match(dc.proxyLink!, RegExp(`^tg://proxy\\?server=127.0.0.1&port=\\d+&secret=${KEY}$`))
    assert.equal(dc.info.proxy, dc.proxyLink)
  })

  test('a data centre that is not there is not reached', async () => {
    const client = clientOf(dc)
    await assert.rejects(client.invoke({ _: 'help.getNearestDc' }, { dc: 4 }), {
      code: 'ERR_CONNECT_FAILED',
    })
    await client.close()
  })

  test('connections that are cut on either side are cut on both, and made again', async () => {
    const client = clientOf(dc, { backoff: { attempts: 3, firstDelay: 10 } })
    await client.invoke({ _: 'help.getNearestDc' })
    dc.drop()
    await client.invoke({ _: 'help.getNearestDc' })
    await client.close()
  })

  test('TR-25 what names no framing is closed without a byte', async () => {
    const { port } = parseProxyLink(dc.proxyLink!)
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.alloc(64, 7)))
    const got: Buffer[] = []
    socket.on('data', chunk => got.push(chunk))
    await new Promise(resolve => socket.once('close', resolve))
    assert.deepEqual(got, [])
  })
})

test('a secret that is none does not start', async () => {
  await assert.rejects(TestDc.start({ key: testRsaKey, proxy: { secret: 'ee00' } }), {
    code: 'ERR_PROXY_SECRET_INVALID',
  })
})

test('a port that is taken does not start, and leaves nothing behind', async () => {
  const dc = await TestDc.start({ key: testRsaKey })
  const { port } = dc.dcs[0]!
  const proxy = { secret: KEY, port }
  await assert.rejects(TestDc.start({ key: testRsaKey, proxy }), { code: 'ERR_ARGUMENT' })
  await dc.close()
})
