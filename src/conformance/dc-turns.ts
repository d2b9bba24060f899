// The requests over HTTP that wait for their responses in the harness's data centre. A message goes out on one of
// them or waits for the next; a request for which there is nothing gets a response in time all the same.
// Source: /mtproto/service_messages#http-wait-long-poll
import type { Host } from '../host/host.ts'
import type { DcConnection } from './dc-connection.ts'

/** Uses up the turn that a connection has. */
export type Write = (connection: DcConnection) => void

interface Turn {
  /** the name of the session */
  readonly line: string
  readonly disarm: () => void
}

export class DcTurns {
  readonly #host: Host
  readonly #open = new Map<DcConnection, Turn>()
  readonly #held = new Map<string, Write[]>()

  constructor(host: Host) {
    this.#host = host
  }

  /** How many requests wait. */
  get size(): number {
    return this.#open.size
  }

  /** A request came in a session; after `maxWait` milliseconds `nothing` is written. */
  begin(line: string, connection: DcConnection, maxWait: number, nothing: Write): void {
    const disarm = this.#host.setTimer(maxWait, () => {
      this.end(connection)
      nothing(connection)
    })
    this.#open.set(connection, { line, disarm })
    const held = this.#held.get(line)?.shift()
    if (held !== undefined) this.write(line, connection.link, held)
  }

  /** Writes on the connection `link` if a request of the session waits there, or where one does, or will. */
  write(line: string, link: number, write: Write): void {
    const open = [...this.#open].flatMap(([connection, turn]) =>
      turn.line === line ? connection : [],
    )
    const connection = open.find(each => each.link === link) ?? open[0]
    if (connection === undefined) this.#held.set(line, [...(this.#held.get(line) ?? []), write])
    else {
      this.end(connection)
      write(connection)
    }
  }

  /** Nothing waits on the connection any more. */
  end(connection: DcConnection): void {
    this.#open.get(connection)?.disarm()
    this.#open.delete(connection)
  }
}
