// `conform client --expect`: a build that watches a list of known findings.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { conform } from '../../src/cli/conform.ts'
import { conformClient } from '../../src/cli/conform-client.ts'
import { MtprotoError } from '../../src/core/errors.ts'

const SHIM = fileURLToPath(new URL('../support/conform-client.ts', import.meta.url))
const OWN = `'${process.execPath}' --conditions=source --import tsx '${SHIM}'`
/** Cases that this client passes, and one that it is said not to. */
const ONLY = ['--only', 'HS-02,HS-03', '--transport', 'abridged', '--deadline', '60']
const folder = mkdtempSync(join(tmpdir(), 'conform-known-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0
function listOf(text: string): string {
  const path = join(folder, `${++files}.txt`)
  writeFileSync(path, text)
  return path
}

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  const code = await conformClient([...args, ...ONLY], { write, warn: assert.fail })
  return { code, out }
}

test('a list that names nothing is right about a client that keeps every rule', async () => {
  const { code } = await run('--exec', OWN, '--expect', listOf('# nothing is known\n'))
  assert.equal(code, 0)
})

test('a finding that is mended makes the exit code 1, and the line says so', async () => {
  const list = listOf('fail HS-02/nonce\n  auth.py:1\n\nfail ENC-07/padding-8\n  not played here\n')
  const { code, out } = await run('--exec', OWN, '--expect', list)
  assert.equal(code, 1)
  assert.match(
    out,
    /^pass +HS-02\/nonce \(MUST\): listed as fail \(auth.py:1\), seen ABORT, expected ABORT or ERROR$/m,
  )
})

test('a client that does worse than its list, and one that does as badly as its list', async () => {
  const list = listOf('inconclusive HS-02/nonce\n  it does nothing\n')
  const worse = await run('--exec', 'exit 1', '--expect', list)
  assert.equal(worse.code, 1)
  assert.match(worse.out, /^inconclusive +HS-03\/unknown-fingerprints/m)
  assert.doesNotMatch(worse.out, /^inconclusive +HS-02/m)
  const written = join(folder, 'fresh.txt')
  const update = await run('--exec', 'exit 1', '--expect', written, '--update')
  assert.equal(update.code, 0)
  assert.match(
    readFileSync(written, 'utf8'),
    /^# Known findings .*\n\ninconclusive HS-02\/nonce HS-03\/unknown-fingerprints\n {2}seen control: /,
  )
  const same = await run('--exec', 'exit 1', '--expect', written)
  assert.equal(same.code, 0)
  assert.match(same.out, /^2 findings are as the list of known findings says$/m)
})

test('when nothing was played, the exit code is 2 whatever the list says, and the list stays', async () => {
  const list = listOf('')
  assert.equal((await run('--exec', 'exit 89', '--expect', list)).code, 2)
  assert.equal((await run('--exec', 'exit 89', '--expect', list, '--update')).code, 2)
  assert.equal(readFileSync(list, 'utf8'), '')
})

test('what goes wrong in the harness itself ends with 2', async () => {
  const lines: string[] = []
  const write = (): never => {
    throw new Error('the disk is full')
  }
  const warn = (line: string): void => {
    lines.push(line)
  }
  assert.equal(await conform.run(['client', '--exec', 'exit 1', ...ONLY], { write, warn }), 2)
  assert.equal(lines.length, 1)
})

for (const [what, args] of [
  ['a list that is not there', ['--expect', join(folder, 'missing.txt')]],
  ['a list of something else', ['--expect', SHIM]],
  ['a list of cases that there are not', ['--expect', listOf('fail HS-02/smoke\n  why\n')]],
  ['--update without a list', ['--update']],
] as const)
  test(`${what} is refused before anything is played`, async () => {
    const marker = join(folder, 'was-started')
    await assert.rejects(
      run('--exec', `touch ${marker}`, ...args),
      error => error instanceof MtprotoError && error.code === 'ERR_ARGUMENT',
    )
    assert.ok(!existsSync(marker))
  })
