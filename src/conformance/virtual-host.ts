// A host without a world: connections are queues in memory, time passes only while somebody waits for
// something, and one seed replays one run. Expensive jobs are solved once for all runs of a process.
import { createHost } from '#runtime'
import { toHex } from '../core/bytes/hex.ts'
import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { seededRandom } from '../core/crypto/seeded-random.ts'
import { solve } from '../core/crypto/solve.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Now, Random } from '../core/machine.ts'
import type { Compress } from '../core/session/gzip-packed.ts'
import type { Address, Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import type { Outcome } from './outcome.ts'
import { Broken, type Steps } from './steps.ts'

/** The moment at which every run starts: unix milliseconds. */
const START = 1_700_000_000_000

/** More timers than this at one moment are a loop. */
const MAX_TIMERS = 10_000

/** What runs share: the primitives, and the jobs that were solved. */
export class Solver {
  readonly crypto: Crypto
  readonly compress: Compress | undefined
  readonly #solved = new Map<string, JobValue<Job>>()

  constructor() {
    const { crypto, compress } = createHost()
    this.crypto = crypto
    this.compress = compress
  }

  solve<J extends Job>(job: J): JobValue<J> {
    const key = Object.values(job).map(nameOf).join('|')
    if (!this.#solved.has(key)) this.#solved.set(key, solve(job, this.crypto))
    return this.#solved.get(key) as JobValue<J>
  }
}

function nameOf(part: unknown): string {
  if (part instanceof Uint8Array) return toHex(part)
  return Array.isArray(part) ? part.map(nameOf).join() : String(part)
}

/** Runs something soon, and notes what it throws. */
type Later = (run: () => void) => void

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** One end of a connection. Bytes and events arrive in microtasks, never inside the call that caused them. */
class End implements Socket {
  events: SocketEvents | undefined
  peer: End | undefined
  readonly #later: Later
  #isOpen = true

  constructor(later: Later) {
    this.#later = later
  }

  write(bytes: Uint8Array): void {
    const { peer } = this
    if (this.#isOpen && peer !== undefined) this.#later(() => peer.#receive(bytes))
  }

  close(): void {
    if (!this.#isOpen) return
    this.shut(undefined)
    this.#later(() => this.peer?.shut(undefined))
  }

  shut(reason: string | undefined): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#later(() => this.events?.closed(reason))
  }

  #receive(bytes: Uint8Array): void {
    if (this.#isOpen) this.events?.received(bytes)
  }
}

export class VirtualHost implements ListeningHost {
  readonly crypto: Crypto
  readonly random: Random
  readonly compress?: Compress
  readonly #solver: Solver
  readonly #listeners = new Map<string, (socket: Socket) => SocketEvents>()
  readonly #timers = new Set<Timer>()
  #monotonic = 0
  #nextPort = 1024
  /** what was thrown where nobody could catch it */
  #crash: unknown

  constructor(solver: Solver, seed: string) {
    this.#solver = solver
    this.crypto = solver.crypto
    if (solver.compress !== undefined) this.compress = solver.compress
    this.random = seededRandom(seed)
  }

  now(): Now {
    return { monotonic: this.#monotonic, unix: START + this.#monotonic }
  }

  setTimer(delay: number, run: () => void): () => void {
    const timer = { at: this.#monotonic + delay, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  compute<J extends Job>(job: J): JobValue<J> {
    return this.#solver.solve(job)
  }

  connect({ host, port }: Address, events: SocketEvents): Socket {
    const end = new End(this.#later)
    end.events = events
    this.#later(() => {
      const accept = this.#listeners.get(`${host}:${port}`)
      if (accept === undefined) return end.shut('connection refused')
      const other = new End(this.#later)
      end.peer = other
      other.peer = end
      other.events = accept(other)
      events.opened()
    })
    return end
  }

  async listen(address: Address, accept: (socket: Socket) => SocketEvents): Promise<Listener> {
    const { host, port } = address
    const found = { host, port: port === 0 ? this.#nextPort++ : port }
    const key = `${host}:${found.port}`
    if (this.#listeners.has(key)) throw new MtprotoError('ERR_ARGUMENT', { at: 'port', got: key })
    this.#listeners.set(key, accept)
    return { address: found, close: async () => void this.#listeners.delete(key) }
  }

  /** Plays a case to its end. Throws what the case throws. */
  async play(steps: Steps): Promise<Outcome> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value
      await this.#until(step.value.seen, this.#monotonic + step.value.within)
    }
  }

  async #until(seen: () => boolean, end: number): Promise<void> {
    for (let timers = 0; ; timers++) {
      await settled()
      if (this.#crash !== undefined) throw new Broken(`a defect: ${this.#crash}`)
      if (seen()) return
      let next: Timer | undefined
      for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer
      if (next === undefined || next.at > end) {
        this.#monotonic = end
        return
      }
      if (next.at > this.#monotonic) timers = 0
      if (timers > MAX_TIMERS) throw new Broken('a defect: timers without end')
      this.#timers.delete(next)
      this.#monotonic = Math.max(this.#monotonic, next.at)
      this.#guard(next.run)
    }
  }

  readonly #later: Later = run => queueMicrotask(() => this.#guard(run))

  #guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#crash ??= error
    }
  }
}

/** Everything that needs no time has happened. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
