// A world made from one seed: clients, data centres, a network between them, a storm of faults, and then calm.
// What has to be true is checked while it runs and at its end; the first thing that is not ends it.
import { toHex } from '../../src/core/bytes/hex.ts'
import { type AuthKey, createAuthKey } from '../../src/core/crypto/auth-key.ts'
import type { Crypto } from '../../src/core/crypto/provider.ts'
import { constructorId } from '../../src/core/session/message.ts'
import { find, type Schema } from '../../src/core/tl/codec.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { FramingName } from '../../src/core/transport/framing.ts'
import { Chance } from './chance.ts'
import { Coverage } from './coverage.ts'
import { Executions } from './executions.ts'
import { strike } from './faults.ts'
import { lightCrypto, realCrypto } from './light-crypto.ts'
import type { Line } from './line.ts'
import { Network } from './network.ts'
import { Office } from './office.ts'
import { SimClient } from './sim-client.ts'
import { SimDc } from './sim-dc.ts'
import { Timeline } from './timeline.ts'

/** Unix milliseconds when every world begins. */
export const START = 1_700_000_000_000

const SECOND = 1000
const MINUTE = 60 * SECOND
/** After the storm everything has come to an end by this time. */
const PATIENCE = 30 * MINUTE
/** How long nobody asks for anything at the end, and what a line may send in this time. */
const QUIET = 4 * MINUTE
const QUIET_MESSAGES = 20
/** More things than this do not happen in a second. */
const MOST_STEPS = 20_000

export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure'
}

export interface WorldOptions {
  /** told of everything that happens, one line each */
  readonly log?: ((line: string) => void) | undefined
}

export class World {
  readonly timeline: Timeline = new Timeline()
  readonly coverage: Coverage = new Coverage()
  readonly chance: Chance
  readonly network: Network
  readonly executions: Executions
  readonly clients: SimClient[] = []
  readonly dcs: SimDc[]
  readonly crypto: Crypto
  readonly framing: FramingName
  readonly obfuscated: boolean
  /** connection attempts in a row before calls are given up */
  readonly attempts: number
  /** whether clients may have to agree on keys here, which is slow to compute */
  readonly exchanges: boolean
  /** forward secrecy: the seconds a temporary key lives */
  readonly tempKeyLifetime: number | undefined
  readonly firstSalt: bigint
  readonly #seed: number
  readonly #log: ((line: string) => void) | undefined
  #calls = 0
  #updates = 0
  #stepsInSecond = 0
  #second = 0

  constructor(seed: number, { log }: WorldOptions = {}) {
    this.#seed = seed
    this.#log = log
    const chance = new Chance(`${seed}`)
    this.chance = chance
    this.crypto = seed % 8 === 0 ? realCrypto : lightCrypto
    this.exchanges = seed % 16 === 0
    this.framing = chance.one(['abridged', 'intermediate', 'intermediate', 'padded', 'full'])
    this.obfuscated = this.framing !== 'full' && chance.oneIn(4)
    this.attempts = chance.oneIn(4) ? 5 : 1000
    const pfs = seed % 32 === 16 ? chance.spread(600, 86_400) : undefined
    this.tempKeyLifetime = pfs
    this.firstSalt = BigInt(chance.next()) + 1n
    const fail = (message: string): never => this.fail(message)
    this.network = new Network(this.timeline, new Chance(`${seed}/network`), this.coverage)
    this.executions = new Executions(this.coverage, fail)
    const dcIds = [1, 2, 3].slice(0, chance.between(1, this.exchanges ? 2 : 3))
    const office = new Office(chance.one(dcIds), new Chance(`${seed}/office`).random)
    this.dcs = dcIds.map(id => new SimDc(id, this, office, new Chance(`${seed}/dc/${id}`)))
    this.#populate()
  }

