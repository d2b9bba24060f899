// WebSocket connections of Node for a host: a byte stream in binary messages, whose borders mean nothing.
// Source: /mtproto/transports#websocket
import { createServer, type IncomingMessage } from 'node:http'
import { isIP, type Socket as TcpSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as dialTls } from 'node:tls'
import { WebSocket, WebSocketServer } from 'ws'
import { authority } from '../../host/authority.ts'
import type { Address, Socket, SocketEvents } from '../../host/host.ts'
import { accepted, MAX_UNSENT } from './stream.ts'

const SUBPROTOCOL = 'binary'
const PATH = '/apiws'
/** A message may carry a whole frame of any size that a transport takes, in bytes. */
const MAX_MESSAGE = 2 ** 23

/** Opens a WebSocket, over `stream` if there is one; the outcome arrives through `events`. */
export function connectWebSocket(
  address: Address,
  events: SocketEvents,
  stream: Duplex | undefined,
): Socket {
  const { webSocket, host, path = PATH } = address
  const tls = { servername: isIP(host) === 0 ? host : '' }
  const socket = new WebSocket(`${webSocket}://${authority(address)}${path}`, SUBPROTOCOL, {
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    ...(stream && {
      createConnection: (() =>
        webSocket === 'wss' ? dialTls({ socket: stream, ...tls }) : stream) as () => TcpSocket,
    }),
  })
  socket.once('open', () => events.opened())
  return wrap(socket, events)
}

/**
 * Returns a function that takes TCP sockets whose first bytes are those of an HTTP request. `begun` is told of
 * those that have become WebSockets.
 */
export function webSocketUpgrades(
  accept: (socket: Socket) => SocketEvents,
  begun: (socket: TcpSocket) => void,
): (socket: TcpSocket) => void {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: () => SUBPROTOCOL,
  })
  const http = createServer((_request, response) => response.writeHead(404).end())
  http.on('upgrade', (request: IncomingMessage, socket: TcpSocket, head: Buffer) => {
    // TR-33: the subprotocol is part of the request.
    const offered = request.headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? []
    if (!offered.includes(SUBPROTOCOL)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      return
    }
    webSockets.handleUpgrade(request, socket, head, webSocket => {
      begun(socket)
      accepted(accept, events => wrap(webSocket, events, MAX_UNSENT))
    })
  })
  return socket => http.emit('connection', socket)
}

function wrap(
  socket: WebSocket,
  events: Omit<SocketEvents, 'opened'>,
  unsent: number = Number.POSITIVE_INFINITY,
): Socket {
  let reason: string | undefined
  /** Whether the peer reads what it is sent; cuts the connection when it does not. */
  const reads = (): boolean => {
    if (socket.bufferedAmount <= unsent) return true
    reason = 'the peer does not read'
    socket.terminate()
    return false
  }
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // TR-33: text has no meaning here.
    if (isBinary) events.received(data)
    else socket.close(1000)
  })
  socket.on('ping', reads)
  socket.on('error', error => {
    reason = error.message
  })
  socket.once('close', () => events.closed(reason))
  return {
    write: bytes => {
      if (socket.readyState === WebSocket.OPEN && reads()) socket.send(bytes)
    },
    close: () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.terminate()
      else socket.close(1000)
    },
  }
}
