// Runs a client driver of shims/ and the test DC as processes of their own, with a relay between them that
// sees how the client opens its connections. The drivers' contract is in shims/contract.cjs.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ProxyAddress } from '../../src/core/transport/proxy-link.ts'
import { formatProxySecret } from '../../src/core/transport/proxy-secret.ts'
import { openingOf, startRelay } from '../support/relay.ts'

/** The command line as it is built. */
export const CLI: string = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const SHIMS = fileURLToPath(new URL('shims/', import.meta.url))
/** Milliseconds after which a client is given up. */
const LIMIT = 60_000

/** The data centre a client starts from, and the other one. */
export const HOME = 2
export const AWAY = 4
export const PASSWORD = 'correct horse battery staple'

export interface Program {
  /** the exit code; null after a signal */
  readonly exited: Promise<number | null>
  stop(): void
}

export interface TestDc {
  readonly dcs: readonly { id: number; host: string; port: number }[]
  readonly publicKeyPem: string
  /** the link to its MTProxy, if it has one */
  readonly proxy?: string
  /** the URL of the control endpoint */
  readonly control: string
}

export interface ClientEvent {
  readonly event: 'token' | 'success' | 'error'
  readonly url?: string
  readonly user?: { readonly id: string; readonly firstName: string }
  readonly dc?: number
  readonly message?: string
}

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-interop-'))
const keyFile = join(folder, 'key.pem')
const passwordFile = join(folder, 'password')
writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 })
process.once('exit', () => rmSync(folder, { recursive: true }))

/** Runs a program that prints JSON lines and passes each of them to `onEvent`. */
export function run<E>(
  args: readonly string[],
  env: Record<string, string>,
  onEvent: (event: E) => void,
  program: string = process.execPath,
): Program {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface(child.stdout).on('line', line => onEvent(JSON.parse(line)))
  return {
    exited: new Promise(resolve => child.on('close', resolve)),
    stop: () => child.kill('SIGKILL'),
  }
}

/** Starts `raw-mtproto dc` with the data centres HOME and AWAY; rejects when it ends without a word. */
export async function startDc(
  args: readonly string[] | ((attempt: number) => readonly string[]),
): Promise<TestDc & Program> {
  for (let attempt = 1; ; attempt++) {
    let program: Program | undefined
    const dc = await new Promise<TestDc>((resolve, reject) => {
      const own = typeof args === 'function' ? args(attempt) : args
      const dcArgs = ['dc', '--json', '--dcs', `${HOME},${AWAY}`, ...own]
      program = run([CLI, ...dcArgs], {}, resolve)
      program.exited.then(code => reject(new Error(`the DC ended with exit code ${code}`)))
    })
    // mtcute looks for a fingerprint without its leading zeros and so never finds one key in sixteen.
    if (fingerprintHead(dc.publicKeyPem) >= 0x10) return { ...dc, ...program! }
    program!.stop()
  }
}

/** The most significant byte of the fingerprint of a 2048-bit key. Source: /mtproto/auth_key */
function fingerprintHead(pem: string): number {
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' })
  const sha1 = createHash('sha1')
  sha1.update('fe000100', 'hex').update(n!, 'base64url')
  sha1.update('03', 'hex').update(e!, 'base64url')
  return sha1.digest()[19]!
}

/** What the control endpoint answers to a path, as parsed JSON; rejects when it refuses. */
export async function ask(control: string, path: string): Promise<unknown> {
  const response = await fetch(new URL(path, control))
  assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`)
  return response.json()
}

export interface Outcome {
  readonly events: readonly ClientEvent[]
  readonly code: number | null
  /** the framings of the connections to the home DC, or to the proxy */
  readonly framings: readonly string[]
}

/** Runs a client to its end, accepts its tokens as a phone would, and returns what it did. */
export async function runClient(
  shim: string,
  { dcs, publicKeyPem, control, exited }: TestDc & Program,
  settings: { scenario: string; transport: string; package?: string; proxy?: ProxyAddress },
): Promise<Outcome> {
  const { proxy } = settings
  const relay = await startRelay(proxy ?? dcs.find(({ id }) => id === HOME)!)
  writeFileSync(keyFile, publicKeyPem)
  const env = {
    MTPROTO_DC_ID: String(HOME),
    MTPROTO_DC_HOST: '127.0.0.1',
    MTPROTO_DC_PORT: String(relay.port),
    MTPROTO_PUBLIC_KEY_FILE: keyFile,
    MTPROTO_PASSWORD_FILE: passwordFile,
    MTPROTO_API_ID: '17349',
    MTPROTO_API_HASH: '344583e45741c457fe1862106095a5eb',
    ...(proxy ? {} : { MTPROTO_TRANSPORT: settings.transport, MTPROTO_ADDED_FRAMINGS: '1' }),
    MTPROTO_SCENARIO: settings.scenario,
    ...(settings.package && { MTPROTO_PACKAGE: settings.package }),
    ...(proxy && { MTPROTO_PROXY_SECRET: formatProxySecret(proxy.secret) }),
  }
  const events: ClientEvent[] = []
  const accepted: Promise<unknown>[] = []
  const client = run<ClientEvent>([join(SHIMS, shim)], env, event => {
    events.push(event)
    if (event.event === 'token' && settings.scenario === 'qr-login') {
      const token = new URL(event.url!).searchParams.get('token')!
      accepted.push(ask(control, `/accept?token=${token}`))
    }
  })
  exited.then(client.stop)
  const timer = setTimeout(client.stop, LIMIT)
  const code = await client.exited
  clearTimeout(timer)
  relay.close()
  await Promise.all(accepted)
  return { events, code, framings: relay.openings().map(openingOf) }
}
