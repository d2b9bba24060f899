// Wires between clients and data centres. A wire keeps the order of bytes, as TCP does, and nothing else:
// it delays, splits, merges, stalls, swallows, damages and is cut, each end learning of it at its own time.
import { concat } from '../../src/core/bytes/bytes.ts'
import type { Chance } from './chance.ts'
import type { Coverage } from './coverage.ts'
import type { Timeline } from './timeline.ts'

export type Side = 'client' | 'server'

/** What one end of a wire hears. */
export interface End {
  opened(wire: Wire): void
  received(wire: Wire, bytes: Uint8Array): void
  closed(wire: Wire): void
}

interface Segment {
  readonly at: number
  readonly bytes: Uint8Array
}

/** One direction of a wire. */
class Pipe {
  segments: Segment[] = []
  /** nothing arrives before this moment */
  notBefore = 0
  /** everything that is written disappears */
  swallows = false
  /** a byte of the next segment changes on its way */
  damages = false
  /** nobody listens at its end any more */
  closed = false
}

export interface Wire {
  readonly id: number
  readonly client: End
  readonly server: End
  readonly toClient: Pipe
  readonly toServer: Pipe
  /** whether both ends were told that it exists */
  opened: boolean
  open: boolean
}

/** Bytes on their way in one direction, at most. */
const MAX_IN_FLIGHT = 400_000

export class Network {
  /** milliseconds one way, and how much it varies */
  readonly latency: number
  readonly jitter: number
  /** until this moment everything takes so much longer, in milliseconds */
  slowUntil = 0
  slowBy = 0
  /** new connections are refused, or stay without an answer, until these moments */
  refusesUntil = 0
  hangsUntil = 0
  /** whether segments are split and merged on the way */
  rough: boolean
  readonly wires: Set<Wire> = new Set()
  readonly #timeline: Timeline
  readonly #chance: Chance
  readonly #coverage: Coverage
  #ids = 0

  constructor(timeline: Timeline, chance: Chance, coverage: Coverage) {
    this.#timeline = timeline
    this.#chance = chance
    this.#coverage = coverage
    this.latency = chance.spread(1, 400)
    this.jitter = chance.spread(1, this.latency + 1)
    this.rough = chance.oneIn(2)
  }

  /** From now on everything arrives in time. */
  calmDown(): void {
    this.slowUntil = 0
    this.refusesUntil = 0
    this.hangsUntil = 0
  }

  dial(client: End, server: End): Wire {
    const { toClient, toServer } = { toClient: new Pipe(), toServer: new Pipe() }
    const wire: Wire = {
      id: ++this.#ids,
      client,
      server,
      toClient,
      toServer,
      opened: false,
      open: true,
    }
    const { now } = this.#timeline
    if (now < this.refusesUntil) {
      this.#coverage.fault('connection refused')
      this.#timeline.after(this.#delay(), () => this.#hangUp(wire, 'client'))
      return wire
    }
    if (now < this.hangsUntil) {
      this.#coverage.fault('connection never opens')
      return wire
    }
    this.#timeline.after(2 * this.#delay(), () => {
      if (!wire.open) return
      wire.opened = true
      this.wires.add(wire)
      server.opened(wire)
      client.opened(wire)
    })
    return wire
  }

  send(wire: Wire, from: Side, bytes: Uint8Array): void {
    const pipe = from === 'client' ? wire.toServer : wire.toClient
    if (pipe.closed) return
    if (pipe.swallows) return this.#coverage.fault('bytes swallowed')
    let rest = bytes
    while (this.rough && rest.length > 1 && this.#chance.oneIn(2)) {
      const cut = this.#chance.between(1, rest.length - 1)
      this.#put(wire, pipe, rest.subarray(0, cut))
      rest = rest.subarray(cut)
      this.#coverage.fault('segment split')
    }
    this.#put(wire, pipe, rest)
  }

  /** One side hangs up: the other hears what is still on its way, and then of the end. */
  close(wire: Wire, by: Side): void {
    wire.open = false
    const pipe = by === 'client' ? wire.toServer : wire.toClient
    const back = by === 'client' ? wire.toClient : wire.toServer
    back.closed = true
    back.segments = []
    if (!pipe.swallows)
      this.#timeline.at(this.#arrival(pipe), () =>
        this.#hangUp(wire, by === 'client' ? 'server' : 'client'),
      )
    this.wires.delete(wire)
  }

  /** The wire breaks: of what is on its way a part arrives, and each side learns of it after a while. */
  cut(wire: Wire, clientLearns: number, serverLearns: number): void {
    wire.open = false
    for (const pipe of [wire.toClient, wire.toServer]) {
      pipe.swallows = true
      pipe.segments = pipe.segments.slice(0, this.#chance.below(pipe.segments.length + 1))
      const last = pipe.segments.pop()
      if (last !== undefined)
        pipe.segments.push({
          ...last,
          bytes: last.bytes.subarray(0, this.#chance.between(1, last.bytes.length)),
        })
    }
    this.#timeline.after(clientLearns, () => this.#hangUp(wire, 'client'))
    this.#timeline.after(serverLearns, () => this.#hangUp(wire, 'server'))
    this.wires.delete(wire)
  }

  #hangUp(wire: Wire, side: Side): void {
    const pipe = side === 'client' ? wire.toClient : wire.toServer
    if (pipe.closed) return
    this.#deliver(wire, pipe, Number.POSITIVE_INFINITY)
    if (pipe.closed) return
    pipe.closed = true
    wire.open = false
    this.wires.delete(wire)
    ;(side === 'client' ? wire.client : wire.server).closed(wire)
  }

  #put(wire: Wire, pipe: Pipe, bytes: Uint8Array): void {
    const at = this.#arrival(pipe)
    pipe.segments.push({ at, bytes })
    const inFlight = pipe.segments.reduce((sum, segment) => sum + segment.bytes.length, 0)
    if (inFlight > MAX_IN_FLIGHT) throw new Error(`${inFlight} bytes on their way`)
    this.#timeline.at(at, () => this.#deliver(wire, pipe, this.#timeline.now))
  }

  #arrival(pipe: Pipe): number {
    const last = pipe.segments.at(-1)?.at ?? 0
    return Math.max(this.#timeline.now + this.#delay(), last, pipe.notBefore)
  }

  #delay(): number {
    const slow = this.#timeline.now < this.slowUntil ? this.slowBy : 0
    return this.latency + slow + this.#chance.below(this.jitter)
  }

  #deliver(wire: Wire, pipe: Pipe, now: number): void {
    // what is almost there comes along
    const until = now + (this.rough ? this.jitter : 0)
    if ((pipe.segments[0]?.at ?? Number.POSITIVE_INFINITY) > now) return
    const due = pipe.segments.filter(segment => segment.at <= until)
    pipe.segments = pipe.segments.slice(due.length)
    if (due.length > 1) this.#coverage.fault('segments merged')
    const bytes = concat(...due.map(segment => segment.bytes))
    if (pipe.damages) {
      pipe.damages = false
      bytes[this.#chance.below(bytes.length)]! ^= 1 << this.#chance.below(8)
      this.#coverage.fault('byte damaged')
    }
    const end = pipe === wire.toClient ? wire.client : wire.server
    end.received(wire, bytes)
  }
}
