// The calls that the data centres of a world answer: an echo, users.getUsers, whose result repeats the number
// it was asked with, and the calls of a login by QR code, some of which want a password.
// Source: /api/invoking, /api/qr-login, /api/srp
import { toHex } from '../../src/core/bytes/hex.ts'
import { api, type auth, type Call, type users } from '../../src/core/tl/generated/api/index.ts'
import { decodeCall, encode, encodeResult } from '../../src/core/tl/schema.ts'
import type { Chance } from './chance.ts'
import type { PasswordDesk } from './password-desk.ts'
import type { Timeline } from './timeline.ts'

/** The body of the echo call; more `copies` make a larger result. */
export function echoCall(number: number, copies: number): users.getUsers {
  const user = { _: 'inputUser' as const, userId: BigInt(number), accessHash: 0n }
  return { _: 'users.getUsers', id: Array.from({ length: copies }, () => user) }
}

/** Whether `result` answers the echo call. */
export function isEcho(call: users.getUsers, result: readonly { readonly id: bigint }[]): boolean {
  return (
    result.length === call.id.length &&
    result.every(({ id }, i) => id === (call.id[i] as { readonly userId: bigint }).userId)
  )
}

export interface Refusal {
  readonly errorCode: number
  readonly errorMessage: string
}

/** A call without its wrappers. */
export interface Request {
  readonly call: Call
  readonly introduces: boolean
  /** the messages that have to be executed first */
  readonly after: readonly bigint[]
}

export function readRequest(body: Uint8Array): Request {
  let call = decodeCall(api, body)
  let introduces = false
  const after: bigint[] = []
  while ('query' in call) {
    introduces ||= call._ === 'initConnection'
    if (call._ === 'invokeAfterMsg') after.push(call.msgId)
    if (call._ === 'invokeAfterMsgs') after.push(...call.msgIds)
    call = call.query as Call
  }
  return { call, introduces, after }
}

/** The refusals of an echo call, the last of which a client may wait for and the others of which it may retry. */
export function refusalsOf(number: number): readonly Refusal[] {
  return [
    { errorCode: 400, errorMessage: `ECHO_${number}` },
    { errorCode: 500, errorMessage: `INTERNAL_${number}` },
    { errorCode: -503, errorMessage: 'Timeout' },
    { errorCode: 420, errorMessage: `FLOOD_WAIT_${FLOOD_WAIT}` },
  ]
}

/** Seconds. */
export const FLOOD_WAIT = 7

/** Seconds a login token lives. */
const TOKEN_TTL = 30

interface Token {
  readonly dc: number
  /** the key that exported it, or undefined when it is to be imported elsewhere */
  readonly authKeyId: bigint | undefined
  /** on the timeline: what the clocks of two data centres show may differ by more than a token lives */
  readonly until: number
}

/** The part that all data centres of a world share: one account, and the tokens for a login to it. */
export class Office {
  /** where the account is at home */
  readonly accountDc: number
  readonly #timeline: Timeline
  readonly #chance: Chance
  /** who asks for the password of the account, if it has one */
  readonly #desk: PasswordDesk | undefined
  readonly #tokens = new Map<string, Token>()
  /** by key: whether a token it exported was accepted */
  readonly #accepted = new Set<bigint>()

  constructor(accountDc: number, timeline: Timeline, chance: Chance, desk?: PasswordDesk) {
    this.accountDc = accountDc
    this.#timeline = timeline
    this.#chance = chance
    this.#desk = desk
  }

  /** Carries out a call of key `authKeyId` at `dc`; `unix` is server time in seconds. */
  perform(call: Call, dc: number, authKeyId: bigint, unix: number): Uint8Array | Refusal {
    switch (call._) {
      case 'users.getUsers':
        return encodeResult(
          api,
          call,
          call.id.map(input => ({
            _: 'userEmpty' as const,
            id: (input as { readonly userId: bigint }).userId,
          })),
        )
      case 'auth.exportLoginToken':
        return this.#export(dc, authKeyId, unix)
      case 'auth.importLoginToken': {
        const token = this.#tokens.get(toHex(call.token))
        if (token === undefined || token.dc !== dc || this.#isOver(token))
          return { errorCode: 400, errorMessage: 'AUTH_TOKEN_EXPIRED' }
        return this.#admit(authKeyId)
      }
      case 'account.getPassword': {
        const parameters = this.#desk?.parameters(authKeyId) ?? NO_PASSWORD
        return 'errorCode' in parameters ? parameters : encode(api, parameters)
      }
      case 'auth.checkPassword':
        if (this.#desk === undefined) return NO_PASSWORD
        return this.#desk.check(authKeyId, call) ?? encode(api, SUCCESS.authorization)
      default:
        return { errorCode: 400, errorMessage: 'INPUT_METHOD_INVALID' }
    }
  }

  /** The phone accepts a token; returns who exported it, or undefined when it is worth nothing any more. */
  accept(bytes: Uint8Array): { readonly dc: number; readonly authKeyId: bigint } | undefined {
    const token = this.#tokens.get(toHex(bytes))
    if (token?.authKeyId === undefined || this.#isOver(token)) return undefined
    this.#accepted.add(token.authKeyId)
    return { dc: token.dc, authKeyId: token.authKeyId }
  }

  #export(dc: number, authKeyId: bigint, unix: number): Uint8Array | Refusal {
    const { accountDc } = this
    if (!this.#accepted.has(authKeyId)) {
      const token = this.#issue(dc, authKeyId)
      return encode(api, { _: 'auth.loginToken', expires: unix + TOKEN_TTL, token })
    }
    if (accountDc === dc) return this.#admit(authKeyId)
    const token = this.#issue(accountDc, undefined)
    return encode(api, { _: 'auth.loginTokenMigrateTo', dcId: accountDc, token })
  }

  /** A key whose token was accepted is logged in, unless the password is missing. */
  #admit(authKeyId: bigint): Uint8Array | Refusal {
    if (this.#desk?.passes(authKeyId) === false)
      return { errorCode: 401, errorMessage: 'SESSION_PASSWORD_NEEDED' }
    return encode(api, SUCCESS)
  }

  #isOver({ until }: Token): boolean {
    return this.#timeline.now >= until
  }

  #issue(dc: number, authKeyId: bigint | undefined): Uint8Array {
    const token = this.#chance.random(32, 'token')
    this.#tokens.set(toHex(token), { dc, authKeyId, until: this.#timeline.now + TOKEN_TTL * 1000 })
    return token
  }
}

const NO_PASSWORD: Refusal = { errorCode: 401, errorMessage: 'AUTH_KEY_UNREGISTERED' }

const SUCCESS: auth.loginTokenSuccess = {
  _: 'auth.loginTokenSuccess',
  authorization: { _: 'auth.authorization', user: { _: 'user', id: 777_000_001n, self: true } },
}
