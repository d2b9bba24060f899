// One data centre of a world: a DcServer on the network, the calls it answers, and the ways it goes wrong.
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../src/core/bytes/integers.ts'
import type { AuthKey } from '../../src/core/crypto/auth-key.ts'
import { solve } from '../../src/core/crypto/solve.ts'
import { DcServer } from '../../src/core/dc-server/dc-server.ts'
import type {
  DcServerInput,
  DcServerOutput,
  ServerCall,
} from '../../src/core/dc-server/dc-server-io.ts'
import { openBinding } from '../../src/core/envelope/bind.ts'
import type { Now } from '../../src/core/machine.ts'
import { constructorId } from '../../src/core/session/message.ts'
import { api, type auth, type users } from '../../src/core/tl/generated/api/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { Actor } from './actor.ts'
import type { Chance } from './chance.ts'
import { Misdelivery } from './misdelivery.ts'
import type { End, Wire } from './network.ts'
import { type Office, readRequest, refusalsOf } from './office.ts'
import { type Setting, START } from './setting.ts'

const SECOND = 1000
const DESTROY_SESSION_OK = 0xe22045fc

export class SimDc implements End {
  readonly id: number
  readonly mishaps: Misdelivery
  /** what its clock shows too much, in milliseconds */
  skew: number
  /** keys that are kept through a restart */
  readonly #keys = new Map<bigint, AuthKey>()
  /** keys that have introduced their client since the last restart */
  readonly #introduced = new Set<bigint>()
  /** by temporary key, the permanent key that stands behind it */
  readonly #bindings = new Map<bigint, bigint>()
  /** temporary keys that were bound once */
  readonly #unbound = new Set<bigint>()
  /** keys that called without having done so */
  readonly #strangers = new Set<bigint>()
  readonly #setting: Setting
  readonly #office: Office
  readonly #chance: Chance
  readonly #wires = new Map<number, Wire>()
  #server!: DcServer
  #actor!: Actor<DcServerInput, DcServerOutput>
  #generation = 0
  #heardStrangers = false
  /** by session that was destroyed, how often */
  readonly #destroyed = new Map<bigint, number>()
  /** by message, how often the state of its session had been lost when it arrived */
  readonly #arrivedIn = new Map<bigint, number>()
  /** permanent keys that it did not know when a temporary one was to be bound to them */
  readonly #unknownKeys = new Set<bigint>()
  /** how often all sessions were lost */
  #epoch = 0
  /** while true, no call is answered */
  mute = false
  /** calls to be answered late, and calls to be refused */
  late = 0
  refusing = 0
  /** it hangs up after the first message on each connection until this moment */
  brusqueUntil = 0

  constructor(id: number, setting: Setting, office: Office, chance: Chance) {
    this.id = id
    this.#setting = setting
    this.#office = office
    this.#chance = chance
    this.skew = chance.between(-2000, 2000)
    this.mishaps = new Misdelivery(chance.random, setting.coverage, reqMsgId =>
      setting.executions.deny(reqMsgId),
    )
    this.#start()
  }

  get now(): Now {
    const { now } = this.#setting.timeline
    return { monotonic: now + this.id * 1000, unix: START + now + this.skew }
  }

  opened(wire: Wire): void {
    this.#wires.set(wire.id, wire)
    this.mishaps.forget()
    this.#actor.feed({ kind: 'accepted', link: wire.id })
  }

  received(wire: Wire, bytes: Uint8Array): void {
    this.#setting.heard(`DC ${this.id}`, wire.id, bytes)
    this.#actor.feed({ kind: 'bytes', link: wire.id, bytes })
  }

