// What holds over TCP holds over HTTP: the cases of a client's sessions and logins, played there as well.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVectors } from '../../scripts/cases.ts'
import type { Case, ClientCase } from '../../src/conformance/case.ts'
import { CASE_FILES, describe, Runner } from '../../src/conformance/index.ts'

const GROUPS = /^(SES-[235]|QR-|PW-)/

const isPlayed = (each: Case): each is ClientCase =>
  each.side === 'client' && 'scenario' in each && GROUPS.test(each.id)

test('a client passes the cases of sessions and logins over HTTP', async () => {
  const runner = new Runner(readVectors(), 'cases')
  const cases = CASE_FILES.flatMap(file => file.cases()).filter(isPlayed)
  assert.ok(cases.length > 80)
  for (const { subject, ...each } of cases) {
    const { verdict, seen } = await runner.play({
      ...each,
      subject: { ...subject, transport: 'http', obfuscated: false },
    })
    assert.equal(
      verdict,
      'pass',
      `${each.id}/${each.slug}: ${seen}, not ${each.expected.map(describe)}`,
    )
  }
})
