// How far a run of cases is, on one line of a terminal that is written over and over, and is gone when all are done.
import { nameOf } from '../conformance/report/mark.ts'
import type { CaseReport } from '../conformance/report/model.ts'
import type { Io } from './command.ts'

/** Is told of cases that are done; a case may be played again. */
export class Progress {
  readonly #io: Io
  readonly #total: number
  readonly #names = new Set<string>()
  #width = 0

  /** Of `total` cases. Without a terminal nothing is written. */
  constructor(io: Io, total: number) {
    this.#io = io
    this.#total = total
  }

  readonly done = (report: CaseReport): void => {
    const name = nameOf(report)
    const again = this.#names.has(name) ? ', played once more' : ''
    this.#names.add(name)
    this.#show(`${this.#names.size} of ${this.#total} cases: ${name}${again}`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#width > 0) this.#show('')
  }

  #show(text: string): void {
    const { terminal } = this.#io
    if (terminal === undefined) return
    const line = text.slice(0, terminal.output.columns - 1)
    this.#io.write(`\r${line.padEnd(this.#width)}${line === '' ? '\r' : ''}`)
    this.#width = line.length
  }
}
