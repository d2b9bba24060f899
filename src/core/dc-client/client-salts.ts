// The salts a client knows: the one in use, and those the server has promised for later.
// Source: /mtproto/description#server-salt, /mtproto/service_messages#request-for-several-future-salts

/** A salt and when it may be used, unix seconds. */
export interface FutureSalt {
  readonly validSince: number
  readonly validUntil: number
  readonly salt: bigint
}

/** How many are asked for at once. */
export const SALTS_ASKED = 64
/** A salt lives this long at least, in seconds. */
const PERIOD = 1800
/** New ones are asked for this long before the known ones end, in seconds. */
const AHEAD = 600
/** The server is not asked more often than this, in seconds. */
const ASK_INTERVAL = 60

export class ClientSalts {
  #current: bigint
  /** until when the current one is good for all we know, unix seconds; undefined: nobody has said */
  #until: number | undefined
  /** ascending */
  #future: readonly FutureSalt[] = []
  #askedAt = Number.NEGATIVE_INFINITY
  #changed = false

  constructor(current: bigint, future: readonly FutureSalt[] = []) {
    this.#current = current
    this.#future = future
  }

  /** SES-25: the salt to use at server time `unix` (seconds): the newest whose window has begun. */
  at(unix: number): bigint {
    const begun = this.#future.filter(({ validSince }) => validSince <= unix)
    const newest = begun.at(-1)
    if (newest !== undefined) {
      this.#future = this.#future.slice(begun.length)
      if (newest.validUntil > unix) {
        this.#changed ||= newest.salt !== this.#current
        this.#current = newest.salt
        this.#until = newest.validUntil
      }
    }
    return this.#current
  }

  /** SES-21: the server says which salt is right now; what it promised stands only if this was part of it. */
  adopt(salt: bigint, unix: number): void {
    if (salt === this.#current) return
    const promised = this.#future.findIndex(future => future.salt === salt)
    this.#until = this.#future[promised]?.validUntil ?? unix + PERIOD
    this.#future = promised < 0 ? [] : this.#future.slice(promised + 1)
    this.#current = salt
    this.#changed = true
  }

  /** Takes the answer to get_future_salts. */
  learn(salts: readonly FutureSalt[]): void {
    this.#future = salts
      .map(({ validSince, validUntil, salt }) => ({ validSince, validUntil, salt }))
      .sort((a, b) => a.validSince - b.validSince)
      .slice(0, SALTS_ASKED)
    this.#changed = true
  }

  /** The server has taken a message with the current salt. */
  confirm(unix: number): void {
    this.#until ??= unix + PERIOD
  }

  /** A new key, and the salt that came with it. */
  begin(salt: bigint): void {
    this.#current = salt
    this.#until = undefined
    this.#future = []
    this.#askedAt = Number.NEGATIVE_INFINITY
    this.#changed = true
  }

  /** When the next get_future_salts is due: unix seconds. */
  get askAt(): number {
    const end = this.#future.at(-1)?.validUntil ?? this.#until ?? Number.POSITIVE_INFINITY
    return Math.max(end - AHEAD, this.#askedAt + ASK_INTERVAL)
  }

  asked(unix: number): void {
    this.#askedAt = unix
  }

  /** What outlives a process: the salt in use, and those to come. */
  get current(): bigint {
    return this.#current
  }

  get future(): readonly FutureSalt[] {
    return this.#future
  }

  /** Whether anything changed since this was last asked. */
  takeChange(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }
}
