import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { codeFiles, writeCode } from '../../src/cli/code-files.ts'
import type { LoginNews } from '../../src/cli/login-news.ts'
import { renderPng, renderSvg } from '../../src/qr/index.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-files-'))
})
after(() => rmSync(folder, { recursive: true }))

const tokenOf = (url: string): LoginNews => ({
  ...{ event: 'token', url, token: Uint8Array.of(1), expires: 0, variant: 'auth.loginToken' },
  goodUntil: 0,
})

test('each token replaces the files as a whole, for their owner alone', async () => {
  const png = join(folder, 'code.png')
  const svg = join(folder, 'code.svg')
  writeFileSync(png, 'something else', { mode: 0o644 })
  const files = codeFiles({ png, svg })
  await writeCode(files, { event: 'scanned' })
  assert.equal(readFileSync(png, 'utf8'), 'something else')
  for (const url of ['tg://login?token=AQ', 'tg://login?token=Ag']) {
    await writeCode(files, tokenOf(url))
    assert.deepEqual(new Uint8Array(readFileSync(png)), await renderPng(url))
    assert.equal(readFileSync(svg, 'utf8'), await renderSvg(url))
  }
  assert.deepEqual(readdirSync(folder).sort(), ['code.png', 'code.svg'])
  assert.equal(statSync(png).mode & 0o777, 0o600)
})

test('what cannot be a file of the code is refused before anything is connected', () => {
  const refused = (files: { png?: string; svg?: string }, at: string) =>
    assert.throws(() => codeFiles({ png: undefined, svg: undefined, ...files }), {
      code: 'ERR_ARGUMENT',
      at,
    })
  refused({ png: '' }, '--png')
  refused({ svg: folder }, '--svg')
  refused({ png: join(folder, 'no', 'where.png') }, '--png')
  const both = join(folder, 'both')
  refused({ png: both, svg: `${folder}/./both` }, '--svg')
})

test('a place that stops being one ends the login with the option that named it', async () => {
  const svg = join(folder, 'gone.svg')
  const files = { png: undefined, svg: join(folder, 'gone', 'code.svg') }
  await assert.rejects(writeCode(files, tokenOf('tg://login?token=AQ')), {
    code: 'ERR_ARGUMENT',
    at: '--svg',
  })
  assert.ok(!readdirSync(folder).includes(svg))
})
