import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playCases } from '../../scripts/cases.ts'
import type { OwnCase } from '../../src/conformance/case.ts'
import { caseListFaults, needsCase } from '../../src/conformance/cases/all.ts'
import { ACCEPT } from '../../src/conformance/outcome.ts'
import type { RuleId } from '../../src/core/rules.ts'

const made = (id: string, slug = 'one'): OwnCase => ({
  id: id as RuleId,
  slug,
  side: 'both',
  kind: 'vector',
  stimulus: 'nothing',
  expected: [ACCEPT],
  check: () => {},
})

test('finds a rule without a case', () => {
  assert.deepEqual(caseListFaults([made('TL-01')], ['TL-01', 'TL-02']), ['TL-02 has no case'])
})

test('finds a case without a rule', () => {
  const cases = [made('TL-01'), made('XX-1')]
  assert.deepEqual(caseListFaults(cases, ['TL-01']), ['XX-1 is no rule'])
})

test('finds a name that stands twice, and not a second case of a rule', () => {
  const cases = [made('TL-01'), made('TL-01', 'two'), made('TL-01')]
  assert.deepEqual(caseListFaults(cases, ['TL-01']), ['TL-01/one stands twice'])
})

test('wants no case for receiver checks', () => {
  assert.deepEqual((['C-5', 'TR-01', 'SS-01'] as const).filter(needsCase), ['TR-01', 'SS-01'])
})

test('plays the cases whose id begins as asked, and prints a line for each', async () => {
  const lines: string[] = []
  assert.deepEqual(await playCases(['TL-01', 'TL-03'], line => lines.push(line)), [])
  assert.match(lines[0]!, /^TL-01\/strings +MUST +tl\.ts +pass$/)
  assert.equal(lines.at(-1), '2 cases of 2 rules')
})
