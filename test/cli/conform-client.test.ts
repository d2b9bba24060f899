import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { conformClient } from '../../src/cli/conform-client.ts'
import { trace } from '../../src/cli/trace.ts'
import { parseReport } from '../../src/conformance/report/json.ts'
import { isDefect } from '../../src/conformance/report/mark.ts'
import type { Report } from '../../src/conformance/report/model.ts'
import { MtprotoError } from '../../src/core/errors.ts'

const SHIM = fileURLToPath(new URL('../support/conform-client.ts', import.meta.url))
const OWN = `'${process.execPath}' --conditions=source --import tsx '${SHIM}'`
const folder = mkdtempSync(join(tmpdir(), 'conform-client-'))
after(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; report: Report }> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  const json = join(folder, 'report.json')
  const code = await conformClient([...args, '--json', json], { write, warn: assert.fail })
  return { code, out, report: parseReport(readFileSync(json, 'utf8')) }
}

const verdicts = ({ cases }: Report): string[] =>
  cases.map(({ id, slug, verdict }) => `${id}/${slug} ${verdict}`)

test('this client passes cases in a process of its own, and the wire log tells what was said', async () => {
  const { code, out, report } = await run(
    ...['--exec', OWN, '--transport', 'abridged,full'],
    ...[
      '--only',
      'HS-02,HS-04/zero-fingerprint,ENC-07/padding-8,TR-04/crc,TR-22/stream,SES-40',
      '--deadline',
      '60',
    ],
  )
  assert.deepEqual(verdicts(report), [
    'HS-02/nonce pass',
    'HS-04/zero-fingerprint pass',
    'ENC-07/padding-8 pass',
    'SES-40/ping unimplemented',
    'TR-04/crc pass',
    'TR-22/stream skipped',
  ])
  assert.equal(code, 0, out)
  const [nonce] = report.cases
  const wire = nonce!.fault!.wire
  assert.deepEqual(
    wire.slice(0, 4).map(({ direction, kind, name, link }) => [link, direction, kind, name]),
    [
      [1, 'in', 'opened', undefined],
      [1, 'in', 'plaintext', 'req_pq_multi'],
      [1, 'out', 'plaintext', 'resPQ'],
      [1, 'in', 'closed', undefined],
    ],
  )
  const [asked, told] = [wire[1]!.fields!, wire[2]!.fields!].map(
    fields => /nonce = ([0-9a-f]{32})/.exec(fields)![1]!,
  )
  assert.notEqual(told, asked)
  assert.equal(told!.slice(2), asked!.slice(2))
  assert.equal(nonce!.control!.seen, 'ACCEPT')
  assert.equal(
    nonce!.reproduce,
    `raw-mtproto conform client --exec '${OWN.replaceAll("'", "'\\''")}' --only HS-02/nonce --seed conform --transport abridged,full --deadline 60`,
  )
})

test('--record keeps every run apart, with secrets down to the message that was spoilt', async () => {
  const open = join(folder, 'open.jsonl')
  const asked = ['--exec', OWN, '--transport', 'full', '--only', 'ENC-07/padding-8', '--jobs', '1']
  const warnings: string[] = []
  const io = { write: () => {}, warn: (line: string) => void warnings.push(line) }
  assert.equal(await conformClient([...asked, '--record', open, '--record-secrets'], io), 0)
  assert.equal(warnings.length, 1)
  assert.match(warnings[0]!, /open\.jsonl will hold the keys/)
  assert.equal(statSync(open).mode & 0o777, 0o600)
  let listing = ''
  const write = (text: string): void => {
    listing += text
  }
  await trace.run([open], { write, warn: assert.fail })
  assert.match(listing, /^recording of a server by raw-mtproto [\d.]+, .*, with its keys\n/)
  const starts = [...listing.matchAll(/connected to \S+: (.*)/g)].map(([, name]) => name)
  assert.deepEqual(starts, ['ENC-07/padding-8, control, run 1', 'ENC-07/padding-8, fault, run 2'])
  assert.match(listing, /#2 ← ! padding: 8 bytes instead of 12 to 1024\n/)
  assert.equal(listing.match(/ ! /g)!.length, 1)
  assert.equal(listing.match(/> auth\.exportLoginToken/g)!.length, 2)
  const closed = join(folder, 'closed.jsonl')
  const none = { write: () => {}, warn: assert.fail }
  await conformClient(['--exec', 'exit 0', '--only', 'HS-02', '--record', closed], none)
  assert.equal(readFileSync(closed, 'utf8').trimEnd().split('\n').length, 1)
})

test('a command that fails whatever happens passes nothing', async () => {
  const { code, report } = await run('--exec', 'echo no; exit 1', '--only', 'HS-02,HS-41')
  assert.deepEqual(verdicts(report), ['HS-02/nonce inconclusive', 'HS-41/endless inconclusive'])
  assert.match(report.cases[0]!.reason!, /^control: no key exchange/)
  assert.equal(report.cases[0]!.control!.output, 'no\n')
  assert.equal(code, 1)
})

for (const how of ['succeeds', 'fails'])
  test(`a command that ${how} at once passes nothing, and brings no defect to light`, async () => {
    const { report } = await run('--exec', how === 'succeeds' ? 'exit 0' : 'exit 1')
    const wrong = report.cases.filter(each => each.verdict === 'pass' || isDefect(each))
    assert.deepEqual(
      wrong.map(({ id, slug, verdict, reason }) => `${id}/${slug} ${verdict} ${reason}`),
      [],
    )
  })

test('a command that does nothing is ended at its deadline', async () => {
  const { code, report } = await run('--exec', 'sleep 1000', '--only', 'HS-02', '--deadline', '1')
  assert.deepEqual(verdicts(report), ['HS-02/nonce inconclusive'])
  assert.ok(report.milliseconds < 20_000)
  assert.equal(code, 1)
})

test('when nothing could be played, the exit code says so', async () => {
  const { code, report } = await run('--exec', 'exit 89', '--only', 'HS-02')
  assert.deepEqual(verdicts(report), ['HS-02/nonce unimplemented'])
  assert.equal(code, 2)
})

for (const [what, args] of [
  ['neither a command nor --attach', []],
  ['both', ['--exec', 'true', '--attach']],
  ['an unknown transport', ['--exec', 'true', '--transport', 'smoke']],
  ['an unknown form of key', ['--exec', 'true', '--key-form', 'clay']],
  ['a case that does not exist', ['--exec', 'true', '--only', 'HS-02/smoke']],
  ['a case about a server', ['--exec', 'true', '--only', 'HS-64']],
  ['no time', ['--exec', 'true', '--deadline', '0']],
  ['secrets without a recording', ['--exec', 'true', '--record-secrets']],
  ['a recording over a file that is there', ['--exec', 'true', '--record', SHIM]],
] as const)
  test(`${what}: refused as input`, async () => {
    const io = { write: assert.fail, warn: assert.fail }
    await assert.rejects(
      conformClient(args, io),
      error => error instanceof MtprotoError && error.code === 'ERR_ARGUMENT',
    )
  })
