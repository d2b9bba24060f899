// The command line in a pseudo terminal, as a person sees it and types into it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ScreenReader } from '../support/screen-reader.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** Why there is no pseudo terminal here, or false when there is one. */
export function noTerminal(): string | false {
  const { status } = spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode'])
  return status === 0 ? false : 'there is no python3 (3.9 or newer) with pty'
}

/** How long something may take to appear, in milliseconds; only a failure waits for so long. */
const PATIENCE = 30_000

export class PseudoTerminal {
  readonly screen: ScreenReader
  /** everything that was written to the terminal */
  output = ''
  readonly #child: ChildProcess
  readonly #ended: Promise<number>
  #changed: () => void = () => {}

  /** Starts the command line with these arguments. */
  constructor(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    [columns, rows]: readonly [number, number] = [80, 24],
  ) {
    this.screen = new ScreenReader(columns, rows)
    const program = [process.execPath, '--conditions=source', '--import', 'tsx']
    this.#child = spawn(
      'python3',
      [
        ...[path('./pseudo-terminal.py'), `${columns}`, `${rows}`],
        ...[...program, path('../../src/cli/main.ts'), ...args],
      ],
      { cwd: path('../..'), env: { ...process.env, ...environment } },
    )
    let code = ''
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.output += text
      this.screen.write(text)
      this.#changed()
    })
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      code += text
    })
    this.#ended = new Promise(resolve =>
      this.#child.once('close', () => resolve(Number(code.trim().split('\n').at(-1)))),
    )
  }

  /** Resolves with the first match of the pattern on the screen, as soon as it is there. */
  shows(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#matches(pattern, () => this.screen.text)
  }

  /** The same for all that was ever written. */
  wrote(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#matches(pattern, () => this.output)
  }

  async #matches(pattern: RegExp, text: () => string): Promise<RegExpExecArray> {
    const found = async (): Promise<RegExpExecArray> => {
      for (;;) {
        const match = pattern.exec(text())
        if (match !== null) return match
        await new Promise<void>(resolve => {
          this.#changed = resolve
        })
      }
    }
    return this.#inTime(found(), `${pattern} does not appear`)
  }

  async #inTime<T>(what: Promise<T>, complaint: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${complaint}:\n${this.screen.text}`)), PATIENCE)
    })
    return Promise.race([what, late]).finally(() => clearTimeout(timer))
  }

  type(text: string): void {
    this.#order(`type ${Buffer.from(text).toString('hex')}`)
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows)
    this.#order(`resize ${columns} ${rows}`)
  }

  signal(number: number): void {
    this.#order(`signal ${number}`)
  }

  /** Resolves with the exit code, negative for a signal. */
  ends(): Promise<number> {
    return this.#inTime(this.#ended, 'the program does not end')
  }

  /** Ends the program, if it is still there. */
  close(): void {
    this.#child.stdin!.end()
  }

  #order(line: string): void {
    this.#child.stdin!.write(`${line}\n`)
  }
}
