// The line that tells how far a run of cases is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Progress } from '../../src/cli/conform-progress.ts'
import { caseOf } from '../conformance/report/sample.ts'

function written(columns: number | undefined): string[] {
  const chunks: string[] = []
  const output = { columns: columns ?? 0, rows: 24, write: () => {}, on: () => {}, off: () => {} }
  const progress = new Progress(
    {
      write: text => chunks.push(text),
      warn: assert.fail,
      ...(columns !== undefined && { terminal: { output, input: undefined } }),
    },
    3,
  )
  progress.done(caseOf('HS-02', 'nonce', 'fail'))
  progress.done(caseOf('HS-03', 'a', 'pass'))
  progress.done(caseOf('HS-02', 'nonce', 'fail'))
  progress.end()
  return chunks
}

test('a line is written over the one before it and taken away at the end', () => {
  assert.deepEqual(written(80), [
    '\r1 of 3 cases: HS-02/nonce',
    '\r2 of 3 cases: HS-03/a    ',
    '\r2 of 3 cases: HS-02/nonce, played once more',
    `\r${' '.repeat(43)}\r`,
  ])
})

test('a line is cut to the terminal, and nothing is written where there is none', () => {
  assert.equal(written(12)[0], '\r1 of 3 case')
  assert.deepEqual(written(undefined), [])
})
