// How long to wait before the next attempt to reach a data centre, and when to stop trying.
import type { Random } from '../machine.ts'

export interface BackoffLimits {
  /** the wait after the first failure, in milliseconds; it doubles with each further one */
  readonly firstDelay: number
  /** no wait is longer than this, in milliseconds */
  readonly maxDelay: number
  /** consecutive failures after which everything outstanding is given up, if there never was a connection */
  readonly attempts: number
  /** the same for a connection that was lost: calls wait longer for one that has worked before */
  readonly attemptsOnceReady: number
}

export const DEFAULT_BACKOFF: BackoffLimits = {
  firstDelay: 250,
  maxDelay: 30_000,
  attempts: 5,
  attemptsOnceReady: 60,
}

/** A connection that lasts this long is a good one, in milliseconds. */
const HELD = 10_000

export class Backoff {
  readonly #limits: BackoffLimits
  readonly #random: Random
  #failures = 0

  constructor(limits: BackoffLimits, random: Random) {
    this.#limits = limits
    this.#random = random
  }

  /**
   * Counts the loss of a connection that worked for `uptime` milliseconds, perhaps none. Returns the wait in
   * milliseconds, or undefined when there were too many.
   */
  fail(wasReady: boolean, uptime = 0): number | undefined {
    // A server that answers and hangs up is tried ever more seldom; only what held for a while is a success.
    if (uptime >= HELD) this.#failures = 0
    const { firstDelay, maxDelay, attempts, attemptsOnceReady } = this.#limits
    if (++this.#failures >= (wasReady ? attemptsOnceReady : attempts)) return undefined
    const delay = Math.min(firstDelay * 2 ** (this.#failures - 1), maxDelay)
    // Half of the wait is random, so that clients cut off together do not return together.
    return delay / 2 + (delay / 2) * (this.#random(1, 'jitter')[0]! / 255)
  }

  /** There is a new reason to try: the next failure is a first one. */
  reset(): void {
    this.#failures = 0
  }
}
