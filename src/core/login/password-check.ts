// Two-step verification as a state machine: parameters, password, proof, authorization, all on one DC.
// Source: /api/srp, /api/auth
// Invariant: at most one request or job is outstanding, and `done` or `failed` comes out exactly once.
import type { Job, JobOutcome, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError, RpcError } from '../errors.ts'
import type { Machine, Now, Random } from '../machine.ts'
import type { auth, inputCheckPasswordSRP } from '../tl/generated/api/index.ts'
import type { LoginMethod, LoginResult, PasswordCall } from './calls.ts'
import type { Computation } from './computation.ts'
import { BackOff, type LoginLimits, reactionTo, type Waiting } from './reaction.ts'
import { type SrpParameters, srpParameters, srpProof } from './srp-client.ts'

export type PasswordCheckInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'result'; readonly id: number; readonly value: LoginResult }
  | { readonly kind: 'error'; readonly id: number; readonly error: MtprotoError }
  | JobOutcome
  /** what the person typed after `password-needed` */
  | { readonly kind: 'password'; readonly password: string }

/** The person is asked for the password; `wrong` when the one before was refused. */
export interface PasswordNeeded {
  readonly event: 'password-needed'
  /** the reminder that the account's owner has left for this moment */
  readonly hint?: string
  readonly wrong: boolean
}

export type PasswordCheckOutput =
  | { readonly kind: 'invoke'; readonly id: number; readonly call: PasswordCall }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'event'; readonly event: PasswordNeeded | Waiting }
  | { readonly kind: 'done'; readonly authorization: auth.Authorization }
  | { readonly kind: 'failed'; readonly error: MtprotoError }

/** A `password` in fetching and pausing is one to prove without asking again. */
type Step =
  | { readonly step: 'idle' }
  | { readonly step: 'fetching'; readonly id: number; readonly password: string | undefined }
  | { readonly step: 'asking'; readonly parameters: SrpParameters }
  | {
      readonly step: 'proving'
      readonly id: number
      readonly password: string
      readonly computation: Computation<inputCheckPasswordSRP>
    }
  | { readonly step: 'checking'; readonly id: number; readonly password: string }
  | { readonly step: 'pausing'; readonly until: number; readonly password: string | undefined }
  | { readonly step: 'over' }

export interface PasswordCheckOptions {
  readonly crypto: Crypto
  readonly random: Random
  readonly limits: LoginLimits
  /** numbers the requests and jobs; never the same number twice */
  readonly nextId: () => number
}

export class PasswordCheck implements Machine<PasswordCheckInput, PasswordCheckOutput> {
  readonly #options: PasswordCheckOptions
  readonly #backOff: BackOff
  readonly #outputs: PasswordCheckOutput[] = []
  #step: Step = { step: 'idle' }
  #wrong = false
  /** how often the password in hand has been proved */
  #proofs = 0

  constructor(options: PasswordCheckOptions) {
    this.#options = options
    this.#backOff = new BackOff(options.limits)
  }

  /** The id of the outstanding request, if any. */
  get request(): number | undefined {
    const step = this.#step
    return step.step === 'fetching' || step.step === 'checking' ? step.id : undefined
  }

  /** Throws ERR_ARGUMENT for a password that was not asked for. Answers to other ids are ignored. */
  handle(input: PasswordCheckInput, now: Now): void {
    this.#step = this.#after(this.#step, input, now)
  }

  handleTimeout(now: Now): void {
    const step = this.#step
    if (step.step === 'pausing' && now.monotonic >= step.until)
      this.#step = this.#fetch(step.password)
  }

