// A login of a client that nobody here wrote, as pages: recorded by the test DC, opened with its secrets.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { parse } from '../../src/compiler/index.ts'
import { buildSite } from '../../src/illustrate/site.ts'
import { createHost } from '../../src/runtime/node/host.ts'
import { readRecording } from '../../src/trace/recording.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { apiText, mtprotoText } from '../trace/schemas.ts'
import { AWAY, runClient, startDc } from './client-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-illustrate-'))
after(() => rmSync(folder, { recursive: true }))

/** The layer that GramJS speaks, which is not that of this package. */
function gramjs(): SchemaText {
  const text = createRequire(import.meta.url)('telegram/tl/apiTl.js')
  return parse(text.default ?? text, 'gramjs.tl')
}

for (const { name, shim, transport } of [
  { name: 'GramJS', shim: 'gramjs.cjs', transport: 'full' },
  { name: 'mtcute', shim: 'mtcute.mjs', transport: 'obfuscated' },
])
  test(`a login of ${name} over ${transport} becomes pages, every value computed again`, async () => {
    let file = ''
    const dc = await startDc(attempt => {
      file = join(folder, `${name}-${attempt}.jsonl`)
      return ['--migrate-to', String(AWAY), '--record', file, '--record-secrets']
    })
    try {
      const { code } = await runClient(shim, dc, { scenario: 'qr-login', transport })
      assert.equal(code, 0)
    } finally {
      dc.stop()
      await dc.exited
    }
    const recording = readRecording(readFileSync(file, 'utf8'))
    const own = name === 'GramJS' ? [gramjs()] : []
    const site = buildSite({
      runs: new Map([['recording', { title: name, story: '', recording, draws: [] }]]),
      isLenient: true,
      vocabulary: new Vocabulary([...own, mtprotoText, apiText]),
      crypto: createHost().crypto,
      script: '',
    })
    const pages = [...site].filter(([file]) => file.startsWith('recording'))
    assert.ok(pages.length >= 2)
    const text = pages.map(([, page]) => page).join('')
    assert.match(text, /What protects the login token/)
    for (const recipe of ['rsaPad', 'newNonceHash1', 'msgKeyOfClient', 'aesKeyOfServer'])
      assert.ok(text.includes(`"recipe":"${recipe}"`), recipe)
  })
