import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRules } from '../../src/conformance/rules.ts'
import { RULE_IDS } from '../../src/core/rules.ts'

const document = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')

test('reads level, sentence and page of every rule', () => {
  const rules = readRules(document)
  assert.deepEqual([...rules.keys()], RULE_IDS)
  assert.deepEqual(rules.get('HS-33'), {
    id: 'HS-33',
    level: 'REC',
    text: 'g_a should keep a distance of 2^1984 from both ends of its range.',
    page: '/mtproto/security_guidelines',
  })
})

test('takes nothing else for a rule', () => {
  assert.equal(readRules('| id | level | rule | page |\n|---|---|---|---|\ntext | MUST |').size, 0)
})
