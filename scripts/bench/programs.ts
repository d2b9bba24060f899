// The programs a measure starts: the test DC, and each client on its way to a first login token. The
// clients are those of the interoperability tests; each runs under plain Node in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../sources.ts'
import type { ClientName } from './measure.ts'

const CLI = `${ROOT}dist/cli/main.js`
const SHIMS = `${ROOT}test/interop/shims/`
const CPU_AT_TOKEN = fileURLToPath(new URL('cpu-at-token.cjs', import.meta.url))
const DC_ID = 2
/** No client needs this long, in milliseconds. */
const LIMIT = 60_000

/** Where a DC listens and which key it has. */
export interface DcTarget {
  readonly id: number
  readonly host: string
  readonly port: number
  /** its public key, as a PEM file */
  readonly keyFile: string
}

export interface Dc {
  readonly target: DcTarget
  stop(): Promise<void>
}

/** Starts the test DC in a process of its own. */
export async function startDc(): Promise<Dc> {
  const child = spawn(process.execPath, [CLI, 'dc', '--json', '--dcs', String(DC_ID)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { dcs, publicKeyPem } = await firstLine<{
    dcs: { host: string; port: number }[]
    publicKeyPem: string
  }>(child, 'listening')
  const { host, port } = dcs[0]!
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-bench-'))
  const keyFile = join(folder, 'dc.pem')
  writeFileSync(keyFile, publicKeyPem)
  return {
    target: { id: DC_ID, host, port, keyFile },
    async stop() {
      await end(child)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Milliseconds from the start of a process to its first login token: by the clock, and of CPU. */
export interface TokenTimes {
  readonly wall: number
  readonly cpu: number
}

/** Starts a client, waits for its first login token, and ends it. */
export async function reachToken(client: ClientName, target: DcTarget): Promise<TokenTimes> {
  const { args, env } = COMMANDS[client](target)
  const started = performance.now()
  const child = spawn(process.execPath, ['--require', CPU_AT_TOKEN, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const { cpu } = await firstLine<{ cpu: number }>(child, 'cpu-at-token')
    return { wall: performance.now() - started, cpu }
  } finally {
    await end(child)
  }
}

interface Command {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const COMMANDS: Readonly<Record<ClientName, (target: DcTarget) => Command>> = {
  ours: ({ id, host, port, keyFile }) => ({
    args: [
      CLI,
      'login',
      '--json',
      ...['--dc', `${id}=${host}:${port}`, '--dc-key', keyFile],
      ...['--api-id', '1', '--api-hash', 'bench', '--transport', TRANSPORT],
    ],
    env: {},
  }),
  GramJS: target => ({ args: [`${SHIMS}gramjs.cjs`], env: settings(target) }),
  mtcute: target => ({ args: [`${SHIMS}mtcute.mjs`], env: settings(target) }),
}

const TRANSPORT = 'intermediate'

function settings({ id, host, port, keyFile }: DcTarget): Record<string, string> {
  return {
    MTPROTO_DC_ID: String(id),
    MTPROTO_DC_HOST: host,
    MTPROTO_DC_PORT: String(port),
    MTPROTO_PUBLIC_KEY_FILE: keyFile,
    MTPROTO_API_ID: '1',
    MTPROTO_API_HASH: 'bench',
    MTPROTO_TRANSPORT: TRANSPORT,
    MTPROTO_SCENARIO: 'token',
  }
}

/** Runs a program of this folder under plain Node to its end and returns the object it prints. */
export async function runProgram<T>(name: string, args: readonly string[]): Promise<T> {
  const path = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    return await firstLine<T>(child, 'measured')
  } finally {
    await end(child)
  }
}

/** The first line of JSON in what a program prints that tells of `event`. */
function firstLine<T>(child: ChildProcess, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new Error(`${child.spawnargs.slice(1).join(' ')}: ${reason}`))
    const timer = setTimeout(() => fail(`no ${event} within ${LIMIT} ms`), LIMIT)
    const lines = createInterface(child.stdout!)
    lines.on('line', line => {
      const object = JSON.parse(line)
      if (object.event === 'error') fail(line)
      if (object.event === event) resolve(object)
    })
    lines.once('close', () => {
      clearTimeout(timer)
      fail(`ended without ${event}`)
    })
  })
}

/** Ends a program if it still runs, and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
