// The XML that build servers read.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { toJunit } from '../../../src/conformance/report/junit.ts'
import { caseOf, FULL_CASE, MIXED, reportOf } from './sample.ts'

test('each verdict is what build servers make of it', () => {
  const xml = toJunit(reportOf('some', MIXED))
  assert.equal(
    xml,
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="some 1.2" tests="7" failures="1" errors="2" skipped="2" time="2.500">
<testsuite name="Key exchange" tests="5" failures="1" errors="2" skipped="1" time="1.250">
<testcase classname="some 1.2.Key exchange" name="HS-02/a" time="0.250"></testcase>
<testcase classname="some 1.2.Key exchange" name="HS-03/a" time="0.250"><error type="flaky" message="ABORT">HS-03 (MUST): A rule is kept.
something is done
raw-mtproto conform client --only HS-03/a</error></testcase>
<testcase classname="some 1.2.Key exchange" name="HS-04/a" time="0.250"><error type="inconclusive" message="control: ERROR">HS-04 (MUST): A rule is kept.
something is done
raw-mtproto conform client --only HS-04/a</error></testcase>
<testcase classname="some 1.2.Key exchange" name="HS-05/a" time="0.250"><skipped message="unimplemented: exit code 89"/></testcase>
<testcase classname="some 1.2.Key exchange" name="HS-10/c" time="0.250"><failure type="fail" message="seen ACCEPT, expected ABORT or ERROR">HS-10 (MUST): A rule is kept.
something is done
raw-mtproto conform client --only HS-10/c</failure></testcase>
</testsuite>
<testsuite name="Sessions" tests="1" failures="0" errors="0" skipped="0" time="0.250">
<testcase classname="some 1.2.Sessions" name="SES-02/b" time="0.250"><system-out>non-strict: seen ACCEPT, expected ABORT or ERROR
SES-02 (REC): A rule is kept.
something is done
raw-mtproto conform client --only SES-02/b</system-out></testcase>
</testsuite>
<testsuite name="XX" tests="1" failures="0" errors="0" skipped="1" time="0.000">
<testcase classname="some 1.2.XX" name="XX-1/a" time="0.000"><skipped message="skipped: needs HTTP"/></testcase>
</testsuite>
</testsuites>
`,
  )
})

test('what a list of known findings says passes, and what it says wrongly fails', () => {
  const reason = 'auth.py:12'
  const xml = toJunit(
    reportOf('some', [
      { ...caseOf('HS-02', 'a', 'fail', 'ACCEPT'), expectation: { mark: 'fail', reason } },
      { ...caseOf('HS-03', 'a', 'pass'), expectation: { mark: 'fail', reason } },
      { ...caseOf('HS-04', 'a', 'skipped'), expectation: { mark: 'inconclusive', reason } },
    ]),
  )
  assert.match(xml, /<testsuites name="some 1.2" tests="3" failures="2" errors="0" skipped="0"/)
  assert.match(
    xml,
    /name="HS-02\/a" time="0.250"><system-out>fail: seen ACCEPT, expected ABORT or ERROR\nlisted as fail: auth.py:12\n/,
  )
  assert.match(
    xml,
    /name="HS-03\/a" time="0.250"><failure type="pass" message="pass, listed as fail: auth.py:12">/,
  )
  assert.match(
    xml,
    /name="HS-04\/a" time="0.000"><failure type="skipped" message="skipped, listed as inconclusive: auth.py:12">/,
  )
})

const READER = `
import sys, xml.etree.ElementTree as tree
suites = tree.fromstring(sys.stdin.buffer.read())
print(len(list(suites.iter('testcase'))), sorted({each.tag for each in suites.iter()}))
`

const { error } = spawnSync('python3', ['--version'])

test('what a program says stays text', { skip: error && 'there is no python3' }, () => {
  const hostile = { ...FULL_CASE, flaky: false }
  const input = toJunit(reportOf('a"<b>&\u0000', [hostile, ...MIXED]))
  const { stdout, stderr } = spawnSync('python3', ['-c', READER], { input, encoding: 'utf8' })
  assert.equal(
    stdout.trim(),
    "8 ['error', 'failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites']",
    stderr,
  )
})
