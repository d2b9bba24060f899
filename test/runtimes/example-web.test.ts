// examples/web/ as somebody uses it who has a browser and a phone. The screenshots are for looking at.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { examplePage } from '../../scripts/example-web.ts'
import { renderSvg } from '../../src/qr/index.ts'
import { TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { startChromium } from './chromium.ts'
import { serve } from './serve.ts'

const PASSWORD = 'correct horse battery staple'
const SHOTS = join(tmpdir(), 'raw-mtproto-example-web')
const SCREENS: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ['desktop', { viewport: { width: 1280, height: 900 } }],
]

/** A page that shows the example, and the data centres it logs in to. */
class Visit {
  readonly page: Page
  readonly dc: TestDc
  readonly #name: string
  readonly #complaints: string[] = []

  constructor(page: Page, dc: TestDc, name: string) {
    this.page = page
    this.dc = dc
    this.#name = name
    page.on('pageerror', error => this.#complaints.push(`${error}`))
    page.on('console', message => {
      if (message.type() === 'error') this.#complaints.push(message.text())
    })
  }

  /** Waits until the page is in this state, with this sentence, and nothing is cut off. */
  async sees(state: string, status: string | RegExp): Promise<void> {
    await this.page.waitForSelector(`#page[data-state=${state}]`)
    assert.match((await this.page.textContent('#status'))!, new RegExp(status))
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(width <= this.page.viewportSize()!.width, `${state} is ${width} wide`)
    await this.page.screenshot({
      path: join(SHOTS, `${state}-${this.#name}.png`),
      animations: 'disabled',
    })
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields))
      await this.page.fill(`[name=${name}]`, value)
  }

  async click(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).click()
  }

  /** Fills in the settings with what `raw-mtproto dc --json` prints, and asks for the code. */
  async ask(): Promise<void> {
    await this.fill({ api_id: '4', api_hash: '0123456789abcdef0123456789abcdef' })
    await this.click('Another data centre')
    await this.fill({ dc: JSON.stringify(this.dc.info) })
    await this.click('Show the code')
  }

  /** The link behind the code that is shown. */
  async link(): Promise<string> {
    return (await this.page.getAttribute('#link', 'href'))!
  }

  /** How many key exchanges have begun. */
  get exchanges(): number {
    return this.dc.log.filter(({ name }) => name === 'req_pq_multi').length
  }

  /** What the browser had to complain about since the last time. */
  complaints(): string[] {
    return this.#complaints.splice(0)
  }
}

const browser = await startChromium()
if ('missing' in browser) test('examples/web logs in', { skip: browser.missing })
else {
  mkdirSync(SHOTS, { recursive: true })
  const site = await serve({ '/': ['text/html', examplePage()] })
  after(async () => {
    site.close()
    await browser.close()
  })
  for (const [screen, options] of SCREENS)
    for (const colorScheme of ['light', 'dark'] as const)
      test(`examples/web logs in, on a ${screen}, ${colorScheme}`, async () => {
        await visit(browser, `${screen}-${colorScheme}`, { ...options, colorScheme }, {}, logIn)
      })
  test('examples/web shows a new code when the old one is too old', async () => {
    await visit(browser, 'expiry', {}, { tokenTtl: 2 }, async visit => {
      await visit.page.goto(site.url)
      await visit.ask()
      await visit.sees('token', 'Scan')
      const first = await visit.link()
      assert.match((await visit.page.textContent('#seconds'))!, /^A new code in [12] s$/)
      await visit.page.waitForFunction(
        link => document.querySelector('#link')?.getAttribute('href') !== link,
        first,
      )
    })
  })
  test('examples/web says in words what is wrong', async () => {
    await visit(browser, 'mistakes', {}, {}, mistakes)
  })

  async function logIn(visit: Visit): Promise<void> {
    const { page, dc } = visit
    await page.goto(site.url)
    await visit.sees('settings', 'Straight to a data centre')
    await visit.ask()
    await visit.sees('token', 'Scan this code')
    const link = await visit.link()
    const drawn = await page.getAttribute('#code', 'src')
    assert.equal(drawn, `data:image/svg+xml,${encodeURIComponent(await renderSvg(link))}`)
    dc.accept(link)
    await visit.sees('password', 'has a password')
    assert.equal(await page.textContent('#hint'), 'Your hint: xkcd 936')
    await visit.fill({ password: 'wrong' })
    await visit.click('Continue')
    await page.waitForSelector('#wrong:not([hidden])')
    await visit.sees('password', 'has a password')
    await visit.fill({ password: PASSWORD })
    await visit.click('Continue')
    await visit.sees('success', /as Ada\.$/)
    assert.equal(await page.textContent('#home'), 'data centre 4')
    assert.equal(visit.exchanges, 2)
    await page.reload()
    await visit.sees('success', /as Ada\.$/)
    assert.equal(await page.textContent('#key'), 'kept from an earlier visit')
    assert.equal(visit.exchanges, 2)
    await visit.click('Log out')
    await visit.sees('settings', 'Straight to a data centre')
    await page.reload()
    await visit.sees('token', 'Scan this code')
    assert.deepEqual(visit.complaints(), [])
  }

  async function mistakes(visit: Visit): Promise<void> {
    const { page, dc } = visit
    const { port } = dc.dcs[0]!
    const stranger = await TestDc.start()
    await page.goto(`${site.url}?api_id=4&api_hash=0&dc=somewhere&key=x`)
    await visit.sees('failed', 'settings are not complete')
    assert.match((await page.textContent('#advice'))!, /“somewhere” is not an address/)
    await visit.click('Change the settings')
    await visit.fill({ dc: `2@ws://127.0.0.1:${port}`, key: stranger.publicKeyPem })
    await visit.click('Show the code')
    await visit.sees('failed', 'another key')
    await stranger.close()
    await page.goto(`${site.url}?api_id=4&api_hash=0&dc=2@ws://127.0.0.1:1999&key=x`)
    await visit.sees('failed', 'RSA key cannot be read')
    await visit.click('Change the settings')
    await visit.fill({ key: dc.publicKeyPem })
    await visit.click('Show the code')
    await visit.sees('failed', 'cannot be reached')
    await visit.click('Change the settings')
    await visit.fill({ dc: `ws://127.0.0.1:${port}` })
    await visit.click('Show the code')
    await visit.sees('token', 'Scan this code')
    dc.accept(await visit.link())
    await visit.sees('failed', 'lives on a data centre whose address is not known here')
  }
}

/** Opens a page and data centres for it, and closes both when `body` is over. */
async function visit(
  browser: Browser,
  name: string,
  screen: BrowserContextOptions,
  options: TestDcOptions,
  body: (visit: Visit) => Promise<void>,
): Promise<void> {
  const dc = await TestDc.start({
    dcs: [2, 4],
    accounts: [{ firstName: 'Ada', dc: 4, password: PASSWORD, hint: 'xkcd 936' }],
    ...options,
  })
  const context = await browser.newContext(screen)
  context.setDefaultTimeout(20_000)
  try {
    await body(new Visit(await context.newPage(), dc, name))
  } finally {
    await context.close()
    await dc.close()
  }
}
