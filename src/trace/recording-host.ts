// A host whose connections are recorded: what is written to their sockets and read from them, as it passes.
// The machines above it are the same with and without it, and so is every byte that they send.
import type { Address, Host, Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import type { ConnectionRecorder } from './recorder.ts'

/** The same host; every connection that it opens is recorded from the moment at which it is open. */
export function recordedHost(host: Host, recorder: ConnectionRecorder): Host {
  return {
    ...apartFromSockets(host),
    connect: (address, events) =>
      recordedConnect(recorder, address, events, each => host.connect(address, each)),
  }
}

/** Opens a connection to a server at `address` by `connect`, and records it. */
export function recordedConnect(
  recorder: ConnectionRecorder,
  address: Address,
  events: SocketEvents,
  connect: (events: SocketEvents) => Socket,
): Socket {
  const line = new RecordedLine(recorder)
  const socket = connect({
    opened() {
      line.opened(address)
      events.opened()
    },
    received: bytes => line.received(bytes, events),
    closed: reason => line.closed(reason, events),
  })
  return line.around(socket)
}

/** The same host; every connection that it accepts is recorded. */
export function recordedListeningHost(
  host: ListeningHost,
  recorder: ConnectionRecorder,
): ListeningHost {
  return {
    ...apartFromSockets(host),
    connect: (address, events) => host.connect(address, events),
    async listen(address, accept): Promise<Listener> {
      // nobody can connect to a port that was left open before it is known
      let place = address
      const listener = await host.listen(address, socket =>
        recordedAccept(recorder, place, socket, accept),
      )
      place = listener.address
      return listener
    },
  }
}

/** Takes a connection that came to the server at `address` into `accept`, and records it. */
export function recordedAccept(
  recorder: ConnectionRecorder,
  address: Address,
  socket: Socket,
  accept: (socket: Socket) => SocketEvents,
): SocketEvents {
  const line = new RecordedLine(recorder)
  line.opened(address)
  const events = accept(line.around(socket))
  return {
    opened: () => events.opened(),
    received: bytes => line.received(bytes, events),
    closed: reason => line.closed(reason, events),
  }
}

/** A host need not keep its parts in fields of its own. */
function apartFromSockets(host: Host): Omit<Host, 'connect'> {
  const { system, crypto, random, compress, webSocketOnly } = host
  return {
    crypto,
    random,
    ...(system !== undefined && { system }),
    ...(compress && { compress }),
    ...(webSocketOnly !== undefined && { webSocketOnly }),
    now: () => host.now(),
    setTimer: (delay, run) => host.setTimer(delay, run),
    compute: job => host.compute(job),
  }
}

/** One connection, recorded as long as it is open. */
class RecordedLine {
  readonly #recorder: ConnectionRecorder
  #link: number | undefined
  /** this end has hung up, and what it writes is dropped */
  #isEnding = false

  constructor(recorder: ConnectionRecorder) {
    this.#recorder = recorder
  }

  opened(address: Address): void {
    this.#link = this.#recorder.opened(address)
  }

  received(bytes: Uint8Array, events: SocketEvents): void {
    if (this.#link !== undefined) this.#recorder.bytes(this.#link, this.#other, bytes)
    events.received(bytes)
  }

  closed(reason: string | undefined, events: SocketEvents): void {
    if (this.#link !== undefined) this.#recorder.closed(this.#link, reason)
    this.#link = undefined
    events.closed(reason)
  }

  around(socket: Socket): Socket {
    return {
      write: bytes => {
        if (this.#link !== undefined && !this.#isEnding)
          this.#recorder.bytes(this.#link, this.#recorder.role, bytes)
        socket.write(bytes)
      },
      close: () => {
        this.#isEnding = true
        socket.close()
      },
    }
  }

  get #other(): 'client' | 'server' {
    return this.#recorder.role === 'client' ? 'server' : 'client'
  }
}
