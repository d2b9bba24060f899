// Clients nobody here wrote, unmodified from npm, log in to the test DC by QR: over every framing, with
// and without a migration, with and without a password. Client and DC are processes of their own, and
// what the DC decoded counts as much as what the client says.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash, createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { LogEntry } from '../../src/test-dc/log.ts'

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const SHIMS = fileURLToPath(new URL('shims/', import.meta.url))
const HOME = 2
const AWAY = 4
const PASSWORD = 'correct horse battery staple'
/** Milliseconds after which a client is given up. */
const LIMIT = 60_000

/** `bends` are the rules a client is known to break: mtcute gives its acknowledgements odd seqnos. */
const CLIENTS = [
  { name: 'GramJS', shim: 'gramjs.cjs', bends: [] },
  { name: 'mtcute', shim: 'mtcute.mjs', bends: ['SES-60'] },
]

const TRANSPORTS = ['full', 'intermediate', 'obfuscated']

const NEEDS_PASSWORD = '401 SESSION_PASSWORD_NEEDED'

/** `calls`: the calls of the login in their order, each as DC, method and what it was answered. */
const SCENARIOS = [
  {
    name: 'a plain login',
    args: [],
    dc: HOME,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenSuccess`,
    ],
  },
  {
    name: 'a login with a migration',
    args: ['--migrate-to', String(AWAY)],
    dc: AWAY,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenMigrateTo`,
      `${AWAY} auth.importLoginToken auth.loginTokenSuccess`,
    ],
  },
  {
    name: 'a login with a password',
    args: ['--password', PASSWORD],
    dc: HOME,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken ${NEEDS_PASSWORD}`,
      `${HOME} account.getPassword account.password`,
      `${HOME} auth.checkPassword auth.authorization`,
    ],
  },
  {
    name: 'a login with a migration and a password',
    args: ['--migrate-to', String(AWAY), '--password', PASSWORD],
    dc: AWAY,
    calls: [
      `${HOME} auth.exportLoginToken auth.loginToken`,
      `${HOME} auth.exportLoginToken auth.loginTokenMigrateTo`,
      `${AWAY} auth.importLoginToken ${NEEDS_PASSWORD}`,
      `${AWAY} account.getPassword account.password`,
      `${AWAY} auth.checkPassword auth.authorization`,
    ],
  },
]

const LOGIN_CALLS = new Set(
  SCENARIOS.flatMap(({ calls }) => calls).map(call => call.split(' ')[1] ?? ''),
)

interface Program {
  /** the exit code; null after a signal */
  readonly exited: Promise<number | null>
  stop(): void
}

interface TestDc {
  readonly dcs: readonly { id: number; host: string; port: number }[]
  readonly publicKeyPem: string
  /** the URL of the control endpoint */
  readonly control: string
}

interface ClientEvent {
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
after(() => rmSync(folder, { recursive: true }))

/** Runs a program that prints JSON lines and passes each of them to `onEvent`. */
function run<E>(
  args: readonly string[],
  env: Record<string, string>,
  onEvent: (event: E) => void,
): Program {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface(child.stdout).on('line', line => onEvent(JSON.parse(line)))
  return {
    exited: new Promise(resolve => child.on('close', resolve)),
    stop: () => child.kill('SIGKILL'),
  }
}

async function startDc(args: readonly string[]): Promise<TestDc & Program> {
  for (;;) {
    let program: Program | undefined
    const dc = await new Promise<TestDc>((resolve, reject) => {
      const dcArgs = ['dc', '--json', '--dcs', `${HOME},${AWAY}`, ...args]
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

async function ask(control: string, path: string): Promise<unknown> {
  const response = await fetch(new URL(path, control))
  assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`)
  return response.json()
}

