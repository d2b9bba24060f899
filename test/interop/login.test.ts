// Clients nobody here wrote, unmodified from npm, log in to the test DC by QR: over every framing, with
// and without a migration, with and without a password. Each runs in a process of its own, as does the
// DC, and what counts is also what the DC decoded.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const SHIMS = fileURLToPath(new URL('shims/', import.meta.url))
const PASSWORD = 'correct horse'
const HOME = 2
const AWAY = 4
const LIMIT = 60_000

const CLIENTS = { GramJS: 'gramjs.cjs', mtcute: 'mtcute.mjs' }
const TRANSPORTS = ['full', 'intermediate', 'obfuscated']
const SCENARIOS = [
  { name: 'plainly', migrates: false, asksPassword: false },
  { name: 'with a migration', migrates: true, asksPassword: false },
  { name: 'with a password', migrates: false, asksPassword: true },
  { name: 'with a migration and a password', migrates: true, asksPassword: true },
]

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-interop-'))
after(() => rmSync(folder, { recursive: true }))

interface Process {
  readonly exited: Promise<number | null>
  stop(): Promise<unknown>
}

/** Runs a program that prints JSON lines; `onEvent` gets each of them. */
function run(
  args: string[],
  env: Record<string, string>,
  onEvent: (event: any) => void,
): Process {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT)
  const lines = createInterface(child.stdout).on('line', line => onEvent(JSON.parse(line)))
  const closed = new Promise(resolve => lines.on('close', resolve))
  const exited = new Promise<number | null>(resolve =>
    child.on('exit', code => {
      clearTimeout(timer)
      closed.then(() => resolve(code))
    }),
  )
  const stop = () => (child.kill(), exited)
  return { exited, stop }
}

interface Dc extends Process {
  readonly dcs: { id: number; host: string; port: number }[]
  readonly publicKeyPem: string
  /** the control endpoint's answer, parsed */
  ask(path: string): Promise<any>
}

async function startDc(args: string[]): Promise<Dc> {
  const { promise, resolve, reject } = withResolvers<any>()
  const dc = run([CLI, 'dc', '--json', '--dcs', `${HOME},${AWAY}`, '--port', '0', ...args], {}, resolve)
  dc.exited.then(code => reject(new Error(`the DC ended with ${code}`)))
  const { dcs, publicKeyPem, control } = await promise
  return { ...dc, dcs, publicKeyPem, ask: async path => (await fetch(new URL(path, control))).json() }
}
