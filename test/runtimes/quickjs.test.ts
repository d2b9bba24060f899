// The portable library inside QuickJS, on the host that docs/embedding.md shows: its code blocks are what runs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TestDc } from '../../src/test-dc/index.ts'
import { Embedded } from './embedded.ts'
import { bundle } from './page.ts'
import { proveRuntime } from './table.ts'

const { version } = JSON.parse(
  readFileSync(new URL('node_modules/quickjs-emscripten/package.json', import.meta.url), 'utf8'),
)

/** What other engines have beside the language. */
const ELSEWHERE = [
  ...['AbortController', 'Buffer', 'Date', 'Intl', 'TextDecoder', 'TextEncoder', 'URL'],
  ...['WebSocket', 'atob', 'console', 'crypto', 'fetch', 'performance', 'process'],
  ...['queueMicrotask', 'require', 'setTimeout', 'structuredClone', 'window'],
]

const script = (entry: string): Promise<string> =>
  bundle(entry, { format: 'iife', platform: 'neutral', mainFields: ['module', 'main'] })

const login = script(`
  import * as raw from 'raw-mtproto'
  import { createHost } from 'page:host.js'
  import { runScenario } from './scenario.ts'
  const { host, storage, engine } = createHost(native)
  globalThis.engine = {
    ...engine,
    start: plan => runScenario(raw, { ...JSON.parse(plan), host, storage }).then(
      report => native.finish(JSON.stringify({ report })),
      error => native.finish(JSON.stringify({ error: String(error.stack) })),
    ),
  }
`)

proveRuntime({
  name: 'QuickJS',
  version,
  login: async plan => {
    const engine = await Embedded.start(await login)
    try {
      engine.call('start', JSON.stringify(plan))
      const { report, error } = JSON.parse(await engine.finished)
      assert.equal(error, undefined)
      return report
    } finally {
      engine.stop()
    }
  },
})

test('QuickJS has the language and nothing else', async () => {
  const engine = await Embedded.start(await login)
  try {
    const { globals } = engine
    assert.ok(globals.includes('BigInt'))
    assert.deepEqual(
      ELSEWHERE.filter(name => globals.includes(name)),
      [],
    )
  } finally {
    engine.stop()
  }
})

test('one call by the bare machines in an engine without promises', async () => {
  const dc = await TestDc.start()
  const engine = await Embedded.start(
    await script(`
      import { parseRsaPublicKey } from 'raw-mtproto/core'
      import { ask } from 'page:ask.js'
      const stored = []
      globalThis.engine = {
        start(text) {
          const { address, publicKeyPem, info } = JSON.parse(text)
          const keys = [parseRsaPublicKey(publicKeyPem)]
          const finish = outcome => native.finish(JSON.stringify({ ...outcome, stored }))
          Object.assign(engine, ask(native, { ...address, keys }, info, { _: 'help.getNearestDc' }, {
            stored: state => stored.push(state.authKey.key.length),
            result: result => finish({ result }),
            failed: error => finish({ error: String(error) }),
          }))
        },
      }
    `),
    { promises: false },
  )
  try {
    assert.ok(!engine.globals.includes('Promise'))
    const info = {
      apiId: 4,
      deviceModel: 'QuickJS',
      systemVersion: '1',
      appVersion: '1',
      systemLangCode: 'en',
      langCode: 'en',
    }
    const [address] = dc.dcs
    engine.call('start', JSON.stringify({ address, publicKeyPem: dc.publicKeyPem, info }))
    const { result, error, stored } = JSON.parse(await engine.finished)
    assert.equal(error, undefined)
    assert.equal(result._, 'nearestDc')
    assert.equal(result.thisDc, address!.id)
    assert.ok(stored.length > 0 && stored.every((length: number) => length === 256))
    engine.call('hangUp')
  } finally {
    engine.stop()
    await dc.close()
  }
})
