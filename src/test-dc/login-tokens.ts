// Login tokens: exported by a program that wants to log in, accepted by one that is, or imported on the
// data centre that the account is at home on. Source: /api/qr-login, /method/auth.acceptLoginToken,
// /method/auth.importLoginToken. A token that was replaced by a newer one stays good until it expires.
import type { Crypto } from '../core/crypto/provider.ts'
import { RpcError } from '../core/errors.ts'
import type { Random } from '../core/machine.ts'
import type { Account } from './accounts.ts'
import type { ClientIdentity, Login } from './key-state.ts'
import { TokenStore } from './tokens.ts'

interface Exported {
  readonly kind: 'exported'
  readonly login: Login
  readonly client: ClientIdentity
  /** users who are logged in inside the exporting program already */
  readonly exceptIds: readonly bigint[]
  /** unix seconds */
  readonly expires: number
  accepted: boolean
}

interface Migrating {
  readonly kind: 'migrating'
  /** the login on the data centre that the account is not at home on */
  readonly login: Login
  readonly account: Account
  /** unix seconds */
  readonly expires: number
  importer: Login | undefined
}

/** A token and when it expires, in unix seconds. */
export interface IssuedToken {
  readonly token: Uint8Array
  readonly expires: number
}

export class LoginTokens {
  readonly #ttl: number
  readonly #tokens: TokenStore<Exported | Migrating>

  /** Tokens are good for `ttl` seconds. */
  constructor(ttl: number, random: Random, crypto: Crypto) {
    this.#ttl = ttl
    this.#tokens = new TokenStore(random, crypto)
  }

  /** A token for somebody who is logged in to accept. `unix` is the time in seconds. */
  export(
    login: Login,
    client: ClientIdentity,
    exceptIds: readonly bigint[],
    unix: number,
  ): IssuedToken {
    const expires = unix + this.#ttl
    const token = this.#tokens.issue({
      kind: 'exported',
      login,
      client,
      exceptIds,
      expires,
      accepted: false,
    })
    return { token, expires }
  }

  /** A token with which a login that was accepted for `account` goes on at its data centre. */
  migrate(login: Login, account: Account, unix: number): IssuedToken {
    const expires = unix + this.#ttl
    const token = this.#tokens.issue({
      kind: 'migrating',
      login,
      account,
      expires,
      importer: undefined,
    })
    return { token, expires }
  }

  /**
   * Accepts a token on behalf of `account` and returns the login that exported it and the program behind
   * that. Throws an RpcError for a token that cannot be accepted.
   */
  accept(
    token: Uint8Array,
    account: Account,
    unix: number,
  ): { login: Login; client: ClientIdentity } {
    const found = this.#tokens.find(token)
    // QR-30: never exported, over, or accepted before
    if (found?.kind !== 'exported') throw new RpcError(400, 'AUTH_TOKEN_INVALIDX')
    if (unix >= found.expires) throw new RpcError(400, 'AUTH_TOKEN_EXPIRED')
    if (found.accepted || found.login.state.step !== 'logged-out')
      throw new RpcError(400, 'AUTH_TOKEN_ALREADY_ACCEPTED')
    // QR-32: this user is logged in over there
    if (found.exceptIds.includes(account.id)) throw new RpcError(400, 'AUTH_TOKEN_EXCEPTION')
    for (const other of this.#tokens.values())
      if (other.kind === 'exported' && other.login === found.login) other.accepted = true
    found.login.state = { step: 'accepted', account }
    return found
  }

  /**
   * Takes a login over to the data centre of `importer` and returns the account it was accepted for. Asking again with
   * the same key gives the same account. Throws an RpcError for a token that cannot be imported.
   */
  import(token: Uint8Array, importer: Login, unix: number): Account {
    const found = this.#tokens.find(token)
    // QR-34: changed bytes; a token that is none for import, or for another data centre
    if (found === undefined) throw new RpcError(400, 'AUTH_TOKEN_INVALIDX')
    if (found.kind !== 'migrating' || found.account.dc !== importer.dc)
      throw new RpcError(400, 'AUTH_TOKEN_INVALID')
    if (found.importer === importer) return found.account
    if (found.importer !== undefined) throw new RpcError(400, 'AUTH_TOKEN_ALREADY_ACCEPTED')
    if (unix >= found.expires) throw new RpcError(400, 'AUTH_TOKEN_EXPIRED')
    found.importer = importer
    found.login.state = { step: 'logged-out' }
    return found.account
  }

  /** Forgets all tokens, as when the keys they belong to are lost. */
  clear(): void {
    this.#tokens.clear()
  }
}
