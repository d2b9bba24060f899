// A test DC and a folder for the tests of commands that keep a login.
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accept } from '../../src/cli/accept.ts'
import type { Command } from '../../src/cli/command.ts'
import { complaintOf, exitCodeOf } from '../../src/cli/complaint.ts'
import { login } from '../../src/cli/login.ts'
import { session } from '../../src/cli/session.ts'
import { formatStored } from '../../src/client/stored-text.ts'
import type { Account } from '../../src/test-dc/accounts.ts'
import { TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const COMMANDS: Readonly<Record<string, Command>> = { login, session, accept }
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export class KeptLogin {
  readonly dc: TestDc
  /** what tells a command where the data centre is */
  readonly where: readonly string[]
  readonly #folder: string

  private constructor(dc: TestDc, folder: string) {
    this.dc = dc
    this.#folder = folder
    const addresses = dc.dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
    this.where = [...addresses, '--dc-key', this.file('key.pem', dc.publicKeyPem)]
  }

  static async start(options: TestDcOptions = {}): Promise<KeptLogin> {
    const dc = await TestDc.start({ key: testRsaKey, ...options })
    return new KeptLogin(dc, mkdtempSync(join(tmpdir(), 'kept-login-')))
  }

  async stop(): Promise<void> {
    await this.dc.close()
    rmSync(this.#folder, { recursive: true })
  }

  /** A path in the folder, and a file there if there is something to write. */
  file(name: string, text?: string): string {
    const path = join(this.#folder, name)
    if (text !== undefined) writeFileSync(path, text)
    return path
  }

  mode(path: string): string {
    return (statSync(path).mode & 0o777).toString(8)
  }

  /** The file of a session that was never logged in with; returns the path. */
  authorize(name: string, account: Account = this.dc.account()): string {
    const { dc } = this
    const { id, dc: homeDc } = account
    const dcs = new Map([[homeDc, dc.authorize({ account })]])
    const stored = { homeDc, userId: id, apiId: 17_349, test: false, addresses: dc.dcs, dcs }
    return this.file(name, formatStored(stored))
  }

  /** Logs in and keeps it, where every token is accepted; returns the path. */
  async logIn(name: string, ...args: readonly string[]): Promise<string> {
    const path = this.file(name)
    const run = await this.run(['login', ...this.where, ...API, '--save', path, ...args])
    assert.equal(run.code, 0, run.err)
    return path
  }

  /** Runs a command here, as main.ts does. */
  async run([name = '', ...args]: readonly string[]): Promise<Run> {
    let out = ''
    let err = ''
    const io = {
      write: (text: string): void => {
        out += text
      },
      warn: (line: string): void => {
        err += `${line}\n`
      },
    }
    let code: number
    try {
      code = await COMMANDS[name]!.run(args, io)
    } catch (error) {
      code = exitCodeOf(error)
      io.warn(complaintOf(error))
    }
    return { code, out, err }
  }

  /** Starts the command line in a process of its own. */
  begin(args: readonly string[]): ChildProcessWithoutNullStreams {
    const flags = ['--conditions=source', '--import', 'tsx']
    return spawn(process.execPath, [...flags, MAIN, ...args], { cwd: ROOT })
  }

  /** Runs it to its end, with `input` on standard input. */
  runWith(input: string, args: readonly string[]): Promise<Run> {
    const child = this.begin(args)
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', chunk => {
      out += chunk
    })
    child.stderr.setEncoding('utf8').on('data', chunk => {
      err += chunk
    })
    child.stdin.on('error', () => {}).end(input)
    return new Promise(resolve => child.on('close', code => resolve({ code, out, err })))
  }
}

export const API: readonly string[] = ['--api-id', '17349', '--api-hash', 'unused']
