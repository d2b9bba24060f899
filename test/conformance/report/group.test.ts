import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupsOf } from '../../../src/conformance/report/group.ts'
import { caseOf } from './sample.ts'

test('cases stand in the order of the rules, by their numbers', () => {
  const ids = ['XX-1', 'SES-02', 'C-10', 'C-2', 'HS-10', 'nothing']
  const groups = groupsOf(ids.map(id => caseOf(id, 'a', 'pass')))
  assert.deepEqual(
    groups.map(({ title, cases }) => [title, ...cases.map(({ id }) => id)]),
    [
      ['Receiver checks', 'C-2', 'C-10'],
      ['Key exchange', 'HS-10'],
      ['Sessions', 'SES-02'],
      ['XX', 'XX-1'],
      ['nothing', 'nothing'],
    ],
  )
})
