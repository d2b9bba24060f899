// A stream of Node as a socket of a host.
import type { Duplex } from 'node:stream'
import type { Socket, SocketEvents } from '../../host/host.ts'

/** What was written may take this long to leave after a close, in milliseconds. */
const CLOSE_TIMEOUT = 5_000

/** So many bytes may wait for whoever has dialled in; with more of them the connection is cut. */
export const MAX_UNSENT: number = 2 ** 24

/** The socket over a stream; `unsent` bytes may wait for a peer that does not read. */
export function wrapStream(
  stream: Duplex,
  events: Omit<SocketEvents, 'opened'>,
  unsent: number = Number.POSITIVE_INFINITY,
): Socket {
  let reason: string | undefined
  stream.on('data', (chunk: Uint8Array) => events.received(chunk))
  stream.on('error', error => {
    reason = error.message
  })
  stream.once('end', () => stream.end())
  stream.resume()
  if (stream.closed) queueMicrotask(() => events.closed('the stream was closed before'))
  else stream.once('close', () => events.closed(reason))
  return {
    write: bytes => {
      if (stream.writableLength > unsent) {
        reason = 'the peer does not read'
        stream.destroy()
      } else if (stream.writable) stream.write(bytes)
    },
    close: () => {
      if ('connecting' in stream && stream.connecting) {
        stream.destroy()
        return
      }
      if (stream.destroyed) return
      // What was written is still sent, but nobody waits for a peer that does not hang up or read.
      const timer = setTimeout(() => stream.destroy(), CLOSE_TIMEOUT)
      stream.once('close', () => clearTimeout(timer))
      stream.end(() => stream.destroy())
    },
  }
}

/** Hands over a socket that can tell events only after it was made. */
export function accepted(
  accept: (socket: Socket) => SocketEvents,
  make: (events: SocketEvents) => Socket,
): void {
  let events: SocketEvents | undefined
  const socket = make({
    opened: () => events?.opened(),
    received: bytes => events?.received(bytes),
    closed: reason => events?.closed(reason),
  })
  events = accept(socket)
}
