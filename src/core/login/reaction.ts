// What a login does about an rpc_error, as data: /api/errors, /api/qr-login, /api/srp and the error lists
// of the four methods it calls.
// Invariant: every error leads to one reaction, and every repetition is counted and spaced by a BackOff.
import type { RpcError } from '../errors.ts'
import type { Now } from '../machine.ts'
import type { LoginMethod } from './calls.ts'

export type LoginReaction =
  /** two-step verification follows, on the DC that asked for it */
  | 'verify-password'
  /** the token is of no use any more: a new one is exported on the home DC */
  | 'export-again'
  /** the person is asked for the password again */
  | 'ask-again'
  /** the parameters are fetched afresh and the same password is proved again */
  | 'prove-again'
  /** the request is repeated after a while */
  | 'wait'
  /** the error ends the login */
  | 'give-up'

interface Row {
  readonly methods?: readonly LoginMethod[]
  readonly code?: (code: number) => boolean
  readonly text?: RegExp
  readonly reaction: LoginReaction
}

/** The first row whose conditions all hold counts. */
const ROWS: readonly Row[] = [
  // QR-14: servers send 401 or 400, the text decides
  {
    methods: ['auth.exportLoginToken', 'auth.importLoginToken'],
    text: /^SESSION_PASSWORD_NEEDED$/,
    reaction: 'verify-password',
  },
  // QR-12: numbered and lettered variants exist, the prefix decides
  {
    methods: ['auth.importLoginToken'],
    text: /^AUTH_TOKEN_(?:EXPIRED|INVALID|ALREADY_ACCEPTED)/,
    reaction: 'export-again',
  },
  // PW-05
  { methods: ['auth.checkPassword'], text: /^PASSWORD_HASH_INVALID$/, reaction: 'ask-again' },
  // PW-06
  {
    methods: ['auth.checkPassword'],
    text: /^SRP_(?:ID_INVALID|PASSWORD_CHANGED)$/,
    reaction: 'prove-again',
  },
  // QR-17
  { code: code => code === 420, text: /^FLOOD_(?:PREMIUM_)?WAIT_\d+$/, reaction: 'wait' },
  // QR-18: 500, -503 and every code without a meaning of its own
  { code: code => code < 300 || code >= 500, reaction: 'wait' },
]

/** Returns what to do after `error` was the answer to `method`. */
export function reactionTo(method: LoginMethod, error: RpcError): LoginReaction {
  const row = ROWS.find(
    ({ methods, code, text }) =>
      (methods?.includes(method) ?? true) &&
      (code?.(error.errorCode) ?? true) &&
      (text?.test(error.errorMessage) ?? true),
  )
  // QR-16: whatever else there is, repeating does not help against it
  return row?.reaction ?? 'give-up'
}

/** How far a login goes before it gives up. */
export interface LoginLimits {
  /** how often one token may be sent on to another DC (QR-13) */
  readonly migrations: number
  /** how often a failed import may lead back to a new token (QR-12) */
  readonly restarts: number
  /** how often one request is repeated after temporary failures (QR-17, QR-18) */
  readonly retries: number
  /** the longest FLOOD_WAIT that is waited for, in seconds (QR-17) */
  readonly floodWait: number
  /** how often one typed password is proved, each time with fresh parameters (PW-06) */
  readonly proofs: number
}

export const LOGIN_LIMITS: LoginLimits = {
  migrations: 3,
  restarts: 5,
  retries: 10,
  floodWait: 300,
  proofs: 3,
}

/** The server wants a pause, or is in trouble: the request is repeated after so many seconds. */
export interface Waiting {
  readonly event: 'waiting'
  readonly seconds: number
  /** what the server said */
  readonly error: RpcError
}

const SECOND = 1000
const LONGEST_DELAY = 60 * SECOND

/** Spaces the repetitions of a request: FLOOD_WAIT as told, anything else 1, 2, 4 … 60 seconds. */
export class BackOff {
  readonly #limits: LoginLimits
  #failures = 0

  constructor(limits: LoginLimits) {
    this.#limits = limits
  }

  /** The monotonic time in milliseconds for the next attempt; undefined when there shall be none. */
  next(error: RpcError, { monotonic }: Now): number | undefined {
    if (this.#failures === this.#limits.retries) return undefined
    const delay = Math.min(SECOND * 2 ** this.#failures, LONGEST_DELAY)
    this.#failures += 1
    if (error.errorCode !== 420) return monotonic + delay
    const told = error.parameter ?? Number.POSITIVE_INFINITY
    return told > this.#limits.floodWait ? undefined : monotonic + Math.max(told, 1) * SECOND
  }

  /** The request has succeeded: the next failure is a first one. */
  reset(): void {
    this.#failures = 0
  }
}
