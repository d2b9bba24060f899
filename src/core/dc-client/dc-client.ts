// One data centre as a client sees it: a key, a session and the calls in flight, which outlive the
// connections that carry them. Every call ends in exactly one result or error.
// Source: /mtproto/description, /mtproto/service_messages, /mtproto/service_messages_about_messages
// Its connection goes through the phases of phase.ts.
import { AuthKeyClient, type AuthKeyClientInput } from '../auth-key/client.ts'
import type { AuthKeyResult } from '../auth-key/client-exchange.ts'
import { Course } from '../course.ts'
import type { JobOutcome } from '../crypto/job.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError, RpcError } from '../errors.ts'
import type { Link } from '../link/link.ts'
import type { Machine, Now } from '../machine.ts'
import { hasParityOf, MsgIdSource } from '../session/msg-id.ts'
import { ServerClock } from '../session/server-clock.ts'
import { noTrace, type Trace } from '../trace.ts'
import { Backoff, DEFAULT_BACKOFF } from './backoff.ts'
import { bindTempAuthKey } from './binding.ts'
import { ClientKeys } from './client-keys.ts'
import { ClientSalts } from './client-salts.ts'
import { ClientSession } from './client-session.ts'
import type { ClientSessionOutput, Departure } from './client-session-io.ts'
import type { DcClientInput, DcClientOptions, DcClientOutput } from './dc-client-io.ts'
import { mayBeGood } from './keep-alive.ts'
import {
  CONNECT_TIMEOUT,
  CONNECTION_TRANSITIONS,
  DESTROY_TIMEOUT,
  deadlineOf,
  linkOf,
  type Phase,
} from './phase.ts'
import { QuickAcks } from './quick-acks.ts'
import { openWire, traceArrivals, tracePacket } from './wire.ts'

/** The client's side of one data centre: give it calls and bytes, and do what it says. */
export class DcClient implements Machine<DcClientInput, DcClientOutput> {
  readonly #options: DcClientOptions
  readonly #trace: Trace
  readonly #clock: ServerClock
  readonly #backoff: Backoff
  readonly #keys: ClientKeys
  readonly #salts: ClientSalts
  readonly #plaintextIds: MsgIdSource
  readonly #session: ClientSession
  readonly #outputs: DcClientOutput[] = []
  /** the exchange each job on its way was asked for by, and its number there */
  readonly #jobs = new Map<number, { readonly exchange: AuthKeyClient; readonly id: number }>()
  readonly #quickAcks = new QuickAcks()
  readonly #course = new Course<Phase>(CONNECTION_TRANSITIONS, { step: 'idle' })
  #wanted = false
  #wasReady = false
  /** consecutive connections on which the server did not know the key */
  #unknownKey = 0
  /** a log-out waits for its answer until this moment: monotonic milliseconds */
  #destroyedBy: number | undefined
  #lastLink = 0
  #lastJob = 0

