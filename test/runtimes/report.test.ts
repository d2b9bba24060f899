// The pages of reports in a browser: on a phone and on a desk, in both colour schemes, as files.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { writeHtml } from '../../src/conformance/report/html.ts'
import { FULL_CASE, MIXED, reportOf } from '../conformance/report/sample.ts'
import { startChromium } from './chromium.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const NAMES = ['one', 'two', '@mtproto/core', 'four', 'five', 'a-client-with-a-long-name', 'seven']

const folder = mkdtempSync(join(tmpdir(), 'report-pages-'))
after(() => rmSync(folder, { recursive: true }))
const cases = [...MIXED, FULL_CASE]
writeHtml(
  NAMES.map(name => reportOf(name, cases)),
  join(folder, 'fitting'),
)
writeHtml(
  [...NAMES, ...NAMES].map(name => reportOf(name, cases)),
  join(folder, 'many'),
)

const browser = await startChromium()
if (!('missing' in browser)) after(() => browser.close())
const skip = 'missing' in browser && browser.missing

const PAGES = ['index.html', 'one/index.html', 'one/hs-21-p-plus-1.html']
const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } }

for (const [size, viewport] of Object.entries(SIZES))
  for (const colorScheme of ['light', 'dark'] as const)
    test(`pages of a report on a ${size}, ${colorScheme}: nothing is fetched or runs, nothing is wider than the screen, axe finds nothing`, {
      skip,
    }, async () => {
      if ('missing' in browser) return
      const context = await browser.newContext({ viewport, colorScheme })
      try {
        for (const path of [...PAGES.map(page => `fitting/${page}`), 'many/index.html']) {
          const page = await context.newPage()
          const wrong: string[] = []
          const own = pathToFileURL(join(folder, path)).href
          page.on('console', message => wrong.push(message.text()))
          page.on('dialog', dialog => wrong.push(`dialog ${dialog.message()}`))
          page.on('request', request => {
            if (request.url() !== own && request.url() !== 'data:,') wrong.push(request.url())
          })
          await page.goto(own)
          await page.evaluate(
            `document.querySelectorAll('details').forEach(each => each.open = true)`,
          )
          const width = await page.evaluate('document.documentElement.scrollWidth')
          assert.equal(width, viewport.width, path)
          await page.evaluate(AXE)
          const found = await page.evaluate(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
          )
          assert.deepEqual([found, wrong], [[], []], path)
          await page.close()
        }
      } finally {
        await context.close()
      }
    })

test('a choice shows the cases that have a verdict, without a script', { skip }, async () => {
  if ('missing' in browser) return
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(pathToFileURL(join(folder, 'fitting/index.html')).href)
  const shown = (): Promise<number> => page.locator('.case:visible').count()
  assert.equal(await shown(), cases.length)
  await page.locator('label[for=show-fail]').click()
  assert.equal(await shown(), 1)
  assert.equal(await page.locator('.group:visible').count(), 1)
  await page.locator('label[for=show-all]').click()
  assert.equal(await shown(), cases.length)
  await page.close()
})
