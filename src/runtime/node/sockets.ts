// TCP sockets of Node for a host: dialling and listening.
import { connect as dial, createServer, type Socket as TcpSocket } from 'node:net'
import { MtprotoError } from '../../core/errors.ts'
import type { Address, Listener, Socket, SocketEvents } from '../../host/host.ts'

/** Opens a TCP connection; the outcome arrives through `events`. */
export function connect(address: Address, events: SocketEvents): Socket {
  const socket = dial({ host: address.host, port: address.port, noDelay: true })
  socket.once('connect', () => events.opened())
  return wrap(socket, events)
}

/** Listens for TCP connections; rejects with ERR_ARGUMENT when the port cannot be had. */
export function listen(
  address: Address,
  accept: (socket: Socket) => SocketEvents,
): Promise<Listener> {
  const open = new Set<TcpSocket>()
  const server = createServer({ noDelay: true }, socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    let events: SocketEvents | undefined
    const wrapped = wrap(socket, {
      opened: () => events?.opened(),
      received: bytes => events?.received(bytes),
      closed: reason => events?.closed(reason),
    })
    events = accept(wrapped)
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
      const bound = server.address() as { port: number }
      resolve({
        address: { host: address.host, port: bound.port },
        close: () =>
          new Promise(done => {
            server.close(() => done())
            for (const socket of open) socket.destroy()
          }),
      })
    })
  })
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
