// The list of known findings: reading it, comparing a run with it, bringing it up to date.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  differs,
  isKnown,
  parseExpectations,
  updatedExpectations,
  withExpectations,
} from '../../../src/conformance/report/expectations.ts'
import { nameOf } from '../../../src/conformance/report/mark.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { caseOf, MIXED } from './sample.ts'

const LIST = `# What it is known for.
# Two lines of it.

fail HS-10/c HS-11/a
  auth.py:12: the hash is read
  and not compared

# about timing
inconclusive HS-04/a
  the control is slow
non-strict SES-02/b
  no waiting
flaky HS-03/a
  a race
`

test('an entry is a mark, names and a reason over several lines', () => {
  assert.deepEqual(
    [...parseExpectations(LIST)],
    [
      ['HS-10/c', { mark: 'fail', reason: 'auth.py:12: the hash is read and not compared' }],
      ['HS-11/a', { mark: 'fail', reason: 'auth.py:12: the hash is read and not compared' }],
      ['HS-04/a', { mark: 'inconclusive', reason: 'the control is slow' }],
      ['SES-02/b', { mark: 'non-strict', reason: 'no waiting' }],
      ['HS-03/a', { mark: 'flaky', reason: 'a race' }],
    ],
  )
  assert.equal(parseExpectations('').size, 0)
})

for (const [what, text] of [
  ['a mark that is none', 'wrong HS-01/a\n  because'],
  ['a mark that is no finding', 'pass HS-01/a\n  because'],
  ['no names', 'fail\n  because'],
  ['a name that is none', 'fail HS-01\n  because'],
  ['no reason', 'fail HS-01/a\n\nfail HS-02/a\n  because'],
  ['a reason of nothing', '  because'],
  ['a case that is listed twice', 'fail HS-01/a\n  because\n\nnon-strict HS-01/a\n  because'],
  ['more than a list may have', `# ${'x'.repeat(1 << 20)}`],
])
  test(`${what} is refused`, () => {
    assert.throws(
      () => parseExpectations(text!),
      error => error instanceof MtprotoError && error.code === 'ERR_ARGUMENT',
    )
  })

test('a case differs when it is found out and not listed, or listed and not found out so', () => {
  const cases = withExpectations(
    [...MIXED, caseOf('HS-11', 'a', 'pass'), caseOf('HS-12', 'a', 'fail')],
    parseExpectations(LIST),
  )
  assert.deepEqual(cases.filter(isKnown).map(nameOf), ['SES-02/b', 'HS-10/c', 'HS-03/a', 'HS-04/a'])
  assert.deepEqual(cases.filter(differs).map(nameOf), ['HS-11/a', 'HS-12/a'])
})

test('a case that is listed as flaky may come to anything', () => {
  const list = parseExpectations('flaky HS-01/a HS-02/a\n  a race\n')
  const cases = [caseOf('HS-01', 'a', 'pass'), caseOf('HS-02', 'a', 'fail')]
  assert.deepEqual(withExpectations(cases, list).filter(differs), [])
})

test('a case that is listed and was not played differs', () => {
  const list = parseExpectations('fail HS-01/a HS-02/a\n  because\n')
  const cases = [caseOf('HS-01', 'a', 'skipped'), caseOf('HS-02', 'a', 'unimplemented')]
  assert.deepEqual(withExpectations(cases, list).filter(differs).map(nameOf), [
    'HS-01/a',
    'HS-02/a',
  ])
})

test('bringing a list up to date keeps what holds, as it is written, and adds what is new', () => {
  const cases = withExpectations(
    [
      caseOf('HS-10', 'c', 'fail', 'ACCEPT'),
      caseOf('HS-11', 'a', 'pass'),
      caseOf('SES-02', 'b', 'fail', 'DROP'),
      caseOf('HS-12', 'a', 'fail', 'ACCEPT'),
      caseOf('HS-13', 'a', 'fail', 'ACCEPT'),
      caseOf('HS-14', 'a', 'skipped'),
    ],
    parseExpectations(LIST),
  )
  const updated = updatedExpectations(LIST, cases)
  assert.equal(
    updated,
    `# What it is known for.
# Two lines of it.

fail HS-10/c
  auth.py:12: the hash is read
  and not compared

# about timing

inconclusive HS-04/a
  the control is slow

flaky HS-03/a
  a race

fail SES-02/b
  seen DROP, expected ABORT or ERROR

fail HS-12/a HS-13/a
  seen ACCEPT, expected ABORT or ERROR
`,
  )
  const again = withExpectations(
    cases.map(({ expectation: _, ...each }) => each),
    parseExpectations(updated),
  )
  assert.deepEqual(again.filter(differs), [])
  assert.equal(updatedExpectations(updated, again), updated)
})

test('a long reason is wrapped, and what a program said cannot begin an entry', () => {
  const long = `${'word '.repeat(40)}\n# no comment\nfail HS-77/a`
  const list = updatedExpectations('', [caseOf('HS-01', 'a', 'fail', long)])
  assert.ok(list.split('\n').every(line => line.length <= 110))
  assert.deepEqual([...parseExpectations(list).keys()], ['HS-01/a'])
  assert.match(parseExpectations(list).get('HS-01/a')!.reason, /word # no comment fail HS-77\/a/)
})
