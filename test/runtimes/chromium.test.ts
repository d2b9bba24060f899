// Chromium: a page and a module worker run the package as a bundler for browsers takes it, with its WebSocket and its
// IndexedDB.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { startChromium } from './chromium.ts'
import { install } from './installed.ts'
import type { Plan, Report } from './scenario.ts'
import { serve } from './serve.ts'
import { proveRuntime, skipRuntime } from './table.ts'
import { COLUMNS, type Column } from './ways.ts'

type Login = (plan: Plan) => Promise<Report>

/** A browser opens WebSockets and nothing below them. */
const WITHOUT = (Object.keys(COLUMNS) as Column[]).filter(column => column !== 'WebSocket')

const inPage = (plan: Plan): Promise<Report> =>
  (globalThis as unknown as { login: Login }).login(plan)

const inWorker = (plan: Plan): Promise<Report> =>
  new Promise((resolve, reject) => {
    const worker = new Worker('/guest.js', { type: 'module' })
    worker.onerror = event => reject(event)
    worker.onmessage = ({ data: { report, error } }) => {
      worker.terminate()
      if (error === undefined) resolve(report)
      else reject(error)
    }
    worker.postMessage(plan)
  })

const browser = await startChromium()
if ('missing' in browser) {
  skipRuntime('Chromium page', browser.missing)
  skipRuntime('Chromium worker', browser.missing)
} else {
  const folder = install()
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('guest-web.ts', import.meta.url))],
    nodePaths: [join(folder, 'node_modules')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  })
  const site = await serve({
    '/': [
      'text/html',
      '<!doctype html><title>guest</title><script type="module" src="guest.js"></script>',
    ],
    '/guest.js': ['text/javascript', outputFiles[0]!.text],
  })
  after(async () => {
    site.close()
    await browser.close()
  })
  const run = async (login: Login, plan: Plan): Promise<Report> => {
    const page: Page = await browser.newPage()
    try {
      await page.goto(site.url)
      return await page.evaluate(login, plan)
    } finally {
      await page.close()
    }
  }

  test('a bundler for browsers takes the host of the web and nothing of Node', () => {
    const modules = Object.keys(metafile.inputs)
    assert.ok(modules.some(path => path.endsWith('/runtime/web/index.js')))
    assert.deepEqual(
      modules.filter(path => /\/runtime\/node\/|\/node_modules\/ws\/|^node:/.test(path)),
      [],
    )
  })

  const version = browser.version()
  proveRuntime({
    name: 'Chromium page',
    version,
    without: WITHOUT,
    login: plan => run(inPage, plan),
  })
  proveRuntime({
    name: 'Chromium worker',
    version,
    without: WITHOUT,
    login: plan => run(inWorker, plan),
  })
}
