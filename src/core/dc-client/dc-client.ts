// One data centre as a client sees it: a key, a session and the calls in flight, which outlive the
// connections that carry them. Every call ends in exactly one result or error.
// Source: /mtproto/description, /mtproto/service_messages, /mtproto/service_messages_about_messages
//
//   idle → connecting → exchanging → ready        an exchange only when there is no key yet
//            ↑  any failure ↓
//            └─── waiting ◄─┘                     longer each time; too many, and the calls are given up
import { AuthKeyClient, type AuthKeyClientInput } from '../auth-key/client.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Job, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError } from '../errors.ts'
import { Link, type LinkStages } from '../link/link.ts'
import type { Machine, Now, Random } from '../machine.ts'
import type { Compress } from '../session/gzip-packed.ts'
import type { ClientInfo } from '../session/layer.ts'
import { MsgIdSource } from '../session/msg-id.ts'
import { ServerClock } from '../session/server-clock.ts'
import { noTrace, type Trace } from '../trace.ts'
import { ClientTransport } from '../transport/client-transport.ts'
import type { FramingName } from '../transport/framing.ts'
import { Backoff, type BackoffLimits, DEFAULT_BACKOFF } from './backoff.ts'
import { ClientSession, type ClientSessionOutput } from './client-session.ts'

/** What outlives a process: enough to go on without a new key exchange. */
export interface DcState {
  readonly authKey: AuthKey
  readonly serverSalt: bigint
  /** server time minus the local unix clock, in milliseconds */
  readonly timeOffset: number
}

export type DcClientInput =
  /** be connected, even without a call to make */
  | { readonly kind: 'connect' }
  /** make a call, and be connected from now on; `id` is the owner's number for it */
  | {
      readonly kind: 'invoke'
      readonly id: number
      readonly method: string
      readonly body: Uint8Array
    }
  /** the call is no longer wanted: neither a result nor an error will come */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'opened'; readonly link: number }
  | { readonly kind: 'bytes'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly link: number; readonly reason: string | undefined }
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  /** send what is owed and close for good */
  | { readonly kind: 'close' }

export type DcClientOutput =
  | { readonly kind: 'connect'; readonly link: number }
  | { readonly kind: 'write'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly link: number }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'store'; readonly state: DcState | undefined }
  /** calls can be made; `again` after an earlier connection was lost */
  | { readonly kind: 'ready'; readonly again: boolean }
  | { readonly kind: 'unreachable'; readonly error: MtprotoError }
  | ClientSessionOutput

export interface DcClientOptions {
  readonly crypto: Crypto
  readonly random: Random
  readonly now: Now
  readonly compress?: Compress | undefined
  /** where the data centre is, in words, for errors */
  readonly address: string
  /** the RSA keys a server may prove itself with */
  readonly keys: readonly RsaPublicKey[]
  /** the `dc` of the key exchange: the id, +10000 for test servers, negative for media */
  readonly dc: number
  readonly framing: FramingName
  readonly obfuscated: boolean
  readonly layer: number
  readonly info: ClientInfo
  readonly state?: DcState | undefined
  /** how long a connection may take to open, in milliseconds */
  readonly connectTimeout?: number | undefined
  readonly backoff?: Partial<BackoffLimits> | undefined
  readonly stages?: LinkStages | undefined
  readonly trace?: Trace | undefined
}

type Phase =
  | { readonly step: 'idle' }
  | { readonly step: 'waiting'; readonly until: number }
  | { readonly step: 'connecting'; readonly link: number; readonly until: number }
  | {
      readonly step: 'exchanging'
      readonly link: number
      readonly wire: Link
      readonly exchange: AuthKeyClient
    }
  | { readonly step: 'ready'; readonly link: number; readonly wire: Link }
  | { readonly step: 'closed' }

const CONNECT_TIMEOUT = 10_000

export class DcClient implements Machine<DcClientInput, DcClientOutput> {
  readonly #options: DcClientOptions
  readonly #trace: Trace
  readonly #clock: ServerClock
  readonly #backoff: Backoff
  readonly #plaintextIds: MsgIdSource
  readonly #session: ClientSession
  readonly #outputs: DcClientOutput[] = []
  /** the exchange each job on its way was asked for by, and its number there */
  readonly #jobs = new Map<number, { readonly exchange: AuthKeyClient; readonly id: number }>()
  #authKey: AuthKey | undefined
  #phase: Phase = { step: 'idle' }
  #wanted = false
  #wasReady = false
  /** consecutive connections on which the server did not know the key */
  #unknownKey = 0
  #lastLink = 0
  #lastJob = 0

