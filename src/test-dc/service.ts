// What all data centres of one TestDc have in common: people, tokens, and each other.
import type { Crypto } from '../core/crypto/provider.ts'
import { RpcError } from '../core/errors.ts'
import type { Random } from '../core/machine.ts'
import type { Schema } from '../core/tl/codec.ts'
import { type Updates, api } from '../core/tl/generated/api/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { Host } from '../host/host.ts'
import type { Account, Accounts } from './accounts.ts'
import type { DataCentre } from './data-centre.ts'
import type { ClientIdentity, Login } from './key-state.ts'
import type { LoginTokens } from './login-tokens.ts'
import type { TokenStore } from './tokens.ts'

/** A login on its way to another data centre by auth.exportAuthorization. */
export interface ExportedLogin {
  readonly account: Account
  /** where it is expected */
  readonly dc: number
  /** unix seconds */
  readonly expires: number
}

export interface ServiceOptions {
  readonly host: Host
  readonly random: Random
  /** what calls and results are read and written with */
  readonly api: Schema
  /** whether this is the separate test environment */
  readonly test: boolean
  readonly accounts: Accounts
  readonly tokens: LoginTokens
  readonly exportedLogins: TokenStore<ExportedLogin>
  /** told of each token that is exported */
  readonly exported: (token: Uint8Array) => void
}

export class Service {
  readonly host: Host
  readonly crypto: Crypto
  readonly random: Random
  readonly api: Schema
  readonly test: boolean
  readonly accounts: Accounts
  readonly tokens: LoginTokens
  readonly exportedLogins: TokenStore<ExportedLogin>
  readonly exported: (token: Uint8Array) => void
  /** by id */
  readonly dcs: Map<number, DataCentre> = new Map()

  constructor(options: ServiceOptions) {
    this.host = options.host
    this.crypto = options.host.crypto
    this.random = options.random
    this.api = options.api
    this.test = options.test
    this.accounts = options.accounts
    this.tokens = options.tokens
    this.exportedLogins = options.exportedLogins
    this.exported = options.exported
  }

  /** The time in unix seconds. */
  get unix(): number {
    return Math.floor(this.host.now().unix / 1000)
  }

  /**
   * Accepts a login token on behalf of an account, and tells the program that exported it.
   * Returns what is known of that program. Throws an RpcError. Source: /method/auth.acceptLoginToken
   */
  accept(token: Uint8Array, account: Account): ClientIdentity {
    const { login, client } = this.tokens.accept(token, account, this.unix)
    this.push(login, { _: 'updateShort', update: { _: 'updateLoginToken' }, date: this.unix })
    return client
  }

  /** Sends an update to whoever uses the login. */
  push(login: Login, update: Updates): void {
    this.dcs.get(login.dc)?.push(login.keyIds, encode(api, update))
  }
}
