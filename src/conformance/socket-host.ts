// A host with real sockets on loopback and a real clock, for cases about what the runtime itself puts on a wire.
// What it listens for arrives as bare bytes, whatever they are.
import { createHost } from '#runtime'
import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { Now, Random } from '../core/machine.ts'
import type { Compress } from '../core/session/gzip-packed.ts'
import type { Address, Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import type { Outcome } from './outcome.ts'
import type { Steps } from './steps.ts'
import { Pace } from './targets/pace.ts'
import type { Solver } from './virtual-host.ts'

/** How long a case may take that nobody waits for: milliseconds. */
const LIMIT = 3_600_000

export class SocketHost implements ListeningHost {
  readonly crypto: Crypto
  readonly random: Random
  readonly compress?: Compress
  readonly #host: ListeningHost = createHost()
  readonly #solver: Solver
  /** what was thrown where nobody could catch it */
  #crash: unknown

  constructor(solver: Solver) {
    this.#solver = solver
    this.crypto = solver.crypto
    if (solver.compress !== undefined) this.compress = solver.compress
    this.random = this.#host.random
  }

  now(): Now {
    return this.#host.now()
  }

  setTimer(delay: number, run: () => void): () => void {
    return this.#host.setTimer(delay, run)
  }

  compute<J extends Job>(job: J): JobValue<J> {
    return this.#solver.solve(job)
  }

  connect(address: Address, events: SocketEvents): Socket {
    return this.#host.connect(address, {
      opened: () => this.#guard(() => events.opened()),
      received: bytes => this.#guard(() => events.received(bytes)),
      closed: reason => this.#guard(() => events.closed(reason)),
    })
  }

  async listen(
    { host, port }: Address,
    accept: (socket: Socket) => SocketEvents,
  ): Promise<Listener> {
    const { createServer } = await import('node:net')
    const open = new Set<{ destroy(): void }>()
    const server = createServer({ noDelay: true }, stream => {
      open.add(stream)
      const events = accept({
        write: bytes => {
          if (stream.writable) stream.write(bytes)
        },
        close: () => stream.end(),
      })
      stream.on('data', bytes => this.#guard(() => events.received(bytes)))
      stream.on('error', () => stream.destroy())
      stream.once('close', () => {
        open.delete(stream)
        this.#guard(() => events.closed(undefined))
      })
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    const found = server.address() as { readonly port: number }
    return {
      address: { host, port: found.port },
      close: () =>
        new Promise(resolve => {
          server.close(() => resolve())
          for (const stream of open) stream.destroy()
        }),
    }
  }

  /** Plays a case to its end. Throws what the case throws. */
  play(steps: Steps): Promise<Outcome> {
    const now = (): number => this.now().monotonic
    return new Pace({ now, limit: LIMIT, check: () => this.check() }).play(steps)
  }

  /** Throws what was thrown where nobody could catch it. */
  check(): void {
    if (this.#crash !== undefined) throw this.#crash
  }

  #guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#crash ??= error
    }
  }
}
