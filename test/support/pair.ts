// A DcClient and a DcServer on one virtual clock, in memory: bytes cross through queues, time moves only by
// advance(), and one seed replays one run.
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { writeInt64LE } from '../../src/core/bytes/integers.ts'
import { type AuthKey, createAuthKey } from '../../src/core/crypto/auth-key.ts'
import type { Job, JobValue } from '../../src/core/crypto/job.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'
import { solve } from '../../src/core/crypto/solve.ts'
import { DcClient } from '../../src/core/dc-client/dc-client.ts'
import type {
  DcClientOptions,
  DcClientOutput,
  DcState,
} from '../../src/core/dc-client/dc-client-io.ts'
import { DcServer } from '../../src/core/dc-server/dc-server.ts'
import type {
  DcServerOptions,
  DcServerOutput,
  ServerCall,
} from '../../src/core/dc-server/dc-server-io.ts'
import type { MtprotoError } from '../../src/core/errors.ts'
import type { Now } from '../../src/core/machine.ts'
import type { ClientInfo } from '../../src/core/session/layer.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { createNodeCrypto } from '../../src/runtime/node/crypto.ts'
import { seededRandom } from './random.ts'
import { testRsaKey } from './rsa-key.ts'

export const crypto: Crypto = createNodeCrypto()

/** The moment at which every pair starts: unix milliseconds. */
export const START = 1_700_000_000_000

export const INFO: ClientInfo = {
  apiId: 4,
  deviceModel: 'pair',
  systemVersion: '1',
  appVersion: '1',
  systemLangCode: 'en',
  langCode: 'en',
}

/** A key that nobody had to agree on. */
export const sharedKey: AuthKey = createAuthKey(seededRandom('shared')(256, 'auth_key'), crypto)
export const FIRST_SALT = 0x1122334455667788n

/** An encoded call that the core knows nothing about, told apart by its number. */
export function callBody(number: number, padding = 0): Uint8Array {
  const body = new Uint8Array(12 + padding)
  body.set(fromHex('6b18f9c4'))
  writeInt64LE(body, 4 + padding, BigInt(number))
  return body
}

/** What the pair's server answers to a call, whatever wrappers it came in. */
export function answerTo(call: Uint8Array): Uint8Array {
  return concat(fromHex('0df0ad0b'), call.subarray(-8))
}

export const answerBody = (number: number): Uint8Array => answerTo(callBody(number))

const solved = new Map<string, JobValue<Job>>()

