import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importViolations } from '../../scripts/check-imports.ts'
import { readSources } from '../../scripts/sources.ts'

const check = (path: string, text: string) => importViolations([{ path, text }])

test('the sources keep the import rule of the architecture', () => {
  assert.deepEqual(importViolations(readSources('src')), [])
})

test('a room imports what is below it and nothing beside or above it', () => {
  const allowed = [
    ['src/core/transport/a.ts', '../bytes/hex.ts'],
    ['src/core/transport/a.ts', '../crypto/provider.ts'],
    ['src/core/transport/a.ts', './b.ts'],
    ['src/core/bytes/a.ts', '../errors.ts'],
    ['src/core/errors.ts', './rules.ts'],
    ['src/core/login/a.ts', '../dc-client/dc-client.ts'],
    ['src/core/crypto/a.ts', '@noble/hashes/sha2.js'],
    ['src/core/tl/generated/api/index.ts', '../../codec.ts'],
    ['src/compiler/a.ts', '../core/bytes/crc32.ts'],
    ['src/compiler/a.ts', '../core/errors.ts'],
    ['src/client/a.ts', '#runtime'],
    ['src/cli/a.ts', '../runtime/node/index.ts'],
    ['src/test-dc/a.ts', 'node:http'],
    ['src/trace/a.ts', '../compiler/parser.ts'],
    ['src/runtime/node/a.ts', 'node:net'],
    ['src/runtime/web/a.ts', '../../client/storage.ts'],
    ['src/runtime/web/a.ts', '@noble/hashes/sha2.js'],
  ] as const
  for (const [path, specifier] of allowed)
    assert.deepEqual(check(path, `import { a } from '${specifier}'`), [], `${path} ${specifier}`)

  const forbidden = [
    ['src/core/transport/a.ts', '../envelope/b.ts'],
    ['src/core/transport/a.ts', '../link/link.ts'],
    ['src/core/bytes/a.ts', '../crypto/provider.ts'],
    ['src/core/bytes/a.ts', '../index.ts'],
    ['src/core/errors.ts', './bytes/hex.ts'],
    ['src/core/dc-server/a.ts', '../dc-client/b.ts'],
    ['src/core/login/a.ts', '../dc-server/b.ts'],
    ['src/core/auth-key/client.ts', './server.ts'],
    ['src/core/auth-key/server.ts', './client.ts'],
    ['src/core/link/a.ts', '../../client/b.ts'],
    ['src/core/link/a.ts', '#runtime'],
    ['src/core/crypto/a.ts', 'node:crypto'],
    ['src/core/crypto/a.ts', 'ws'],
    ['src/core/tl/a.ts', 'big-integer'],
    ['src/core/unknown/a.ts', '../bytes/hex.ts'],
    ['src/compiler/a.ts', '../core/crypto/provider.ts'],
    ['src/client/a.ts', '../runtime/node/index.ts'],
    ['src/client/a.ts', '../test-dc/b.ts'],
    ['src/unknown/a.ts', '../core/errors.ts'],
    ['src/runtime/web/a.ts', 'node:crypto'],
    ['src/runtime/web/a.ts', 'ws'],
    ['src/runtime/web/a.ts', '../node/crypto.ts'],
    ['src/runtime/node/a.ts', '../web/crypto.ts'],
    ['src/client/a.ts', 'node:fs'],
  ] as const
  for (const [path, specifier] of forbidden)
    assert.equal(check(path, `\nimport type { A } from '${specifier}'`).length, 1, specifier)
  assert.deepEqual(check('src/core/tl/a.ts', "//\nexport * from '../gzip/gunzip.ts'"), [
    'src/core/tl/a.ts:2 may not import ../gzip/gunzip.ts (from core/tl)',
  ])
})

test('the core touches no clock, randomness, timer, promise, console or global, the client promises', () => {
  const uses = [
    ...['Date.now()', 'new Date()', 'Math.random()', 'Math\n.random()', 'setTimeout(f, 1)'],
    ...['console.log(1)', 'new TextEncoder()', 'await x', 'async () => {}', 'globalThis.x'],
    ...[
      'Promise.resolve()',
      'process.env',
      'Buffer.from(x)',
      'crypto.randomUUID()',
      `\`$\{Date}\``,
    ],
  ]
  for (const use of uses) {
    assert.equal(check('src/core/link/a.ts', `const a = ${use}`).length, 1, use)
    assert.deepEqual(check('src/cli/a.ts', `const a = ${use}`), [])
    const isPromise = /await|async|Promise/.test(use)
    assert.equal(check('src/client/a.ts', `const a = ${use}`).length, isPromise ? 0 : 1, use)
  }
  const harmless = [
    ...['// Date', "'Date'", '`Date`', '{ Date: 1 }', 'a.Date', 'a.#fetch()', 'Math.max(1, 2)'],
    ...['crypto.sha256(x)', 'updates', 'DateTime', '/await/'],
  ]
  for (const text of harmless)
    assert.deepEqual(check('src/core/link/a.ts', `const a = ${text}`), [], text)
})

test('an entry file holds nothing but re-exports', () => {
  const path = 'src/core/index.ts'
  const good =
    "// what\nexport { a, type B } from './link/link.ts'\nexport * as c from './errors.ts'\n"
  assert.deepEqual(check(path, good), [])
  assert.deepEqual(check(path, `${good}export const d = 1\n`), [
    'src/core/index.ts:4 an entry file only re-exports',
  ])
  assert.deepEqual(check('src/core/tl/generated/api/index.ts', 'export const d = 1'), [])
})
