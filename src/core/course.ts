// The course of a machine through its steps: where it is, and the one way to go on.
// Invariant: a machine is in no step that its table does not lead to; one that would be is a defect, and throws.
import { MtprotoError } from './errors.ts'

/** One line of a table of transitions: in step `from`, `on` leads to step `to`. */
export interface Transition<Step extends string = string> {
  /** `*` for every step that has a way on */
  readonly from: Step | '*'
  /** an input, or the TL name of what was received */
  readonly on: string
  readonly to: Step
  /** what is sent on this way, by its TL name */
  readonly sends?: string
}

export class Course<State extends { readonly step: string }> {
  readonly #table: readonly Transition<State['step']>[]
  #state: State

  constructor(table: readonly Transition<State['step']>[], first: State) {
    this.#table = table
    this.#state = first
  }

  /** The step it is in, with what that step knows. */
  get state(): State {
    return this.#state
  }

  /** The name of the step it is in. */
  get step(): State['step'] {
    return this.#state.step
  }

  /** Whether no way leads on from here. */
  get isOver(): boolean {
    return this.#table.every(({ from }) => from !== this.step)
  }

  /** Goes to `next` because of `on`. Throws ERR_ARGUMENT when the table has no such way. */
  go(on: string, next: State): void {
    const isWay = this.#table.some(
      way =>
        way.on === on &&
        way.to === next.step &&
        (way.from === this.step || (way.from === '*' && !this.isOver)),
    )
    if (!isWay)
      throw new MtprotoError('ERR_ARGUMENT', { at: this.step, got: `${on}, ${next.step}` })
    this.#state = next
  }
}
