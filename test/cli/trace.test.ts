import assert from 'node:assert/strict'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Io } from '../../src/cli/command.ts'
import { login } from '../../src/cli/login.ts'
import { recordOptions } from '../../src/cli/record-option.ts'
import { startRecording } from '../../src/cli/recording-file.ts'
import { trace } from '../../src/cli/trace.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import { createHost } from '../../src/runtime/node/host.ts'
import { TestDc } from '../../src/test-dc/test-dc.ts'

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-trace-'))
const inFolder = (name: string): string => join(folder, name)
const keyFile = inFolder('key.pem')
let dc: TestDc

before(async () => {
  dc = await TestDc.start({ autoAccept: 0, accounts: [{ firstName: 'Ada' }] })
  writeFileSync(keyFile, dc.publicKeyPem)
})
after(async () => {
  await dc.close()
  rmSync(folder, { recursive: true })
})

/** The file that a descriptor of this process leads to. */
function target(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return undefined
  }
}

interface Said extends Io {
  readonly out: () => string
  readonly warnings: string[]
}

function listener(): Said {
  let text = ''
  const warnings: string[] = []
  const write = (chunk: string): void => {
    text += chunk
  }
  return { write, warn: line => void warnings.push(line), out: () => text, warnings }
}

/** Logs in to the test DC with these options besides; returns the exit code. */
function logIn(io: Io, ...options: string[]): Promise<number> {
  const { id, host, port } = dc.dcs[0]!
  const place = ['--dc', `${id}=${host}:${port}`, '--dc-key', keyFile]
  return login.run(['--json', ...place, '--api-id', '1', '--api-hash', 'x', ...options], io)
}

async function traced(...args: string[]): Promise<string> {
  const io = listener()
  assert.equal(await trace.run(args, io), 0)
  assert.deepEqual(io.warnings, [])
  return io.out()
}

function refuses(run: () => Promise<unknown>, code: string, text: RegExp): Promise<void> {
  return assert.rejects(run, error => {
    assert.ok(error instanceof MtprotoError)
    assert.equal(error.code, code)
    assert.match(error.message, text)
    return true
  })
}

test('a login is recorded into a private file with a warning, and every message of it is listed', async () => {
  const file = inFolder('open.jsonl')
  const io = listener()
  assert.equal(await logIn(io, '--record', file, '--record-secrets'), 0)
  assert.equal(io.warnings.length, 1)
  assert.match(io.warnings[0]!, /open\.jsonl will hold the keys/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const listing = await traced(file)
  assert.match(listing, /^recording of a client by raw-mtproto [\d.]+, .*, with its keys\n/)
  assert.match(
    listing,
    / s {2}#1 → invokeWithLayer\(223\) > initConnection > auth\.exportLoginToken/,
  )
  assert.match(listing, / s {2}#1 ←.* rpc_result\(\d+\) > auth\.loginToken/)
  for (const line of readFileSync(file, 'utf8').matchAll(/"key":"([0-9a-f]{512})"/g))
    assert.ok(!(await traced(file, '--bytes')).replace(/\s/g, '').includes(line[1]!.slice(0, 24)))
})

test('without --record-secrets there is nothing to open it with, and no warning', async () => {
  const file = inFolder('closed.jsonl')
  const io = listener()
  assert.equal(await logIn(io, '--record', file), 0)
  assert.deepEqual(io.warnings, [])
  assert.doesNotMatch(readFileSync(file, 'utf8'), /secret/)
  const listing = await traced(file)
  assert.match(listing, /, without its keys\n/)
  assert.match(listing, /→ req_pq_multi .*\n(.*\n)*.*→ encrypted {2}auth_key_id=-?\d+, \d+ bytes\n/)
})

test('--bytes explains every byte, --pcapng writes a private capture file', async () => {
  const file = inFolder('open.jsonl')
  assert.match(await traced(file, '--bytes'), /nonce: int128\n/)
  const out = inFolder('open.pcapng')
  assert.equal(await traced(file, '--pcapng', out), '')
  assert.equal(statSync(out).mode & 0o777, 0o600)
  assert.equal(readFileSync(out).subarray(0, 4).toString('hex'), '0a0d0d0a')
  await refuses(() => traced(file, '--pcapng', out), 'ERR_ARGUMENT', /--pcapng.*EEXIST/)
})

test('no file is replaced', async () => {
  const file = inFolder('taken.jsonl')
  writeFileSync(file, 'mine')
  const io = listener()
  assert.equal(await logIn(io, '--record', file), 2)
  assert.match(io.out(), /ERR_ARGUMENT.*--record/)
  assert.equal(readFileSync(file, 'utf8'), 'mine')
})

test('secrets need a place to go, and the demo is not recorded', async () => {
  const io = listener()
  await refuses(() => logIn(io, '--record-secrets'), 'ERR_ARGUMENT', /give --record/)
  const file = inFolder('demo.jsonl')
  const demo = () => login.run(['--demo', '--record', file], io)
  await refuses(demo, 'ERR_ARGUMENT', /--record/)
  assert.equal(existsSync(file), false)
  assert.equal(recordOptions({ 'record-secrets': false }), undefined)
})

test('a recording that cannot go on ends with one warning, and nobody is disturbed', {
  skip: process.platform !== 'linux' && 'the descriptor is found by the system of Linux',
}, () => {
  const io = listener()
  const path = inFolder('cut.jsonl')
  const recorder = startRecording({ path, secrets: false }, 'client', createHost(), io)
  const file = readdirSync('/proc/self/fd').find(fd => target(fd) === path)
  closeSync(Number(file))
  const link = recorder.opened({ host: '::1', port: 443 })
  recorder.closed(link, undefined)
  assert.equal(io.warnings.length, 1)
  assert.match(io.warnings[0]!, /cut\.jsonl ends here: EBADF/)
})

test('what is no recording is refused with its line', async () => {
  const file = inFolder('other.jsonl')
  writeFileSync(file, '{}\n')
  await refuses(() => traced(file), 'ERR_RECORDING_INVALID', /line 1, kind/)
  await refuses(() => traced(inFolder('none')), 'ERR_ARGUMENT', /ENOENT/)
  await refuses(() => traced(), 'ERR_ARGUMENT', /nothing/)
})
