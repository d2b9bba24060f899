// Runs one machine of the core: feeds it, performs what it asks for, and keeps its one timer armed.
import type { Machine } from '../core/machine.ts'
import type { Host } from './host.ts'

/** Hosts count timers in signed 32-bit milliseconds; a later deadline is approached in steps. */
const LONGEST_TIMER = 2 ** 31 - 1

export class Driver<Input, Output> {
  readonly #machine: Machine<Input, Output>
  readonly #host: Host
  readonly #perform: (output: Output) => void
  readonly #inbox: Input[] = []
  #running = false
  #stopped = false
  #disarm: (() => void) | undefined
  #armedFor: number | undefined

  /** `perform` carries out one output; it may give new input at once. */
  constructor(machine: Machine<Input, Output>, host: Host, perform: (output: Output) => void) {
    this.#machine = machine
    this.#host = host
    this.#perform = perform
  }

  /** Gives one input to the machine, or lets it wait until the machine has finished with the last. */
  input(input: Input): void {
    if (this.#stopped) return
    this.#inbox.push(input)
    this.#run()
  }

  /** Forgets the timer and ignores all further input. */
  stop(): void {
    this.#stopped = true
    this.#disarm?.()
    this.#disarm = undefined
  }

  #run(): void {
    if (this.#running) return
    this.#running = true
    try {
      this.#drain()
      for (let input = this.#inbox.shift(); input !== undefined; input = this.#inbox.shift()) {
        this.#machine.handle(input, this.#host.now())
        this.#drain()
      }
    } finally {
      this.#running = false
      this.#arm()
    }
  }

  #drain(): void {
    for (let output = this.#machine.poll(); output !== undefined; output = this.#machine.poll())
      this.#perform(output)
  }

  #arm(): void {
    if (this.#stopped) return
    const deadline = this.#machine.deadline()
    if (deadline === this.#armedFor && this.#disarm !== undefined) return
    this.#disarm?.()
    this.#disarm = undefined
    this.#armedFor = deadline
    if (deadline === undefined) return
    const delay = Math.max(0, deadline - this.#host.now().monotonic)
    this.#disarm = this.#host.setTimer(Math.min(delay, LONGEST_TIMER), () => {
      this.#disarm = undefined
      if (this.#stopped) return
      this.#machine.handleTimeout(this.#host.now())
      this.#run()
    })
  }
}
