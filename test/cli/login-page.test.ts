import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { opener } from '../../src/cli/browser.ts'
import type { LoginNews } from '../../src/cli/login-news.ts'
import { LoginPage } from '../../src/cli/login-page.ts'
import { renderSvg } from '../../src/qr/index.ts'

let page: LoginPage
before(async () => {
  page = await LoginPage.open()
})
after(() => page.close('Enough.'))

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** Asks the server of the page; fetch() would not let a test choose these headers. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(page.url)
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', chunk => {
        body += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body }),
      )
    })
    asked.on('error', reject).end()
  })
}

/** What a listener is told, one after the other. */
async function* told(url: string): AsyncGenerator<Record<string, unknown>> {
  const response = await fetch(`${url}events`)
  let text = ''
  for await (const chunk of response.body!) {
    text += Buffer.from(chunk).toString()
    const events = text.split('\n\n')
    text = events.pop()!
    for (const event of events) yield JSON.parse(event.replace('data: ', ''))
  }
}

test('the page is complete in itself, under an address of 192 random bits, and stored nowhere', async () => {
  const { pathname, hostname } = new URL(page.url)
  assert.match(pathname, /^\/[\w-]{32}\/$/)
  assert.equal(hostname, '127.0.0.1')
  const { status, headers, body } = await ask(pathname)
  assert.equal(status, 200)
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(
    String(headers['content-security-policy']),
    /^default-src 'none';.*frame-ancestors 'none'$/,
  )
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.match(body, /^<!doctype html>/)
  assert.doesNotMatch(body, /https?:|\/\//)
  const other = await LoginPage.open()
  assert.notEqual(new URL(other.url).pathname, pathname)
  await other.close('')
})

test('whoever guesses, posts, or comes by another name or from another page gets nothing', async () => {
  const { pathname } = new URL(page.url)
  const evil = { host: 'evil.example' }
  const other = `${pathname.slice(0, -2)}${pathname.at(-2) === 'A' ? 'B' : 'A'}/`
  for (const [path, headers, method] of [
    ['/', {}, 'GET'],
    [other, {}, 'GET'],
    [`${other}events`, {}, 'GET'],
    [`${pathname}x`, {}, 'GET'],
    [pathname, {}, 'POST'],
    [pathname, evil, 'GET'],
    [pathname, { 'sec-fetch-site': 'same-site' }, 'GET'],
    [pathname, { 'sec-fetch-site': 'cross-site' }, 'GET'],
    [`${pathname}events`, evil, 'GET'],
    [`${pathname}events`, { 'sec-fetch-site': 'cross-site' }, 'GET'],
  ] as const) {
    const { status, body } = await ask(path, headers, method)
    assert.deepEqual([status, body], [404, ''], `${method} ${path} ${JSON.stringify(headers)}`)
  }
  assert.equal((await ask(pathname, { host: 'localhost:8080' })).status, 200)
})

test('a listener is told the state, the code, and the last words, and then all is closed', async () => {
  const own = await LoginPage.open()
  const events = told(own.url)
  assert.deepEqual((await events.next()).value, { words: 'Starting ...', over: false })
  const url = 'tg://login?token=AQ'
  const token: LoginNews = {
    ...{ event: 'token', url, token: Uint8Array.of(1), expires: 0, variant: 'auth.loginToken' },
    goodUntil: performance.now() + 30_000,
  }
  await own.tell(token)
  const { words, ...rest } = (await events.next()).value
  assert.match(words, /^Scan .* Good for \d+ s\.$/)
  const picture = `data:image/svg+xml,${encodeURIComponent(await renderSvg(url))}`
  assert.deepEqual(rest, { link: url, picture, over: false })
  await own.tell({ event: 'password-needed', wrong: false, hint: '<b>' })
  assert.deepEqual((await events.next()).value, {
    words: 'The account has a password. Hint: <b>',
    over: false,
  })
  await own.close('Logged in.')
  assert.deepEqual((await events.next()).value, { words: 'Logged in.', over: true })
  assert.equal((await events.next()).done, true)
  await assert.rejects(fetch(own.url))
})

test('a browser is opened where somebody sits in front of it', () => {
  assert.equal(opener('linux', { DISPLAY: ':0' }), 'xdg-open')
  assert.equal(opener('linux', { WAYLAND_DISPLAY: 'wayland-0' }), 'xdg-open')
  assert.equal(opener('darwin', {}), 'open')
  assert.equal(opener('win32', {}), 'explorer')
  assert.equal(opener('linux', {}), undefined)
  assert.equal(opener('darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }), undefined)
})

test('the address that a browser is opened with leads to the page once', async () => {
  const opened: string[] = []
  page.openInBrowser(url => opened.push(url))
  const { pathname } = new URL(opened[0]!)
  assert.notEqual(opened[0], page.url)
  assert.equal((await ask(pathname, { host: 'evil.example' })).status, 404)
  const first = await ask(pathname)
  assert.deepEqual([first.status, first.headers['location']], [302, new URL(page.url).pathname])
  assert.equal((await ask(pathname)).status, 404)
})
