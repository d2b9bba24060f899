// Clients nobody here wrote, unmodified from npm, log in through the MTProxy in front of the test DC: with each
// kind of secret that they know. All they are told of is the proxy; the data centre they want is for it to find.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parseProxyLink } from '../../src/core/transport/proxy-link.ts'
import { AWAY, HOME, type Program, runClient, startDc, type TestDc } from './client-run.ts'

const KEY = '00112233445566778899aabbccddeeff'
const SECRETS = {
  plain: KEY,
  dd: `dd${KEY}`,
  // www.example.org
  ee: `ee${KEY}7777772e6578616d706c652e6f7267`,
}

/** GramJS and its fork do not know fake TLS; of the framing of dd secrets they are given the codec. */
const CLIENTS = [
  { name: 'GramJS', shim: 'gramjs.cjs', secrets: ['plain', 'dd'] },
  { name: 'teleproto', shim: 'gramjs.cjs', package: 'teleproto', secrets: ['plain', 'dd'] },
  { name: 'mtcute', shim: 'mtcute.mjs', secrets: ['plain', 'dd', 'ee'] },
] as const

for (const secret of ['plain', 'dd', 'ee'] as const)
  describe(`an MTProxy with a secret of the kind ${secret}`, () => {
    let dc: TestDc & Program
    before(async () => {
      dc = await startDc(['--proxy-secret', SECRETS[secret], '--migrate-to', String(AWAY)])
    })
    after(() => dc.stop())

    for (const client of CLIENTS.filter(({ secrets }) => secrets.some(kind => kind === secret)))
      test(`${client.name} logs in through it, with a migration`, async () => {
        const proxy = parseProxyLink(dc.proxy!)
        const settings = { scenario: 'qr-login', transport: 'none', proxy, ...client }
        // Their own addresses of the data centres lead nowhere.
        const { events, code, framings } = await runClient(client.shim, dc, settings)
        assert.deepEqual(events.slice(1), [
          { event: 'success', user: { id: '777000001', firstName: 'Ada' }, dc: AWAY },
        ])
        assert.equal(code, 0)
        // one connection for each data centre, both through the proxy
        assert.ok(framings.length >= [HOME, AWAY].length)
        assert.deepEqual([...new Set(framings)], [secret === 'ee' ? 'tls' : 'obfuscated'])
      })
  })
