// What an answer says about the account rather than about the call. Source: /api/errors, /api/auth
import type { RpcError } from '../core/errors.ts'

/** The data centre that a call has to be repeated on, and whether the account is at home there. */
export interface Migration {
  readonly dc: number
  readonly home: boolean
}

/** QR-20: 303 sends the call to another data centre; only files and statistics leave home where it is. */
export function migrationIn({
  errorCode,
  errorMessage,
  parameter,
}: RpcError): Migration | undefined {
  const kind = /^(PHONE|NETWORK|USER|FILE|STATS)_MIGRATE_\d+$/.exec(errorMessage)?.[1]
  if (errorCode !== 303 || kind === undefined || parameter === undefined) return undefined
  return { dc: parameter, home: kind !== 'FILE' && kind !== 'STATS' }
}

const LOGGED_OUT =
  /^(?:AUTH_KEY_UNREGISTERED|AUTH_KEY_INVALID|SESSION_REVOKED|SESSION_EXPIRED|USER_DEACTIVATED(?:_BAN)?)$/

/** QR-19: whether the login is over: `key` when not even its key may be used again. */
export function logoutIn({ errorCode, errorMessage }: RpcError): 'login' | 'key' | undefined {
  if (errorCode === 406 && errorMessage === 'AUTH_KEY_DUPLICATED') return 'key'
  return errorCode === 401 && LOGGED_OUT.test(errorMessage) ? 'login' : undefined
}

/** The id of the user that a result has logged in. */
export function userIn(result: unknown): bigint | undefined {
  const { _, authorization, user } = (result ?? {}) as {
    readonly _?: string
    readonly authorization?: unknown
    readonly user?: { readonly id: bigint }
  }
  if (_ === 'auth.loginTokenSuccess') return userIn(authorization)
  return _ === 'auth.authorization' ? user?.id : undefined
}
