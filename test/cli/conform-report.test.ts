import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { formatConsole } from '../../src/cli/conform-console.ts'
import { conformReport } from '../../src/cli/conform-report.ts'
import { toJson } from '../../src/conformance/report/json.ts'
import { FULL_CASE, MIXED, reportOf } from '../conformance/report/sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'conform-report-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function run(...args: string[]): Promise<string> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  assert.equal(await conformReport(args, { write, warn: assert.fail }), 0)
  return out
}

const TEXT = `client some 1.2, raw-mtproto 0.1.0, seed 7: 7 cases in 2.5 s

              pass  skipped  unimplemented  inconclusive  flaky  non-strict  fail
Key exchange     1        .              1             1      1           .     1
Sessions         .        .              .             .      .           1     .
XX               .        1              .             .      .           .     .
all              1        1              1             1      1           1     1

fail          HS-10/c (MUST): seen ACCEPT, expected ABORT or ERROR. A rule is kept.
non-strict    SES-02/b (REC): seen ACCEPT, expected ABORT or ERROR. A rule is kept.
flaky         HS-03/a (MUST): seen ABORT, expected ABORT or ERROR. A rule is kept.
inconclusive  HS-04/a (MUST): seen control: ERROR, expected ABORT or ERROR. A rule is kept.
`

test('a report is printed as a table and a line for each finding', () => {
  assert.equal(formatConsole(reportOf('some', MIXED)), TEXT)
  assert.doesNotMatch(formatConsole(reportOf('some', [MIXED[2]!])), /fail|flaky/)
})

test('a terminal obeys nothing that a program said', () => {
  const text = formatConsole(reportOf('\u001b[2J', [FULL_CASE]))
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
  assert.equal(text.split('\n').length, 8)
})

test('conform report prints reports, or merges them into pages', async () => {
  const one = file('one.json', toJson(reportOf('one', MIXED)))
  const two = file('two.json', toJson(reportOf('two', MIXED)))
  assert.equal(
    await run(one, two),
    [TEXT, TEXT].map((text, i) => text.replace('some', ['one', 'two'][i]!)).join('\n'),
  )
  const site = join(folder, 'site')
  assert.equal(await run(one, two, '--html', site), `${join(site, 'index.html')}\n`)
  assert.ok(existsSync(join(site, 'one/hs-10-c.html')))
  assert.ok(existsSync(join(site, 'two/hs-10-c.html')))
})

test('conform report says which file is no report, and where', async () => {
  const wrong = file('wrong.json', toJson(reportOf('x', MIXED)).replace('"fail"', '"failed"'))
  await assert.rejects(conformReport([wrong], { write: assert.fail, warn: assert.fail }), {
    code: 'ERR_ARGUMENT',
    at: `${wrong}, report.cases[1].verdict`,
    got: '"failed"',
  })
  for (const args of [[file('empty.json', '')], [join(folder, 'missing.json')], [folder], []])
    await assert.rejects(conformReport(args, { write: assert.fail, warn: assert.fail }), {
      code: 'ERR_ARGUMENT',
    })
})

test('conform report writes pages for the chosen verdicts alone', async () => {
  const one = file('one.json', toJson(reportOf('one', MIXED)))
  const site = join(folder, 'chosen')
  await run(one, '--html', site, '--pages', 'fail,flaky')
  assert.ok(existsSync(join(site, 'one/hs-10-c.html')))
  assert.ok(!existsSync(join(site, 'one/hs-02-a.html')))
  for (const args of [
    ['--pages', 'fail'],
    ['--html', site, '--pages', 'wrong'],
  ])
    await assert.rejects(conformReport([one, ...args], { write: assert.fail, warn: assert.fail }), {
      code: 'ERR_ARGUMENT',
      at: '--pages',
    })
})
