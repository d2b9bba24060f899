// A client in a process of its own: a command that is started once for each run and tells by its exit code how it
// went. 0: the scenario succeeded. 1: it failed. 89: it is not implemented. Anything else is a crash.
import { type ChildProcess, spawn } from 'node:child_process'
import type { Program } from '../dc-harness.ts'

/** The exit code of what is not implemented. */
const NOT_IMPLEMENTED = 89
/** So many characters at the end of what it writes are kept. */
const TAIL = 4000

/** A program whose end can be looked at. */
export interface TargetProgram extends Program {
  /** it cannot do what it was asked to */
  readonly isUnimplemented: boolean
  /** the end of what it wrote */
  readonly output: string
}

export class CommandClient implements TargetProgram {
  state: Program['state'] = 'running'
  crash: string | undefined
  isUnimplemented = false
  output = ''
  readonly signals = undefined
  readonly #command: string
  readonly #environment: Record<string, string>
  #child: ChildProcess | undefined
  #exited: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(command: string, environment: Record<string, string>) {
    this.#command = command
    this.#environment = environment
  }

  /** The last line it wrote. */
  get error(): string | undefined {
    return this.output.trimEnd().split('\n').at(-1)
  }

  start(): void {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MTPROTO_'))
    const child = spawn(this.#command, {
      shell: true,
      // a process group of its own, so that whatever it starts ends with it
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...Object.fromEntries(inherited), ...this.#environment },
    })
    this.#child = child
    if (child.pid !== undefined) running.add(child.pid)
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-TAIL)
      })
    this.#exited = new Promise(resolve => {
      child.once('error', error => {
        this.#end(`cannot be started: ${error.message}`)
        resolve()
      })
      child.once('exit', (code, signal) => {
        if (this.#isStopped) return resolve()
        this.isUnimplemented = code === NOT_IMPLEMENTED
        if (code === 0) this.state = 'succeeded'
        else if (code === 1 || this.isUnimplemented) this.state = 'failed'
        else this.#end(signal === null ? `exit code ${code}` : `ended by ${signal}`)
        resolve()
      })
    })
  }

  #end(crash: string): void {
    this.crash = crash
    this.state = 'failed'
  }

  /** Ends it and everything it started. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const { pid } = this.#child ?? {}
    if (pid !== undefined) kill(pid)
    await this.#exited
    if (pid !== undefined) running.delete(pid)
    this.#child?.stdout?.destroy()
    this.#child?.stderr?.destroy()
  }
}

/** The commands that were started and not stopped. */
const running = new Set<number>()

/** Ends every command that was started and not stopped; for a process that has to end at once. */
export function endCommands(): void {
  for (const pid of running) kill(pid)
}

function kill(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // nothing of it runs any more
  }
}
