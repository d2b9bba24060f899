import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ACCOUNTS, logInAll } from '../../scripts/own-sessions.ts'
import { conformServer } from '../../src/cli/conform-server.ts'
import { trace } from '../../src/cli/trace.ts'
import { parseReport } from '../../src/conformance/report/json.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import type { TestDcInfo } from '../../src/test-dc/index.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'conform-server-'))
const key = join(folder, 'key.pem')
const json = join(folder, 'report.json')
const flags = ['--conditions=source', '--import', 'tsx', 'src/cli/main.ts']
const dc = ['dc', '--strict', '--dcs', '2,4', ...ACCOUNTS, '--json']
const server = spawn(process.execPath, [...flags, ...dc], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
})
let where: string[]
let info: TestDcInfo

before(async () => {
  const [line] = await once(server.stdout, 'data')
  info = JSON.parse(String(line)) as TestDcInfo
  const { dcs, publicKeyPem } = info
  writeFileSync(key, publicKeyPem)
  where = dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
})
after(() => {
  server.kill()
  rmSync(folder, { recursive: true })
})

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  return { code: await conformServer(args, { write, warn: assert.fail }), out }
}

test('raw-mtproto dc in a process of its own passes cases of every kind', async () => {
  const only = 'HS-64,HS-69/dc-3,ENC-28,SES-60,SES-66,SES-80/nonce,TR-05,TR-24,TR-33,QR-31'
  const { code, out } = await run(...where, '--dc-key', key, '--only', only, '--json', json)
  const { cases, target } = parseReport(readFileSync(json, 'utf8'))
  assert.deepEqual(
    cases.filter(({ verdict }) => verdict !== 'pass').map(({ id, reason }) => [id, reason]),
    [['QR-31', 'it needs the session of an account at home here']],
  )
  assert.equal(cases.length, 22)
  assert.equal(code, 0, out)
  assert.equal(target.side, 'server')
  const [dc, dc4] = [where[1], where[3]]
  assert.equal(
    cases[0]!.reproduce,
    `raw-mtproto conform server --dc ${dc} --dc ${dc4} --dc-key ${key} --only HS-64/nonce`,
  )
})

test('what the harness has sent is recorded with its keys, and what was not as it should be', async () => {
  const file = join(folder, 'server.jsonl')
  const asked = [...where, '--dc-key', key, '--only', 'ENC-27/msg-key', '--record', file]
  const warnings: string[] = []
  const io = { write: () => {}, warn: (line: string) => void warnings.push(line) }
  assert.equal(await conformServer([...asked, '--record-secrets'], io), 0)
  assert.equal(warnings.length, 1)
  let listing = ''
  const write = (text: string): void => {
    listing += text
  }
  await trace.run([file], { write, warn: assert.fail })
  assert.match(listing, /^recording of a client by .*, with its keys\n/)
  const starts = [...listing.matchAll(/#(\d+) · connected to \S+: (.*)/g)]
  assert.match(starts[0]![2]!, /^asked first: intermediate, run 1$/)
  const [control, fault] = starts.slice(-2)
  assert.match(control![2]!, /^ENC-27\/msg-key, control, run \d+$/)
  assert.match(fault![2]!, /^ENC-27\/msg-key, fault, run \d+$/)
  const found = [...listing.matchAll(/#(\d+) . ! (.*)/g)]
  assert.deepEqual(
    found.map(([, link, text]) => [link, text!.replace(/\d+/, 'N')]),
    [[fault![1], 'ciphertext: N bytes, the msg_key fits neither side']],
  )
  const sealed = [...listing.matchAll(/#(\d+) → encrypted /g)].map(([, link]) => link)
  assert.deepEqual(sealed, [fault![1]])
})

test('with sessions the cases are played that need somebody who is logged in', async () => {
  const logins = await logInAll(info, folder)
  const only = 'QR-31,QR-32,QR-33,QR-34/wrong-dc,PW-08/wrong'
  const args = [...where, '--dc-key', key, ...logins, '--only', only, '--json', json]
  const { code, out } = await run(...args)
  assert.equal(code, 0, out)
  const { cases } = parseReport(readFileSync(json, 'utf8'))
  assert.deepEqual(
    cases.map(({ id, slug, verdict }) => `${id}/${slug} ${verdict}`),
    [
      'QR-31/logged-out pass',
      'QR-32/excepted pass',
      'QR-33/success pass',
      'QR-33/migrate pass',
      'QR-33/password pass',
      'QR-34/wrong-dc pass',
      'PW-08/wrong pass',
    ],
  )
  assert.ok(cases[0]!.reproduce.includes(` --session ${folder}/777000001.json `))
})

test('a key whose salt has ended since goes on with the one it is told', async () => {
  const [, , , session] = await logInAll(info, mkdtempSync(join(folder, 'salt-')))
  await fetch(`${info.control}/rotate-salt`)
  const args = [...where, '--dc-key', key, '--session', session!, '--only', 'QR-31']
  await assert.doesNotReject(run(...args))
})

test('what cannot be played is told before anything is', async () => {
  const rejects = (args: string[], message: RegExp) =>
    assert.rejects(run(...args), (error: MtprotoError) => {
      assert.ok(error instanceof MtprotoError)
      assert.equal(error.code, 'ERR_ARGUMENT')
      assert.match(error.message, message)
      return true
    })
  await rejects(['--dc-key', key], /--dc and --dc-key/)
  await rejects(['--dc', '2=127.0.0.1:1', '--dc-key', key], /no connection/)
  await rejects([...where, '--dc-key', key, '--only', 'HS-01'], /HS-01/)
  const [, , , elsewhere] = await logInAll(info, mkdtempSync(join(folder, 'elsewhere-')))
  const [, dc4] = where.filter(each => each !== '--dc')
  const alone = ['--dc', dc4!, '--dc-key', key, '--session', elsewhere!]
  await rejects(alone, /at home on DC 2/)
  await fetch(`${info.control}/forget`)
  await rejects([...where, '--dc-key', key, '--session', elsewhere!], /logged in/)
})
