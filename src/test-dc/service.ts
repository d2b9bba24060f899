// What all data centres of one TestDc have in common: people, tokens, and each other.
import type { Crypto } from '../core/crypto/provider.ts'
import type { Random } from '../core/machine.ts'
import type { Schema } from '../core/tl/codec.ts'
import { api, type Updates } from '../core/tl/generated/api/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { Host } from '../host/host.ts'
import { type Account, Accounts } from './accounts.ts'
import type { DataCentre } from './data-centre.ts'
import type { ClientIdentity, Login } from './key-state.ts'
import { LoginTokens } from './login-tokens.ts'
import { TokenStore } from './tokens.ts'

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
  /** the ids of the data centres */
  readonly dcs: readonly number[]
  /** seconds */
  readonly tokenTtl: number
  /** told of each login token that is exported */
  readonly exported: (token: Uint8Array) => void
}

export class Service {
  readonly host: Host
  readonly crypto: Crypto
  readonly random: Random
  readonly api: Schema
  readonly test: boolean
  /** seconds */
  readonly tokenTtl: number
  readonly accounts: Accounts
  readonly tokens: LoginTokens
  readonly exportedLogins: TokenStore<ExportedLogin>
  readonly exported: (token: Uint8Array) => void
  /** by id, in the order they were asked for */
  readonly dcs: Map<number, DataCentre> = new Map()

  constructor({ host, random, api, test, dcs, tokenTtl, exported }: ServiceOptions) {
    const { crypto } = host
    this.host = host
    this.crypto = crypto
    this.random = random
    this.api = api
    this.test = test
    this.tokenTtl = tokenTtl
    this.accounts = new Accounts(dcs, random, crypto)
    this.tokens = new LoginTokens(tokenTtl, random, crypto)
    this.exportedLogins = new TokenStore(random, crypto)
    this.exported = exported
  }

  /** The time in unix seconds. */
  get unix(): number {
    return Math.floor(this.host.now().unix / 1000)
  }

  /**
   * Accepts a login token on behalf of an account and tells the program that exported it, which is
   * returned. Throws an RpcError for a token that cannot be accepted. Source: /method/auth.acceptLoginToken
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
