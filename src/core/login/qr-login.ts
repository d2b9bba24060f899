// A login by QR code as a state machine over abstract DCs: it says which call goes to which DC and is
// told what came back; connections, keys and layers are the owner's. Source: /api/qr-login
// Invariant: one request is outstanding at most, and one of `success` and `failed` comes out exactly once.
import type { Job, JobOutcome } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError, RpcError } from '../errors.ts'
import type { Machine, Now, Random } from '../machine.ts'
import type { Unparsed } from '../tl/codec.ts'
import type { auth, Update, Updates, user } from '../tl/generated/api/index.ts'
import type { LoginCall, LoginResult } from './calls.ts'
import { encodeLoginUrl } from './login-url.ts'
import {
  PasswordCheck,
  type PasswordCheckInput,
  type PasswordNeeded,
  unexpected,
} from './password-check.ts'
import { BackOff, LOGIN_LIMITS, type LoginLimits, reactionTo, type Waiting } from './reaction.ts'

/** What may happen to a QrLogin. `id` is the number of a call that it asked for, or of a job. */
export type QrLoginInput =
  | { readonly kind: 'start' }
  /** `serverTime`: the answering DC's clock at this moment, in milliseconds since 1970 */
  | {
      readonly kind: 'result'
      readonly id: number
      readonly value: LoginResult
      readonly serverTime: number
    }
  /** an RpcError from the server, or another error when the request could not be carried out */
  | { readonly kind: 'error'; readonly id: number; readonly error: MtprotoError }
  /** anything the home DC pushed */
  | { readonly kind: 'update'; readonly update: Update | Updates | Unparsed }
  /** the home DC is connected again, and updates may have been missed */
  | { readonly kind: 'reconnected' }
  /** what the person typed after `password-needed` */
  | { readonly kind: 'password'; readonly password: string }
  | JobOutcome
  /** the login is not wanted any more: it fails with ERR_ABORTED */
  | { readonly kind: 'abort' }

/** What a QrLogin wants done or has to tell; after `success` or `failed` nothing more comes. */
export type QrLoginOutput =
  | { readonly kind: 'invoke'; readonly id: number; readonly dc: number; readonly call: LoginCall }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'event'; readonly event: QrLoginEvent }
  | { readonly kind: 'failed'; readonly error: MtprotoError }

/** `variant` is the TL name of the answer that caused the event. */
export type QrLoginEvent =
  /** show this link instead of the one before; `expires` is unix time in seconds by the server's clock */
  | {
      readonly event: 'token'
      readonly url: string
      readonly token: Uint8Array
      readonly expires: number
      readonly variant: 'auth.loginToken'
    }
  /** another device has accepted the token */
  | { readonly event: 'scanned' }
  /** the account lives on another DC, where the login goes on */
  | {
      readonly event: 'migrating'
      readonly dc: number
      readonly variant: 'auth.loginTokenMigrateTo'
    }
  | PasswordNeeded
  | Waiting
  /** logged in: the authorization belongs to the key of this DC, which is the account's main DC */
  | {
      readonly event: 'success'
      readonly dc: number
      readonly user: user
      readonly authorization: auth.authorization
      readonly variant: 'auth.loginTokenSuccess' | 'auth.authorization'
    }

/** Who logs in, and from which data centre. */
export interface QrLoginOptions {
  readonly crypto: Crypto
  readonly random: Random
  readonly apiId: number
  readonly apiHash: string
  /** ids of the users already logged in here, whom the accepting app then refuses */
  readonly exceptIds?: readonly bigint[]
  /** the DC that exports the tokens */
  readonly homeDc: number
  readonly limits?: LoginLimits
}

/** A call with its DC, and how often its token has been sent on. */
interface Request {
  readonly dc: number
  readonly call: auth.exportLoginToken | auth.importLoginToken
  readonly migrations: number
}

/** All instants are monotonic times in milliseconds. */
type Step =
  | { readonly step: 'idle' }
  /** `again`: when to export again if the answer shows the token as not accepted */
  | {
      readonly step: 'requesting'
      readonly id: number
      readonly request: Request
      readonly again: number
    }
  | { readonly step: 'showing'; readonly until: number }
  | { readonly step: 'pausing'; readonly until: number; readonly request: Request }
  | { readonly step: 'verifying'; readonly dc: number; readonly check: PasswordCheck }
  | { readonly step: 'over' }

type At<S extends Step['step']> = Step & { readonly step: S }

/** Milliseconds between two exports caused by acceptances or by reconnecting. */
const ACCEPTED_INTERVAL = 1_000
/** Milliseconds between two exports caused by updates that cannot be read. */
const UNREADABLE_INTERVAL = 10_000
/** Milliseconds a token is shown: at least, whatever its expiry says, and at most. */
const SHORTEST_SHOW = 1_000
const LONGEST_SHOW = 600_000

/**
 * The flow of /api/qr-login. The owner carries out each `invoke` on the DC it names and answers it with
 * one `result` or `error` of the same id, unless it is cancelled; a `compute` is answered by `computed`.
 */
