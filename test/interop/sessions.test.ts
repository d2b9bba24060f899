// Sessions change hands: one that is made here by QR is used by clients nobody here wrote, unmodified from npm
// and PyPI, and one that each of them makes is used here. Nobody makes a second key for it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LogEntry } from '../../src/test-dc/log.ts'
import { AWAY, ask, CLI, type ClientEvent, HOME, run, startDc } from './client-run.ts'
import { python } from './python/venv.ts'

type Dc = Awaited<ReturnType<typeof startDc>>

interface Driver {
  readonly name: string
  /** the form of its session strings */
  readonly form: string
  readonly file: string
  readonly env?: Record<string, string>
  readonly isPython?: true
}

const DRIVERS: readonly Driver[] = [
  { name: 'GramJS', form: 'gramjs', file: 'shims/gramjs.cjs' },
  {
    name: 'teleproto',
    form: 'gramjs',
    file: 'shims/gramjs.cjs',
    env: { MTPROTO_PACKAGE: 'teleproto' },
  },
  { name: 'mtcute', form: 'mtcute', file: 'shims/mtcute.mjs' },
  { name: 'Telethon', form: 'telethon', file: 'python/telethon_driver.py', isPython: true },
  { name: 'Kurigram', form: 'pyrogram', file: 'python/kurigram_driver.py', isPython: true },
]

const ADA = { id: '777000001', firstName: 'Ada' }
const API = ['--api-id', '17349', '--api-hash', '344583e45741c457fe1862106095a5eb']
/** Milliseconds after which a client is given up. */
const LIMIT = 60_000
/** GramJS cannot write a session whose port is larger than an int16: ports are sought from here up, for two DCs. */
const FIRST_PORT = 21_000
const LAST_PORT = 32_000

const interpreter = python()
const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-sessions-'))
after(() => rmSync(folder, { recursive: true }))

const file = (name: string): string => join(folder, name)

/** Runs the command line; resolves with what it prints on standard output. */
async function cli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args])
  return stdout
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', () => resolve(true))
  })
}

let nextPort = FIRST_PORT + (process.pid % 1000) * 10

async function startDcBelow(...args: string[]): Promise<Dc> {
  for (; nextPort < LAST_PORT; nextPort += 2)
    if ((await isFree(nextPort)) && (await isFree(nextPort + 1))) {
      const dc = await startDc(['--port', String(nextPort), ...args])
      nextPort += 2
      return dc
    }
  throw new Error('no port is free')
}

/** What tells the command line where the data centres are. */
function where({ dcs, publicKeyPem }: Dc): string[] {
  writeFileSync(file('key.pem'), publicKeyPem)
  const addresses = dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
  return [...addresses, '--dc-key', file('key.pem')]
}

/** Runs a driver to its end, accepts its tokens, and returns what it told. */
async function drive(
  { file: path, env, isPython }: Driver,
  { dcs, publicKeyPem, control }: Dc,
  dcId: number,
  settings: Record<string, string>,
): Promise<readonly ClientEvent[]> {
  writeFileSync(file('key.pem'), publicKeyPem)
  const { host, port } = dcs.find(({ id }) => id === dcId)!
  const events: ClientEvent[] = []
  const accepted: Promise<unknown>[] = []
  const program = isPython && 'path' in interpreter ? interpreter.path : process.execPath
  const client = run<ClientEvent>(
    [fileURLToPath(new URL(path, import.meta.url))],
    {
      MTPROTO_DC_ID: String(dcId),
      MTPROTO_DC_HOST: host,
      MTPROTO_DC_PORT: String(port),
      MTPROTO_PUBLIC_KEY_FILE: file('key.pem'),
      MTPROTO_API_ID: API[1]!,
      MTPROTO_API_HASH: API[3]!,
      ...env,
      ...settings,
    },
    event => {
      events.push(event)
      if (event.event !== 'token') return
      const token = new URL(event.url!).searchParams.get('token')!
      accepted.push(ask(control, `/accept?token=${token}`))
    },
    program,
  )
  const timer = setTimeout(client.stop, LIMIT)
  const code = await client.exited
  clearTimeout(timer)
  await Promise.all(accepted)
  assert.equal(code, 0, JSON.stringify(events))
  return events
}

