// WebSocket connections of the platform for a host: a byte stream in binary messages, whose borders mean
// nothing. Source: /mtproto/transports#websocket
import { authority } from '../../host/authority.ts'
import type { Address, Socket, SocketEvents } from '../../host/host.ts'
import { type PlatformSocket, platform } from './platform.ts'

const SUBPROTOCOL = 'binary'
const PATH = '/apiws'
const OPEN = 1
/** The code of a WebSocket that was closed without saying why. */
const NO_REASON = 1006

/** Opens a WebSocket; the outcome, which may be that this cannot be done here, arrives through `events`. */
export function connect(address: Address, events: SocketEvents): Socket {
  const { WebSocket } = platform()
  if (WebSocket === undefined) return refuse('this engine has no WebSocket', events)
  if (address.webSocket === undefined)
    return refuse('from here only a WebSocket can be opened: give the address webSocket', events)
  try {
    return wrap(new WebSocket(urlOf(address), SUBPROTOCOL), events)
  } catch (error) {
    // such as ws: from a page that came over TLS
    return refuse(error instanceof Error ? error.message : `${error}`, events)
  }
}

function urlOf(address: Address): string {
  return `${address.webSocket}://${authority(address)}${address.path ?? PATH}`
}

/** A connection that fails as soon as its owner can hear of it. */
function refuse(reason: string, events: SocketEvents): Socket {
  void Promise.resolve().then(() => events.closed(reason))
  return { write: () => undefined, close: () => undefined }
}

function wrap(socket: PlatformSocket, events: SocketEvents): Socket {
  let unwanted = false
  const close = (): void => {
    unwanted = true
    socket.close()
  }
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => events.opened()
  socket.onmessage = ({ data }) => {
    // TR-33: text has no meaning here.
    if (data instanceof ArrayBuffer) events.received(new Uint8Array(data))
    else close()
  }
  socket.onclose = ({ code, reason }) => {
    const said = reason === '' ? '' : `: ${reason}`
    const why =
      code === NO_REASON ? 'the WebSocket failed' : `the WebSocket ended with code ${code}`
    events.closed(unwanted ? undefined : why + said)
  }
  return {
    write: bytes => {
      if (socket.readyState === OPEN) socket.send(bytes)
    },
    close,
  }
}
