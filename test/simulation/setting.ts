// What everything in a world has in common: its clock, its dice, its network, and the rule that the first thing
// which is not as it has to be ends it.
import { toHex } from '../../src/core/bytes/hex.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'
import { constructorId } from '../../src/core/session/message.ts'
import { find, type Schema } from '../../src/core/tl/codec.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { FramingName } from '../../src/core/transport/framing.ts'
import { Chance } from './chance.ts'
import { Coverage } from './coverage.ts'
import { Executions } from './executions.ts'
import { lightCrypto } from './light-crypto.ts'
import { Network } from './network.ts'
import { Timeline } from './timeline.ts'

/** Unix milliseconds when every world begins. */
export const START = 1_700_000_000_000

/** More things than this do not happen in a second. */
const MOST_STEPS = 20_000

export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure'
}

export interface SettingOptions {
  readonly seed: number | string
  readonly crypto?: Crypto
  readonly framing?: FramingName
  readonly obfuscated?: boolean
  /** connection attempts in a row before calls are given up */
  readonly attempts?: number
  /** forward secrecy: the seconds a temporary key lives */
  readonly tempKeyLifetime?: number | undefined
  /** whether clients may have to agree on keys, which takes long to compute */
  readonly exchanges?: boolean
  /** told of everything that happens, one line each */
  readonly log?: ((line: string) => void) | undefined
}

export class Setting {
  readonly seed: number | string
  readonly timeline: Timeline = new Timeline()
  readonly coverage: Coverage = new Coverage()
  readonly chance: Chance
  readonly network: Network
  readonly executions: Executions
  readonly crypto: Crypto
  readonly framing: FramingName
  readonly obfuscated: boolean
  readonly attempts: number
  readonly tempKeyLifetime: number | undefined
  readonly exchanges: boolean
  readonly firstSalt: bigint
  /** proofs of a password that came again, when their challenge had been used */
  proofsRepeated = 0
  readonly #log: ((line: string) => void) | undefined
  #calls = 0
  #updates = 0
  #stepsInSecond = 0
  #second = 0

  constructor(options: SettingOptions) {
    const { seed } = options
    this.seed = seed
    this.#log = options.log
    this.chance = new Chance(`${seed}`)
    this.crypto = options.crypto ?? lightCrypto
    this.framing = options.framing ?? 'intermediate'
    this.obfuscated = options.obfuscated ?? false
    this.attempts = options.attempts ?? 1000
    this.tempKeyLifetime = options.tempKeyLifetime
    this.exchanges = options.exchanges ?? false
    this.firstSalt = BigInt(this.chance.next()) + 1n
    this.network = new Network(this.timeline, new Chance(`${seed}/network`), this.coverage)
    this.executions = new Executions(this.coverage, message => this.fail(message))
  }

  /** A number for a request that no other has. */
  get nextCall(): number {
    return ++this.#calls
  }

  /** A number for an update that no other has. */
  get nextUpdate(): number {
    return ++this.#updates
  }

  /** Lets time pass until `end`, or until `isDone`; both are looked at now and then. */
  runUntil(end: number, isDone: () => boolean = () => false): void {
    const { timeline } = this
    if (isDone()) return
    for (let count = 1; timeline.next <= end; count++) {
      timeline.step()
      this.#count()
      if (count % 16 === 0 && isDone()) return
    }
    if (!isDone()) timeline.now = Math.max(timeline.now, end)
  }

  /** Lets so many milliseconds pass. */
  advance(milliseconds: number): void {
    this.runUntil(this.timeline.now + milliseconds)
  }

  /** Ends this world: something is not as it has to be. */
  fail(message: string): never {
    const seconds = (this.timeline.now / 1000).toFixed(3)
    throw new SimulationFailure(`seed ${this.seed}, second ${seconds}: ${message}`)
  }

  note(who: string, what: string): void {
    this.#log?.(`${(this.timeline.now / 1000).toFixed(3)} ${who} ${what}`)
  }

  heard(who: string, link: number, bytes: Uint8Array): void {
    if (this.#log !== undefined)
      this.note(who, `hears on ${link}: ${bytes.length} bytes ${toHex(bytes.subarray(0, 16))}`)
  }

  traced(who: string, event: TraceEvent): void {
    if (this.#log !== undefined) this.note(who, describe(event))
  }

  /** No machine may keep the world busy without time going on. */
  #count(): void {
    const second = Math.floor(this.timeline.now / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#stepsInSecond = 0
    }
    if (++this.#stepsInSecond > MOST_STEPS) this.fail('a loop without an end')
  }
}

function describe(event: TraceEvent): string {
  switch (event.kind) {
    case 'message': {
      const { direction, link, msgId, seqNo, body, container } = event
      const inside = container === undefined ? '' : ` in ${container}`
      return `${direction} ${nameOf(body)} msg_id ${msgId} seqno ${seqNo} on ${link}${inside}`
    }
    case 'plaintext':
      return `${event.direction} ${nameOf(event.body)} on ${event.link}`
    case 'transport':
      return `speaks ${event.framing} on ${event.link}`
    case 'transport-error':
      return `${event.direction} ${event.code} on ${event.link}`
    case 'rejected':
      return `rejects on ${event.link}: ${event.error.message}`
    case 'violation':
      return `${event.rule} violated: ${event.detail}`
  }
}

function nameOf(body: Uint8Array): string {
  const id = constructorId(body)
  const schemas: readonly Schema[] = [mtproto as Schema, api as Schema]
  const known = schemas.flatMap(({ calls, objects }) => [find(calls, id), find(objects, id)])
  return known.find(entry => entry !== undefined)?.name ?? id.toString(16)
}