  closed(wire: Wire): void {
    if (!this.#wires.delete(wire.id)) return
    this.mishaps.forget()
    this.#actor.feed({ kind: 'closed', link: wire.id })
  }

  /** Takes in a key that was agreed on elsewhere. */
  adopt(authKey: AuthKey, serverSalt: bigint): void {
    this.keep(authKey)
    this.#actor.feed({ kind: 'adopt', authKey, serverSalt })
  }

  /** A key that is to outlive a restart. */
  keep(authKey: AuthKey): void {
    this.#keys.set(authKey.id, authKey)
  }

  knows(authKeyId: bigint): boolean {
    return this.#server.key(authKeyId) !== undefined
  }

  /** Whether it has ever refused to bind a temporary key to this one. */
  hasDenied(authKeyId: bigint): boolean {
    return this.#unknownKeys.has(authKeyId)
  }

  /** Begins anew with the keys and salts it had, without sessions and connections. */
  restart(): void {
    this.#setting.coverage.fault('data centre restarted')
    const salts = [...this.#keys.values()].map(key => [key, this.#salt(key)] as const)
    for (const wire of this.#wires.values()) this.#setting.network.close(wire, 'server')
    this.#wires.clear()
    this.#introduced.clear()
    this.#actor.stop()
    if (this.#chance.oneIn(4)) {
      this.skew += this.#chance.between(-400_000, 400_000)
      this.#setting.coverage.fault('data centre clock corrected')
    }
    this.#start()
    for (const [key, salt] of salts) if (salt !== undefined) this.adopt(key, salt)
  }

  /** Loses the sessions of every key, while the connections stay. */
  forgetSessions(): void {
    this.#setting.coverage.fault('sessions forgotten')
    this.#epoch++
    for (const authKey of this.#keys.values()) {
      const salt = this.#salt(authKey)
      if (salt === undefined) continue
      this.#actor.feed({ kind: 'forget', authKeyId: authKey.id })
      this.#actor.feed({ kind: 'adopt', authKey, serverSalt: salt })
    }
  }

  /** Loses a key for good. */
  forgetKey(authKeyId: bigint): void {
    if (!this.knows(authKeyId)) return
    this.#setting.coverage.fault('key forgotten')
    this.#epoch++
    this.#keys.delete(authKeyId)
    this.#introduced.delete(authKeyId)
    this.#actor.feed({ kind: 'forget', authKeyId })
  }

  /** Does not know a key for so long, and then knows it again. */
  mislayKey(authKeyId: bigint, milliseconds: number): void {
    const key = this.#keys.get(authKeyId)
    const salt = key && this.#salt(key)
    if (key === undefined || salt === undefined) return
    this.#setting.coverage.fault('key unknown for a while')
    this.#epoch++
    this.#actor.feed({ kind: 'forget', authKeyId })
    this.#setting.timeline.after(milliseconds, () => {
      if (this.#keys.has(authKeyId)) this.adopt(key, salt)
    })
  }

  /** Forgets which permanent keys stand behind the temporary ones. */
  forgetBindings(): void {
    if (this.#bindings.size === 0) return
    this.#setting.coverage.fault('binding forgotten')
    for (const key of this.#bindings.keys()) this.#unbound.add(key)
    this.#bindings.clear()
  }

  rotateSalts(): void {
    this.#setting.coverage.fault('salts changed')
    this.#actor.feed({ kind: 'rotate-salts' })
  }

  /** From now on nothing goes wrong any more. */
  calmDown(): void {
    this.late = 0
    this.refusing = 0
    this.brusqueUntil = 0
    this.mishaps.end()
  }

  hangUp(): void {
    if (this.#wires.size === 0) return
    this.#setting.coverage.fault('server hangs up')
    this.#actor.feed({ kind: 'drop' })
  }

  /** Whether a session gets what is pushed. */
  listens(authKeyId: bigint, sessionId: bigint): boolean {
    return this.#server.key(authKeyId)?.sessions.get(sessionId)?.receivesUpdates === true
  }

  push(authKeyId: bigint, body: Uint8Array): void {
    this.#actor.feed({ kind: 'push', authKeyId, body })
  }

  /** A stranger connects and plays back what a client once wrote. */
  hearAgain(bytes: Uint8Array): void {
    this.#setting.coverage.fault('old bytes played again')
    this.#heardStrangers = true
    const link = -1 - this.#setting.timeline.now - this.#chance.below(1000) / 1000
    this.#actor.feed({ kind: 'accepted', link })
    this.#actor.feed({ kind: 'bytes', link, bytes })
    this.#actor.feed({ kind: 'closed', link })
  }

  /** The phone of the account scans a login token. */
  accept(token: Uint8Array): boolean {
    const exporter = this.#office.accept(token)
    if (exporter === undefined) return false
    const update = { _: 'updateLoginToken' } as const
    const date = this.#setting.nextUpdate
    this.push(exporter.authKeyId, encode(api, { _: 'updateShort', update, date }))
    return true
  }

  #start(): void {
    this.#epoch++
    this.#generation++
    const { crypto, timeline } = this.#setting
    this.#server = new DcServer({
      crypto,
      random: this.#chance.random,
      keys: [testRsaKey],
      dcId: this.id,
      test: false,
      now: this.now,
      compress: data => gzipSync(data, { level: 1 }),
      stages: this.mishaps.stages,
      strict: true,
      trace: event => this.#traced(event),
    })
    this.#actor = new Actor<DcServerInput, DcServerOutput>({
      timeline,
      machine: this.#server,
      now: () => this.now,
      when: monotonic => monotonic - this.id * 1000,
      gate: run => run(),
      act: output => this.#act(output),
    })
  }

