// A TCP relay before the DC that counts flights: how often the direction turns from answers to requests.
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { DcTarget } from './programs.ts'

export class Relay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isClientsTurn = false
  #flights = 0

  private constructor({ host, port }: DcTarget) {
    this.#server = createServer({ noDelay: true }, client => {
      const dc = connect({ host, port, noDelay: true })
      client.on('data', () => {
        if (!this.#isClientsTurn) this.#flights++
        this.#isClientsTurn = true
      })
      dc.on('data', () => {
        this.#isClientsTurn = false
      })
      for (const [from, to] of [
        [client, dc],
        [dc, client],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on('error', () => to.destroy())
      }
    })
  }

  /** Listens on a port of its own and passes everything on to `target`. */
  static async start(target: DcTarget): Promise<Relay> {
    const relay = new Relay(target)
    relay.#server.listen(0, target.host)
    await once(relay.#server, 'listening')
    return relay
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  get flights(): number {
    return this.#flights
  }

  stop(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
