// Whether the line of a client is alive: a ping now and then, and a limit to the wait for its pong. The pong
// that names the ping on its way was made after it, so it tells the server's time however old or new it seems.
// Over HTTP, where a request is always open, a ping is sent for that alone.
// Source: /mtproto/service_messages#ping-messages-pingpong
import { readInt64LE } from '../bytes/integers.ts'
import type { MtprotoError } from '../errors.ts'
import type { Now, Random } from '../machine.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import { HttpRequests } from './http-wait.ts'

/** A line is pinged this often, in milliseconds. */
const PING_INTERVAL = 60_000
/** The server hangs up this long after the last ping, in seconds: soon after the next is missing. */
const DISCONNECT_DELAY = 75
/** A ping after which nothing comes within this time means that the line is dead, in milliseconds. */
const PONG_TIMEOUT = 15_000
/** What is too old again on a connection younger than this will always be, in milliseconds. */
const HELD = 10_000

/**
 * Whether a message that was refused may have been good when the server sent it: a clock that stood still makes
 * it look too old or too new, and any other was damaged on its way. The server has it still.
 */
export function mayBeGood({ code }: MtprotoError): boolean {
  return ['ERR_MESSAGE_TIME', 'ERR_MSG_KEY_MISMATCH', 'ERR_UNKNOWN_AUTH_KEY'].includes(code)
}

export class KeepAlive {
  /** over HTTP: those that are open */
  readonly requests: HttpRequests | undefined
  #since = 0
  #pingAt = 0
  /** something has to be heard until this moment */
  #silentAt: number | undefined
  /** of the last ping, until it is answered */
  #pingId: bigint | undefined
  /** whether something came that was not believed for its time */
  #missed = false

  constructor(isHttp: boolean) {
    this.requests = isHttp ? new HttpRequests() : undefined
  }

  /** A new connection. */
  begin(now: Now): void {
    this.#since = now.monotonic
    this.#pingAt = this.#nextPing(now)
    this.#silentAt = undefined
    this.#pingId = undefined
    this.#missed = false
    this.requests?.begin()
  }

  /** Something came that was not believed for its time: a ping finds out who is wrong. */
  miss(now: Now): void {
    this.#missed = true
    this.hurry(now)
  }

  /** Whether there was such a thing on this connection. */
  get missed(): boolean {
    return this.#missed
  }

  /** Whether the connection is old enough that a new one may bring what this one did not. */
  held(now: Now): boolean {
    return now.monotonic - this.#since >= HELD
  }

  /** Something came. */
  heard(): void {
    this.#silentAt = undefined
  }

  /** Whether nothing came for too long. */
  silent(now: Now): boolean {
    const isDead = this.#silentAt !== undefined && now.monotonic >= this.#silentAt
    return isDead || this.requests?.silent(now) === true
  }

  /** The next ping is due soon. */
  hurry(now: Now): void {
    this.#pingAt = Math.min(this.#pingAt, now.monotonic)
  }

  /** When the next ping is due, or the line is dead: monotonic milliseconds. */
  get deadline(): number {
    const never = Number.POSITIVE_INFINITY
    return Math.min(this.#silentAt ?? this.#pingAt, this.requests?.deadline ?? never)
  }

  due(now: Now): boolean {
    return this.#silentAt === undefined && now.monotonic >= this.#pingAt
  }

  /** The ping that is due. */
  ping(random: Random, now: Now): Mtproto.ping | Mtproto.ping_delay_disconnect {
    const pingId = readInt64LE(random(8, 'ping_id'))
    this.#pingId = pingId
    this.#pingAt = this.#nextPing(now)
    this.#silentAt = now.monotonic + PONG_TIMEOUT
    return this.requests !== undefined
      ? { _: 'ping', pingId }
      : { _: 'ping_delay_disconnect', pingId, disconnectDelay: DISCONNECT_DELAY }
  }

  #nextPing({ monotonic }: Now): number {
    return this.requests ? Number.POSITIVE_INFINITY : monotonic + PING_INTERVAL
  }

  /** Whether a pong is the answer to the last ping; true once. */
  answered(pingId: bigint): boolean {
    if (pingId !== this.#pingId) return false
    this.#pingId = undefined
    return true
  }
}