  /** Lives through all of it. Throws SimulationFailure, or whatever a machine throws. */
  run(): void {
    const { chance, timeline } = this
    const end = chance.spread(5 * SECOND, chance.oneIn(10) ? 120 * MINUTE : 15 * MINUTE)
    for (const line of this.#lines())
      for (let count = chance.between(1, 8); count > 0; count--)
        timeline.at(chance.below(end), () => this.#burst(line))
    for (let count = chance.between(2, 16); count > 0; count--)
      timeline.at(chance.below(end), () => strike(this))
    if (chance.oneIn(3))
      for (let count = chance.between(1, 6); count > 0; count--)
        timeline.at(chance.below(end), () => this.#push())
    this.#runUntil(end, () => false)
    this.#heal()
    this.#runUntil(timeline.now + 180 * MINUTE, () => this.clients.every(({ asleep }) => !asleep))
    this.#runUntil(timeline.now + PATIENCE, () => this.#isSettled)
    if (!this.#isSettled) this.fail(`never ends: ${this.#unsettled.join(', ')}`)
    this.#probe()
    this.#quiet()
    for (const line of this.#lines()) {
      line.ledger.finish()
      line.close()
    }
  }

  /** Ends this world: something is not as it has to be. */
  fail(message: string): never {
    const seconds = (this.timeline.now / SECOND).toFixed(3)
    throw new SimulationFailure(`seed ${this.#seed}, second ${seconds}: ${message}`)
  }

  note(who: string, what: string): void {
    this.#log?.(`${(this.timeline.now / SECOND).toFixed(3)} ${who} ${what}`)
  }

  trace(who: string, what: string, link: number, bytes: Uint8Array): void {
    if (this.#log !== undefined)
      this.note(who, `${what} on ${link}: ${bytes.length} bytes ${toHex(bytes.subarray(0, 16))}`)
  }

  traceEvent(who: string, event: TraceEvent): void {
    if (this.#log !== undefined) this.note(who, describe(event))
  }

  get nextUpdate(): number {
    return ++this.#updates
  }

  #populate(): void {
    const { chance, coverage } = this
    const isLogin = this.#seed % 5 === 1 && this.tempKeyLifetime === undefined
    const count = this.exchanges ? chance.between(1, 2) : chance.between(1, 5)
    for (let index = 1; index <= count; index++) {
      const client = new SimClient(`client ${index}`, this, new Chance(`${this.#seed}/${index}`))
      if (chance.oneIn(4)) {
        client.skew = chance.one([-3e11, -1e9, -400_000, 40_000, 1e9, 3e11])
        coverage.fault('clock wrong from the start')
      }
      for (const dc of this.dcs) {
        const isWanted = dc.id === 1 || (isLogin && index === 1) || chance.oneIn(3)
        const key = this.exchanges && chance.oneIn(3) ? undefined : someKey(index, dc.id)
        if (isWanted) client.talkTo(dc, key)
      }
      this.clients.push(client)
    }
    if (isLogin) this.timeline.after(chance.below(20_000), () => this.clients[0]!.startLogin(1))
  }

  #burst(line: Line): void {
    for (let count = this.chance.between(1, 4); count > 0; count--) line.echo(++this.#calls)
  }

  #push(): void {
    const line = this.chance.one(this.#lines())
    const update = { _: 'updateLoginToken' } as const
    if (line.keyId !== undefined)
      line.dc.push(line.keyId, encode(api, { _: 'updateShort', update, date: this.nextUpdate }))
  }

  #heal(): void {
    this.note('the storm', 'is over')
    const { network } = this
    network.slowUntil = 0
    network.refusesUntil = 0
    network.hangsUntil = 0
    for (const dc of this.dcs) {
      dc.late = 0
      dc.refusing = 0
      dc.brusqueUntil = 0
      dc.mishaps.end()
    }
  }

  /** Everybody makes one more call, and gets its result. */
  #probe(): void {
    const waiting = new Set(this.#lines())
    const ask = (line: Line, attempts: number): void => {
      line.echo(++this.#calls, outcome => {
        if (outcome instanceof Uint8Array) waiting.delete(line)
        else if (attempts > 1) this.timeline.after(MINUTE, () => ask(line, attempts - 1))
        else this.fail(`${line.name}: no result in calm: ${outcome.message}`)
      })
    }
    for (const line of waiting) ask(line, 3)
    this.#runUntil(this.timeline.now + PATIENCE, () => waiting.size === 0)
    for (const { name } of waiting) this.fail(`${name}: a call in calm never ends`)
  }

  /** Nobody asks for anything: what is owed is acknowledged, and little else is said. */
  #quiet(): void {
    const before = this.#lines().map(({ ledger }) => ledger.messagesOut)
    const dials = this.#lines().map(({ ledger }) => ledger.connections)
    this.#runUntil(this.timeline.now + QUIET, () => false)
    for (const [index, { ledger, name }] of this.#lines().entries()) {
      const said = ledger.messagesOut - before[index]!
      if (said > QUIET_MESSAGES) this.fail(`${name}: ${said} messages for nothing`)
      const dialled = ledger.connections - dials[index]!
      if (dialled > 2) this.fail(`${name}: ${dialled} connections for nothing`)
      const owed = ledger.unacknowledged
      if (owed.length > 0) this.fail(`${name}: never acknowledges ${owed.join(', ')}`)
    }
  }

  get #isSettled(): boolean {
    return this.#unsettled.length === 0
  }

  get #unsettled(): string[] {
    const open = this.#lines().flatMap(({ name, open }) => (open > 0 ? [`${name}: ${open} calls`] : []))
    const [first] = this.clients
    if (first?.login?.outcome === undefined && first?.login !== undefined) open.push('the login')
    return open
  }

  #lines(): Line[] {
    return this.clients.flatMap(({ lines }) => lines)
  }

  #runUntil(end: number, isDone: () => boolean): void {
    const { timeline } = this
    let counter = 0
    if (isDone()) return
    while (timeline.next <= end) {
      timeline.step()
      const second = Math.floor(timeline.now / SECOND)
      if (second !== this.#second) {
        this.#second = second
        this.#stepsInSecond = 0
      }
      if (++this.#stepsInSecond > MOST_STEPS) this.fail('a loop without an end')
      if (++counter % 16 === 0 && isDone()) return
    }
    if (timeline.next > end && !isDone()) timeline.now = Math.max(timeline.now, end)
  }
}

const keys = new Map<string, AuthKey>()

/** A key that client and data centre have in common in every world. */
function someKey(client: number, dc: number): AuthKey {
  const name = `${client}/${dc}`
  let key = keys.get(name)
  if (key === undefined) {
    key = createAuthKey(new Chance(name).random(256, 'auth_key'), realCrypto)
    keys.set(name, key)
  }
  return key
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
