// What a program did about a stimulus, in the terms of docs/rules.md and of nothing else: only what the wire,
// the clock and the end of the scenario show.

/** The outcome of one run. */
export type Outcome =
  /** it was taken for good */
  | { readonly kind: 'ACCEPT' }
  /** the key exchange ended: nothing more of it was sent, no key came of it */
  | { readonly kind: 'ABORT' }
  /** it had no effect and was not acknowledged */
  | { readonly kind: 'DROP' }
  /** the message went out again: under a new msg_id, or under its own inside a container */
  | { readonly kind: 'RESEND' }
  /** everything outstanding went out again in a new session */
  | { readonly kind: 'NEWSES' }
  /** the scenario ended with an error, and nothing was tried again */
  | { readonly kind: 'ERROR' }
  /** a transport error, such as -404 */
  | { readonly kind: 'TRANSPORT'; readonly code: number }
  | { readonly kind: 'BAD_MSG'; readonly code: number }
  /** bad_server_salt with a salt that works */
  | { readonly kind: 'BAD_SALT' }
  /** the connection was closed without a word */
  | { readonly kind: 'CLOSE' }
  | { readonly kind: 'RPC_ERROR'; readonly code: number; readonly text: string }
  /** an object, by its TL name */
  | { readonly kind: 'ANSWER'; readonly name: string }
  /** a requirement was not met */
  | { readonly kind: 'BROKEN'; readonly what: string }

export const ACCEPT: Outcome = { kind: 'ACCEPT' }
export const ABORT: Outcome = { kind: 'ABORT' }
export const DROP: Outcome = { kind: 'DROP' }
export const RESEND: Outcome = { kind: 'RESEND' }
export const NEWSES: Outcome = { kind: 'NEWSES' }
export const ERROR: Outcome = { kind: 'ERROR' }
export const CLOSE: Outcome = { kind: 'CLOSE' }
export const BAD_SALT: Outcome = { kind: 'BAD_SALT' }
export const E404: Outcome = { kind: 'TRANSPORT', code: -404 }
export const E429: Outcome = { kind: 'TRANSPORT', code: -429 }
export const E444: Outcome = { kind: 'TRANSPORT', code: -444 }

export const badMsg = (code: number): Outcome => ({ kind: 'BAD_MSG', code })
export const rpcError = (code: number, text: string): Outcome => ({ kind: 'RPC_ERROR', code, text })
export const answered = (name: string): Outcome => ({ kind: 'ANSWER', name })

/** One word or two for a report. Two outcomes are the same when this is. */
export function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'TRANSPORT':
      return `E${-outcome.code}`
    case 'BAD_MSG':
      return `BAD_MSG ${outcome.code}`
    case 'RPC_ERROR':
      return `RPC_ERROR ${outcome.code} ${outcome.text}`
    case 'ANSWER':
      return `ANSWER ${outcome.name}`
    case 'BROKEN':
      return outcome.what
    default:
      return outcome.kind
  }
}
