// Every conformance case against this project's own client, server and code, on a virtual clock.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVectors } from '../../scripts/cases.ts'
import { CASE_FILES, caseListFaults, Runner } from '../../src/conformance/index.ts'
import { RULE_IDS } from '../../src/core/rules.ts'

const runner = new Runner(readVectors(), 'test')
const cases = CASE_FILES.flatMap(file => file.cases())

test('every rule that needs a case has one, and every case a rule', () => {
  assert.deepEqual(caseListFaults(cases, RULE_IDS), [])
})

for (const each of cases)
  test(`${each.id} ${each.side}, ${each.slug}: ${each.stimulus}`, async () => {
    const { verdict, seen } = await runner.play(each)
    assert.equal(`${verdict}: ${seen}`, `pass: ${seen}`)
  })
