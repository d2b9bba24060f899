// The harness as the service behind a login by QR code: tokens, an acceptance after a while, migration, password.
// Source: /api/qr-login, /api/srp
import { toBigInt } from '../core/bytes/integers.ts'
import { telegramPrime } from '../core/crypto/dh-group.ts'
import type { Computation } from '../core/login/computation.ts'
import type { SrpAlgo } from '../core/login/srp.ts'
import { multiplier } from '../core/login/srp.ts'
import {
  type SrpChallenge,
  type SrpVerifier,
  srpChallenge,
  srpVerifier,
  srpVerify,
} from '../core/login/srp-server.ts'
import type { Random } from '../core/machine.ts'
import { constructorId } from '../core/session/message.ts'
import { find } from '../core/tl/codec.ts'
import type { account, auth, User } from '../core/tl/generated/api/index.ts'
import { api } from '../core/tl/generated/api/index.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { encode, encodeResult } from '../core/tl/schema.ts'
import { runWith } from './computation.ts'
import type { Dc } from './dc.ts'
import type { DcHarness } from './dc-harness.ts'
import type { Heard } from './heard.ts'

/** What a case can set about a login. */
export interface LoginSetup {
  /** how long tokens live, in seconds; 30 by default */
  readonly ttl?: number
  /** when the first token is accepted after it was shown, in milliseconds; 1000 by default */
  readonly acceptAfter?: number
  /** the data centre the account is at home on; 2 by default */
  readonly home?: number
  readonly password?: string
  /** which challenges are drawn for the password: any by default */
  readonly challenge?: (k: bigint, verifier: SrpVerifier, challenge: SrpChallenge) => boolean
}

/** A call of the login and when it came, in monotonic milliseconds. */
export interface LoginCall {
  readonly name: string
  readonly dc: number
  readonly heard: Heard
}

const USER: User = { _: 'user', self: true, id: 777_000_001n, accessHash: 1n, firstName: 'Ada' }

export const authorization: auth.authorization = { _: 'auth.authorization', user: USER }

export function rpcErrorBody(errorCode: number, errorMessage: string): Uint8Array {
  return encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
}

export function migrateTo(dcId: number, token: Uint8Array): Uint8Array {
  return encode(api, { _: 'auth.loginTokenMigrateTo', dcId, token })
}

export function success(made: auth.Authorization = authorization, ids?: Ids): Uint8Array {
  return encode(api, { _: 'auth.loginTokenSuccess', authorization: made }, ids)
}

/** Whether somebody is logged in after this result. */
function isAuthorizing(result: Uint8Array): boolean {
  const is = (bytes: Uint8Array, name: 'auth.loginTokenSuccess' | 'auth.authorization') =>
    constructorId(bytes) === find(api.objects, name)!.id
  const inner = is(result, 'auth.loginTokenSuccess') ? result.subarray(4) : result
  return is(inner, 'auth.authorization')
}

type Ids = ReadonlyMap<number, number> | undefined

/** The token with which a login goes on elsewhere. */
const MIGRATION_TOKEN = Uint8Array.from({ length: 40 }, (_, i) => 255 - i)

export class LoginScript {
  readonly calls: LoginCall[] = []
  readonly algo: SrpAlgo
  readonly #harness: DcHarness
  readonly #setup: LoginSetup
  readonly #random: Random
  #acceptAt: number | undefined
  #accepted = false
  #verifier: SrpVerifier | undefined
  #challenge: (SrpChallenge & { readonly srpId: bigint }) | undefined
  #challenges = 0n
  #authorized = false

  constructor(harness: DcHarness, random: Random) {
    this.#harness = harness
    this.#setup = harness.dc.setup.login ?? {}
    this.#random = random
    this.algo = {
      _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
      salt1: random(40, 'srp'),
      salt2: random(16, 'srp'),
      g: 3,
      p: telegramPrime(),
    }
  }

  /** The calls of this name. */
  named(name: string): LoginCall[] {
    return this.calls.filter(call => call.name === name)
  }

  /** Somebody accepts the token: whoever exports again is told. */
  accept(): void {
    this.#accepted = true
    this.#acceptAt = undefined
  }

  /** Tells the client that the token was accepted. */
  push(): void {
    const { dc } = this.#harness
    const date = Math.floor(dc.unix / 1000)
    const update = encode(api, { _: 'updateShort', update: { _: 'updateLoginToken' }, date })
    const replies = dc.setup.push?.(update, dc) ?? [{ body: update }]
    for (const reply of replies) dc.send(reply)
  }

