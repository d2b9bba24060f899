// Node itself, and the engines that present themselves as Node: each runs the package as it is installed, with the
// host and the file storage of Node, and puts their crypto through the suite.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { compile, install } from './installed.ts'
import { findProgram, type Program } from './program.ts'
import type { Report } from './scenario.ts'
import { proveRuntime, skipRuntime } from './table.ts'

interface Engine extends Program {
  /** the arguments in front of a script */
  readonly before?: readonly string[]
}

const folder = install()
await compile('guest-login', 'guest-crypto')

/** Runs a program of the folder to its end and returns the lines it printed, parsed. */
async function run(
  { path, before = [] }: Engine,
  script: string,
  ...args: string[]
): Promise<unknown[]> {
  const child = spawn(path, [...before, script, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', chunk => {
    out += chunk
  })
  child.stderr.setEncoding('utf8').on('data', chunk => {
    err += chunk
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  assert.equal(code, 0, `${script} ended with ${code}: ${err}`)
  return out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}

/** What Deno lets a login do: the last is asked for by ws. */
const PERMISSIONS = [
  '--allow-net=127.0.0.1',
  '--allow-read',
  '--allow-write',
  '--allow-env=WS_NO_BUFFER_UTIL,WS_NO_UTF_8_VALIDATE',
]

const DENO = ['run', ...PERMISSIONS]

/** The engines by their names. */
const ENGINES: Readonly<Record<'Node' | 'Deno' | 'Bun', Engine | { readonly missing: string }>> = {
  Node: { path: process.execPath, version: process.versions.node },
  Deno: { ...findProgram('deno', 'deno'), before: DENO },
  Bun: findProgram('bun', 'bin/bun'),
}

for (const name of ['Node', 'Deno', 'Bun'] as const) {
  const engine = ENGINES[name]
  if ('missing' in engine) {
    skipRuntime(name, engine.missing)
    continue
  }
  proveRuntime({
    name,
    version: engine.version,
    login: async plan => {
      const file = join(folder, 'login.json')
      rmSync(file, { force: true })
      const [report] = await run(engine, 'guest-login.mjs', JSON.stringify(plan), file)
      assert.equal(statSync(file).mode & 0o777, 0o600)
      return report as Report
    },
  })
  test(`the crypto of ${name} passes the suite`, async () => {
    const results = (await run(engine, 'guest-crypto.mjs')) as { title: string; error?: string }[]
    assert.ok(results.length > 20)
    assert.deepEqual(
      results.filter(({ error }) => error !== undefined),
      [],
    )
  })
}
