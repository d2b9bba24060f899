// A SOCKS5 server of a few lines: CONNECT alone, with or without a user and a password. Names lead to loopback.
// Source: RFC 1928, RFC 1929
import { connect, type Socket } from 'node:net'
import { type Loopback, loopback } from './sockets.ts'

export interface SocksServer extends Loopback {
  /** what was asked for, as `host:port` */
  readonly asked: string[]
}

/** Starts it; `account` is `user:password`. */
export async function socksServer(account?: string): Promise<SocksServer> {
  const asked: string[] = []
  const server = await loopback(
    socket => void serve(socket, account, asked).catch(() => socket.destroy()),
  )
  return { ...server, asked }
}

async function serve(socket: Socket, account: string | undefined, asked: string[]): Promise<void> {
  const read = async (length: number): Promise<Buffer> => {
    for (;;) {
      const bytes: Buffer | null = length === 0 ? Buffer.alloc(0) : socket.read(length)
      if (bytes !== null) return bytes
      await new Promise(resolve => socket.once('readable', resolve))
    }
  }
  const text = async (): Promise<string> => String(await read((await read(1))[0]!))
  const methods = await read((await read(2))[1]!)
  const method = account === undefined ? 0 : 2
  if (!methods.includes(method)) return void socket.end(Buffer.of(5, 255))
  socket.write(Buffer.of(5, method))
  if (account !== undefined) {
    await read(1)
    const isRight = `${await text()}:${await text()}` === account
    socket.write(Buffer.of(1, isRight ? 0 : 1))
    if (!isRight) return void socket.end()
  }
  const kind = (await read(4))[3]!
  const host =
    kind === 3
      ? await text()
      : kind === 1
        ? (await read(4)).join('.')
        : (await read(16)).toString('hex').replace(/.{4}(?!$)/g, '$&:')
  const port = (await read(2)).readUInt16BE()
  asked.push(`${host}:${port}`)
  const target = connect({ host: kind === 4 ? '::1' : '127.0.0.1', port })
  target.once('error', () => socket.end(Buffer.of(5, 5, 0, 1, 0, 0, 0, 0, 0, 0)))
  target.once('connect', () => {
    socket.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0))
    socket.pipe(target).pipe(socket)
  })
  socket.once('close', () => target.destroy())
  target.once('close', () => socket.destroy())
}
