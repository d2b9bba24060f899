import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generatedViolations } from '../../scripts/check-generated.ts'
import { FOLDER, generatedFiles } from '../../scripts/generate.ts'
import { readSources } from '../../scripts/sources.ts'

test('the generated code is what the generator makes of the schemas', () => {
  assert.deepEqual(generatedViolations(readSources(FOLDER), generatedFiles()), [])
})

test('a file that was changed, added or removed is found out', () => {
  const expected = [
    { path: 'a.ts', text: 'a' },
    { path: 'b.ts', text: 'b' },
    { path: 'c.ts', text: 'c' },
  ]
  const actual = [
    { path: 'a.ts', text: 'a' },
    { path: 'b.ts', text: 'B' },
    { path: 'd.ts', text: 'd' },
  ]
  assert.deepEqual(generatedViolations(actual, expected), [
    'b.ts:1 differs from what the schema gives; run npm run generate',
    'c.ts:1 differs from what the schema gives; run npm run generate',
    'd.ts:1 is not generated from any schema',
  ])
})
