// Which request was executed when, and whether the protocol allows the times after the first.
// A request is known by its number, which its result repeats.
import type { Coverage } from './coverage.ts'

export interface Execution {
  readonly sessionId: bigint
  readonly msgId: bigint
  /** how often the data centre had lost its state before */
  readonly epoch: number
  /** whether a stranger had played the call again */
  readonly replayed: boolean
}

export class Executions {
  /** how often something was executed that had been executed before */
  repeated = 0
  readonly #byNumber = new Map<number, Execution[]>()
  readonly #messages = new Set<string>()
  readonly #refused = new Map<number, string[]>()
  readonly #numbers = new Set<number>()
  /** calls whose result the data centre replaced by a refusal */
  readonly #denied = new Set<bigint>()
  readonly #coverage: Coverage
  readonly #fail: (message: string) => never

  constructor(coverage: Coverage, fail: (message: string) => never) {
    this.#coverage = coverage
    this.#fail = fail
  }

  has(number: number): boolean {
    return this.#numbers.has(number)
  }

  /** A call of this number was refused, with this text. */
  refuse(number: number, text: string): void {
    this.#refused.set(number, [...(this.#refused.get(number) ?? []), text])
  }

  /** The texts with which calls of this number were refused. */
  refusals(number: number): readonly string[] {
    return this.#refused.get(number) ?? []
  }

  /** Whether this very message led to an execution. */
  hasMessage(sessionId: bigint, epoch: number, msgId: bigint): boolean {
    return this.#messages.has(`${sessionId}/${epoch}/${msgId}`)
  }

  /** The result of this call will be a refusal, as if it had not been executed. */
  deny(msgId: bigint): void {
    this.#denied.add(msgId)
  }

  add(number: number, execution: Execution): void {
    const { sessionId, msgId, epoch } = execution
    const message = `${sessionId}/${epoch}/${msgId}`
    if (this.#messages.has(message)) this.#fail(`message ${msgId} is executed twice`)
    this.#messages.add(message)
    this.#numbers.add(number)
    // Where the state of a session is lost, whatever is played again counts as new.
    if (execution.replayed) return
    const earlier = this.#byNumber.get(number) ?? []
    if (earlier.length === 0) this.#byNumber.set(number, earlier)
    else {
      // ENC-29: within one session with its state intact, only a refusal leads to another execution.
      const sameState = earlier.filter(
        other => other.sessionId === sessionId && other.epoch === epoch,
      )
      // A late copy of what was executed before the state was lost counts as new too.
      const isLate = earlier.some(other => other.sessionId === sessionId && other.msgId === msgId)
      if (!isLate && sameState.some(other => !this.#denied.has(other.msgId)))
        this.#fail(`request ${number} is executed twice in one session`)
      this.repeated++
      const last = earlier.at(-1)!
      if (sameState.length > 0) this.#coverage.recovery('executed again: refused after the fact')
      else if (last.epoch !== epoch) this.#coverage.recovery('executed again: state lost')
      else this.#coverage.recovery('executed again: new session')
    }
    earlier.push(execution)
  }
}
