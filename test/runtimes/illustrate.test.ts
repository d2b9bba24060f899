// Illustrated pages as a reader has them: on a phone and on a desk, in both schemes, with what they compute, and
// checked by axe for whoever cannot see them. The screenshots are for looking at.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { readSchemas } from '../../src/cli/schemas.ts'
import { type Performance, perform, SCENARIOS } from '../../src/illustrate/scenario.ts'
import { buildSite } from '../../src/illustrate/site.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { startChromium } from './chromium.ts'
import { serve } from './serve.ts'

const SHOTS = join(tmpdir(), 'raw-mtproto-illustrate')
const SCREENS = [390, 1280].flatMap(width =>
  (['light', 'dark'] as const).map(colorScheme => ({ width, colorScheme })),
)
const SOURCE_PAGE = 'src-core-auth-key-client-exchange.ts.html'

const browser = await startChromium()
if ('missing' in browser) test('illustrated pages', { skip: browser.missing })
else {
  const pages = await makeSite()
  const site = await serve(
    Object.fromEntries([...pages].map(([name, text]) => [`/${name}`, ['text/html', text]])),
  )
  after(async () => {
    site.close()
    await browser.close()
  })
  mkdirSync(SHOTS, { recursive: true })

  /** Opens a page, and fails when it asks for anything or complains. */
  const visit = async (
    name: string,
    screen: (typeof SCREENS)[number],
    run: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const { width, colorScheme } = screen
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme })
    const seen: string[] = []
    page.on('request', request => seen.push(request.url()))
    page.on('pageerror', error => seen.push(`${error}`))
    try {
      await page.goto(new URL(name, site.url).href)
      await run(page)
      const others = seen.slice(1).filter(url => !url.endsWith('/favicon.ico'))
      assert.deepEqual(others, [])
    } finally {
      await page.close()
    }
  }

  const names = [...pages.keys()].filter(name => !name.startsWith('src-'))
  for (const screen of SCREENS)
    test(`pages fit ${screen.width} pixels, ${screen.colorScheme}, and stand still`, async () => {
      // the schemes differ in colours alone
      const shown = screen.colorScheme === 'light' ? [...names, SOURCE_PAGE] : ['qr.html']
      for (const name of shown)
        await visit(name, screen, async page => {
          assert.equal(
            await page.evaluate(() => document.documentElement.scrollWidth),
            screen.width,
            name,
          )
          assert.equal(await page.evaluate(layoutShift), 0, name)
          const path = join(SHOTS, `${name}-${screen.width}-${screen.colorScheme}.png`)
          await page.screenshot({ path })
        })
    })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe has nothing to say, ${colorScheme}: contrast, names, order of headings`, async () => {
      for (const name of ['index.html', 'qr.html', SOURCE_PAGE])
        await visit(name, { width: 390, colorScheme }, async page => {
          await page.addScriptTag({ content: AXE })
          const violations = await page.evaluate(runAxe)
          assert.deepEqual(violations, [], name)
        })
    })

  test('a value that is changed marks what follows from it, and only until it is put back', async () => {
    await visit('qr.html', SCREENS[0]!, async page => {
      const field = page.locator('[id="i-x1.new_nonce"]')
      const recorded = await field.inputValue()
      await page.locator('[id="v-x1.new_nonce"] > summary').click()
      await field.fill(`ff${recorded.slice(2)}`)
      await page.getByText(/^You changed x1\.new_nonce: \d+ of the values/).waitFor()
      const differing = await page.evaluate(() =>
        [...document.querySelectorAll('.differs')].map(each => each.id),
      )
      for (const id of ['tmp_aes_key', 'tmp_aes_iv', 'new_nonce_hash1', 'server_salt'])
        assert.ok(differing.includes(`v-x1.${id}`), id)
      assert.ok(!differing.includes('v-x1.auth_key'))
      await field.fill(recorded)
      await page.getByText('Everything is as it was recorded.').waitFor()
      assert.equal(await page.locator('.differs').count(), 0)
    })
  })

  test('a secret that is changed changes the key of every message', async () => {
    await visit('qr.html', SCREENS[0]!, async page => {
      const field = page.locator('[id="i-x1.b"]')
      await page.locator('[id="v-x1.b"] > summary').click()
      await field.fill(`ff${(await field.inputValue()).slice(2)}`)
      await page.getByText(/^You changed x1\.b/).waitFor()
      for (const id of ['x1.g_b', 'x1.auth_key', 'x1.auth_key_id', 'm7.aes_key', 'm13.msg_key'])
        assert.equal(await page.locator(`[id="v-${id}"].differs`).count(), 1, id)
    })
  })

  for (const [name, flips] of [
    [
      'qr.html',
      { 0: 'ERR_UNKNOWN_AUTH_KEY', 8: 'ERR_MSG_KEY_MISMATCH', 135: 'ERR_MSG_KEY_MISMATCH' },
    ],
    ['migrate-2.html', { 100: 'The server: .*ERR_MSG_KEY_MISMATCH' }],
    ['password.html', { 40: 'ERR_MSG_KEY_MISMATCH' }],
  ] as const)
    test(`a message with one bit flipped is not opened, on ${name}`, async () => {
      await visit(name, SCREENS[0]!, async page => {
        const verdict = page.locator('.verdict')
        for (const [at, code] of Object.entries(flips)) {
          await page.getByLabel(/^Byte, 0 to/).fill(at!)
          await page.getByRole('button', { name: /^Flip it/ }).click()
          await verdict.getByText(`Byte ${at}:`).waitFor()
          assert.match((await verdict.textContent()) ?? '', new RegExp(code!))
        }
      })
    })

  test('a link opens what its target is folded into', async () => {
    await visit('qr.html', SCREENS[0]!, async page => {
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = false
        location.hash = '#v-x1.auth_key'
      })
      await page.locator('[id="v-x1.auth_key"] .formula').waitFor({ state: 'visible' })
    })
  })
}

async function makeSite(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/illustrate/page.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  })
  const runs = new Map<string, Performance>()
  for (const name of SCENARIOS) runs.set(name, await perform(name))
  const { crypto } = createHost()
  const vocabulary = new Vocabulary(readSchemas())
  return buildSite({ runs, vocabulary, crypto, script: outputFiles[0]!.text })
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs in the page: every rule of axe, as a line for each violation. */
async function runAxe(): Promise<string[]> {
  const { axe } = globalThis as unknown as {
    axe: { run(context: Document, options: RunOptions): Promise<AxeResults> }
  }
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length}, such as ${nodes[0]?.html}`)
}

/** Runs in the page: by how much its parts have moved since it began to load. */
function layoutShift(): Promise<number> {
  return new Promise(resolve => {
    let sum = 0
    new PerformanceObserver(list => {
      for (const entry of list.getEntries())
        sum += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(sum), 100)
  })
}
