// Runs one machine on the timeline: carries out what it asks for, and wakes it at its deadlines.
import type { Machine, Now } from '../../src/core/machine.ts'
import type { Timeline } from './timeline.ts'

export interface ActorOptions<Input, Output> {
  readonly timeline: Timeline
  readonly machine: Machine<Input, Output>
  /** both clocks as its computer shows them */
  readonly now: () => Now
  /** when its monotonic clock will show this */
  readonly when: (monotonic: number) => number
  /** lets something happen now, or when the computer is awake again */
  readonly gate: (run: () => void) => void
  /** carries out one output */
  readonly act: (output: Output) => void
}

/** One input causes fewer outputs than this. */
const MOST_OUTPUTS = 10_000

export class Actor<Input, Output> {
  readonly #options: ActorOptions<Input, Output>
  #armed: number | undefined
  #stopped = false

  constructor(options: ActorOptions<Input, Output>) {
    this.#options = options
  }

  feed(input: Input): void {
    if (this.#stopped) return
    this.#options.machine.handle(input, this.#options.now())
    this.#drain()
  }

  /** Lets it look at the clock. */
  wake(): void {
    if (this.#stopped) return
    this.#options.machine.handleTimeout(this.#options.now())
    this.#drain()
  }

  /** Nothing it does counts from now on. */
  stop(): void {
    this.#stopped = true
  }

  #drain(): void {
    const { machine, act, timeline, when, gate } = this.#options
    for (let count = 0; ; count++) {
      const output = machine.poll()
      if (output === undefined) break
      if (this.#stopped) return
      if (count > MOST_OUTPUTS) throw new Error('outputs without an end')
      act(output)
    }
    const deadline = machine.deadline()
    if (deadline === this.#armed) return
    this.#armed = deadline
    if (deadline === undefined || deadline === Number.POSITIVE_INFINITY) return
    // timers know whole milliseconds, and are never early
    timeline.at(Math.ceil(when(deadline)), () => {
      if (this.#armed !== deadline) return
      this.#armed = undefined
      gate(() => this.wake())
    })
  }
}
