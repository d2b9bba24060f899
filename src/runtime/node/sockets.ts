// Incoming connections of Node for a host, by TCP and by WebSocket on the same port. Nobody holds a connection
// without saying what it speaks, nor memory without reading.
import { createServer, type Socket as TcpSocket } from 'node:net'
import { MtprotoError } from '../../core/errors.ts'
import { authority } from '../../host/authority.ts'
import type { Address, Listener, Socket, SocketEvents } from '../../host/host.ts'
import { accepted, MAX_UNSENT, wrapStream } from './stream.ts'

/** A connection that has not said by then whether it is a WebSocket, and become one, is cut: milliseconds. */
const START_TIMEOUT = 15_000
/** So many connections are open at once on a port; those beyond are refused. */
const MAX_CONNECTIONS = 10_000

/** Listens for connections; rejects with ERR_ARGUMENT when the port cannot be had. */
export async function listen(
  address: Address,
  accept: (socket: Socket) => SocketEvents,
): Promise<Listener> {
  const { webSocketUpgrades } = await import('./web-socket.ts')
  /** the connections, each with the timer that cuts it unless it begins */
  const open = new Map<TcpSocket, NodeJS.Timeout>()
  const upgrade = webSocketUpgrades(accept, socket => clearTimeout(open.get(socket)))
  const server = createServer({ noDelay: true }, socket => {
    const timer = setTimeout(() => socket.destroy(), START_TIMEOUT)
    open.set(socket, timer)
    socket.once('close', () => {
      clearTimeout(timer)
      open.delete(socket)
    })
    socket.on('error', () => socket.destroy())
    whenTold(socket, isWebSocket => {
      if (isWebSocket) return upgrade(socket)
      clearTimeout(timer)
      accepted(accept, events => wrapStream(socket, events, MAX_UNSENT))
    })
  })
  server.maxConnections = MAX_CONNECTIONS
  return new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new MtprotoError('ERR_ARGUMENT', {
          at: authority(address),
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
            for (const socket of open.keys()) socket.destroy()
          }),
      })
    })
  })
}

/** The first bytes of a WebSocket's handshake. */
const GET = 'GET '

/** Calls `told` as soon as it is clear whether the bytes are such a request, with all of them still unread. */
function whenTold(socket: TcpSocket, told: (isWebSocket: boolean) => void): void {
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