  constructor(options: DcClientOptions) {
    const { random, state, now } = options
    this.#options = options
    this.#trace = options.trace ?? noTrace
    this.#keys = new ClientKeys(state?.authKey, options.tempKeyLifetime, options.secrets)
    this.#salts = new ClientSalts(state?.serverSalt ?? 0n, state?.futureSalts)
    this.#clock = new ServerClock(now, state?.timeOffset)
    this.#backoff = new Backoff({ ...DEFAULT_BACKOFF, ...options.backoff }, random)
    this.#plaintextIds = new MsgIdSource(random)
    this.#session = new ClientSession({
      ...options,
      clock: this.#clock,
      salts: this.#salts,
      pfs: options.tempKeyLifetime !== undefined,
    })
  }

  handle(input: DcClientInput, now: Now): void {
    switch (input.kind) {
      case 'connect':
        this.#wanted = true
        break
      case 'invoke':
        if (this.#phase.step === 'closed')
          this.#outputs.push({ kind: 'error', id: input.id, error: new MtprotoError('ERR_CLOSED') })
        else this.#session.invoke(input)
        // Whoever has called listens for updates, and stays connected for them.
        this.#wanted = true
        break
      case 'cancel':
        this.#session.cancel(input.id)
        break
      case 'opened':
        this.#opened(input.link, now)
        break
      case 'bytes':
        this.#received(input.link, input.bytes, now)
        break
      case 'closed':
        if (linkOf(this.#phase) === input.link)
          this.#lost(this.#unreachable(input.reason ?? 'the server closed the connection'), now)
        break
      case 'computed':
      case 'compute-failed':
        this.#computed(input, now)
        break
      case 'network-changed':
        this.#networkChanged(now)
        break
      case 'forget-key':
        this.#forgetKeys(input.error)
        this.#reconnect()
        break
      case 'destroy-key':
        this.#destroyKeys(now)
        break
      case 'close':
        this.#close(now)
        break
    }
    this.#advance(now)
  }

  handleTimeout(now: Now): void {
    if (this.#destroyedBy !== undefined && now.monotonic >= this.#destroyedBy) this.#destroyed(now)
    const phase = this.#phase
    if (phase.step === 'connecting' && now.monotonic >= phase.until) {
      const seconds = (this.#options.connectTimeout ?? CONNECT_TIMEOUT) / 1000
      this.#drop(this.#unreachable(`no answer within ${seconds} s`), now)
    } else if (phase.step === 'waiting' && now.monotonic >= phase.until) {
      this.#course.go('time is up', { step: 'idle' })
    } else if (phase.step === 'exchanging') {
      phase.exchange.handleTimeout(now)
      this.#drainExchange(now)
    } else if (phase.step === 'ready' && this.#session.line.silent(now)) {
      this.#drop(this.#unreachable('the server went silent'), now)
    }
    this.#advance(now)
  }

  poll(): DcClientOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    const moments = [deadlineOf(this.#phase), this.#destroyedBy ?? Number.POSITIVE_INFINITY]
    if (this.#phase.step === 'ready') moments.push(this.#session.deadline(), this.#renewAt)
    const earliest = Math.min(...moments)
    return Number.isFinite(earliest) ? earliest : undefined
  }

  get #phase(): Phase {
    return this.#course.state
  }

  /** When the temporary key is replaced: monotonic milliseconds. */
  get #renewAt(): number {
    return this.#clock.monotonic(this.#keys.renewAt(this.#session.busy) * 1000)
  }

  /** The server's clock, in milliseconds since 1970, as far as it is known. */
  serverTime(now: Now): number {
    return this.#clock.unix(now)
  }

  #advance(now: Now): void {
    if (this.#phase.step === 'ready' && now.monotonic >= this.#renewAt) {
      this.#keys.temporary = undefined
      this.#reconnect()
    }
    if (this.#phase.step === 'idle' && this.#wanted) {
      const until = now.monotonic + (this.#options.connectTimeout ?? CONNECT_TIMEOUT)
      this.#course.go('wanted', { step: 'connecting', link: ++this.#lastLink, until })
      this.#outputs.push({ kind: 'connect', link: this.#lastLink })
    }
    this.#flush(now)
  }

  #flush(now: Now): void {
    for (let out = this.#session.poll(); out !== undefined; out = this.#session.poll())
      this.#pass(out, now)
    const phase = this.#phase
    if (phase.step === 'ready' && this.#keys.carrier !== undefined) {
      for (const departure of this.#session.flush(now)) this.#depart(phase, departure)
      this.#drainWrites(phase)
    }
    if (this.#salts.takeChange()) this.#store(now)
  }

  #depart(
    { link, wire }: { readonly link: number; readonly wire: Link },
    { fields, packet, quickAcks }: Departure,
  ): void {
    tracePacket(this.#trace, link, fields.sessionId, packet)
    const wanted = quickAcks.length > 0 && wire.supportsQuickAck
    const token = wire.send(fields, this.#keys.carrier!, wanted)
    if (wanted && token !== undefined) this.#quickAcks.add(token, quickAcks)
  }

  #pass(out: ClientSessionOutput, now: Now): void {
    switch (out.kind) {
      case 'unbound':
        this.#bind()
        break
      case 'bound':
        this.#bound(out.error, now)
        break
      case 'missed':
        this.#reconnect()
        this.#advance(now)
        break
      case 'key-destroyed':
        this.#destroyed(now)
        break
      default:
        this.#outputs.push(out)
    }
  }

  // --- the connection ---

  #opened(link: number, now: Now): void {
    if (this.#phase.step !== 'connecting' || this.#phase.link !== link) return
    const wire = openWire(this.#options, this.#clock.unix(now), id => this.#keys.find(id))
    this.#quickAcks.clear()
    this.#prepare('opened', link, wire, now)
  }

  /** Makes the keys that are missing, one after the other; then calls can be made. */
  #prepare(on: 'opened' | 'dh_gen_ok', link: number, wire: Link, now: Now): void {
    const { missing, lifetime } = this.#keys
    if (missing === undefined) return this.#ready(on, link, wire, now)
    const expiresIn = missing === 'temporary' ? lifetime : undefined
    const exchange = new AuthKeyClient({ ...this.#options, expiresIn })
    this.#course.go(on, { step: 'exchanging', link, wire, exchange })
    this.#exchange({ kind: 'start' }, now)
  }

  #ready(on: string, link: number, wire: Link, now: Now): void {
    this.#course.go(on, { step: 'ready', link, wire, since: now.monotonic })
    this.#session.connected(now)
    if (this.#keys.unbound) this.#bind()
    if (this.#destroyedBy !== undefined) this.#session.destroyAuthKey()
    // The server sends what it has for a session where it last heard of it: here, from now on.
    if (this.#wasReady && !this.#session.busy) this.#session.line.hurry(now)
    this.#outputs.push({ kind: 'ready', again: this.#wasReady })
    this.#wasReady = true
  }

  #received(link: number, bytes: Uint8Array, now: Now): void {
    const { wire } = this.#phase as { wire?: Link }
    if (wire === undefined || linkOf(this.#phase) !== link) return
    wire.receive(bytes)
    this.#drainWrites({ link, wire })
    for (let out = wire.poll(); out !== undefined; out = wire.poll()) {
      if (linkOf(this.#phase) !== link) return
      if (out.kind !== 'plaintext') this.#session.line.requests?.answered(now)
      switch (out.kind) {
        case 'plaintext': {
          const { msgId, body } = out.message
          this.#trace({ kind: 'plaintext', direction: 'in', link, msgId, body })
          // HS-52: ids from a server are odd.
          if (hasParityOf('server', msgId)) this.#exchange({ kind: 'message', body }, now)
          break
        }
        case 'opened':
          this.#message(link, out.message, now)
          break
        case 'transport-error':
          this.#trace({ kind: 'transport-error', direction: 'in', link, code: out.code })
          this.#transportError(out.code, now)
          break
        case 'quick-ack':
          for (const id of this.#quickAcks.take(out.token))
            this.#outputs.push({ kind: 'quick-ack', id })
          break
        case 'rejected':
          this.#rejected(link, out.error, now)
          // HS-51: a broken answer ends the exchange; in a session it is as if it had never come.
          if (this.#phase.step === 'exchanging') this.#drop(out.error, now)
          break
        case 'broken':
          this.#drop(out.error, now)
          break
      }
    }
  }

  #message(link: number, message: OpenedMessage, now: Now): void {
    if (this.#phase.step !== 'ready') return
    try {
      const arrivals = this.#session.receive(message, now, error =>
        this.#rejected(link, error, now),
      )
      traceArrivals(this.#trace, link, message.sessionId, arrivals)
      this.#unknownKey = 0
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.#rejected(link, error, now)
    }
  }

  #rejected(link: number, error: MtprotoError, now: Now): void {
    this.#trace({ kind: 'rejected', link, error })
    if (mayBeGood(error)) this.#session.line.miss(now)
  }

  #networkChanged(now: Now): void {
    this.#backoff.reset()
    if (this.#phase.step === 'waiting') this.#reconnect()
    else if (this.#phase.step === 'ready') this.#session.line.hurry(now)
  }

  #transportError(code: number, now: Now): void {
    if (this.#phase.step === 'exchanging')
      return this.#exchange({ kind: 'transport-error', code }, now)
    if (code === 0) return
    const error = new MtprotoError('ERR_TRANSPORT', { at: this.#options.address, got: code })
    // TR-14: this address does not serve the data centre; asking again will not change that.
    if (code === -444) return this.#giveUp(error)
    // SES-53: a temporary key may end at any time; the permanent one stays.
    if (code === -404 && this.#keys.temporary !== undefined) this.#keys.temporary = undefined
    // TR-12: a permanent key is believed dead only when a fresh connection says so as well.
    else if (code === -404 && ++this.#unknownKey >= 2) {
      if (this.#destroyedBy !== undefined) return this.#destroyed(now)
      this.#forgetKeys(error)
    }
    this.#drop(error, now)
  }

  /** Closes the connection on our side. */
  #drop(error: MtprotoError, now: Now): void {
    if (linkOf(this.#phase) === undefined) return
    this.#hangUp()
    this.#lost(error, now)
  }

  /** The connection is gone: tries again later, or gives up. */
  #lost(error: MtprotoError, now: Now): void {
    // A connection whose key is not taken has done nothing yet.
    const worked = 'since' in this.#phase && !this.#keys.unbound ? this.#phase.since : now.monotonic
    const delay = this.#backoff.fail(this.#wasReady, now.monotonic - worked)
    this.#course.go('lost', { step: 'waiting', until: now.monotonic + (delay ?? 0) })
    if (delay === undefined) this.#giveUp(error)
  }

  /** Closes a connection that works, to go on at once with a new one. */
  #reconnect(): void {
    this.#hangUp()
    if (this.#phase.step !== 'closed') this.#course.go('begun anew', { step: 'idle' })
  }

  #giveUp(error: MtprotoError): void {
    this.#hangUp()
    this.#course.go('given up', { step: 'idle' })
    this.#wanted = false
    this.#backoff.reset()
    this.#session.failAll(error)
    this.#outputs.push({ kind: 'unreachable', error })
  }

  #close(now: Now): void {
    if (this.#phase.step === 'closed') return
    this.#session.failAll(new MtprotoError('ERR_CLOSED'))
    this.#session.hurryAcks(now)
    this.#flush(now)
    this.#hangUp()
    this.#course.go('close', { step: 'closed' })
  }

  #hangUp(): void {
    const link = linkOf(this.#phase)
    if (link !== undefined) this.#outputs.push({ kind: 'close', link })
  }

  #drainWrites({ link, wire }: { readonly link: number; readonly wire: Link }): void {
    for (let bytes = wire.pollWrite(); bytes !== undefined; bytes = wire.pollWrite())
      this.#outputs.push({ kind: 'write', link, bytes })
  }

  #unreachable(reason: string): MtprotoError {
    return new MtprotoError('ERR_CONNECT_FAILED', { at: this.#options.address, got: reason })
  }

  // --- the key ---

  #exchange(input: AuthKeyClientInput, now: Now): void {
    if (this.#phase.step !== 'exchanging') return
    this.#phase.exchange.handle(input, now)
    this.#drainExchange(now)
  }

  #computed(input: JobOutcome, now: Now): void {
    const job = this.#jobs.get(input.id)
    this.#jobs.delete(input.id)
    if (this.#phase.step !== 'exchanging' || this.#phase.exchange !== job?.exchange) return
    if (input.kind === 'compute-failed') this.#giveUp(input.error)
    else this.#exchange({ ...input, id: job.id }, now)
  }

  #drainExchange(now: Now): void {
    const phase = this.#phase
    if (phase.step !== 'exchanging') return
    const { exchange, link, wire } = phase
    for (let out = exchange.poll(); out !== undefined; out = exchange.poll()) {
      switch (out.kind) {
        case 'send': {
          const msgId = this.#plaintextIds.next(this.#clock.unix(now), 'request')
          this.#trace({ kind: 'plaintext', direction: 'out', link, msgId, body: out.body })
          wire.sendPlaintext(msgId, out.body)
          break
        }
        case 'compute':
          this.#jobs.set(++this.#lastJob, { exchange, id: out.id })
          this.#outputs.push({ kind: 'compute', id: this.#lastJob, job: out.job })
          break
        case 'done':
          this.#made(out.result, link, wire, now)
          break
        case 'failed': {
          const error = out.error.within(this.#options.address)
          if (error.next === 'fatal') this.#giveUp(error)
          else this.#drop(error, now)
          break
        }
      }
    }
    this.#drainWrites(phase)
  }

  /** A key came out of the exchange on this connection. */
  #made(result: AuthKeyResult, link: number, wire: Link, now: Now): void {
    const { authKey, serverSalt, timeOffset, expiresAt } = result
    this.#clock.sync(now.unix + timeOffset, now)
    if (this.#keys.missing === 'permanent') this.#keys.setPermanent(authKey, now.monotonic)
    else this.#keys.temporary = { authKey, expiresAt: expiresAt!, bound: false }
    if (this.#keys.carrier === authKey) {
      this.#salts.begin(serverSalt)
      this.#session.begin('dh_gen_ok', this.#keys.unbound)
    }
    this.#store(now)
    this.#prepare('dh_gen_ok', link, wire, now)
  }

  #bind(): void {
    const { permanent, temporary } = this.#keys
    if (permanent === undefined || temporary === undefined) return
    temporary.bound = false
    this.#session.close()
    this.#session.bind(msgId =>
      bindTempAuthKey(permanent, temporary, this.#session.id, msgId, this.#options),
    )
  }

  #bound(error: MtprotoError | undefined, now: Now): void {
    const { temporary } = this.#keys
    if (error === undefined) {
      if (temporary !== undefined) temporary.bound = true
      this.#session.open()
      return
    }
    // SES-51: the server does not know the permanent key; if that is not because it is new, it is gone.
    const unknown = error instanceof RpcError && error.errorMessage === 'ENCRYPTED_MESSAGE_INVALID'
    if (unknown && !this.#keys.isYoung(now.monotonic)) this.#forgetKeys(error)
    this.#drop(error, now)
    this.#keys.temporary = undefined
  }

  /** Asks for the end of the keys: of each under itself, and again on each connection until it has come. */
  #destroyKeys(now: Now): void {
    this.#destroyedBy = now.monotonic + DESTROY_TIMEOUT
    if (this.#phase.step === 'ready') this.#session.destroyAuthKey()
    if (this.#keys.lifetime === undefined) return
    // A temporary key ends by itself in any case. The permanent one does not, and carries nothing but this.
    this.#flush(now)
    this.#keys.endForwardSecrecy()
    this.#salts.begin(0n)
    this.#session.begin('key gone', true)
    this.#reconnect()
  }

  #destroyed(now: Now): void {
    if (this.#destroyedBy === undefined) return
    this.#destroyedBy = undefined
    this.#close(now)
    this.#forgetKeys(new MtprotoError('ERR_CLOSED', { at: 'destroy_auth_key' }))
  }

  #forgetKeys(error: MtprotoError): void {
    if (this.#keys.permanent === undefined) return
    this.#keys.forget()
    this.#unknownKey = 0
    this.#salts.begin(0n)
    this.#session.begin('key gone', false)
    this.#outputs.push({ kind: 'store', state: undefined }, { kind: 'key-lost', error })
  }

  #store(now: Now): void {
    const state = this.#keys.state(this.#salts, this.#clock.timeOffset(now))
    if (state !== undefined) this.#outputs.push({ kind: 'store', state })
  }
}
