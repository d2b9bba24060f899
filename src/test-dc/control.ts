// The control endpoint: a TestDc driven over HTTP, by test suites in any language. Every answer is one line
// of JSON. It listens on loopback only, and turns away what a web page could make a browser send.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MtprotoError, RpcError } from '../core/errors.ts'
import type { LogEntry } from './log.ts'

/** What can be done to a TestDc from outside. */
export interface Controlled {
  readonly info: object
  readonly log: readonly LogEntry[]
  accept(token: string, account?: bigint): void
  rotateSalts(): void
  drop(): void
  forget(): void
}

export interface Control {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

/** Headers and address together; a token and an account fit in a fraction of it. */
const MAX_HEADERS = 8 * 1024

/** A request that cannot be answered: the HTTP status and why. */
class Refusal {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string) {
    this.status = status
    this.error = error
  }
}

interface Route {
  readonly params: readonly string[]
  answer(dc: Controlled, params: URLSearchParams): object
}

const DONE = { ok: true }

const ROUTES: Readonly<Record<string, Route>> = {
  '/info': { params: [], answer: dc => dc.info },
  '/accept': {
    params: ['token', 'account'],
    answer(dc, params) {
      const account = params.get('account')
      if (account !== null && !/^\d{1,18}$/.test(account))
        throw new Refusal(400, 'account has to be a user id')
      dc.accept(params.get('token') ?? '', account === null ? undefined : BigInt(account))
      return DONE
    },
  },
  '/rotate-salt': {
    params: [],
    answer(dc) {
      dc.rotateSalts()
      return DONE
    },
  },
  '/drop': {
    params: [],
    answer(dc) {
      dc.drop()
      return DONE
    },
  },
  '/forget': {
    params: [],
    answer(dc) {
      dc.forget()
      return DONE
    },
  },
  '/log': { params: [], answer: dc => dc.log },
}

/** Serves a TestDc on a free port of 127.0.0.1; rejects when there is none. */
export async function startControl(dc: Controlled): Promise<Control> {
  const server = createServer({ maxHeaderSize: MAX_HEADERS }, (request, response) => {
    const { status, body } = respond(dc, request)
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 405 && { allow: 'GET' }),
    })
    response.end(`${JSON.stringify(body)}\n`)
    request.resume()
  })
  await listening(server)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new MtprotoError('ERR_ARGUMENT', { at: 'control endpoint', got: cause.message, cause }),
      ),
    )
    server.listen(0, '127.0.0.1', resolve)
  })
}

function respond(dc: Controlled, request: IncomingMessage): { status: number; body: object } {
  try {
    return { status: 200, body: answer(dc, request) }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.error } }
    if (error instanceof RpcError) return { status: 400, body: { error: error.errorMessage } }
    if (error instanceof MtprotoError) return { status: 400, body: { error: error.message } }
    throw error
  }
}

function answer(dc: Controlled, request: IncomingMessage): object {
  checkOrigin(request)
  if (request.method !== 'GET') throw new Refusal(405, 'only GET is understood')
  if (request.url === undefined || !URL.canParse(request.url, 'http://localhost'))
    throw new Refusal(400, 'the address cannot be read')
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  const route = ROUTES[pathname]
  if (route === undefined) throw new Refusal(404, `there is ${Object.keys(ROUTES).join(', ')}`)
  for (const name of searchParams.keys())
    if (!route.params.includes(name) || searchParams.getAll(name).length > 1)
      throw new Refusal(400, `${pathname} takes ${route.params.join(', ') || 'no parameters'}`)
  return route.answer(dc, searchParams)
}

/** A web page may reach loopback through a name of its own, or through a request it never reads. */
function checkOrigin({ headers }: IncomingMessage): void {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(headers.host ?? ''))
    throw new Refusal(403, 'the Host header has to be a loopback address')
  const site = headers['sec-fetch-site']
  if (headers.origin !== undefined || (site !== undefined && site !== 'none'))
    throw new Refusal(403, 'requests of web pages are not answered')
}
