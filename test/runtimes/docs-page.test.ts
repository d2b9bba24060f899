// The blocks of the documentation that are programs of a page, bundled and opened as a reader would.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { blocksOf, pages } from '../docs/pages.ts'
import { runnable, startDc, trialOf } from '../docs/programs.ts'
import { startChromium } from './chromium.ts'
import { serve } from './serve.ts'

const PASSWORD = 'secret'

const browser = await startChromium()
if (!('missing' in browser)) after(() => browser.close())

for (const block of pages().flatMap(blocksOf)) {
  const trial = trialOf(block)
  if (trial?.kind !== 'shows') continue
  const title = `${block.path}:${block.line} ${block.note}`
  if ('missing' in browser) {
    test(title, { skip: browser.missing })
    continue
  }
  test(title, async () => {
    const dc = await startDc()
    const dcs = dc.dcs.map(each => ({ ...each, webSocket: 'ws' }))
    const testDc = JSON.stringify({ dcs, publicKeyPem: dc.publicKeyPem })
    const { outputFiles } = await build({
      stdin: {
        contents: runnable(block),
        loader: 'ts',
        resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['source'],
      target: 'es2022',
      define: { 'process.env': JSON.stringify({ TEST_DC: testDc }) },
      write: false,
    })
    const script = ['text/javascript', outputFiles[0]!.text] as const
    const document = [
      'text/html',
      '<!doctype html><script type="module" src="script.js"></script>',
    ] as const
    const site = await serve({ '/': document, '/script.js': script })
    const page = await browser.newPage()
    try {
      page.on('dialog', dialog => dialog.accept(PASSWORD))
      const failed = new Promise<never>((_, reject) => page.on('pageerror', reject))
      await page.goto(site.url)
      await Promise.race([page.waitForSelector('img[src^="data:image/svg+xml"]'), failed])
      await Promise.race([page.getByText(trial.text).waitFor(), failed])
      assert.equal(await page.locator('img').count(), 0)
    } finally {
      await page.close()
      site.close()
      await dc.close()
    }
  })
}