/** The log of the data centre since it was asked last. */
function newIn(dc: Dc): () => Promise<readonly LogEntry[]> {
  let last = 0
  return async () => {
    const log = (await ask(dc.control, '/log')) as LogEntry[]
    const since = log.filter(({ seq }) => seq > last)
    last = log.at(-1)?.seq ?? last
    return since
  }
}

/** Every message of a log that is part of a key exchange. */
function exchanges(log: readonly LogEntry[]): readonly LogEntry[] {
  return log.filter(({ kind }) => kind === 'plaintext')
}

const missing = 'missing' in interpreter ? interpreter.missing : false
const skipFor = ({ isPython }: Driver) => ({ skip: isPython ? missing : false })

describe('a session made here, after a migration', () => {
  let dc: Dc
  let heard: () => Promise<readonly LogEntry[]>
  const saved = file('made-here.json')
  before(async () => {
    dc = await startDcBelow('--migrate-to', String(AWAY), '--auto-accept', '0')
    heard = newIn(dc)
    await cli('login', ...where(dc), ...API, '--save', saved)
    await heard()
  })
  after(() => dc.stop())

  for (const driver of DRIVERS)
    test(`${driver.name} goes on with it, without a key exchange`, skipFor(driver), async () => {
      const out = file(`for-${driver.name}`)
      await cli('session', 'export', saved, '--format', driver.form, '--out', out)
      const settings = { MTPROTO_SCENARIO: 'session', MTPROTO_SESSION_FILE: out }
      const events = await drive(driver, dc, AWAY, settings)
      assert.deepEqual(events, [{ event: 'success', user: ADA, dc: AWAY }])
      const log = await heard()
      assert.deepEqual(exchanges(log), [])
      assert.ok(log.some(({ dc, calls }) => dc === AWAY && calls?.includes('users.getUsers')))
    })

  test('it still works here afterwards, and is ended from here', async () => {
    assert.match(await cli('session', 'check', saved), /^logged in on DC 4 as Ada /)
    assert.equal(await cli('session', 'logout', saved), 'logged out; the file is removed\n')
    assert.throws(() => readFileSync(saved), { code: 'ENOENT' })
  })
})

describe('a session made elsewhere', () => {
  let dc: Dc
  let heard: () => Promise<readonly LogEntry[]>
  before(async () => {
    dc = await startDcBelow()
    heard = newIn(dc)
  })
  after(() => dc.stop())

  for (const driver of DRIVERS)
    test(
      `one of ${driver.name} is recognised and used here, without a key exchange`,
      skipFor(driver),
      async () => {
        const text = file(`of-${driver.name}`)
        const settings = { MTPROTO_SCENARIO: 'qr-login', MTPROTO_SESSION_OUT: text }
        const events = await drive(driver, dc, HOME, settings)
        assert.deepEqual(events.slice(1), [{ event: 'success', user: ADA, dc: HOME }])
        assert.equal(exchanges(await heard()).length >= 6, true)

        const saved = file(`of-${driver.name}.json`)
        assert.equal(
          await cli('session', 'import', saved, '--from', text, ...API.slice(0, 2)),
          `${driver.form} session of DC ${HOME}, kept in ${saved}\n`,
        )
        // The strings of Pyrogram hold no address.
        const address = driver.form === 'pyrogram' ? where(dc) : []
        assert.equal(
          await cli('session', 'check', saved, ...address),
          'logged in on DC 2 as Ada (id 777000001, +9996621234)\n',
        )
        assert.deepEqual(exchanges(await heard()), [])

        // Known by now: who it is. So it can be written in the form that its maker wrote.
        const again = await cli('session', 'export', saved, '--format', driver.form)
        if (driver.form !== 'mtcute') assert.equal(again.trim(), readFileSync(text, 'utf8').trim())
      },
    )
})
