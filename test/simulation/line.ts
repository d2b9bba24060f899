// A client's line to one data centre: its DcClient, the calls made through it, each of which has to come to
// exactly one end, and the ledger of what goes over the wire.
import { concat } from '../../src/core/bytes/bytes.ts'
import type { AuthKey } from '../../src/core/crypto/auth-key.ts'
import { solve } from '../../src/core/crypto/solve.ts'
import { DcClient } from '../../src/core/dc-client/dc-client.ts'
import type {
  DcClientInput,
  DcClientOutput,
  DcState,
} from '../../src/core/dc-client/dc-client-io.ts'
import type { Invocation } from '../../src/core/dc-client/query.ts'
import { type MtprotoError, RpcError } from '../../src/core/errors.ts'
import { constructorId } from '../../src/core/session/message.ts'
import { api, type Call, type users } from '../../src/core/tl/generated/api/index.ts'
import { decode, decodeResult, encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { INFO } from '../support/pair.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { Actor } from './actor.ts'
import type { Chance } from './chance.ts'
import type { Recovery } from './coverage.ts'
import { Ledger } from './ledger.ts'
import type { Wire } from './network.ts'
import { echoCall, FLOOD_WAIT, isEcho } from './office.ts'
import type { Setting } from './setting.ts'
import type { SimClient } from './sim-client.ts'
import type { SimDc } from './sim-dc.ts'

export type Outcome = Uint8Array | MtprotoError

/** What a caller may ask for beside the call. */
type Wishes = Pick<Invocation, 'floodWait' | 'retries' | 'after' | 'quickAck'>

interface OpenCall {
  readonly call: Call
  readonly done: (outcome: Outcome) => void
}

export class Line {
  readonly dc: SimDc
  readonly client: SimClient
  readonly ledger: Ledger
  readonly name: string
  /** called at every update, and when updates may have been missed */
  onUpdate: (body: Uint8Array | undefined) => void = () => {}
  readonly #setting: Setting
  readonly #chance: Chance
  /** by link */
  readonly #wires = new Map<number, Wire>()
  readonly #open = new Map<number, OpenCall>()
  /** by number of wire, what the client wrote to it: the latest few */
  readonly #written = new Map<number, Uint8Array[]>()
  #actor!: Actor<DcClientInput, DcClientOutput>
  #machine!: DcClient
  #state: DcState | undefined
  #ids = 0
  #lastEcho = 0
  #isLeaving = false
  #process = 0
  #unreachable = false
  /** whether it had to agree on a key, and whether that is going on */
  #exchanged = false
  #exchanging = false
  /** what the present output came of */
  #cause: 'bytes' | 'timeout' | 'other' = 'other'
  /** connections in a row on which the key was unknown */
  #unknownKey = 0
  /** the last transport error, until a message comes after it */
  #transportError: number | undefined
  readonly #updates = new Set<number>()
  readonly #awaited = new Set<number>()

  constructor(
    client: SimClient,
    dc: SimDc,
    setting: Setting,
    chance: Chance,
    key: AuthKey | undefined,
  ) {
    this.client = client
    this.dc = dc
    this.name = `${client.name}→${dc.id}`
    this.#setting = setting
    this.#chance = chance
    this.ledger = new Ledger(setting.coverage, setting.attempts >= PATIENT, message =>
      setting.fail(`${this.name}: ${message}`),
    )
    if (key !== undefined) {
      let serverSalt = setting.firstSalt
      dc.adopt(key, serverSalt)
      if (chance.oneIn(4)) {
        serverSalt = 0n
        setting.coverage.fault('salt unknown at the start')
      }
      this.#state = { authKey: key, serverSalt, timeOffset: 0 }
    }
    this.#start()
  }

  get keyId(): bigint | undefined {
    return this.#state?.authKey.id
  }

  /** Calls that have not come to an end. */
  get open(): number {
    return this.#open.size
  }

  /** The number of the echo call made last. */
  get lastEcho(): number {
    return this.#lastEcho
  }

  get serverTime(): number {
    return this.#machine.serverTime(this.client.now)
  }

  get wire(): Wire | undefined {
    return [...this.#wires.values()].find(({ open }) => open)
  }

  /** Makes the echo call of a number that no other call has. */
  echo(number: number, done: (outcome: Outcome) => void = () => {}): void {
    const chance = this.#chance
    const call = echoCall(number, chance.oneIn(6) ? chance.between(20, 60) : 1)
    const wishes: Wishes = {
      ...(chance.oneIn(2) && { floodWait: 10 * FLOOD_WAIT, retries: 10 }),
      ...(chance.oneIn(4) && { after: [this.#lastEcho] }),
      ...(chance.oneIn(6) && { quickAck: true }),
    }
    this.#lastEcho = this.invoke(
      call,
      outcome => {
        this.#checkEcho(number, call, wishes, outcome)
        done(outcome)
      },
      wishes,
    )
  }

  /** Makes a call; `done` is told of its end, unless it is cancelled or the process ends before. */
  invoke(call: Call, done: (outcome: Outcome) => void, wishes: Wishes = {}): number {
    const id = ++this.#ids
    this.#open.set(id, { call, done })
    this.client.awake(() => {
      if (this.#open.has(id))
        this.#actor.feed({ kind: 'invoke', id, method: call._, body: encode(api, call), ...wishes })
    })
    return id
  }

  /** The data centre sends an update, which has to arrive, or the client be told that some may be missing. */
  pushUpdate(): void {
    const { keyId } = this
    const { sessionId } = this.ledger
    if (keyId === undefined) return
    const date = this.#setting.nextUpdate
    this.#setting.note(this.name, `is to be told of update ${date}`)
    if (sessionId !== undefined && this.dc.listens(keyId, sessionId)) this.#awaited.add(date)
    const update = { _: 'updateLoginToken' } as const
    this.dc.push(keyId, encode(api, { _: 'updateShort', update, date }))
  }

  /** Updates that were sent and neither arrived nor were reported as missing. */
  get missedUpdates(): number[] {
    return [...this.#awaited]
  }

  /** The system tells that the network is another one. */
  networkChanged(): void {
    this.#setting.coverage.fault('network changed')
    this.client.awake(() => this.#actor.feed({ kind: 'network-changed' }))
  }

  /** Begins to log out; `isGone` tells when the key is no more. */
  logOut(): void {
    this.#isLeaving = true
    this.#actor.feed({ kind: 'destroy-key' })
  }

  get isGone(): boolean {
    return this.#isLeaving && this.#state === undefined
  }

  cancel(id: number): void {
    if (this.client.asleep || !this.#open.delete(id)) return
    this.#setting.coverage.fault('call cancelled')
    this.#actor.feed({ kind: 'cancel', id })
  }

  /** Ends the process it is part of, and begins another. */
  restart(): void {
    this.#hangUpEverything()
    this.#actor.stop()
    this.#open.clear()
    this.#awaited.clear()
    this.ledger.restart()
    this.#start()
  }

  /** Hangs up for good: what is open has to end at once. */
  close(): void {
    this.#actor.feed({ kind: 'close' })
    if (this.#open.size > 0) this.#setting.fail(`${this.name}: ${this.#open.size} calls outlive it`)
    this.#hangUpEverything()
  }

  wake(): void {
    this.#because('timeout', () => this.#actor.wake())
  }

  /** What the client wrote to one of its earlier wires. */
  oldBytes(): Uint8Array | undefined {
    const open = [...this.#wires.values()].map(({ id }) => id)
    const old = [...this.#written].filter(([id]) => !open.includes(id))
    return old.length === 0 ? undefined : concat(...this.#chance.one(old)[1])
  }

  #start(): void {
    const { crypto, timeline, framing, obfuscated, attempts, tempKeyLifetime } = this.#setting
    const { client } = this
    const process = ++this.#process
    this.#machine = new DcClient({
      crypto,
      random: this.#chance.random,
      now: client.now,
      address: `DC ${this.dc.id}`,
      keys: [testRsaKey],
      dc: this.dc.id,
      framing,
      obfuscated,
      layer: 223,
      info: INFO,
      state: this.#state,
      tempKeyLifetime,
      backoff: { attempts, attemptsOnceReady: attempts },
      trace: event => {
        if (process === this.#process) this.#traced(event)
      },
    })
    this.#actor = new Actor<DcClientInput, DcClientOutput>({
      timeline,
      machine: this.#machine,
      now: () => client.now,
      when: monotonic => client.when(monotonic),
      gate: run => client.awake(() => this.#because('timeout', run)),
      act: output => this.#act(output),
    })
  }

  #act(output: DcClientOutput): void {
    const { coverage, network } = this.#setting
    switch (output.kind) {
      case 'connect':
        return this.#dial(output.link)
      case 'write': {
        const wire = this.#wires.get(output.link)
        if (wire === undefined) return
        const written = this.#written.get(wire.id)
        if (written === undefined) this.#written.set(wire.id, [output.bytes])
        else written.push(output.bytes)
        if (this.#written.size > 3) this.#written.delete(this.#written.keys().next().value!)
        network.send(wire, 'client', output.bytes)
        return
      }
      case 'close': {
        const wire = this.#wires.get(output.link)
        if (wire === undefined) return
        this.#wires.delete(output.link)
        if (this.#cause === 'timeout')
          coverage.recovery(wire.opened ? 'silent line dropped' : 'opening connection given up')
        if (this.#cause === 'bytes' && this.#transportError === undefined && !this.#exchanging)
          coverage.recovery('broken stream dropped')
        network.close(wire, 'client')
        return
      }
      case 'compute': {
        const { id, job } = output
        this.#actor.feed({ kind: 'computed', id, value: solve(job, this.#setting.crypto) })
        return
      }
      case 'store':
        return this.#store(output.state)
      case 'ready':
        this.#setting.note(this.name, output.again ? 'ready again' : 'ready')
        if (output.again) coverage.recovery('connection opened again')
        if (this.#unreachable) coverage.recovery('connected after being unreachable')
        this.#unreachable = false
        if (output.again) this.onUpdate(undefined)
        return
      case 'unreachable':
        this.#setting.note(this.name, `unreachable: ${output.error.code}`)
        this.#unreachable = true
        this.#checkError(output.error)
        coverage.recovery('calls given up as unreachable')
        return
      case 'key-lost':
        return
      case 'quick-ack':
        if (output.id > this.#ids) this.#setting.fail(`${this.name}: quick ack of nothing`)
        return coverage.recovery('quick acknowledgement heard')
      case 'gap':
        coverage.recovery('gap reported')
        this.#awaited.clear()
        this.onUpdate(undefined)
        return
      case 'update':
        return this.#updated(output.body)
      case 'result':
      case 'error': {
        const open = this.#open.get(output.id)
        if (open === undefined) this.#setting.fail(`${this.name}: call ${output.id} ends twice`)
        this.#open.delete(output.id)
        if (output.kind === 'error') this.#checkError(output.error)
        this.#setting.note(this.name, `call ${output.id} ends: ${output.kind}`)
        open.done(output.kind === 'result' ? output.body : output.error)
      }
    }
  }

  #because(cause: 'bytes' | 'timeout', run: () => void): void {
    this.#cause = cause
    run()
    this.#cause = 'other'
  }

  #dial(link: number): void {
    const process = this.#process
    const awake = (run: () => void): void =>
      this.client.awake(() => {
        if (process === this.#process && this.#wires.has(link)) run()
      })
    this.ledger.connected(this.#setting.timeline.now)
    const wire = this.#setting.network.dial(
      {
        opened: () => awake(() => this.#actor.feed({ kind: 'opened', link })),
        received: (_, bytes) =>
          awake(() => {
            this.#setting.heard(this.name, link, bytes)
            this.#because('bytes', () => this.#actor.feed({ kind: 'bytes', link, bytes }))
          }),
        closed: () =>
          awake(() => {
            this.#wires.delete(link)
            this.#setting.note(this.name, `link ${link} is closed`)
            this.#actor.feed({ kind: 'closed', link, reason: undefined })
          }),
      },
      this.dc,
    )
    this.#setting.note(this.name, `dials link ${link}`)
    this.#wires.set(link, wire)
  }

  #hangUpEverything(): void {
    for (const wire of this.#wires.values()) this.#setting.network.close(wire, 'client')
    this.#wires.clear()
  }

  #store(state: DcState | undefined): void {
    const { coverage } = this.#setting
    const before = this.#state?.authKey
    if (state?.authKey.id !== before?.id) this.#awaited.clear()
    if (state === undefined && before !== undefined) {
      const { id } = before
      const isKnown = this.dc.knows(id) && !this.dc.hasDenied(id)
      // TR-12: one connection on which the key is unknown proves nothing.
      if (this.#isLeaving) coverage.recovery('key destroyed at log-out')
      else if (this.#unknownKey < 2 && isKnown)
        this.#setting.fail(`${this.name}: drops a key that is good`)
      else coverage.recovery('key believed dead after -404 again')
    } else if (state !== undefined && state.authKey.id !== before?.id) {
      this.dc.keep(state.authKey)
      this.#exchanging = false
      coverage.recovery('key agreed on')
    }
    const isPromised = this.#state?.futureSalts?.some(({ salt }) => salt === state?.serverSalt)
    if (isPromised) coverage.recovery('promised salt taken up')
    this.#state = state
  }

  #updated(body: Uint8Array): void {
    const update = decode(api, body)
    if (update._ === 'updateShort') {
      const { date } = update
      if (this.#updates.has(date)) this.#setting.fail(`${this.name}: update ${date} comes twice`)
      this.#updates.add(date)
      this.#awaited.delete(date)
      this.#setting.coverage.recovery('update heard')
    }
    this.onUpdate(body)
  }

  #checkEcho(number: number, call: users.getUsers, wishes: Wishes, outcome: Outcome): void {
    const refusals = this.#setting.executions.refusals(number)
    if (outcome instanceof RpcError) {
      const { errorMessage } = outcome
      const isReal =
        refusals.includes(errorMessage) ||
        errorMessage === 'MSG_WAIT_FAILED' ||
        (errorMessage === 'ENCRYPTED_MESSAGE_INVALID' && this.#exchanged) ||
        this.gaveUp(outcome)
      if (!isReal) this.#setting.fail(`${this.name}: ${number} is refused: ${errorMessage}`)
      const isPatient = wishes.retries !== undefined && refusals.at(-1) === errorMessage
      const isFinal = errorMessage.startsWith('ECHO')
      if (isPatient && !isFinal && refusals.length < MOST_REFUSALS)
        this.#setting.fail(`${this.name}: ${number} is given up after ${errorMessage}`)
      return
    }
    if (outcome instanceof Uint8Array && refusals.length > 0)
      this.#setting.coverage.recovery('call repeated after a refusal')
    if (!(outcome instanceof Uint8Array)) return
    if (!isEcho(call, decodeResult(api, call, outcome)))
      this.#setting.fail(`${this.name}: request ${number} has the result of another`)
    if (!this.#setting.executions.has(number))
      this.#setting.fail(`${this.name}: request ${number} has a result and was never executed`)
  }

  /** Whether this is a refusal that a client overcomes by itself, unless it was refused too often before. */
  gaveUp({ errorMessage }: RpcError): boolean {
    return OVERCOME.includes(errorMessage) && this.ledger.refusals >= MOST_REFUSALS
  }

  /** Whether what happened in this world is reason enough for an error. */
  #checkError(error: MtprotoError): void {
    const isJustified = ((): boolean => {
      switch (error.code) {
        case 'ERR_RPC':
        case 'ERR_CLOSED':
          return true
        case 'ERR_BAD_MSG':
          return this.ledger.refusals >= MOST_REFUSALS
        case 'ERR_CONNECT_FAILED':
        case 'ERR_TRANSPORT':
        case 'ERR_MESSAGE_TIME':
        case 'ERR_FRAME_INVALID':
        case 'ERR_FRAME_TOO_LARGE':
          return this.#setting.attempts < PATIENT
        default:
          return this.#exchanged
      }
    })()
    if (!isJustified) this.#setting.fail(`${this.name}: ends without reason: ${error.message}`)
  }

  #traced(event: TraceEvent): void {
    const { coverage, timeline } = this.#setting
    this.#setting.traced(this.name, event)
    switch (event.kind) {
      case 'message':
        this.ledger.message(event, timeline.now)
        if (event.direction === 'out') return
        if (this.#transportError === -404) coverage.recovery('transport error -404 survived')
        if (this.#transportError === -429) coverage.recovery('transport error -429 survived')
        this.#transportError = undefined
        this.#unknownKey = 0
        this.#exchanging = false
        return
      case 'plaintext':
        if (event.direction === 'in' || constructorId(event.body) !== REQ_PQ_MULTI) return
        if (this.#exchanging) coverage.recovery('key exchange begun again')
        this.#exchanged = true
        this.#exchanging = true
        return
      case 'transport-error':
        this.#transportError = event.code
        if (event.code === -404) this.#unknownKey++
        return
      case 'rejected': {
        const recovery = REJECTIONS[event.error.code]
        if (recovery !== undefined) coverage.recovery(recovery)
      }
    }
  }
}

/** Whoever tries so often does not give up in a world. */
const PATIENT = 1000
/** Fewer refusals than this, of all kinds together, do not end a call. */
const MOST_REFUSALS = 6
/** Refusals that a client overcomes by itself. */
const OVERCOME: readonly string[] = ['CONNECTION_NOT_INITED', 'AUTH_KEY_PERM_EMPTY']
const REQ_PQ_MULTI = 0xbe7e8ef1

const REJECTIONS: Partial<Record<string, Recovery>> = {
  ERR_SESSION_MISMATCH: 'message of another session dropped',
  ERR_MESSAGE_TIME: 'message outside the time window dropped',
  ERR_MSG_KEY_MISMATCH: 'damaged message dropped',
}
