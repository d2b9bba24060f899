// Outgoing connections of Node for a host, by TCP and by WebSocket, over whatever streams the caller supplies.
// What WebSockets need is loaded by whoever dials one.
import { connect as dialTcp } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Address, Host, Socket, SocketEvents } from '../../host/host.ts'
import { wrapStream } from './stream.ts'

/**
 * Opens a byte stream to an address: through a proxy, or over another network. The stream may still be connecting
 * when it is handed over, and emits `connect` then. What it throws or rejects with is the reason why a connection
 * failed; a stream that comes when nobody wants it any more is destroyed.
 */
export type Connect = (address: {
  readonly host: string
  readonly port: number
}) => Duplex | Promise<Duplex>

const direct: Connect = ({ host, port }) => dialTcp({ host, port, noDelay: true })

/** The way in which a host connects: by `connect`, or by sockets of Node. */
export function dialer(connect?: Connect): Host['connect'] {
  return (address, events) =>
    address.webSocket === undefined
      ? dialStream(address, events, connect ?? direct)
      : dialWebSocket(address, events, connect)
}

function dialStream({ host, port }: Address, events: SocketEvents, connect: Connect): Socket {
  return whenThere(
    async () => connect({ host, port }),
    stream => {
      const socket = wrapStream(stream, events)
      if ('connecting' in stream && stream.connecting) stream.once('connect', () => events.opened())
      // Whoever hears of it may write at once: to the socket that is returned here first.
      else if (!stream.closed) queueMicrotask(() => events.opened())
      return socket
    },
    discard,
    events,
  )
}

function dialWebSocket(address: Address, events: SocketEvents, connect?: Connect): Socket {
  const { host, port } = address
  return whenThere(
    async () => {
      const { connectWebSocket } = await import('./web-socket.ts')
      return { connectWebSocket, stream: await connect?.({ host, port }) }
    },
    ({ connectWebSocket, stream }) => connectWebSocket(address, events, stream),
    ({ stream }) => stream && discard(stream),
    events,
  )
}

function discard(stream: Duplex): void {
  // Nobody is left to be told of what goes wrong with it.
  stream.on('error', () => {})
  stream.destroy()
}

/** The socket that is made by `begin` of what is still on its way, unless it is closed first. */
function whenThere<T>(
  find: () => Promise<T>,
  begin: (found: T) => Socket,
  leave: (found: T) => void,
  events: SocketEvents,
): Socket {
  let socket: Socket | undefined
  let isWanted = true
  const failed = (error: unknown): void => events.closed(isWanted ? reasonOf(error) : undefined)
  void find().then(found => {
    if (isWanted) {
      socket = begin(found)
      return
    }
    leave(found)
    events.closed(undefined)
  }, failed)
  return {
    write: bytes => socket?.write(bytes),
    close: () => {
      isWanted = false
      socket?.close()
    },
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