  constructor(options: DcClientOptions) {
    const { random, state, now } = options
    this.#options = options
    this.#trace = options.trace ?? noTrace
    this.#authKey = state?.authKey
    this.#clock = new ServerClock(now, state?.timeOffset)
    this.#backoff = new Backoff({ ...DEFAULT_BACKOFF, ...options.backoff }, random)
    this.#plaintextIds = new MsgIdSource(random)
    this.#session = new ClientSession({
      ...options,
      clock: this.#clock,
      serverSalt: state?.serverSalt,
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
        if (this.#linkOf(this.#phase) === input.link)
          this.#lost(this.#unreachable(input.reason ?? 'the server closed the connection'), now)
        break
      case 'computed':
        this.#computed(input.id, input.value, now)
        break
      case 'close':
        this.#close(now)
        break
    }
    this.#advance(now)
  }

  handleTimeout(now: Now): void {
    const phase = this.#phase
    if (phase.step === 'connecting' && now.monotonic >= phase.until) {
      const seconds = (this.#options.connectTimeout ?? CONNECT_TIMEOUT) / 1000
      this.#drop(this.#unreachable(`no answer within ${seconds} s`), now)
    } else if (phase.step === 'waiting' && now.monotonic >= phase.until) {
      this.#phase = { step: 'idle' }
    } else if (phase.step === 'exchanging') {
      phase.exchange.handleTimeout(now)
      this.#drainExchange(now)
    } else if (phase.step === 'ready' && this.#session.silent(now)) {
      this.#drop(this.#unreachable('the server went silent'), now)
    }
    this.#advance(now)
  }

  poll(): DcClientOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    switch (this.#phase.step) {
      case 'waiting':
      case 'connecting':
        return this.#phase.until
      case 'exchanging':
        return this.#phase.exchange.deadline()
      case 'ready':
        return this.#session.deadline()
      case 'idle':
      case 'closed':
        return undefined
    }
  }

  /** The server's clock, in milliseconds since 1970, as far as it is known. */
  serverTime(now: Now): number {
    return this.#clock.unix(now)
  }

  #advance(now: Now): void {
    if (this.#phase.step === 'idle' && this.#wanted) {
      const until = now.monotonic + (this.#options.connectTimeout ?? CONNECT_TIMEOUT)
      this.#phase = { step: 'connecting', link: ++this.#lastLink, until }
      this.#outputs.push({ kind: 'connect', link: this.#lastLink })
    }
    this.#flush(now)
  }