/** Runs a client to its end, accepts its tokens as a phone would, and returns what it printed. */
async function runClient(
  shim: string,
  { dcs, publicKeyPem, control }: TestDc,
  settings: { scenario: string; transport: string },
): Promise<{ events: ClientEvent[]; code: number | null }> {
  const home = dcs.find(({ id }) => id === HOME)!
  writeFileSync(keyFile, publicKeyPem)
  const env = {
    MTPROTO_DC_ID: String(HOME),
    MTPROTO_DC_HOST: home.host,
    MTPROTO_DC_PORT: String(home.port),
    MTPROTO_PUBLIC_KEY_FILE: keyFile,
    MTPROTO_PASSWORD_FILE: passwordFile,
    MTPROTO_API_ID: '17349',
    MTPROTO_API_HASH: '344583e45741c457fe1862106095a5eb',
    MTPROTO_TRANSPORT: settings.transport,
    MTPROTO_SCENARIO: settings.scenario,
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
  const timer = setTimeout(client.stop, LIMIT)
  const code = await client.exited
  clearTimeout(timer)
  await Promise.all(accepted)
  return { events, code }
}

/** The API calls the DC decoded, each with the message that answered it. */
function callsIn(log: readonly LogEntry[]): { call: LogEntry; method: string; answer: LogEntry }[] {
  return log.flatMap(call => {
    const method = call.calls?.at(-1)
    const answer = log.find(({ dc, request }) => dc === call.dc && request?.msgId === call.msgId)
    return method !== undefined && answer ? [{ call, method, answer }] : []
  })
}

for (const { name: scenario, args, dc: lastDc, calls } of SCENARIOS)
  describe(scenario, () => {
    let dc: TestDc & Program
    let lastSeq = 0
    before(async () => {
      dc = await startDc(args)
    })
    after(() => dc.stop())

    for (const { name, shim, bends } of CLIENTS)
      for (const transport of TRANSPORTS)
        test(`${name} completes ${scenario} over ${transport}`, async () => {
          const { events, code } = await runClient(shim, dc, { scenario: 'qr-login', transport })
          const whole = (await ask(dc.control, '/log')) as LogEntry[]
          const log = whole.filter(({ seq }) => seq > lastSeq)
          lastSeq = whole.at(-1)?.seq ?? 0

          assert.deepEqual(events.slice(1), [
            { event: 'success', user: { id: '777000001', firstName: 'Ada' }, dc: lastDc },
          ])
          assert.equal(events[0]?.event, 'token')
          assert.equal(code, 0)

          for (const id of new Set([HOME, lastDc])) {
            const heard = log.filter(({ dc, direction }) => dc === id && direction === 'in')
            assert.deepEqual(
              heard.filter(({ kind }) => kind === 'plaintext').map(({ name }) => name),
              ['req_pq_multi', 'req_DH_params', 'set_client_DH_params'],
            )
            const first = heard.find(({ calls }) => calls !== undefined)
            assert.deepEqual(first?.calls?.slice(0, -1), ['invokeWithLayer', 'initConnection'])
          }

          const answered = callsIn(log)
          const login = answered.filter(({ method }) => LOGIN_CALLS.has(method))
          assert.deepEqual(
            login.map(({ call, method, answer: { request } }) =>
              [call.dc, method, request?.error ?? request?.result].join(' '),
            ),
            calls,
          )
          const last = answered.findLast(({ method }) => method === 'users.getUsers')
          assert.equal(last?.call.dc, lastDc)
          assert.equal(last?.answer.request?.result, 'vector')

          const updates = log.filter(({ name }) => name === 'updateShort')
          assert.deepEqual(
            updates.map(({ dc }) => dc),
            [HOME],
          )
          const owed = [...login.map(({ answer }) => answer), ...updates]
          assert.deepEqual(
            owed.filter(({ acked }) => acked !== true),
            [],
          )

          const complaints = log.filter(({ kind }) =>
            ['violation', 'rejected', 'transport-error'].includes(kind),
          )
          assert.deepEqual(
            complaints.filter(({ kind, rule }) => kind !== 'violation' || !bends.includes(rule!)),
            [],
          )
        })
  })

describe('one token', () => {
  let dc: TestDc & Program
  before(async () => {
    dc = await startDc([])
  })
  after(() => dc.stop())

  for (const { name, shim } of CLIENTS)
    test(`${name} gets a login token and ends`, async () => {
      const settings = { scenario: 'token', transport: 'intermediate' }
      const { events, code } = await runClient(shim, dc, settings)
      assert.equal(events.length, 1)
      assert.match(events[0]?.url ?? '', /^tg:\/\/login\?token=[\w-]{22,}$/)
      assert.equal(code, 0)
    })
})
