// The salts of one auth key: a new one every half hour, the one before still accepted for as long again.
// Source: /mtproto/description#server-salt, /mtproto/service_messages#request-for-several-future-salts
import { readInt64LE } from '../bytes/integers.ts'
import type { Random } from '../machine.ts'

/** How long a salt is the current one, and how long it stays good after that, in seconds. */
const PERIOD = 1800

export interface Salt {
  /** unix seconds */
  readonly validSince: number
  /** unix seconds */
  readonly validUntil: number
  readonly salt: bigint
}

export class SaltSchedule {
  readonly #random: Random
  /** ascending; the last may lie in the future */
  #salts: Salt[]

  /** `first` is the salt that came out of the key exchange at `unix` (seconds). */
  constructor(first: bigint, unix: number, random: Random) {
    this.#random = random
    this.#salts = [saltFrom(unix, first)]
  }

  /** The salt to use now. */
  current(unix: number): bigint {
    return this.future(1, unix)[0]!.salt
  }

  /** SES-66, SES-67: whether a message with this salt may be processed now. */
  accepts(salt: bigint, unix: number): boolean {
    this.#extend(unix, unix)
    return this.#salts.some(s => s.salt === salt && s.validSince <= unix)
  }

  /** The current salt and those after it, `count` together. */
  future(count: number, unix: number): Salt[] {
    this.#extend(unix, unix + (count - 1) * PERIOD)
    return this.#salts.filter(({ validSince }) => validSince + PERIOD > unix).slice(0, count)
  }

  /** Every salt handed out so far becomes worthless at once. */
  rotate(unix: number): void {
    this.#salts = [saltFrom(unix, this.#draw())]
  }

  /** Forgets what is over at `unix` and draws what is needed until `until`. */
  #extend(unix: number, until: number): void {
    this.#salts = this.#salts.filter(({ validUntil }) => validUntil > unix)
    if (this.#salts.length === 0) this.rotate(unix)
    while (this.#salts.at(-1)!.validSince + PERIOD <= until)
      this.#salts.push(saltFrom(this.#salts.at(-1)!.validSince + PERIOD, this.#draw()))
  }

  #draw(): bigint {
    return readInt64LE(this.#random(8, 'server_salt'))
  }
}

function saltFrom(validSince: number, salt: bigint): Salt {
  return { validSince, validUntil: validSince + 2 * PERIOD, salt }
}