  #flush(now: Now): void {
    const phase = this.#phase
    if (phase.step === 'ready') {
      for (const { fields, messages } of this.#session.flush(now)) {
        for (const message of messages)
          this.#trace({ kind: 'message', direction: 'out', link: phase.link, ...message })
        phase.wire.send(fields, this.#authKey!)
      }
      this.#drainWrites(phase)
    }
    for (let out = this.#session.poll(); out !== undefined; out = this.#session.poll())
      this.#outputs.push(out)
    if (this.#session.takeSaltChange()) this.#store(now)
  }

  // --- the connection ---

  #opened(link: number, now: Now): void {
    if (this.#phase.step !== 'connecting' || this.#phase.link !== link) return
    const { crypto, random, framing, obfuscated, dc, stages } = this.#options
    const transport = new ClientTransport({
      framing,
      ...(obfuscated && { obfuscation: { dcId: dc } }),
      crypto,
      random,
    })
    const wire = new Link({
      side: 'client',
      transport,
      start: transport.start(),
      findKey: id => (id === this.#authKey?.id ? this.#authKey : undefined),
      crypto,
      random,
      stages,
    })
    if (this.#authKey !== undefined) return this.#ready(link, wire, now)
    const exchange = new AuthKeyClient({ crypto, random, keys: this.#options.keys, dc })
    this.#phase = { step: 'exchanging', link, wire, exchange }
    this.#exchange({ kind: 'start' }, now)
  }

  #ready(link: number, wire: Link, now: Now): void {
    this.#phase = { step: 'ready', link, wire }
    this.#session.connected(now)
    this.#outputs.push({ kind: 'ready', again: this.#wasReady })
    this.#wasReady = true
  }

  #received(link: number, bytes: Uint8Array, now: Now): void {
    const { wire } = this.#phase as { wire?: Link }
    if (wire === undefined || this.#linkOf(this.#phase) !== link) return
    wire.receive(bytes)
    for (let out = wire.poll(); out !== undefined; out = wire.poll()) {
      if (this.#linkOf(this.#phase) !== link) return
      switch (out.kind) {
        case 'plaintext':
          this.#trace({
            kind: 'plaintext',
            direction: 'in',
            link,
            msgId: out.message.msgId,
            body: out.message.body,
          })
          this.#exchange({ kind: 'message', body: out.message.body }, now)
          break
        case 'opened':
          this.#message(link, out.message, now)
          break
        case 'transport-error':
          this.#trace({ kind: 'transport-error', direction: 'in', link, code: out.code })
          this.#transportError(out.code, now)
          break
        case 'quick-ack':
          break
        case 'rejected':
          this.#trace({ kind: 'rejected', link, error: out.error })
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
        this.#trace({ kind: 'rejected', link, error }),
      )
      for (const arrival of arrivals)
        this.#trace({
          kind: 'message',
          direction: 'in',
          link,
          sessionId: message.sessionId,
          ...arrival,
        })
      this.#backoff.reset()
      this.#unknownKey = 0
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.#trace({ kind: 'rejected', link, error })
    }
  }

  #transportError(code: number, now: Now): void {
    if (this.#phase.step === 'exchanging')
      return this.#exchange({ kind: 'transport-error', code }, now)
    if (code === 0) return
    const error = new MtprotoError('ERR_TRANSPORT', { at: this.#options.address, got: code })
    // TR-14: this address does not serve the data centre; asking again will not change that.
    if (code === -444) return this.#giveUp(error)
    // TR-12: a key is believed dead only when a fresh connection says so as well.
    if (code === -404 && ++this.#unknownKey >= 2) this.#forgetKey()
    this.#drop(error, now)
  }

  /** Closes the connection on our side. */
  #drop(error: MtprotoError, now: Now): void {
    const link = this.#linkOf(this.#phase)
    if (link !== undefined) this.#outputs.push({ kind: 'close', link })
    this.#lost(error, now)
  }

  /** The connection is gone: tries again later, or gives up. */
  #lost(error: MtprotoError, now: Now): void {
    this.#phase = { step: 'idle' }
    const delay = this.#backoff.fail()
    if (delay === undefined) return this.#giveUp(error)
    if (this.#wanted) this.#phase = { step: 'waiting', until: now.monotonic + delay }
  }

  #giveUp(error: MtprotoError): void {
    const link = this.#linkOf(this.#phase)
    if (link !== undefined) this.#outputs.push({ kind: 'close', link })
    this.#phase = { step: 'idle' }
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
    const link = this.#linkOf(this.#phase)
    if (link !== undefined) this.#outputs.push({ kind: 'close', link })
    this.#phase = { step: 'closed' }
  }

  #linkOf(phase: Phase): number | undefined {
    return 'link' in phase ? phase.link : undefined
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

  #computed(id: number, value: JobValue<Job>, now: Now): void {
    const job = this.#jobs.get(id)
    this.#jobs.delete(id)
    if (this.#phase.step !== 'exchanging' || this.#phase.exchange !== job?.exchange) return
    this.#exchange({ kind: 'computed', id: job.id, value }, now)
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
          this.#authKey = out.result.authKey
          this.#clock.sync(now.unix + out.result.timeOffset, now)
          this.#session.begin(out.result.serverSalt)
          this.#store(now)
          this.#ready(link, wire, now)
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

  #forgetKey(): void {
    this.#authKey = undefined
    this.#session.begin(0n)
    this.#outputs.push({ kind: 'store', state: undefined })
  }

  #store(now: Now): void {
    if (this.#authKey === undefined) return
    const { serverSalt } = this.#session
    const timeOffset = this.#clock.timeOffset(now)
    this.#outputs.push({ kind: 'store', state: { authKey: this.#authKey, serverSalt, timeOffset } })
  }
}
