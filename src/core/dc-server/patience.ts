// How long a server waits for its clients: for the first payload of a connection, and later for anything at all.
// Source: this project; a ping_delay_disconnect (/mtproto/service_messages) takes the place of the second bound.
import type { Now } from '../machine.ts'
import { Alarms } from './alarms.ts'
import type { Connection } from './connection.ts'

/** TR-26: the bytes a connection starts with and its first payload have to come within this time, in milliseconds. */
const START_TIMEOUT = 15_000
/** A connection on which nothing comes for this long is closed, in milliseconds. */
const IDLE_TIMEOUT = 900_000

export class Patience {
  readonly #alarms = new Alarms<Connection>()
  readonly #begun = new Set<Connection>()

  /** A new connection. */
  accepted(connection: Connection, now: Now): void {
    this.#alarms.set(connection, now.monotonic + START_TIMEOUT)
  }

  /** A whole payload came. */
  begun(connection: Connection): void {
    this.#begun.add(connection)
  }

  /** Something came. */
  heard(connection: Connection, now: Now): void {
    if (this.#begun.has(connection)) this.#alarms.set(connection, now.monotonic + IDLE_TIMEOUT)
  }

  /** The connection is closed. */
  gone(connection: Connection): void {
    this.#alarms.set(connection, undefined)
    this.#begun.delete(connection)
  }

  /** The next moment at which patience may end: monotonic milliseconds. */
  get next(): number | undefined {
    return this.#alarms.next
  }

  /** A connection for which it has ended. */
  take(now: Now): Connection | undefined {
    for (;;) {
      const connection = this.#alarms.take(now.monotonic)
      if (connection === undefined) return undefined
      // SES-74: its client has said itself how long it may be silent.
      const until = [...connection.sessions.keys()].map(session => session.disconnectAt ?? 0)
      const latest = Math.max(0, ...until)
      if (latest <= now.monotonic) return connection
      this.#alarms.set(connection, latest)
    }
  }
}
