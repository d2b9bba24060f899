// Sockets of Node for a host: dialling and listening, by TCP and by WebSocket on the same port. What
// WebSockets need is loaded by whoever dials one or listens.
import { createServer, connect as dial, type Socket as TcpSocket } from 'node:net'
import { MtprotoError } from '../../core/errors.ts'
import type { Address, Listener, Socket, SocketEvents } from '../../host/host.ts'

/** Opens a connection; the outcome arrives through `events`. */
export function connect(address: Address, events: SocketEvents): Socket {
  if (address.webSocket !== undefined) return dialWebSocket(address, events)
  const socket = dial({ host: address.host, port: address.port, noDelay: true })
  socket.once('connect', () => events.opened())
  return wrap(socket, events)
}

function dialWebSocket(address: Address, events: SocketEvents): Socket {
  let socket: Socket | undefined
  let isWanted = true
  void import('./web-socket.ts').then(({ connectWebSocket }) => {
    if (isWanted) socket = connectWebSocket(address, events)
    else events.closed(undefined)
  })
  return {
    write: bytes => socket?.write(bytes),
    close: () => {
      isWanted = false
      socket?.close()
    },
  }
}

/** Listens for connections; rejects with ERR_ARGUMENT when the port cannot be had. */
export async function listen(
  address: Address,
  accept: (socket: Socket) => SocketEvents,
): Promise<Listener> {
  const { webSocketUpgrades } = await import('./web-socket.ts')
  const open = new Set<TcpSocket>()
  const upgrade = webSocketUpgrades(accept)
  const server = createServer({ noDelay: true }, socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    whenTold(socket, isHttp => {
      if (isHttp) upgrade(socket)
      else bind(socket, accept)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new MtprotoError('ERR_ARGUMENT', {
          at: `${address.host}:${address.port}`,
          got: cause.message,
          advice: 'choose another port',
          cause,
        }),
      ),
    )
    server.listen(address.port, address.host, () => {
      const { port } = server.address() as { port: number }
      resolve({
        address: { host: address.host, port },
        close: () =>
          new Promise(done => {
            server.close(() => done())
            for (const socket of open) socket.destroy()
          }),
      })
    })
  })
}

/** The first bytes of a WebSocket's handshake. */
const GET = 'GET '

/** Calls `told` as soon as it is clear whether the bytes are an HTTP request, with all of them still unread. */
function whenTold(socket: TcpSocket, told: (isHttp: boolean) => void): void {
  let seen = Buffer.alloc(0)
  const look = (chunk: Buffer): void => {
    seen = Buffer.concat([seen, chunk])
    const start = seen.subarray(0, GET.length).toString('latin1')
    if (start !== GET && GET.startsWith(start)) return
    socket.off('data', look)
    socket.pause()
    socket.unshift(seen)
    told(start === GET)
    socket.resume()
  }
  socket.on('data', look)
}

function bind(socket: TcpSocket, accept: (socket: Socket) => SocketEvents): void {
  let events: SocketEvents | undefined
  const wrapped = wrap(socket, {
    opened: () => events?.opened(),
    received: bytes => events?.received(bytes),
    closed: reason => events?.closed(reason),
  })
  events = accept(wrapped)
}

function wrap(socket: TcpSocket, events: SocketEvents): Socket {
  let reason: string | undefined
  socket.on('data', chunk => events.received(chunk))
  socket.on('error', error => {
    reason = error.message
  })
  socket.once('close', () => events.closed(reason))
  return {
    write: bytes => {
      if (socket.writable) socket.write(bytes)
    },
    close: () => {
      // What was written is still sent, but nobody waits for a peer that does not hang up.
      socket.end(() => socket.destroy())
    },
  }
}
