// A stage for login machines: a virtual clock, a server clock an hour ahead, and what came out.

import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { type MtprotoError, RpcError } from '../../../src/core/errors.ts'
import type { LoginCall, LoginResult } from '../../../src/core/login/calls.ts'
import {
  QrLogin,
  type QrLoginInput,
  type QrLoginOptions,
  type QrLoginOutput,
} from '../../../src/core/login/qr-login.ts'
import type { Now } from '../../../src/core/machine.ts'
import type { account, auth, user } from '../../../src/core/tl/generated/api/index.ts'

/** Server time in seconds when the stage's clock stands at 0; the local clock is an hour behind. */
export const SERVER_START = 1_700_003_600
const LOCAL_START = 1_700_000_000

export const EXPORT: auth.exportLoginToken = {
  _: 'auth.exportLoginToken',
  apiId: 17,
  apiHash: 'some hash',
  exceptIds: [777000002n],
}

export const ADA: user = { _: 'user', id: 777000001n, self: true, firstName: 'Ada' }

export const AUTHORIZATION: auth.authorization = { _: 'auth.authorization', user: ADA }

export const SUCCESS: auth.loginTokenSuccess = {
  _: 'auth.loginTokenSuccess',
  authorization: AUTHORIZATION,
}

/** account.password with parameters that pass every check; each `round` has another srp_id and B. */
export function passwordWith(round: number, hint?: string): account.password {
  const srpB = new Uint8Array(256).fill(round, 250)
  return {
    _: 'account.password',
    hasPassword: true,
    currentAlgo: {
      _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
      salt1: Uint8Array.of(1),
      salt2: Uint8Array.of(2),
      g: 3,
      p: telegramPrime(),
    },
    srpB,
    srpId: BigInt(round),
    ...(hint !== undefined && { hint }),
    newAlgo: { _: 'passwordKdfAlgoUnknown' },
    newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
    secureRandom: new Uint8Array(0),
  }
}

/** A token of one repeated byte that expires `seconds` after the stage's clock began. */
export function token(fill: number, seconds: number): auth.loginToken {
  return {
    _: 'auth.loginToken',
    expires: SERVER_START + seconds,
    token: new Uint8Array(3).fill(fill),
  }
}

export function migrateTo(dcId: number, fill: number): auth.loginTokenMigrateTo {
  return { _: 'auth.loginTokenMigrateTo', dcId, token: new Uint8Array(3).fill(fill) }
}

export function importOf(fill: number): auth.importLoginToken {
  return { _: 'auth.importLoginToken', token: new Uint8Array(3).fill(fill) }
}

export function invoke(id: number, dc: number, call: LoginCall): QrLoginOutput {
  return { kind: 'invoke', id, dc, call }
}

/** What a login says when it is told to pause. */
export function waiting(seconds: number, code: number, text: string): QrLoginOutput[] {
  const error = new RpcError(code, text)
  return [{ kind: 'event', event: { event: 'waiting', seconds, error } }]
}

export function random(length: number): Uint8Array {
  return new Uint8Array(length).fill(1)
}

export class Stage {
  readonly login: QrLogin
  #ms = 0

  constructor(options: Partial<QrLoginOptions> = {}) {
    this.login = new QrLogin({
      crypto: portable,
      random,
      apiId: 17,
      apiHash: 'some hash',
      exceptIds: [777000002n],
      homeDc: 2,
      ...options,
    })
  }

  get now(): Now {
    return { monotonic: this.#ms, unix: LOCAL_START * 1000 + this.#ms }
  }

  /** Gives one input and returns everything that came out. */
  give(input: QrLoginInput): QrLoginOutput[] {
    this.login.handle(input, this.now)
    return this.#drain()
  }

  start(): QrLoginOutput[] {
    return this.give({ kind: 'start' })
  }

  result(id: number, value: LoginResult): QrLoginOutput[] {
    const serverTime = SERVER_START * 1000 + this.#ms
    return this.give({ kind: 'result', id, value, serverTime })
  }

  rpcError(id: number, code: number, text: string): QrLoginOutput[] {
    return this.give({ kind: 'error', id, error: new RpcError(code, text) })
  }

  accepted(): QrLoginOutput[] {
    return this.give({
      kind: 'update',
      update: { _: 'updateShort', update: { _: 'updateLoginToken' }, date: SERVER_START },
    })
  }

  /** Moves the clock to `ms` and calls handleTimeout there, due or not. */
  at(ms: number): QrLoginOutput[] {
    this.#ms = ms
    this.login.handleTimeout(this.now)
    return this.#drain()
  }

  /** Answers jobs with made-up values until something else comes out; returns that. */
  compute(outputs: QrLoginOutput[]): QrLoginOutput[] {
    for (;;) {
      const [output] = outputs
      if (output?.kind !== 'compute') return outputs
      outputs = this.give({
        kind: 'computed',
        id: output.id,
        value: new Uint8Array(256).fill(7, 1),
      })
    }
  }

  #drain(): QrLoginOutput[] {
    const outputs: QrLoginOutput[] = []
    for (let output = this.login.poll(); output; output = this.login.poll()) outputs.push(output)
    return outputs
  }
}

/** The one output, which is a failure; returns its error. */
export function failure(outputs: QrLoginOutput[]): MtprotoError {
  const [output] = outputs
  if (outputs.length !== 1 || output?.kind !== 'failed')
    throw new Error(`expected one failure, got ${outputs.map(({ kind }) => kind)}`)
  return output.error
}