/** Solves a job, each one once in a process. */
export function solveOnce<J extends Job>(job: J): JobValue<J> {
  const key = JSON.stringify(job, (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  if (!solved.has(key)) solved.set(key, solve(job, crypto))
  return solved.get(key) as JobValue<J>
}

export interface PairOptions {
  readonly seed?: string | number
  /** false: the client has no key yet and agrees on one */
  readonly withKey?: boolean
  readonly state?: Partial<DcState>
  readonly client?: Partial<DcClientOptions>
  readonly server?: Partial<DcServerOptions>
  /** what a clock shows too much, in milliseconds */
  readonly clientSkew?: number
  readonly serverSkew?: number
}

type Side = 'client' | 'server'

interface Wire {
  toServer: Uint8Array[]
  toClient: Uint8Array[]
}

export class Pair {
  readonly client: DcClient
  readonly server: DcServer
  readonly results: Map<number, Uint8Array | MtprotoError> = new Map()
  /** every result and error as it came, by the id of its call */
  readonly settled: number[] = []
  readonly updates: Uint8Array[] = []
  readonly stored: (DcState | undefined)[] = []
  /** `ready`, `ready again`, `unreachable`, `gap`, `key-lost` as they happened */
  readonly events: string[] = []
  readonly calls: ServerCall[] = []
  readonly trace: { readonly side: Side; readonly event: TraceEvent }[] = []
  /** everything the client ever wrote, by link */
  readonly recorded: Map<number, Uint8Array[]> = new Map()
  /** whether a connection that is tried opens */
  reachable = true
  /** keeps bytes on the wire until deliver() or cut() */
  held = false
  clientSkew: number
  serverSkew: number
  /** what the client's monotonic clock has missed, as that of a machine does while it sleeps, in milliseconds */
  slept = 0
  monotonic = 0
  /** what is done with a call; by default it is answered at once */
  onCall: (call: ServerCall) => void = call => this.answer(call)
  readonly #wires = new Map<number, Wire>()
  #link: number | undefined

  constructor({
    seed = 'pair',
    withKey = true,
    state,
    client,
    server,
    clientSkew = 0,
    serverSkew = 0,
  }: PairOptions = {}) {
    this.clientSkew = clientSkew
    this.serverSkew = serverSkew
    this.server = new DcServer({
      crypto,
      random: seededRandom(`${seed}/server`),
      keys: [testRsaKey],
      dcId: 2,
      test: false,
      now: this.now('server'),
      trace: event => this.trace.push({ side: 'server', event }),
      ...server,
    })
    const adopted = { authKey: sharedKey, serverSalt: FIRST_SALT }
    if (withKey) this.server.handle({ kind: 'adopt', ...adopted }, this.now('server'))
    this.client = new DcClient({
      crypto,
      random: seededRandom(`${seed}/client`),
      now: this.now('client'),
      address: 'DC 2 at pair',
      keys: [testRsaKey],
      dc: 2,
      framing: 'intermediate',
      obfuscated: false,
      layer: 223,
      info: INFO,
      state: withKey ? { ...adopted, timeOffset: 0, ...state } : undefined,
      trace: event => this.trace.push({ side: 'client', event }),
      ...client,
    })
  }

  now(side: Side): Now {
    const skew = side === 'client' ? this.clientSkew : this.serverSkew
    const slept = side === 'client' ? this.slept : 0
    return { monotonic: this.monotonic - slept, unix: START + this.monotonic + skew }
  }

  /** The connection the client has or tries to have. */
  get link(): number | undefined {
    return this.#link
  }

  input(...inputs: Parameters<DcClient['handle']>[0][]): void {
    for (const input of inputs) this.client.handle(input, this.now('client'))
    this.run()
  }

  serverInput(...inputs: Parameters<DcServer['handle']>[0][]): void {
    for (const input of inputs) this.server.handle(input, this.now('server'))
    this.run()
  }

  invoke(...numbers: number[]): void {
    this.input(
      ...numbers.map(id => ({ kind: 'invoke' as const, id, method: 'test', body: callBody(id) })),
    )
  }

  answer({ call, body }: ServerCall): void {
    this.server.handle({ kind: 'answer', call, body: answerTo(body) }, this.now('server'))
  }

  /** Lets `milliseconds` pass, stopping at every deadline on the way. */
  advance(milliseconds: number): void {
    const end = this.monotonic + milliseconds
    for (let steps = 0; ; steps++) {
      const client = this.client.deadline()
      const deadlines = [
        client === undefined ? end : Math.ceil(client + this.slept),
        this.server.deadline() ?? end,
      ]
      const next = Math.max(this.monotonic, Math.min(end, ...deadlines))
      this.monotonic = next
      this.client.handleTimeout(this.now('client'))
      this.server.handleTimeout(this.now('server'))
      this.run()
      if (next >= end) return
      if (steps > 100_000) throw new Error('deadlines that do not pass')
    }
  }

  /** Delivers everything that is on its way, and whatever follows from it. */
  run(): void {
    for (;;) {
      const output = this.client.poll()
      const served = output === undefined ? this.server.poll() : undefined
      if (output !== undefined) this.#client(output)
      else if (served !== undefined) this.#server(served)
      else if (this.held || !this.deliver()) return
    }
  }

  /** Delivers what is on the wires now; false when there was nothing. */
  deliver(): boolean {
    let moved = false
    for (const [link, wire] of this.#wires) {
      const { toServer, toClient } = wire
      wire.toServer = []
      wire.toClient = []
      for (const bytes of toServer)
        this.server.handle({ kind: 'bytes', link, bytes }, this.now('server'))
      for (const bytes of toClient)
        this.client.handle({ kind: 'bytes', link, bytes }, this.now('client'))
      moved ||= toServer.length + toClient.length > 0
    }
    return moved
  }

  /** Cuts the connection: of what is on its way each side still gets the first so many bytes. */
  cut({ toServer = 0, toClient = 0 }: { toServer?: number; toClient?: number } = {}): void {
    const link = this.#link
    const wire = link === undefined ? undefined : this.#wires.get(link)
    if (link === undefined || wire === undefined) return
    this.#wires.delete(link)
    this.#link = undefined
    const last = (parts: Uint8Array[], count: number): Uint8Array =>
      concat(...parts).subarray(0, count)
    this.server.handle(
      { kind: 'bytes', link, bytes: last(wire.toServer, toServer) },
      this.now('server'),
    )
    this.client.handle(
      { kind: 'bytes', link, bytes: last(wire.toClient, toClient) },
      this.now('client'),
    )
    this.server.handle({ kind: 'closed', link }, this.now('server'))
    this.client.handle({ kind: 'closed', link, reason: undefined }, this.now('client'))
    this.run()
  }

  /** Everything one side sent or received inside envelopes, in order. */
  messages(side: Side, direction: 'in' | 'out'): (TraceEvent & { kind: 'message' })[] {
    return this.trace.flatMap(({ side: by, event }) =>
      by === side && event.kind === 'message' && event.direction === direction ? [event] : [],
    )
  }

  #client(output: DcClientOutput): void {
    switch (output.kind) {
      case 'connect': {
        const { link } = output
        this.#link = link
        if (!this.reachable) {
          this.client.handle({ kind: 'closed', link, reason: 'refused' }, this.now('client'))
          return
        }
        this.#wires.set(link, { toServer: [], toClient: [] })
        this.server.handle({ kind: 'accepted', link }, this.now('server'))
        this.client.handle({ kind: 'opened', link }, this.now('client'))
        return
      }
      case 'write':
        this.#wires.get(output.link)?.toServer.push(output.bytes)
        this.recorded.set(output.link, [...(this.recorded.get(output.link) ?? []), output.bytes])
        return
      case 'close': {
        const { link } = output
        for (const bytes of this.#wires.get(link)?.toServer ?? [])
          this.server.handle({ kind: 'bytes', link, bytes }, this.now('server'))
        this.#wires.delete(link)
        this.server.handle({ kind: 'closed', link }, this.now('server'))
        return
      }
      case 'compute':
        this.client.handle(
          { kind: 'computed', id: output.id, value: solveOnce(output.job) },
          this.now('client'),
        )
        return
      case 'store':
        this.stored.push(output.state)
        return
      case 'ready':
        this.events.push(output.again ? 'ready again' : 'ready')
        return
      case 'unreachable':
      case 'gap':
      case 'key-lost':
        this.events.push(output.kind)
        return
      case 'update':
        this.updates.push(output.body)
        return
      case 'result':
      case 'error':
        this.settled.push(output.id)
        this.results.set(output.id, output.kind === 'result' ? output.body : output.error)
    }
  }

  #server(output: DcServerOutput): void {
    switch (output.kind) {
      case 'write':
        this.#wires.get(output.link)?.toClient.push(output.bytes)
        return
      case 'close': {
        const { link } = output
        for (const bytes of this.#wires.get(link)?.toClient ?? [])
          this.client.handle({ kind: 'bytes', link, bytes }, this.now('client'))
        this.#wires.delete(link)
        this.client.handle({ kind: 'closed', link, reason: undefined }, this.now('client'))
        return
      }
      case 'compute':
        this.server.handle(
          { kind: 'computed', id: output.id, value: solveOnce(output.job) },
          this.now('server'),
        )
        return
      case 'call':
        this.calls.push(output)
        this.onCall(output)
    }
  }
}