  poll(): PasswordCheckOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    return this.#step.step === 'pausing' ? this.#step.until : undefined
  }

  #after(step: Step, input: PasswordCheckInput, now: Now): Step {
    if (input.kind === 'password') {
      if (step.step === 'over') return step
      if (step.step !== 'asking')
        throw new MtprotoError('ERR_ARGUMENT', { at: 'password', got: step.step })
      this.#proofs = 0
      return this.#prove(step.parameters, input.password)
    }
    if (input.kind === 'start') return step.step === 'idle' ? this.#fetch(undefined) : step
    if (!('id' in step) || step.id !== input.id) return step
    switch (step.step) {
      case 'proving':
        if (input.kind === 'compute-failed') return this.#fail(input.error)
        if (input.kind !== 'computed') return step
        return this.#advance(step.password, step.computation, input.value)
      case 'fetching':
        if (input.kind === 'result') return this.#fetched(step.password, input.value)
        if (input.kind === 'error')
          return this.#refused('account.getPassword', step.password, input.error, now)
        return step
      case 'checking':
        if (input.kind === 'result') return this.#checked(input.value)
        if (input.kind === 'error')
          return this.#refused('auth.checkPassword', step.password, input.error, now)
        return step
    }
  }

  #fetch(password: string | undefined): Step {
    const id = this.#options.nextId()
    this.#outputs.push({ kind: 'invoke', id, call: { _: 'account.getPassword' } })
    return { step: 'fetching', id, password }
  }

  #fetched(password: string | undefined, value: LoginResult): Step {
    if (value._ !== 'account.password') return this.#fail(unexpected(value))
    let parameters: SrpParameters
    try {
      parameters = srpParameters(value)
    } catch (error) {
      return this.#failWith(error)
    }
    if (password !== undefined) return this.#prove(parameters, password)
    const { hint } = value
    this.#backOff.reset()
    this.#outputs.push({
      kind: 'event',
      event: { event: 'password-needed', ...(hint && { hint }), wrong: this.#wrong },
    })
    return { step: 'asking', parameters }
  }

  #prove(parameters: SrpParameters, password: string): Step {
    // PW-06: fresh parameters again and again are no progress
    if (this.#proofs === this.#options.limits.proofs)
      return this.#fail(
        new MtprotoError('ERR_LOGIN_FAILED', {
          rule: 'PW-06',
          at: 'auth.checkPassword',
          got: `${this.#proofs} outdated proofs`,
        }),
      )
    this.#proofs += 1
    const { crypto, random } = this.#options
    return this.#advance(password, srpProof(parameters, password, crypto, random), undefined)
  }

  /** Runs the computation up to its next job, or to the proof; the first value is not looked at. */
  #advance(
    password: string,
    computation: Computation<inputCheckPasswordSRP>,
    value: JobValue<Job>,
  ): Step {
    const id = this.#options.nextId()
    try {
      const next = computation.next(value)
      if (next.done) {
        const call: auth.checkPassword = { _: 'auth.checkPassword', password: next.value }
        this.#outputs.push({ kind: 'invoke', id, call })
        return { step: 'checking', id, password }
      }
      this.#outputs.push({ kind: 'compute', id, job: next.value })
      return { step: 'proving', id, password, computation }
    } catch (error) {
      return this.#failWith(error)
    }
  }

  #checked(value: LoginResult): Step {
    if (value._ !== 'auth.authorization' && value._ !== 'auth.authorizationSignUpRequired')
      return this.#fail(unexpected(value))
    this.#outputs.push({ kind: 'done', authorization: value })
    return { step: 'over' }
  }

  #refused(method: LoginMethod, password: string | undefined, error: MtprotoError, now: Now): Step {
    if (!(error instanceof RpcError)) return this.#fail(error)
    switch (reactionTo(method, error)) {
      case 'ask-again':
        // PW-05: the refused proof has used up its srp_id
        this.#wrong = true
        return this.#fetch(undefined)
      case 'prove-again':
        return this.#fetch(password)
      case 'wait': {
        const until = this.#backOff.next(error, now)
        if (until === undefined) return this.#fail(error)
        this.#proofs = 0
        const seconds = (until - now.monotonic) / 1000
        this.#outputs.push({ kind: 'event', event: { event: 'waiting', seconds, error } })
        return { step: 'pausing', until, password }
      }
      default:
        return this.#fail(error)
    }
  }

  #failWith(error: unknown): Step {
    if (error instanceof MtprotoError) return this.#fail(error)
    throw error
  }

  #fail(error: MtprotoError): Step {
    this.#outputs.push({ kind: 'failed', error })
    return { step: 'over' }
  }
}

/** An answer of a type that its call does not return. */
export function unexpected(value: LoginResult): MtprotoError {
  return new MtprotoError('ERR_LOGIN_FAILED', { at: 'result', got: value._ })
}
