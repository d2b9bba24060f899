import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listViolations, mentionViolations, ruleViolations } from '../../scripts/check-rules.ts'

test('documents and code name the same rules and errors', () => {
  assert.deepEqual(ruleViolations(), [])
})

test('a document that misses, adds, repeats or misplaces an entry is found out', () => {
  const check = (...ids: string[]) =>
    listViolations(
      'd.md',
      ['| id | rule |', '|---|---|', ...ids.map(id => `| ${id} | text |`)].join('\n'),
      /^ERR_/,
      ['ERR_A', 'ERR_B', 'ERR_C'],
    )
  assert.deepEqual(check('ERR_A', 'ERR_B', 'ERR_C'), [])
  assert.deepEqual(check('ERR_A', '`ERR_B`', 'ERR_C'), [])
  assert.deepEqual(check('ERR_A', 'ERR_C'), ['d.md does not list ERR_B'])
  assert.deepEqual(check('ERR_A', 'ERR_B', 'ERR_C', 'ERR_D'), [
    'd.md lists ERR_D, which the code lacks',
  ])
  assert.deepEqual(check('ERR_A', 'ERR_B', 'ERR_C', 'ERR_A'), ['d.md lists ERR_A twice'])
  assert.deepEqual(check('ERR_A', 'ERR_C', 'ERR_B'), [
    'd.md lists ERR_C where ERR_B stands in the code',
  ])
})

test('a mention of a rule that does not exist is found out', () => {
  const text = '// C-5 and X-3\n// C-7, MC-9, C-5-1'
  assert.deepEqual(mentionViolations([{ path: 'a.ts', text }], ['C-5', 'X-3']), [
    'a.ts:2 C-7 is not a rule',
  ])
})
