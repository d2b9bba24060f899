// Real sockets on loopback for tests of what Node's runtime makes of them.
import { AssertionError } from 'node:assert/strict'
import { createServer, type Server, type Socket as TcpSocket } from 'node:net'
import { after } from 'node:test'
import type { Dial, Socket } from '../../src/host/host.ts'

// Also where a test has put another clock in its place.
const { setTimeout, clearTimeout } = globalThis

/** What has to come soon; fails when it does not. */
export async function inTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AssertionError({ message: `no ${what}` })), 5000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What happened on a socket, in words, and a wait for the next of it. */
export class SocketLog {
  readonly entries: string[] = []
  readonly socket: Socket
  #wake: (() => void) | undefined

  constructor(dial: Dial) {
    this.socket = dial({
      opened: () => this.#note('opened'),
      received: bytes => this.#note(Buffer.from(bytes).toString('latin1')),
      closed: reason => this.#note(reason === undefined ? 'closed' : `closed: ${reason}`),
    })
  }

  /** Waits until the entries together match. */
  readonly until = async (pattern: RegExp): Promise<void> => {
    const matches = async (): Promise<void> => {
      while (!pattern.test(this.entries.join('\n')))
        await new Promise<void>(resolve => {
          this.#wake = resolve
        })
    }
    await inTime(matches(), `${pattern}`)
  }

  #note(entry: string): void {
    this.entries.push(entry)
    this.#wake?.()
  }
}

/** What ends the servers that a test has left behind because it failed. */
const running = new Set<() => Promise<void>>()
after(() => Promise.all([...running].map(close => close())))

/** A server on a free port of loopback. */
export interface Loopback {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

/** Serves each connection with `serve`. */
export async function loopback(
  serve: (socket: TcpSocket) => void,
  host = '127.0.0.1',
): Promise<Loopback> {
  return serving(createServer(serve), host)
}

/** Lets a server listen on a free port. */
export async function serving(server: Server, host = '127.0.0.1'): Promise<Loopback> {
  const open = new Set<TcpSocket>()
  server.on('connection', (socket: TcpSocket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const { port } = server.address() as { port: number }
  const close = (): Promise<void> =>
    new Promise(resolve => {
      running.delete(close)
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  running.add(close)
  return { host, port, close }
}

/** Whether this machine has IPv6 on loopback: a reason to skip what needs it, or false. */
export async function noIpv6(): Promise<string | false> {
  try {
    await (await loopback(() => {}, '::1')).close()
    return false
  } catch {
    return 'no IPv6 on loopback here'
  }
}
