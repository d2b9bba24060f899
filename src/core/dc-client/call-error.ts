// What a client does about an rpc_error on its own, as a table; everything else is the caller's.
// Source: /api/errors, /api/invoking
import type { RpcError } from '../errors.ts'
import type { Now } from '../machine.ts'
import type { Query } from './query.ts'

export type CallReaction =
  /** the error is the answer */
  | 'settle'
  /** the call goes out again inside the layer wrapper */
  | 'introduce'
  /** the call goes out again as it is */
  | 'repeat'
  /** the call goes out again once the calls it depends on are over */
  | 'wait-for-others'
  /** the call goes out again after the temporary key is bound */
  | 'bind'
  /** the call goes out again after the seconds that the server names, if the caller allows that many */
  | 'flood-wait'
  /** the call goes out again after a while that doubles, if the caller allows it */
  | 'back-off'

interface Row {
  readonly text?: RegExp
  readonly code?: (code: number) => boolean
  readonly reaction: CallReaction
}

/** The first row whose conditions hold counts. */
const ROWS: readonly Row[] = [
  // SES-45
  { text: /^CONNECTION_(?:NOT_INITED|LAYER_INVALID)$/, reaction: 'introduce' },
  // SES-48
  { text: /^MSG_WAIT_TIMEOUT$/, reaction: 'repeat' },
  { text: /^MSG_WAIT_FAILED$/, reaction: 'wait-for-others' },
  // SES-52
  { text: /^AUTH_KEY_PERM_EMPTY$/, reaction: 'bind' },
  { text: /^FLOOD_(?:PREMIUM_)?WAIT_\d+$/, code: code => code === 420, reaction: 'flood-wait' },
  // negative codes are retried like internal errors
  { code: code => code < 0 || (code >= 500 && code < 600), reaction: 'back-off' },
]

/** Returns what to do after the server has answered a call with `error`. */
export function callReaction({ errorCode, errorMessage }: RpcError): CallReaction {
  const row = ROWS.find(
    ({ text, code }) => (text?.test(errorMessage) ?? true) && (code?.(errorCode) ?? true),
  )
  return row?.reaction ?? 'settle'
}

/** The waits after internal errors of the server: the first, doubled each time, and the longest, in milliseconds. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 60_000

/** Counts an error against what the caller allows, and sets when the call may go out again; false: never. */
export function mayRepeat(query: Query, error: RpcError, now: Now): boolean {
  switch (callReaction(error)) {
    case 'flood-wait': {
      // A number out of all bounds is for ever, and a server that names 0 cannot be asked without end.
      const wait = Math.max(1, error.parameter ?? Number.POSITIVE_INFINITY)
      query.waited += wait
      if (query.waited > (query.floodWait ?? 0)) return false
      query.notBefore = now.monotonic + wait * 1000
      return true
    }
    case 'back-off':
      if (query.failures >= (query.retries ?? 0)) return false
      query.notBefore = now.monotonic + Math.min(FIRST_PAUSE * 2 ** query.failures++, LONGEST_PAUSE)
      return true
    default:
      return true
  }
}
