// WebSocket connections of Node for a host: a byte stream in binary messages, whose borders mean nothing.
// Source: /mtproto/transports#websocket
import { createServer, type IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Address, Socket, SocketEvents } from '../../host/host.ts'

const SUBPROTOCOL = 'binary'
const PATH = '/apiws'
/** A message may carry a whole frame of any size that a transport takes, in bytes. */
const MAX_MESSAGE = 2 ** 23

/** Opens a WebSocket; the outcome arrives through `events`. */
export function connectWebSocket(address: Address, events: SocketEvents): Socket {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const url = `${address.webSocket}://${host}:${address.port}${PATH}`
  const socket = new WebSocket(url, SUBPROTOCOL, { maxPayload: MAX_MESSAGE })
  socket.once('open', () => events.opened())
  return wrap(socket, events)
}

/** Returns a function that takes TCP sockets whose first bytes are those of an HTTP request. */
export function webSocketUpgrades(
  accept: (socket: Socket) => SocketEvents,
): (socket: TcpSocket) => void {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    handleProtocols: () => SUBPROTOCOL,
  })
  const http = createServer((_request, response) => response.writeHead(404).end())
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // TR-33: the subprotocol is part of the request.
    const offered = request.headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? []
    if (!offered.includes(SUBPROTOCOL)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
      return
    }
    webSockets.handleUpgrade(request, socket, head, webSocket => {
      let events: SocketEvents | undefined
      const wrapped = wrap(webSocket, {
        opened: () => events?.opened(),
        received: bytes => events?.received(bytes),
        closed: reason => events?.closed(reason),
      })
      events = accept(wrapped)
    })
  })
  return socket => http.emit('connection', socket)
}

function wrap(socket: WebSocket, events: SocketEvents): Socket {
  let reason: string | undefined
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // TR-33: text has no meaning here.
    if (isBinary) events.received(data)
    else socket.close(1000)
  })
  socket.on('error', error => {
    reason = error.message
  })
  socket.once('close', () => events.closed(reason))
  return {
    write: bytes => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close: () => {
      if (socket.readyState === WebSocket.CONNECTING) socket.terminate()
      else socket.close(1000)
    },
  }
}