export class QrLogin implements Machine<QrLoginInput, QrLoginOutput> {
  readonly #options: QrLoginOptions
  readonly #limits: LoginLimits
  readonly #backOff: BackOff
  readonly #outputs: QrLoginOutput[] = []
  #step: Step = { step: 'idle' }
  #ids = 0
  #restarts = 0
  #scanned = false
  /** when an update or a reconnection has last caused an export, or will */
  #hurried: number = Number.NEGATIVE_INFINITY

  constructor(options: QrLoginOptions) {
    this.#options = options
    this.#limits = options.limits ?? LOGIN_LIMITS
    this.#backOff = new BackOff(this.#limits)
  }

  /** Throws ERR_ARGUMENT for a password that was not asked for. Answers to other ids are ignored. */
  handle(input: QrLoginInput, now: Now): void {
    this.#step = this.#after(this.#step, input, now)
  }

  handleTimeout(now: Now): void {
    this.#step = this.#due(this.#step, now)
  }

  poll(): QrLoginOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    const step = this.#step
    if (step.step === 'verifying') return step.check.deadline()
    return step.step === 'showing' || step.step === 'pausing' ? step.until : undefined
  }

  #after(step: Step, input: QrLoginInput, now: Now): Step {
    if (step.step === 'over') return step
    switch (input.kind) {
      case 'start':
        return step.step === 'idle' ? this.#export() : step
      case 'update':
        return this.#updated(step, input.update, now)
      case 'reconnected':
        // QR-21: what was pushed while the connection was down is lost
        return this.#hurry(step, ACCEPTED_INTERVAL, now)
      case 'abort':
        return this.#abort(step)
      case 'password':
        if (step.step === 'verifying') return this.#verify(step, input, now)
        throw new MtprotoError('ERR_ARGUMENT', { at: 'password', got: step.step })
      default:
        if (step.step === 'verifying') return this.#verify(step, input, now)
        if (step.step !== 'requesting' || step.id !== input.id) return step
        if (input.kind === 'result') return this.#answered(step, input.value, input.serverTime, now)
        return input.kind === 'error' ? this.#refused(step.request, input.error, now) : step
    }
  }

  #due(step: Step, now: Now): Step {
    if (step.step === 'verifying') {
      step.check.handleTimeout(now)
      return this.#forward(step)
    }
    if (step.step === 'showing' && now.monotonic >= step.until) return this.#export()
    if (step.step === 'pausing' && now.monotonic >= step.until) return this.#request(step.request)
    return step
  }

  #export(): Step {
    const { apiId, apiHash, exceptIds = [], homeDc } = this.#options
    // QR-01
    return this.#request({
      dc: homeDc,
      call: { _: 'auth.exportLoginToken', apiId, apiHash, exceptIds: [...exceptIds] },
      migrations: 0,
    })
  }

  #request(request: Request): Step {
    const id = this.#nextId()
    this.#outputs.push({ kind: 'invoke', id, dc: request.dc, call: request.call })
    return { step: 'requesting', id, request, again: Number.POSITIVE_INFINITY }
  }

  #answered(
    { request, again }: At<'requesting'>,
    value: LoginResult,
    serverTime: number,
    now: Now,
  ): Step {
    this.#backOff.reset()
    switch (value._) {
      case 'auth.loginToken':
        // only the DC that exports tokens has one to show
        return request.call._ === 'auth.exportLoginToken'
          ? this.#show(value, again, serverTime, now)
          : this.#restart(unexpected(value))
      case 'auth.loginTokenMigrateTo':
        return this.#migrate(value, request)
      case 'auth.loginTokenSuccess':
        return this.#succeed(request.dc, value.authorization, value._)
      default:
        return this.#fail(unexpected(value))
    }
  }

  #show({ token, expires }: auth.loginToken, again: number, serverTime: number, now: Now): Step {
    let url: string
    try {
      url = encodeLoginUrl(token)
    } catch (cause) {
      return this.#fail(new MtprotoError('ERR_LOGIN_FAILED', { at: 'auth.loginToken', cause }))
    }
    this.#event({ event: 'token', url, token, expires, variant: 'auth.loginToken' })
    this.#scanned = false
    // QR-04: the expiry is a time of the server's clock; QR-05: a past one makes no tight loop
    const left = Math.min(Math.max(expires * 1000 - serverTime, SHORTEST_SHOW), LONGEST_SHOW)
    return this.#due({ step: 'showing', until: Math.min(now.monotonic + left, again) }, now)
  }

  #migrate({ dcId, token }: auth.loginTokenMigrateTo, { migrations }: Request): Step {
    // QR-13: a token that is sent on and on is no login
    if (migrations === this.#limits.migrations)
      return this.#fail(
        new MtprotoError('ERR_LOGIN_FAILED', {
          rule: 'QR-13',
          at: 'auth.loginTokenMigrateTo',
          got: migrations + 1,
          expected: `at most ${migrations} migrations`,
        }),
      )
    this.#event({ event: 'migrating', dc: dcId, variant: 'auth.loginTokenMigrateTo' })
    // QR-10
    return this.#request({
      dc: dcId,
      call: { _: 'auth.importLoginToken', token },
      migrations: migrations + 1,
    })
  }

  #refused(request: Request, error: MtprotoError, now: Now): Step {
    if (!(error instanceof RpcError)) return this.#fail(error)
    switch (reactionTo(request.call._, error)) {
      case 'verify-password':
        return this.#startVerifying(request.dc, now)
      case 'export-again':
        return this.#restart(error)
      case 'wait': {
        const until = this.#backOff.next(error, now)
        if (until === undefined) return this.#fail(error)
        this.#event({ event: 'waiting', seconds: (until - now.monotonic) / 1000, error })
        return { step: 'pausing', until, request }
      }
      default:
        return this.#fail(error)
    }
  }

  /** QR-12: back to a new token on the home DC, not for ever. */
  #restart(error: MtprotoError): Step {
    if (this.#restarts === this.#limits.restarts) return this.#fail(error)
    this.#restarts += 1
    return this.#export()
  }

  #updated(step: Step, update: Update | Updates | Unparsed, now: Now): Step {
    const news = newsIn(update)
    if (news === 'unreadable') return this.#hurry(step, UNREADABLE_INTERVAL, now)
    if (news === 'none' || !isExporting(step)) return step
    // QR-07: a second update about the same token is no second scan
    if (!this.#scanned) this.#event({ event: 'scanned' })
    this.#scanned = true
    return this.#hurry(step, ACCEPTED_INTERVAL, now)
  }

  /** Exports again at once, or when `interval` has passed since this was last done. */
  #hurry(step: Step, interval: number, now: Now): Step {
    const at = Math.max(now.monotonic, this.#hurried + interval)
    if (step.step === 'showing' && at < step.until) {
      this.#hurried = at
      return this.#due({ step: 'showing', until: at }, now)
    }
    if (step.step === 'requesting' && isExporting(step) && at < step.again) {
      this.#hurried = at
      return { ...step, again: at }
    }
    return step
  }

  /** QR-14: the password is asked for on the DC that wants it. */
  #startVerifying(dc: number, now: Now): Step {
    const { crypto, random } = this.#options
    const nextId = () => this.#nextId()
    const check = new PasswordCheck({ crypto, random, limits: this.#limits, nextId })
    return this.#verify({ step: 'verifying', dc, check }, { kind: 'start' }, now)
  }

  #verify(step: At<'verifying'>, input: PasswordCheckInput, now: Now): Step {
    step.check.handle(input, now)
    return this.#forward(step)
  }

  #forward(step: At<'verifying'>): Step {
    const { dc, check } = step
    for (let output = check.poll(); output; output = check.poll()) {
      if (output.kind === 'done')
        return this.#succeed(dc, output.authorization, 'auth.authorization')
      if (output.kind === 'failed') return this.#fail(output.error)
      this.#outputs.push(output.kind === 'invoke' ? { ...output, dc } : output)
    }
    return step
  }

  #succeed(
    dc: number,
    authorization: auth.Authorization,
    variant: 'auth.loginTokenSuccess' | 'auth.authorization',
  ): Step {
    // QR-15: an authorization to sign up is not a login
    if (authorization._ === 'auth.authorizationSignUpRequired')
      return this.#fail(new MtprotoError('ERR_SIGN_UP_REQUIRED', { rule: 'QR-15' }))
    const { user } = authorization
    if (user._ !== 'user')
      return this.#fail(new MtprotoError('ERR_LOGIN_FAILED', { at: 'user', got: user._ }))
    // QR-09
    this.#event({ event: 'success', dc, user, authorization, variant })
    return { step: 'over' }
  }

  #abort(step: Step): Step {
    const id =
      step.step === 'verifying'
        ? step.check.request
        : step.step === 'requesting'
          ? step.id
          : undefined
    if (id !== undefined) this.#outputs.push({ kind: 'cancel', id })
    return this.#fail(new MtprotoError('ERR_ABORTED', { at: 'login' }))
  }

  #fail(error: MtprotoError): Step {
    this.#outputs.push({ kind: 'failed', error })
    return { step: 'over' }
  }

  #event(event: QrLoginEvent): void {
    this.#outputs.push({ kind: 'event', event })
  }

  #nextId(): number {
    this.#ids += 1
    return this.#ids
  }
}

/** Whether an export is what comes next, or its answer. */
function isExporting(step: Step): boolean {
  if (step.step === 'requesting' || step.step === 'pausing')
    return step.request.call._ === 'auth.exportLoginToken'
  return step.step === 'showing'
}

/** QR-06: what an update says about the token, alone or inside any of the containers. */
function newsIn(update: Update | Updates | Unparsed): 'accepted' | 'unreadable' | 'none' {
  switch (update._) {
    case 'updateLoginToken':
      return 'accepted'
    case 'updateShort':
      return newsIn(update.update)
    case 'updates':
    case 'updatesCombined': {
      const news = update.updates.map(newsIn)
      if (news.includes('accepted')) return 'accepted'
      return news.includes('unreadable') ? 'unreadable' : 'none'
    }
    case 'updatesTooLong':
    case 'unparsed':
      return 'unreadable'
    default:
      return 'none'
  }
}
