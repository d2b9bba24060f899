import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseViolations } from '../../scripts/check-house.ts'
import { readSources } from '../../scripts/sources.ts'

const check = (path: string, text: string) => houseViolations([{ path, text }])

test('the sources keep the rules of the house', () => {
  assert.deepEqual(houseViolations(readSources('src')), [])
})

test('a file that breaks a rule of the house is found out', () => {
  const good = '// what it is\nexport const a = 1\n'
  assert.deepEqual(check('src/core/a.ts', good), [])
  assert.deepEqual(check('src/core/a.ts', `#!/usr/bin/env node\n${good}`), [])
  assert.deepEqual(check('src/core/a.ts', good.repeat(250)), [])
  assert.deepEqual(check('src/core/a.ts', good.repeat(251)), [
    'src/core/a.ts:500 has 502 lines and may have 500',
  ])
  assert.deepEqual(check('src/core/tl/generated/a.ts', good.repeat(251)), [])
  for (const path of ['src/utils/a.ts', 'src/core/string-utils.ts', 'src/core/helpers.ts'])
    assert.deepEqual(check(path, good), [`${path}:1 the name says nothing`])
  assert.deepEqual(check('src/core/a.ts', 'export const a = 1\n'), [
    'src/core/a.ts:1 does not say what it is',
  ])
  const later = ['TO', 'DO'].join('')
  assert.deepEqual(check('src/core/a.ts', `${good}// ${later}: b\n`), [
    'src/core/a.ts:3 something is left for later',
  ])
  assert.deepEqual(check('src/core/a.ts', `${good}throw new Error('b')\n`), [
    'src/core/a.ts:3 an error needs a code',
  ])
  assert.deepEqual(check('src/core/a.ts', `${good}// new Error('b')\n`), [])
})
