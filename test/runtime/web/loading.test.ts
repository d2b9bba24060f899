import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { buildSync } from 'esbuild'
import { ROOT } from '../../../scripts/sources.ts'

test('everything loads in an engine that has nothing but the language', () => {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export * from './src/index.ts'
        export * as core from './src/core/index.ts'
        export * as web from './src/runtime/web/index.ts'`,
      resolveDir: ROOT,
    },
    bundle: true,
    format: 'iife',
    globalName: 'raw',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    write: false,
  })
  const bare = ['setTimeout', 'crypto', 'performance', 'TextEncoder', 'WebSocket', 'indexedDB']
  const script = `${outputFiles[0]!.text}; [
    ${bare.map(name => `typeof ${name}`).join(', ')},
    new raw.Client({ apiId: 1, dcs: [{ id: 2, host: 'dc.example', port: 443, webSocket: 'wss' }] }).homeDc,
    typeof raw.web.IndexedDbStorage,
  ].join()`
  assert.equal(runInNewContext(script, {}), [...bare.map(() => 'undefined'), 2, 'function'].join())
})
