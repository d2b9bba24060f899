// Proxies that know nothing of MTProto: SOCKS5 and HTTP CONNECT. Each connection asks its proxy for a stream.
// Source: RFC 9110 section 9.3.6 for CONNECT; SOCKS5 is spoken by the package `socks`, where it is installed.
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { MtprotoError } from '../core/errors.ts'
import { authority } from '../host/authority.ts'
import type { Connect } from '../runtime/node/index.ts'
import { integerOption } from './options.ts'

export interface Tunnel {
  readonly kind: 'socks5' | 'http'
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly password?: string
}

/** How long a proxy may take to open a stream, in milliseconds. */
const TIMEOUT = 30_000

const URL_FORM = /^(socks5|http):\/\/(?:([^@/]*)@)?(?:\[([0-9a-f:.]+)\]|([^:[\]@/\s]+)):(\d+)\/?$/i

/** Whether a URL is meant to be one of a tunnel. */
export function isTunnel(url: string): boolean {
  return /^(socks5|http):/i.test(url)
}

/** Reads `socks5://[user:password@]host:port`, or `http://…`. Throws ERR_ARGUMENT, which says nothing of the password. */
export function tunnelOption(url: string): Tunnel {
  const [, kind, account, ipv6, name, port] = URL_FORM.exec(url) ?? []
  if (kind === undefined || port === undefined) throw invalid()
  const [user, ...password] = account?.split(':') ?? []
  return {
    kind: kind.toLowerCase() as Tunnel['kind'],
    host: ipv6 ?? name!,
    port: integerOption('proxy', port, 1, 65_535),
    ...(user !== undefined && { user: decoded(user), password: decoded(password.join(':')) }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid()
  }
}

function invalid(): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', {
    at: '--proxy',
    expected: 'socks5://[user:password@]host:port or http://[user:password@]host:port',
  })
}

/** The way through a tunnel. Rejects with ERR_ARGUMENT when the package that speaks SOCKS5 is missing. */
export async function through(tunnel: Tunnel): Promise<Connect> {
  if (tunnel.kind === 'http') return destination => connectByHttp(tunnel, authority(destination))
  const socks = await loadSocks()
  const { host, port, user, password } = tunnel
  const proxy = { host, port, type: 5, ...(user && { userId: user, password }) } as const
  return async destination => {
    const { SocksClient } = socks
    const options = { proxy, command: 'connect', destination, timeout: TIMEOUT } as const
    const { socket } = await SocksClient.createConnection(options)
    return socket
  }
}

/** As much of the package as is used. */
interface Socks {
  readonly SocksClient: {
    createConnection(options: object): Promise<{ readonly socket: Duplex }>
  }
}

async function loadSocks(): Promise<Socks> {
  // A name in a variable: nothing looks for the package before it is asked for.
  const name = 'socks'
  try {
    return (await import(name)) as Socks
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--proxy',
      got: 'socks5',
      advice: 'SOCKS5 needs a package of its own: npm install socks',
      cause,
    })
  }
}

function connectByHttp(tunnel: Tunnel, destination: string): Promise<Duplex> {
  const { host, port, user, password } = tunnel
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const asking = request({
    ...{ host, port, method: 'CONNECT', path: destination, agent: false, timeout: TIMEOUT },
    headers: {
      Host: destination,
      ...(user !== undefined && { 'Proxy-Authorization': `Basic ${basic}` }),
    },
  })
  const at = `the proxy ${authority(tunnel)}`
  return new Promise((resolve, reject) => {
    const fail = (got: string): void => reject(new MtprotoError('ERR_CONNECT_FAILED', { at, got }))
    asking.once('connect', ({ statusCode = 0, statusMessage = '' }, stream, head) => {
      if (statusCode < 200 || statusCode > 299) {
        stream.destroy()
        return fail(`${statusCode} ${statusMessage}`.trim())
      }
      if (head.length > 0) stream.unshift(head)
      resolve(stream)
    })
    asking.once('timeout', () => {
      asking.destroy()
      fail(`no answer within ${TIMEOUT / 1000} s`)
    })
    asking.once('error', error => fail(error.message))
    asking.end()
  })
}
