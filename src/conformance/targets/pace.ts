// Plays the steps of a case in real time, within what a run may take. A case may wait for minutes on a clock of
// its own; here every wait is cut to half of the time that is left, so that what comes after it has time as well.
import type { Outcome } from '../outcome.ts'
import type { Step, Steps } from '../steps.ts'

/** How often a step is looked at, and after how long that is seldom enough, in milliseconds. */
const INTERVAL = 2
const LONG_INTERVAL = 10
const SOON = 200
/** How long it takes for anything to arrive, in milliseconds. */
const ARRIVAL = 50
/** Between two looks there is no more time than this, unless the machine is too busy to tell early from late. */
const BUSY = 500

/** What a run is played on. */
export interface PaceOptions {
  /** monotonic milliseconds */
  readonly now: () => number
  /** how long the run may take, in milliseconds */
  readonly limit: number
  /** whether nothing can happen any more: no wait is waited out then */
  readonly isEnded?: () => boolean
  /** looked at beside every step: what it throws ends the run */
  readonly check?: () => void
}

/** The run has used up its time. */
export class TimedOut extends Error {}

export class Pace {
  /** whether a wait was cut short or looked at too late, so that what was not seen proves less than it should */
  cut = false
  readonly #options: PaceOptions
  readonly #end: number

  constructor(options: PaceOptions) {
    this.#options = options
    this.#end = options.now() + options.limit
  }

  /** Plays a case to its end. Throws what the case throws, what `check` throws, and TimedOut. */
  async play(steps: Steps): Promise<Outcome> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value
      await this.#until(step.value)
    }
  }

  async #until({ seen, within }: Step): Promise<void> {
    const { now, isEnded, check } = this.#options
    const start = now()
    const left = this.#end - start
    if (left < ARRIVAL) throw new TimedOut()
    const wanted = Math.max(within, ARRIVAL)
    const end = start + Math.min(wanted, left / 2)
    let quiet: number | undefined
    for (;;) {
      check?.()
      if (seen()) return
      const at = now()
      if (at >= end) break
      // What is on its way when a program ends still arrives.
      quiet = isEnded?.() ? (quiet ?? at) : undefined
      if (quiet !== undefined && at - quiet >= ARRIVAL) return
      const interval = at - start < SOON ? INTERVAL : LONG_INTERVAL
      await new Promise(resolve => setTimeout(resolve, interval))
      if (now() - at > BUSY) this.cut = true
    }
    if (wanted > left / 2) this.cut = true
  }
}