  /** Answers what waits, and accepts the token when it is time. */
  run(): void {
    for (const dc of this.#harness.dcs.values())
      for (let call = dc.takeCall(); call !== undefined; call = dc.takeCall())
        this.#answer(dc, call)
    if (this.#acceptAt === undefined || this.#harness.host.now().monotonic < this.#acceptAt) return
    this.accept()
    this.push()
  }

  #answer(dc: Dc, heard: Heard): void {
    this.calls.push({ name: heard.name, dc: dc.id, heard })
    const honest = this.#result(dc, heard)
    const count = this.named(heard.name).length
    const result = this.#harness.dc.setup.result?.(heard, count, honest, dc) ?? honest
    this.#authorized ||= isAuthorizing(result)
    dc.answer(heard, result)
  }

  #result(dc: Dc, heard: Heard): Uint8Array {
    const { call } = heard
    const ids = dc.idsFor(heard)
    const { home = 2, password, ttl = 30, acceptAfter = 1000 } = this.#setup
    switch (call?._) {
      case 'auth.exportLoginToken': {
        if (this.#accepted && home !== dc.id) return migrateTo(home, MIGRATION_TOKEN)
        if (this.#accepted) return this.#proceed(password, ids)
        this.#acceptAt ??= this.#harness.host.now().monotonic + acceptAfter
        const expires = Math.floor(dc.unix / 1000) + ttl
        const token = this.#random(32, 'token')
        return encode(api, { _: 'auth.loginToken', expires, token })
      }
      case 'auth.importLoginToken':
        return dc.id === home
          ? this.#proceed(password, ids)
          : rpcErrorBody(400, 'AUTH_TOKEN_INVALID')
      case 'account.getPassword':
        return encode(api, this.#password(password ?? ''))
      case 'auth.checkPassword': {
        const { password: given } = call
        const challenge = this.#challenge
        if (given._ !== 'inputCheckPasswordSRP' || challenge === undefined)
          return rpcErrorBody(400, 'PASSWORD_HASH_INVALID')
        if (given.srpId !== challenge.srpId) return rpcErrorBody(400, 'SRP_ID_INVALID')
        const proves = this.#solve(
          srpVerify(this.#verifier!, challenge, given, this.#harness.host.crypto),
        )
        return proves ? encode(api, authorization, ids) : rpcErrorBody(400, 'PASSWORD_HASH_INVALID')
      }
      case 'users.getUsers':
        return this.#authorized
          ? encodeResult(api, call, [USER], ids)
          : rpcErrorBody(401, 'AUTH_KEY_UNREGISTERED')
      case 'help.getNearestDc':
        return encodeResult(api, call, {
          _: 'nearestDc',
          country: 'ZZ',
          thisDc: dc.id,
          nearestDc: dc.id,
        })
      default:
        return rpcErrorBody(400, 'INPUT_METHOD_INVALID')
    }
  }

  #proceed(password: string | undefined, ids: Ids): Uint8Array {
    return password === undefined
      ? success(authorization, ids)
      : rpcErrorBody(401, 'SESSION_PASSWORD_NEEDED')
  }

  #password(password: string): account.password {
    const { crypto } = this.#harness.host
    this.#verifier ??= this.#solve(srpVerifier(this.algo, password, crypto))
    const k = multiplier(this.algo, crypto)
    const { challenge: fits = () => true } = this.#setup
    let challenge: SrpChallenge
    do challenge = this.#solve(srpChallenge(this.#verifier, crypto, this.#random))
    while (!fits(k, this.#verifier, challenge))
    this.#challenge = { ...challenge, srpId: ++this.#challenges }
    return {
      _: 'account.password',
      hasPassword: true,
      currentAlgo: this.algo,
      srpB: challenge.B,
      srpId: this.#challenges,
      newAlgo: { ...this.algo, salt1: this.#random(8, 'srp') },
      newSecureAlgo: {
        _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
        salt: this.#random(8, 'srp'),
      },
      secureRandom: this.#random(256, 'srp'),
    }
  }

  #solve<T>(computation: Computation<T>): T {
    return runWith(computation, job => this.#harness.host.compute(job))
  }
}

/** Whether B is below k·v modulo p, so that a careless difference is negative. */
export function isBelow(k: bigint, { algo, v }: SrpVerifier, { B }: SrpChallenge): boolean {
  return toBigInt(B) < (k * v) % toBigInt(algo.p)
}
