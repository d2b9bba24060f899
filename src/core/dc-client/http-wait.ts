// The requests of a client over HTTP that wait for their responses. A server can speak only in a response, so one
// request is always open, and what comes next to it is answered soon even when there is nothing to say. Which
// response belongs to which request does not matter: they are counted.
// Source: /mtproto/service_messages#http-wait-long-poll
import type { Now } from '../machine.ts'
import { itemSize, MAX_BYTES_SENT } from '../session/container.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import type { Notice, Query } from './query.ts'

/** How long the server may hold the only request that is open, in milliseconds … */
const MAX_WAIT = 25_000
/** … and any other: a fast answer to a call comes with its own request, a slow one with the other. */
const SHORT_WAIT = 500
/** How much later than that a response may come, in milliseconds. */
const MARGIN = 10_000
/** A call is large above this, in bytes. */
const LARGE = MAX_BYTES_SENT / 2

export class HttpRequests {
  #open = 0
  /** something has to be heard until this moment, while a request is open: monotonic milliseconds */
  #silentAt = Number.POSITIVE_INFINITY

  /** A new connection. */
  begin(): void {
    this.#open = 0
    this.#silentAt = Number.POSITIVE_INFINITY
  }

  /** TR-35: whether the server has no request to answer, so that one is due. */
  get idle(): boolean {
    return this.#open === 0
  }

  /**
   * Opens a request. Takes out of `causes` about as many as one envelope holds, each `wrapper` bytes larger than it is,
   * and returns them with the http_wait of the request, which is never sent again. A large call fills its envelope
   * alone.
   */
  open({ monotonic }: Now, causes: (Query | Notice)[], wrapper: number): (Query | Notice)[] {
    const maxWait = this.#open === 0 ? MAX_WAIT : SHORT_WAIT
    if (this.#open++ === 0) this.#silentAt = monotonic + MAX_WAIT + MARGIN
    const sizes = causes.map(({ message, body }) => itemSize(message?.body ?? body))
    let count = 0
    for (let size = 0; count < causes.length && size < MAX_BYTES_SENT; count++)
      size += sizes[count]! + wrapper
    const taken = causes.splice(0, count)
    if (count > 0 && sizes[0]! > LARGE) return taken
    const body = encode(mtproto, { _: 'http_wait', maxDelay: 0, waitAfter: 0, maxWait })
    return [{ body, refusals: Number.POSITIVE_INFINITY }, ...taken]
  }

  /** A response came. */
  answered({ monotonic }: Now): void {
    this.#open = Math.max(0, this.#open - 1)
    this.#silentAt = this.#open === 0 ? Number.POSITIVE_INFINITY : monotonic + MAX_WAIT + MARGIN
  }

  /** Whether nothing came for too long. */
  silent({ monotonic }: Now): boolean {
    return monotonic >= this.#silentAt
  }

  /** When that will be: monotonic milliseconds, or infinity. */
  get deadline(): number {
    return this.#silentAt
  }
}
