// A client that somebody else starts: a person is told what it has to do and tells how it went, by the exit code
// that a command would have ended with.
import type { TargetProgram } from './command-client.ts'

/** Where the person is. */
export interface Attendant {
  /** shows what the next run is about */
  tell(lines: readonly string[]): void
  /** calls back with every line that the person writes, until the returned function is called */
  listen(answer: (line: string) => void): () => void
}

export class AttachedClient implements TargetProgram {
  state: TargetProgram['state'] = 'running'
  isUnimplemented = false
  readonly output = ''
  readonly error = undefined
  readonly crash = undefined
  readonly signals = undefined
  readonly #attendant: Attendant
  readonly #environment: Record<string, string>
  #leave: () => void = () => {}

  constructor(attendant: Attendant, environment: Record<string, string>) {
    this.#attendant = attendant
    this.#environment = environment
  }

  start(): void {
    const variables = Object.entries(this.#environment).map(([name, value]) => `${name}=${value}`)
    this.#attendant.tell([
      ...variables,
      'start the client now; then 0: it succeeded, 1: it failed, 89: it cannot do that',
    ])
    this.#leave = this.#attendant.listen(line => {
      const code = line.trim()
      this.isUnimplemented = code === '89'
      if (code === '0') this.state = 'succeeded'
      else if (code === '1' || code === '89') this.state = 'failed'
    })
  }

  async stop(): Promise<void> {
    this.#leave()
  }
}