  #act(output: DcServerOutput): void {
    switch (output.kind) {
      case 'write': {
        const wire = this.#wires.get(output.link)
        if (wire === undefined) return
        this.#setting.network.send(wire, 'server', output.bytes)
        if (this.#setting.timeline.now < this.brusqueUntil) {
          this.#setting.coverage.fault('server hangs up')
          this.#setting.timeline.after(0, () => this.#cutOff(wire))
        }
        return
      }
      case 'close': {
        const wire = this.#wires.get(output.link)
        if (wire === undefined) return
        this.#wires.delete(output.link)
        this.#setting.network.close(wire, 'server')
        return
      }
      case 'compute':
        this.#actor.feed({
          kind: 'computed',
          id: output.id,
          value: solve(output.job, this.#setting.crypto),
        })
        return
      case 'call':
        this.#call(output)
    }
  }

  #cutOff(wire: Wire): void {
    if (!this.#wires.delete(wire.id)) return
    this.#setting.network.close(wire, 'server')
    this.#actor.feed({ kind: 'closed', link: wire.id })
  }

  #call({ call, link, authKeyId, sessionId, msgId, body }: ServerCall): void {
    const { coverage, timeline, executions } = this.#setting
    const { call: request, introduces, after } = readRequest(body)
    if (introduces) {
      this.#introduced.add(authKeyId)
      if (this.#strangers.delete(authKeyId)) coverage.recovery('introduction repeated')
    }
    const unix = Math.floor(this.now.unix / 1000)
    const number = numberOf(request)
    const generation = this.#generation
    let delay = this.#chance.spread(1, 300)
    if (this.late > 0) {
      this.late--
      delay = this.#chance.spread(1000, 120_000)
      coverage.fault('answer late')
    }
    const refuse = (errorCode: number, errorMessage: string): void =>
      respond({ kind: 'refuse', call, errorCode, errorMessage })
    const respond = (input: DcServerInput): void =>
      timeline.after(delay, () => {
        if (generation !== this.#generation) return
        if (this.mute) timeline.after(SECOND, () => respond(input))
        else this.#actor.feed(input)
      })
    if (request._ === 'auth.bindTempAuthKey') {
      const problem = this.#bind(request, authKeyId, sessionId, msgId)
      if (problem !== undefined) return refuse(400, problem)
      return respond({ kind: 'answer', call, body: fromHex('b5757299') })
    }
    const isTemporary = this.#server.key(authKeyId)?.expiresAt !== undefined
    if (isTemporary && !this.#bindings.has(authKeyId)) return refuse(401, 'AUTH_KEY_PERM_EMPTY')
    if (!this.#introduced.has(authKeyId)) {
      this.#strangers.add(authKeyId)
      return refuse(400, 'CONNECTION_NOT_INITED')
    }
    const epoch = this.#arrivedIn.get(msgId) ?? this.#epochOf(sessionId)
    this.#arrivedIn.delete(msgId)
    if (!after.every(id => executions.hasMessage(sessionId, epoch, id)))
      return refuse(400, 'MSG_WAIT_FAILED')
    if (after.length > 0) coverage.recovery('call executed after another')
    if (this.refusing > 0 && number !== undefined) {
      this.refusing--
      coverage.fault('call refused')
      const { errorCode, errorMessage } = this.#chance.one(refusalsOf(number))
      executions.refuse(number, errorMessage)
      return refuse(errorCode, errorMessage)
    }
    if (number !== undefined)
      executions.add(number, { sessionId, msgId, epoch, replayed: link < 0 })
    const result = this.#office.perform(request, this.id, authKeyId, unix)
    respond(
      result instanceof Uint8Array
        ? { kind: 'answer', call, body: result }
        : { kind: 'refuse', call, ...result },
    )
  }

  /** Notes which permanent key stands behind a temporary one; returns what is wrong with the request. */
  #bind(
    { permAuthKeyId, nonce, expiresAt, encryptedMessage }: auth.bindTempAuthKey,
    tempAuthKeyId: bigint,
    tempSessionId: bigint,
    msgId: bigint,
  ): string | undefined {
    const { coverage, crypto } = this.#setting
    const permanent = this.#server.key(permAuthKeyId)?.authKey
    if (permanent === undefined) {
      this.#unknownKeys.add(permAuthKeyId)
      return 'ENCRYPTED_MESSAGE_INVALID'
    }
    const said = { msgId, nonce, tempAuthKeyId, permAuthKeyId, tempSessionId, expiresAt }
    assert.deepEqual(openBinding(encryptedMessage, permanent, crypto), said)
    const others = [...this.#bindings].filter(([, key]) => key === permAuthKeyId)
    if (this.#unbound.delete(tempAuthKeyId)) coverage.recovery('temporary key bound again')
    else if (others.length > 0) coverage.recovery('temporary key replaced')
    else coverage.recovery('temporary key bound')
    this.#bindings.set(tempAuthKeyId, permAuthKeyId)
    return undefined
  }

  #salt(key: AuthKey): bigint | undefined {
    return this.#server.key(key.id)?.salts.current(Math.floor(this.now.unix / 1000))
  }

  /** How often the state of a session was lost. */
  #epochOf(sessionId: bigint): number {
    return this.#epoch + (this.#destroyed.get(sessionId) ?? 0)
  }

  #traced(event: TraceEvent): void {
    this.#setting.traced(`DC ${this.id}`, event)
    if (event.kind === 'message' && event.direction === 'in')
      this.#arrivedIn.set(event.msgId, this.#epochOf(event.sessionId))
    if (event.kind === 'message' && constructorId(event.body) === DESTROY_SESSION_OK) {
      const sessionId = readInt64LE(event.body, 4)
      this.#destroyed.set(sessionId, (this.#destroyed.get(sessionId) ?? 0) + 1)
    }
    // with a wrong clock a client cannot know better, and a stranger is not ours
    if (event.kind === 'violation' && event.rule !== 'SES-62' && !this.#heardStrangers)
      this.#setting.fail(`DC ${this.id}: ${event.rule} violated: ${event.detail}`)
  }
}

function numberOf(call: { readonly _: string }): number | undefined {
  if (call._ !== 'users.getUsers') return undefined
  const [first] = (call as users.getUsers).id
  return first?._ === 'inputUser' ? Number(first.userId) : undefined
}
