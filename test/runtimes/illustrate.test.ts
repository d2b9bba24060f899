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
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { type Performance, perform, SCENARIOS } from '../../src/illustrate/scenario.ts'
import { buildSite } from '../../src/illustrate/site.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import type { Recording } from '../../src/trace/recording.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { startChromium } from './chromium.ts'
import { serve } from './serve.ts'

const SHOTS = join(tmpdir(), 'raw-mtproto-illustrate')
const SCREENS = [390, 1280].flatMap(width =>
  (['light', 'dark'] as const).map(colorScheme => ({ width, colorScheme })),
)
/** What is left of the width of a sheet between margins of 15 mm, in pixels. */
const A4 = 680
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
    screen: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
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

  const names = [...[...pages.keys()].filter(name => !name.startsWith('src-')), SOURCE_PAGE]
  for (const screen of SCREENS)
    test(`pages fit ${screen.width} pixels, ${screen.colorScheme}, and stand still`, async () => {
      for (const name of names)
        await visit(name, screen, async page => {
          assert.equal(await page.evaluate(layoutShift), 0, name)
          const path = join(SHOTS, `${name}-${screen.width}-${screen.colorScheme}.png`)
          await page.screenshot({ path })
          await page.evaluate(unfold)
          assert.equal(await page.evaluate(widthOf), screen.width, name)
          assert.deepEqual(await page.evaluate(cutTexts), [], name)
        })
    })

  // axe looks at colours and at names, which no width changes but for the phone's
  for (const screen of [SCREENS[0]!, SCREENS[3]!])
    test(`axe has nothing to say at ${screen.width} pixels, ${screen.colorScheme}, all unfolded and one value changed`, async () => {
      for (const name of names)
        await visit(name, screen, async page => {
          await page.evaluate(unfold)
          const field = page.locator('[id="i-x1.new_nonce"]')
          if ((await field.count()) > 0) {
            await field.fill(`ff${(await field.inputValue()).slice(2)}`)
            await page.getByText(/^You changed x1\.new_nonce/).waitFor()
          }
          await page.addScriptTag({ content: AXE })
          assert.deepEqual(await page.evaluate(runAxe), [], name)
        })
    })

  test('every control is reached with the keyboard, in its order, and shows that it is', async () => {
    for (const name of ['index.html', 'stranger-1.html'])
      await visit(name, SCREENS[0]!, async page => {
        const count = await page.evaluate(numberControls)
        assert.ok(count > 2)
        for (let control = 0; control < count; control++) {
          await page.keyboard.press('Tab')
          assert.deepEqual(await page.evaluate(focused), { control, isOutlined: true }, name)
        }
      })
  })

  test('on paper nothing is cut off, everything is unfolded, and afterwards it is as before', async () => {
    for (const name of ['index.html', 'qr.html'])
      await visit(name, { width: A4, colorScheme: 'dark' }, async page => {
        const folded = await page.evaluate(countFolded)
        await page.emulateMedia({ media: 'print' })
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
        assert.equal(await page.evaluate(countFolded), 0)
        assert.equal(await page.evaluate(widthOf), A4, name)
        assert.deepEqual(await page.evaluate(cutTexts), [], name)
        const ground = await page.evaluate(() => getComputedStyle(document.body).color)
        assert.equal(ground, 'rgb(28, 32, 38)')
        await page.screenshot({ path: join(SHOTS, `${name}-paper.png`) })
        await page.evaluate(() => dispatchEvent(new Event('afterprint')))
        assert.equal(await page.evaluate(countFolded), folded)
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
      { 4: 'ERR_UNKNOWN_AUTH_KEY', 12: 'ERR_MSG_KEY_MISMATCH', 139: 'ERR_MSG_KEY_MISMATCH' },
    ],
    ['migrate-2.html', { 100: 'The server: .*ERR_MSG_KEY_MISMATCH' }],
    ['password.html', { 40: 'ERR_MSG_KEY_MISMATCH' }],
  ] as const)
    test(`a message with one bit flipped is not opened, on ${name}`, async () => {
      await visit(name, SCREENS[0]!, async page => {
        const verdict = page.locator('.verdict')
        for (const [at, code] of Object.entries(flips)) {
          await page.getByLabel(/^Byte of the frame/).fill(at!)
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
  const script = outputFiles[0]!.text
  const site = buildSite({ runs, vocabulary, crypto, script })
  const stranger = new Map([['stranger', closed(runs.get('password')!)]])
  const others = buildSite({ runs: stranger, isLenient: true, vocabulary, crypto, script })
  return new Map([...others, ...site])
}

/** The recording of somebody who tells no secrets; a second connection of theirs goes through a proxy. */
function closed(run: Performance): Performance {
  const { recording, ...rest } = run
  const place = { at: 0, link: 99 }
  const bytes = seededRandom('proxied')(300, 'obfuscation')
  const lines: Recording['lines'] = [
    ...recording.lines,
    { ...place, kind: 'opened', host: '127.0.0.1', port: 443 },
    { ...place, kind: 'bytes', from: 'client', bytes },
  ]
  return { ...rest, recording: { ...recording, lines, secrets: [] }, draws: [] }
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

/** Runs in the page: unfolds everything that can be. */
function unfold(): void {
  for (const each of document.querySelectorAll('details')) each.open = true
}

/** Runs in the page: how much is folded. */
function countFolded(): number {
  return document.querySelectorAll('details:not([open])').length
}

/** Runs in the page: as wide as it would have to be. */
function widthOf(): number {
  return document.documentElement.scrollWidth
}

/** Runs in the page: texts of drawings that are outside of these in part. */
function cutTexts(): string[] {
  return [...document.querySelectorAll<SVGTextElement>('svg text')].flatMap(text => {
    const { x, y, width, height } = text.getBBox()
    const { width: right, height: bottom } = text.ownerSVGElement!.viewBox.baseVal
    const isCut = x < -1 || y < -1 || x + width > right + 1 || y + height > bottom + 1
    return isCut ? [text.textContent ?? ''] : []
  })
}

/** Runs in the page: numbers the controls that can be seen, in the order of the document. */
function numberControls(): number {
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'a[href], summary, button, input, textarea, [tabindex="0"]',
    ),
  ].filter(each => each.tabIndex >= 0 && each.checkVisibility())
  for (const [i, each] of controls.entries()) each.dataset['control'] = `${i}`
  return controls.length
}

/** Runs in the page: the control that has the focus, and whether one can see that. */
function focused(): { control: number; isOutlined: boolean } {
  const element = document.activeElement as HTMLElement
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  return { control: Number(element.dataset['control']), isOutlined }
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
