import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { conformServer } from '../../src/cli/conform-server.ts'
import { parseReport } from '../../src/conformance/report/json.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import type { TestDcInfo } from '../../src/test-dc/index.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'conform-server-'))
const key = join(folder, 'key.pem')
const json = join(folder, 'report.json')
const flags = ['--conditions=source', '--import', 'tsx', 'src/cli/main.ts']
const server = spawn(process.execPath, [...flags, 'dc', '--strict', '--dcs', '2,4', '--json'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
})
let where: string[]

before(async () => {
  const [line] = await once(server.stdout, 'data')
  const { dcs, publicKeyPem } = JSON.parse(String(line)) as TestDcInfo
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
    [['QR-31', 'it needs a key that is logged in']],
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
})
