// Plays server cases against this project's own data centre, or that of a copy of it, in a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Io } from '../src/cli/command.ts'
import { conformServer } from '../src/cli/conform-server.ts'
import { parseReport } from '../src/conformance/report/json.ts'
import type { Report } from '../src/conformance/report/model.ts'
import type { TestDcInfo } from '../src/test-dc/index.ts'
import { ACCOUNTS, type logInAll } from './own-sessions.ts'

/** What `raw-mtproto conform server` came to. */
export interface ServerRun {
  readonly code: number
  readonly report: Report
}

/**
 * Starts `raw-mtproto dc --strict` from the sources of the project in `root`, and plays cases against it with these
 * options of `raw-mtproto conform server`, beside those that `logIn` comes to. Throws when the data centre does not
 * start or does not last.
 */
export async function playOwnServer(
  root: string,
  options: readonly string[],
  io: Io,
  logIn: typeof logInAll = async () => [],
): Promise<ServerRun> {
  const flags = ['--conditions=source', '--import', 'tsx', join(root, 'src/cli/main.ts')]
  const dc = ['dc', '--strict', '--dcs', '2,4', '--token-ttl', '15', ...ACCOUNTS, '--json']
  const server = spawn(process.execPath, [...flags, ...dc], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit').then(([code, signal]) => {
    throw new Error(`the data centre ended with ${signal ?? `exit code ${code}`}`)
  })
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-conform-'))
  try {
    return await Promise.race([ended, play()])
  } finally {
    server.kill()
    rmSync(folder, { recursive: true })
  }

  async function play(): Promise<ServerRun> {
    const [line] = await once(server.stdout, 'data')
    const info = JSON.parse(String(line)) as TestDcInfo
    const { dcs, publicKeyPem } = info
    const key = join(folder, 'key.pem')
    const json = join(folder, 'report.json')
    writeFileSync(key, publicKeyPem)
    const where = dcs.flatMap(({ id, host, port }) => ['--dc', `${id}=${host}:${port}`])
    const logins = await logIn(info, folder)
    const args = [...where, '--dc-key', key, ...logins, '--json', json, ...options]
    const code = await conformServer(args, io)
    return { code, report: parseReport(readFileSync(json, 'utf8')) }
  }
}
