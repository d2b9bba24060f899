// Several connections over HTTP that look like one: on each of them requests and responses take turns, so one that
// is held for news would hold up everything behind it. Each write is a whole request and goes out on a connection
// that is free; responses are handed over whole, in the order in which they are complete.
// A connection that ends between two requests is simply gone. When one ends inside, nobody knows what became of its
// request, and all of them end: as after any lost connection, what was not answered is sent again.
import { concat } from '../core/bytes/bytes.ts'
import { MtprotoError } from '../core/errors.ts'
import { ByteQueue } from '../core/transport/byte-queue.ts'
import { HttpFraming } from '../core/transport/http.ts'
import type { Dial, Socket, SocketEvents } from './host.ts'

/** So many connections at once; a request beyond waits for one to be free. */
const MAX_LANES = 4

/** Makes `dial`, which opens one connection, open as many as the requests need. */
export function httpLanes(dial: Dial): Dial {
  return events => new Lanes(dial, events)
}

interface Lane {
  readonly socket: Socket
  isOpen: boolean
  /** the response that is on its way, while a request is open */
  response: Response | undefined
}

class Lanes implements Socket {
  readonly #dial: Dial
  readonly #events: SocketEvents
  readonly #lanes = new Set<Lane>()
  /** requests that wait for a lane */
  readonly #waiting: Uint8Array[] = []
  #wasOpened = false
  #isClosed = false

  constructor(dial: Dial, events: SocketEvents) {
    this.#dial = dial
    this.#events = events
    this.#add()
  }

  write(request: Uint8Array): void {
    if (this.#isClosed) return
    this.#waiting.push(request)
    this.#send()
  }

  close(): void {
    this.#isClosed = true
    for (const { socket } of this.#lanes) socket.close()
  }

  #add(): void {
    const socket = this.#dial({
      opened: () => this.#opened(lane),
      received: bytes => this.#received(lane, bytes),
      closed: reason => this.#closed(lane, reason),
    })
    const lane: Lane = { socket, isOpen: false, response: undefined }
    this.#lanes.add(lane)
  }

  /** Gives the requests that wait to the lanes that are free, and opens more lanes for the rest. */
  #send(): void {
    const lanes = [...this.#lanes]
    for (const lane of lanes) {
      if (!lane.isOpen || lane.response !== undefined) continue
      const request = this.#waiting.shift()
      if (request === undefined) return
      lane.response = new Response()
      lane.socket.write(request)
    }
    const coming = lanes.filter(({ isOpen }) => !isOpen).length
    const wanted = Math.min(this.#waiting.length - coming, MAX_LANES - lanes.length)
    for (let added = 0; added < wanted; added++) this.#add()
  }

  #opened(lane: Lane): void {
    if (this.#isClosed) return
    lane.isOpen = true
    if (!this.#wasOpened) this.#events.opened()
    this.#wasOpened = true
    this.#send()
  }

  #received(lane: Lane, bytes: Uint8Array): void {
    if (this.#isClosed || !this.#lanes.has(lane)) return
    // Nothing was asked for: a server tells that it hangs up, or is none.
    if (lane.response === undefined) return this.#remove(lane)
    let response: Uint8Array | undefined
    try {
      response = lane.response.add(bytes)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      return this.#end(error.message)
    }
    if (response === undefined) return
    // Whoever says more than was asked for is not asked again.
    if (lane.response.hasMore) this.#remove(lane)
    lane.response = undefined
    this.#events.received(response)
    if (!this.#isClosed) this.#send()
  }

  #closed(lane: Lane, reason: string | undefined): void {
    if (!this.#lanes.delete(lane)) return
    if (this.#isClosed) {
      if (this.#lanes.size === 0) this.#events.closed(undefined)
    } else if (lane.response !== undefined || !this.#wasOpened || this.#waiting.length > 0)
      this.#end(reason)
  }

  #remove(lane: Lane): void {
    this.#lanes.delete(lane)
    lane.socket.close()
  }

  /** Nothing more comes from here. */
  #end(reason: string | undefined): void {
    this.#isClosed = true
    for (const lane of [...this.#lanes]) this.#remove(lane)
    this.#events.closed(reason)
  }
}

/** The bytes of one response until it is complete. */
class Response {
  readonly #framing = new HttpFraming('')
  readonly #queue = new ByteQueue()
  readonly #bytes: Uint8Array[] = []

  /** Returns all of it once it is complete. Throws ERR_FRAME_INVALID and ERR_FRAME_TOO_LARGE. */
  add(bytes: Uint8Array): Uint8Array | undefined {
    this.#bytes.push(bytes.slice())
    this.#queue.push(bytes)
    if (this.#framing.read(this.#queue, 'server') === undefined) return undefined
    const all = concat(...this.#bytes)
    return all.subarray(0, all.length - this.#queue.length)
  }

  /** Whether something follows what is complete. */
  get hasMore(): boolean {
    return this.#queue.length > 0
  }
}
