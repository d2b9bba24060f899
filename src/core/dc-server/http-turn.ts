// A request over HTTP that waits for its response: when that is due. What a server has to say goes out only in
// such a response, one envelope in each, and a client that has nothing to ask leaves a request open for it.
// Source: /mtproto/service_messages#http-wait-long-poll
import type { Now } from '../machine.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import type { Connection } from './connection.ts'
import type { ServerSession } from './server-session.ts'

/** How long a request without http_wait is held when there is nothing to say, in milliseconds. */
const MAX_WAIT = 25_000

export class HttpTurn {
  /** of the request */
  readonly session: ServerSession
  /** monotonic milliseconds, like all moments here */
  readonly #since: number
  #maxDelay = 0
  #waitAfter = 0
  #maxWait = MAX_WAIT
  /** how many messages wait, and when the first and the last of them were found */
  #waiting = 0
  #firstAt = 0
  #lastAt = 0

  constructor(session: ServerSession, since: number) {
    this.session = session
    this.#since = since
  }

  /** The client says how long its request may be held; the last word counts. */
  wait({ maxDelay, waitAfter, maxWait }: Mtproto.http_wait): void {
    this.#maxDelay = Math.max(0, maxDelay)
    this.#waitAfter = Math.max(0, waitAfter)
    this.#maxWait = Math.max(0, maxWait)
  }

  /** What there is to say waits for no company. */
  hurry(): void {
    this.#maxDelay = 0
  }

  /** When the response is due although there is nothing to say. */
  get idleAt(): number {
    return this.#since + this.#maxWait
  }

  /** When the response is due, now that so many messages wait: max_wait goes before max_delay before wait_after. */
  dueAt(waiting: number, monotonic: number): number {
    if (this.#waiting === 0) this.#firstAt = monotonic
    if (waiting > this.#waiting) this.#lastAt = monotonic
    this.#waiting = waiting
    // TR-36: at the latest after max_wait
    if (waiting === 0) return this.idleAt
    const delayed = Math.min(this.#firstAt + this.#maxDelay, this.#lastAt + this.#waitAfter)
    return Math.min(this.idleAt, delayed)
  }
}

/**
 * When a session has to be looked at, that something can be sent for on these connections: monotonic milliseconds,
 * or undefined when it need not.
 */
export function momentFor(
  session: ServerSession,
  open: readonly Connection[],
  { monotonic }: Now,
): number | undefined {
  if (open.length === 0) return undefined
  const turns = open.flatMap(({ turn }) => turn?.dueAt(session.waiting, monotonic) ?? [])
  const moments = [session.deadline() ?? [], ...turns].flat()
  return moments.length === 0 ? undefined : Math.min(...moments)
}
