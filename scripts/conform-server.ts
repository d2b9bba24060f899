// Plays the server cases against this project's own data centre, in a process of its own: `npm run conform:server`,
// with options of `raw-mtproto conform server` behind `--`. Exits with 1 when a case does not pass or is skipped
// for another reason than those that docs/conforming.md allows.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conformServer } from '../src/cli/conform-server.ts'
import { parseReport } from '../src/conformance/report/json.ts'
import type { TestDcInfo } from '../src/test-dc/index.ts'

const ALLOWED =
  /^(it needs a key that is logged in|it needs the clock or the settings of the program itself)$/

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const flags = ['--conditions=source', '--import', 'tsx', main, 'dc', '--strict', '--dcs', '2,4']
const server = spawn(process.execPath, [...flags, '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-conform-'))
try {
  const [line] = await once(server.stdout, 'data')
  const { dcs, publicKeyPem } = JSON.parse(String(line)) as TestDcInfo
  const key = join(folder, 'key.pem')
  const json = join(folder, 'report.json')
  writeFileSync(key, publicKeyPem)
  const where = dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
  const args = [...where, '--dc-key', key, '--json', json, ...process.argv.slice(2)]
  const io = { write: (text: string) => process.stdout.write(text), warn: console.error }
  process.exitCode = await conformServer(args, io)
  for (const { id, slug, reason = '', verdict } of parseReport(readFileSync(json, 'utf8')).cases) {
    if (verdict !== 'skipped' || ALLOWED.test(reason)) continue
    console.error(`${id}/${slug} is skipped: ${reason}`)
    process.exitCode = 1
  }
} finally {
  server.kill()
  rmSync(folder, { recursive: true })
}
