// The client's side of a key exchange as a machine: what goes out and comes in, twice if it gets lost, and
// for how long. Source: /mtproto/auth_key. It runs one exchange and ends exactly once, done or failed;
// whether another one starts is the owner's decision.
import { toHex } from '../bytes/hex.ts'
import type { Job, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Machine, Now } from '../machine.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { readObject } from './checks.ts'
import {
  ClientExchange,
  type ClientExchangeOptions,
  type ClientProgress,
} from './client-exchange.ts'
import type { ClientStep } from './client-step.ts'

/** How long and how often the client tries; times in milliseconds. */
export interface AuthKeyClientLimits {
  /** silence after which a request is sent again */
  readonly replyTimeout: number
  /** how many times one request is sent again */
  readonly resends: number
  /** the whole exchange */
  readonly timeout: number
  /** how many dh_gen_retry are obeyed */
  readonly retries: number
}

const DEFAULT_LIMITS: AuthKeyClientLimits = {
  replyTimeout: 5_000,
  resends: 1,
  timeout: 20_000,
  retries: 5,
}

export interface AuthKeyClientOptions extends Omit<ClientExchangeOptions, 'retries'> {
  readonly limits?: Partial<AuthKeyClientLimits>
}

export type AuthKeyClientInput =
  | { readonly kind: 'start' }
  /** the body of an unencrypted message from the server */
  | { readonly kind: 'message'; readonly body: Uint8Array }
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  | { readonly kind: 'transport-error'; readonly code: number }

/** `send` carries the body of an unencrypted message; `done` and `failed` come once and last. */
export type AuthKeyClientOutput =
  | ClientProgress
  | { readonly kind: 'failed'; readonly error: MtprotoError }

/** One key exchange as the client has it. Source: /mtproto/auth_key */
export class AuthKeyClient implements Machine<AuthKeyClientInput, AuthKeyClientOutput> {
  readonly #crypto: Crypto
  readonly #dc: number
  readonly #limits: AuthKeyClientLimits
  readonly #exchange: ClientExchange
  readonly #outputs: AuthKeyClientOutput[] = []
  /** digests of the answers that were taken */
  readonly #taken = new Set<string>()
  /** the request that waits for its answer */
  #request:
    | { readonly body: Uint8Array; readonly due: number; readonly resends: number }
    | undefined
  #endsAt: number | undefined

  constructor({ limits, ...options }: AuthKeyClientOptions) {
    this.#crypto = options.crypto
    this.#dc = options.dc
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    this.#exchange = new ClientExchange({ ...options, retries: this.#limits.retries })
  }

  /** The name of the step it is in. */
  get step(): ClientStep['step'] {
    return this.#exchange.step
  }

  handle(input: AuthKeyClientInput, now: Now): void {
    this.#guard(() => {
      if (input.kind === 'message') this.#receive(input.body, now)
      else if (input.kind === 'transport-error') this.#transportError(input.code)
      else if (input.kind === 'computed')
        this.#put(this.#exchange.computed(input.id, input.value), now)
      else {
        this.#endsAt = now.monotonic + this.#limits.timeout
        this.#put(this.#exchange.start(), now)
      }
    })
  }

  handleTimeout(now: Now): void {
    this.#guard(() => {
      const request = this.#request
      const isOver = this.#endsAt !== undefined && now.monotonic >= this.#endsAt
      const isDue = request !== undefined && now.monotonic >= request.due
      // HS-48: after silence the same request again, then an end
      if (isOver || (isDue && request.resends === 0)) {
        const { timeout, replyTimeout, resends } = this.#limits
        const silence = isOver ? timeout : replyTimeout * (resends + 1)
        const got = `no answer within ${silence / 1000} s`
        throw new MtprotoError('ERR_HANDSHAKE_TIMEOUT', { rule: 'HS-48', at: this.step, got })
      }
      if (isDue) this.#send(request.body, request.resends - 1, now)
    })
  }

  poll(): AuthKeyClientOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    if (this.#endsAt === undefined) return undefined
    return Math.min(this.#endsAt, this.#request?.due ?? this.#endsAt)
  }

  #receive(body: Uint8Array, now: Now): void {
    // HS-49: a request that was sent twice may be answered twice
    const digest = toHex(this.#crypto.sha256(body))
    if (this.#taken.has(digest)) return
    // HS-06: stray bytes may follow the object
    const answer = readObject(body, mtproto.objects, 'ERR_PLAINTEXT_INVALID', 'HS-50').value
    this.#taken.add(digest)
    const progress = this.#exchange.handle(answer, now)
    this.#request = undefined
    this.#put(progress, now)
  }

  #transportError(code: number): void {
    // 0 is no error
    if (code === 0) return
    // HS-46: the server has given this exchange up
    if (code === -404) throw new MtprotoError('ERR_DH_FAILED', { rule: 'HS-46', got: code })
    // HS-47: with the same dc the next one would end the same way
    if (code === -444)
      throw new MtprotoError('ERR_WRONG_DC', { rule: 'HS-47', at: `dc ${this.#dc}`, got: code })
    throw new MtprotoError('ERR_TRANSPORT', { got: code })
  }

  #put(progress: readonly ClientProgress[], now: Now): void {
    for (const output of progress) {
      if (output.kind === 'send') this.#send(output.body, this.#limits.resends, now)
      else if (output.kind === 'done') this.#end(output)
      else this.#outputs.push(output)
    }
  }

  #send(body: Uint8Array, resends: number, now: Now): void {
    this.#request = { body, resends, due: now.monotonic + this.#limits.replyTimeout }
    this.#outputs.push({ kind: 'send', body })
  }

  /** Runs one input; an error ends the exchange. */
  #guard(run: () => void): void {
    if (this.step === 'done' || this.step === 'failed') return
    try {
      run()
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.#exchange.abandon()
      this.#end({ kind: 'failed', error })
    }
  }

  /** The last output; what was about to be sent stays unsent. */
  #end(output: AuthKeyClientOutput): void {
    this.#endsAt = undefined
    this.#outputs.splice(0, this.#outputs.length, output)
  }
}
