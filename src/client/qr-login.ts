// Login by QR code as a stream of events. Source: /api/qr-login
import { MtprotoError } from '../core/errors.ts'
import type { LoginResult } from '../core/login/calls.ts'
import type { PasswordNeeded } from '../core/login/password-check.ts'
import {
  QrLogin,
  type QrLoginEvent,
  type QrLoginInput,
  type QrLoginOutput,
} from '../core/login/qr-login.ts'
import type { LoginLimits } from '../core/login/reaction.ts'
import type { Types as ApiTypes, Update, Updates } from '../core/tl/generated/api/index.ts'
import { compute } from '../host/compute.ts'
import { Driver } from '../host/driver.ts'
import { AsyncQueue } from './async-queue.ts'
import type { Client } from './client.ts'
import { Cancellation, type Signal } from './signal.ts'

/** Whoever gives a password that was refused this often again, in one login, has no other. */
const MAX_REPEATED = 2

/** How one login is made. Only `apiHash` is needed, and `password` for an account that has one. */
export interface QrLoginClientOptions {
  /** belongs to the api id of the client */
  readonly apiHash: string
  /** ids of users already logged in here, whom the accepting app then refuses */
  readonly exceptIds?: readonly bigint[]
  /** asked for the password of an account that has one; called again when it was wrong, for another one */
  readonly password?: (needed: PasswordNeeded) => string | Promise<string>
  /** ends the login with ERR_ABORTED */
  readonly signal?: Signal
  readonly limits?: LoginLimits
}

/**
 * Logs in by QR code: yields `token` with a link to show, again whenever it expires, then `scanned`,
 * `migrating`, `password-needed`, and `waiting` when the server wants a pause, as they happen, and `success` at
 * the end, after which the client's home is the DC of the account. Throws what ended the login otherwise:
 * RpcError, ERR_ABORTED, ERR_SIGN_UP_REQUIRED, ERR_PASSWORD_WRONG when a refused password keeps being given,
 * ERR_LOGIN_FAILED, or an error of the connection. Leaving the loop early abandons the login.
 */
export async function* qrLogin(
  client: Client<ApiTypes>,
  options: QrLoginClientOptions,
): AsyncGenerator<QrLoginEvent, void, undefined> {
  await client.restore()
  const { host, apiId, homeDc } = client
  const { apiHash, exceptIds = [], limits, signal } = options
  const events = new AsyncQueue<QrLoginEvent>()
  let lastPassword: string | undefined
  let repeated = 0
  const calls = new Map<number, Cancellation>()
  const machine = new QrLogin({
    crypto: host.crypto,
    random: host.random,
    apiId,
    apiHash,
    exceptIds,
    homeDc,
    ...(limits && { limits }),
  })
  const driver = new Driver<QrLoginInput, QrLoginOutput>(machine, host, perform)
  const stopObserving = client.observe({
    update: (dc, update) => {
      if (dc !== homeDc) return
      // A result that came in front of the update settles its promise first.
      host.setTimer(0, () => driver.input({ kind: 'update', update: update as Update | Updates }))
    },
    interrupted: dc => {
      if (dc === homeDc) driver.input({ kind: 'reconnected' })
    },
  })
  const abort = (): void => driver.input({ kind: 'abort' })
  signal?.addEventListener('abort', abort, { once: true })
  try {
    driver.input(signal?.aborted ? { kind: 'abort' } : { kind: 'start' })
    yield* events.read()
  } finally {
    signal?.removeEventListener('abort', abort)
    stopObserving()
    driver.stop()
    for (const call of calls.values()) call.abort()
  }

  function perform(output: QrLoginOutput): void {
    switch (output.kind) {
      case 'invoke':
        void invoke(output)
        break
      case 'cancel':
        calls.get(output.id)?.abort()
        calls.delete(output.id)
        break
      case 'compute':
        void compute(host, output).then(outcome => driver.input(outcome))
        break
      case 'event':
        happened(output.event)
        break
      case 'failed':
        events.fail(output.error)
        break
    }
  }

  async function invoke({ id, dc, call }: QrLoginOutput & { kind: 'invoke' }): Promise<void> {
    const cancellation = new Cancellation()
    calls.set(id, cancellation)
    try {
      const value: LoginResult = await client.invoke(call, {
        dc,
        signal: cancellation,
        // The login has its own way with these errors.
        floodWait: 0,
        retries: 0,
      })
      driver.input({ kind: 'result', id, value, serverTime: await client.serverTime(dc) })
    } catch (error) {
      if (!(error instanceof MtprotoError)) return events.fail(error)
      driver.input({ kind: 'error', id, error })
    } finally {
      calls.delete(id)
    }
  }

  function happened(event: QrLoginEvent): void {
    if (event.event === 'success') client.homeDc = event.dc
    events.push(event)
    if (event.event === 'success') events.end()
    if (event.event === 'password-needed') void askPassword(event)
  }

  async function askPassword(needed: PasswordNeeded): Promise<void> {
    try {
      if (options.password === undefined) throw noPassword()
      const password = await options.password(needed)
      // Whoever has nothing else to say is not asked for ever: a service locks an account for less.
      if (needed.wrong && password === lastPassword && ++repeated === MAX_REPEATED)
        throw samePassword()
      lastPassword = password
      driver.input({ kind: 'password', password })
    } catch (error) {
      events.fail(error)
    }
  }
}

function samePassword(): MtprotoError {
  return new MtprotoError('ERR_PASSWORD_WRONG', { at: 'password', got: 'the one refused before' })
}

function noPassword(): MtprotoError {
  return new MtprotoError('ERR_LOGIN_FAILED', {
    got: 'an account with a password',
    advice: 'give a way to ask for it',
  })
}
