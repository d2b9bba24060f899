// The page of `login --open-web`: the code and what is happening, live, for a browser on this machine. It is
// served on loopback only, under an address that cannot be guessed, and goes away with the login. It takes
// nothing but GET, and nothing from outside: a password is typed in the terminal.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { equal } from '../core/bytes/bytes.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import { MtprotoError } from '../core/errors.ts'
import { renderSvg } from '../qr/index.ts'
import { openBrowser } from './browser.ts'
import type { LoginNews } from './login-news.ts'
import { currentLink, FIRST_STATE, type LoginState, sentenceOf, stateAfter } from './login-state.ts'
import { PAGE, POLICY } from './page-text.ts'

/** Bytes of the secret in the address. */
const SECRET_SIZE = 24
const MAX_HEADERS = 8 * 1024
const MAX_CONNECTIONS = 32

/** How often the countdown moves, in milliseconds. */
const TICK = 1000
/** Whoever reads slowly does not hold the program up at its end: milliseconds. */
const LAST_WORDS = 500

export class LoginPage {
  /** the address of the page */
  readonly url: string
  readonly #server: Server
  readonly #path: string
  /** an address that leads to the page once: it appears in the list of processes, where others can read it */
  #ticket: string | undefined
  readonly #listeners = new Set<ServerResponse>()
  readonly #timer: NodeJS.Timeout
  #state: LoginState = FIRST_STATE
  #picture = ''
  #told = ''

  private constructor(server: Server, path: string) {
    const { port } = server.address() as AddressInfo
    this.#server = server
    this.#path = path
    this.url = `http://127.0.0.1:${port}${path}`
    server.on('request', (request, response) => this.#answer(request, response))
    this.#timer = setInterval(() => this.#send(), TICK)
    this.#send()
  }

  /** Serves the page on any free port; rejects with ERR_ARGUMENT when there is none. */
  static async open(): Promise<LoginPage> {
    const server = createServer({ maxHeaderSize: MAX_HEADERS })
    server.maxConnections = MAX_CONNECTIONS
    await new Promise<void>((resolve, reject) => {
      server.once('error', cause =>
        reject(new MtprotoError('ERR_ARGUMENT', { at: '--open-web', got: cause.message, cause })),
      )
      server.listen(0, '127.0.0.1', resolve)
    })
    return new LoginPage(server, `/${secret()}/`)
  }

  /** Opens the page in the browser of this machine, if there is one. */
  openInBrowser(open: (url: string) => void = openBrowser): void {
    this.#ticket = `/${secret()}`
    open(new URL(this.#ticket, this.url).href)
  }

  async tell(news: LoginNews): Promise<void> {
    this.#state = stateAfter(this.#state, news, performance.now())
    if (news.event === 'token')
      this.#picture = `data:image/svg+xml,${encodeURIComponent(await renderSvg(news.url))}`
    this.#send()
  }

  /** Says the last words and stops; resolves when all is closed. */
  async close(words: string): Promise<void> {
    clearInterval(this.#timer)
    this.#state = { step: 'over', words }
    this.#send()
    for (const listener of this.#listeners) listener.end()
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve())
      this.#server.closeIdleConnections()
      setTimeout(() => this.#server.closeAllConnections(), LAST_WORDS).unref()
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '' } = request
    if (this.#ticket !== undefined && isSame(url, this.#ticket) && isFromHere(request)) {
      this.#ticket = undefined
      response.writeHead(302, { location: this.#path, 'cache-control': 'no-store' }).end()
      return
    }
    const isEvents = url.endsWith('events')
    const path = isEvents ? url.slice(0, -'events'.length) : url
    if (!isSame(path, this.#path) || method !== 'GET' || !isFromHere(request)) {
      response.writeHead(404, { 'cache-control': 'no-store' }).end()
      return
    }
    response.writeHead(200, {
      'content-type': isEvents ? 'text/event-stream' : 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    if (!isEvents) {
      response.end(PAGE)
      return
    }
    this.#listeners.add(response)
    response.once('close', () => this.#listeners.delete(response))
    response.write(this.#told)
  }

  /** Tells every listener, if there is something new. */
  #send(): void {
    const now = performance.now()
    const link = currentLink(this.#state, now)
    const told = {
      words: sentenceOf(this.#state, now),
      ...(link !== undefined && { link, picture: this.#picture }),
      over: this.#state.step === 'over',
    }
    const text = `data: ${JSON.stringify(told)}\n\n`
    if (text === this.#told) return
    this.#told = text
    for (const listener of this.#listeners) listener.write(text)
  }
}

function secret(): string {
  return randomBytes(SECRET_SIZE).toString('base64url')
}

/** In constant time. */
function isSame(a: string, b: string): boolean {
  return equal(encodeUtf8(a), encodeUtf8(b))
}

/** A page elsewhere can reach loopback through a name of its own, or make a browser ask; both can be told. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'] ?? 'none'
  return (
    /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.host ?? '') &&
    (site === 'none' || site === 'same-origin')
  )
}
