// A host without a world: sockets are queues, timers wait for advance(), computations are done at once.
// Bytes and events arrive in microtasks, never inside the call that caused them.

import type { Job, JobValue } from '../../src/core/crypto/job.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'
import type { Now, Random } from '../../src/core/machine.ts'
import type { Address, Listener, ListeningHost, Socket, SocketEvents } from '../../src/host/host.ts'
import { crypto, START, solveOnce } from './pair.ts'
import { seededRandom } from './random.ts'

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Lets everything happen that needs no time. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** One end of a connection. */
class End implements Socket {
  events: SocketEvents | undefined
  peer: End | undefined
  isOpen = true

  write(bytes: Uint8Array): void {
    if (this.isOpen) queueMicrotask(() => this.peer?.events?.received(bytes))
  }

  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    queueMicrotask(() => this.peer?.shut(undefined))
    queueMicrotask(() => this.events?.closed(undefined))
  }

  shut(reason: string | undefined): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.events?.closed(reason)
  }
}

export class MemoryHost implements ListeningHost {
  readonly crypto: Crypto = crypto
  readonly random: Random
  /** addresses that were dialled, as `host:port` */
  readonly dialled: string[] = []
  /** addresses that neither answer nor refuse, as `host:port` */
  readonly silent: Set<string> = new Set()
  /** the kinds of jobs whose worker dies */
  readonly failing: Set<Job['kind']> = new Set()
  readonly #listeners = new Map<string, (socket: Socket) => SocketEvents>()
  readonly #timers = new Set<Timer>()
  readonly #open = new Set<End>()
  #monotonic = 0
  #nextPort = 1000

  constructor(seed: string | number = 'host') {
    this.random = seededRandom(seed)
  }

  /** how many timers are armed */
  get timers(): number {
    return this.#timers.size
  }

  /** how many connections are open */
  get connections(): number {
    return [...this.#open].filter(end => end.isOpen).length
  }

  now(): Now {
    return { monotonic: this.#monotonic, unix: START + this.#monotonic }
  }

  setTimer(delay: number, run: () => void): () => void {
    const timer = { at: this.#monotonic + delay, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  compute<J extends Job>(job: J): JobValue<J> | Promise<JobValue<J>> {
    if (this.failing.has(job.kind)) return Promise.reject(new Error('the worker died'))
    return Promise.resolve(solveOnce(job))
  }

  connect({ host, port }: Address, events: SocketEvents): Socket {
    const address = `${host}:${port}`
    this.dialled.push(address)
    const end = new End()
    end.events = events
    if (this.silent.has(address)) return end
    queueMicrotask(() => {
      const accept = this.#listeners.get(address)
      if (!end.isOpen) return
      if (accept === undefined) return end.shut('connection refused')
      const other = new End()
      end.peer = other
      other.peer = end
      this.#open.add(end)
      other.events = accept(other)
      events.opened()
    })
    return end
  }

  async listen(address: Address, accept: (socket: Socket) => SocketEvents): Promise<Listener> {
    const port = address.port === 0 ? this.#nextPort++ : address.port
    const key = `${address.host}:${port}`
    this.#listeners.set(key, accept)
    return {
      address: { host: address.host, port },
      close: async () => {
        this.#listeners.delete(key)
      },
    }
  }

  /** Cuts every connection, as a network does. */
  cut(): void {
    for (const end of this.#open) {
      end.peer?.shut('connection reset')
      end.shut('connection reset')
    }
  }

  /** Lets time pass, one timer after the other. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#monotonic + milliseconds
    await settle()
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at)
      if (next === undefined || next.at > end) break
      this.#timers.delete(next)
      this.#monotonic = Math.max(this.#monotonic, next.at)
      next.run()
      await settle()
    }
    this.#monotonic = end
  }
}
