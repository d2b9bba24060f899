// The people a test DC knows. All data centres of one TestDc share them; each person is at home on one.
// Source: /api/auth, /api/srp. Only the verifier of a password is computed from it, once, and then kept.
import { readInt64LE } from '../core/bytes/integers.ts'
import { telegramPrime } from '../core/crypto/dh-group.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import { run } from '../core/login/computation.ts'
import type { SrpAlgo } from '../core/login/srp.ts'
import { type SrpVerifier, srpVerifier } from '../core/login/srp-server.ts'
import type { Random } from '../core/machine.ts'
import type { user } from '../core/tl/generated/api/index.ts'

/** Who an account belongs to; everything left out is made up. */
export interface AccountOptions {
  /** the user id; 777000001 and up when left out */
  readonly id?: bigint | undefined
  /** `Ada` when left out */
  readonly firstName?: string | undefined
  /** digits only; 9996621234 and up when left out */
  readonly phone?: string | undefined
  /** the data centre it is at home on; the first one when left out */
  readonly dc?: number | undefined
  /** makes two-step verification necessary */
  readonly password?: string | undefined
  /** what the client is told about the password */
  readonly hint?: string | undefined
}

/** Somebody who can log in. */
export interface Account {
  readonly id: bigint
  readonly accessHash: bigint
  readonly firstName: string
  readonly phone: string
  readonly dc: number
  readonly hint: string | undefined
  readonly hasPassword: boolean
}

const FIRST_ID = 777_000_001n
const FIRST_PHONE = 9_996_621_234

export class Accounts {
  readonly #dcs: readonly number[]
  readonly #random: Random
  readonly #crypto: Crypto
  readonly #byId = new Map<bigint, Account>()
  readonly #passwords = new WeakMap<Account, string>()
  readonly #verifiers = new WeakMap<Account, SrpVerifier>()

  /** `dcs` are the ids of the data centres an account can be at home on. */
  constructor(dcs: readonly number[], random: Random, crypto: Crypto) {
    this.#dcs = dcs
    this.#random = random
    this.#crypto = crypto
  }

  /** Adds an account; throws ERR_ARGUMENT when its id is taken or its data centre does not exist. */
  add(options: AccountOptions): Account {
    const { password, hint } = options
    const count = this.#byId.size
    const account: Account = {
      id: options.id ?? FIRST_ID + BigInt(count),
      accessHash: readInt64LE(this.#random(8, 'token')),
      firstName: options.firstName ?? 'Ada',
      phone: options.phone ?? String(FIRST_PHONE + count),
      dc: options.dc ?? this.#dcs[0]!,
      hint,
      hasPassword: password !== undefined,
    }
    if (this.#byId.has(account.id))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'account id',
        got: account.id,
        expected: 'a new one',
      })
    if (!this.#dcs.includes(account.dc))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'account dc',
        got: account.dc,
        expected: `one of ${this.#dcs.join(', ')}`,
      })
    this.#byId.set(account.id, account)
    if (password !== undefined) this.#passwords.set(account, password)
    return account
  }

  find(id: bigint): Account | undefined {
    return this.#byId.get(id)
  }

  /** The account that was added first. */
  get first(): Account {
    return this.#byId.values().next().value!
  }

  /** What the password of an account is proved against; throws ERR_ARGUMENT for one without a password. */
  verifier(account: Account): SrpVerifier {
    const known = this.#verifiers.get(account)
    if (known !== undefined) return known
    const password = this.#passwords.get(account)
    if (password === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'account',
        got: account.id,
        expected: 'a password',
      })
    // salt1 as a client leaves it that set the password: 8 bytes of the server and 32 of its own.
    const algo = passwordAlgo(this.#random, 40)
    const verifier = run(srpVerifier(algo, password, this.#crypto), this.#crypto)
    this.#verifiers.set(account, verifier)
    return verifier
  }
}

/** The algorithm of passwords with fresh salts, salt1 of `length` bytes. */
export function passwordAlgo(random: Random, length: number): SrpAlgo {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1: random(length, 'srp'),
    salt2: random(16, 'srp'),
    g: 3,
    p: telegramPrime(),
  }
}

/** The account as its owner (`self`) or anybody else sees it. */
export function userOf({ id, accessHash, firstName, phone }: Account, self: boolean): user {
  return { _: 'user', ...(self && { self, phone }), id, accessHash, firstName }
}
