import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listProblems, readMutations } from '../../scripts/mutations.ts'

const LIST = `What this is.
In two lines.

# core/a.ts: core/a test-dc

HS-02: comparing nonces
- if (!equal(got, expected))
-   throw
+ if (false)
+   throw
= HS-02/nonce
= HS-18/nonce

HS-03-more: choosing: a key
- checkKey()

# core/b.ts: core/b

TR-06: the limit
- length > MAX
+ false
= TR-06/full
`

test('the list of missing checks is read with its tests and cases', () => {
  assert.deepEqual(readMutations(LIST), [
    {
      ...{ id: 'HS-02', what: 'comparing nonces', file: 'core/a.ts' },
      from: 'if (!equal(got, expected))\n  throw',
      to: 'if (false)\n  throw',
      tests: ['core/a', 'test-dc'],
      cases: ['HS-02/nonce', 'HS-18/nonce'],
    },
    {
      ...{ id: 'HS-03-more', what: 'choosing: a key', file: 'core/a.ts' },
      ...{ from: 'checkKey()', to: '', tests: ['core/a', 'test-dc'], cases: [] },
    },
    {
      ...{ id: 'TR-06', what: 'the limit', file: 'core/b.ts' },
      ...{ from: 'length > MAX', to: 'false', tests: ['core/b'], cases: ['TR-06/full'] },
    },
  ])
})

test('what is wrong with the list is told', () => {
  const entry = (id: string, from: string) => ({
    ...{ id, what: 'a limit', file: 'core/rules.ts', from },
    ...{ to: '', tests: [], cases: [] },
  })
  const list = [entry('A', 'export const RULE_IDS'), entry('B', 'nowhere')]
  assert.deepEqual(listProblems(list, ['A']), ['B: src/core/rules.ts has "nowhere" 0 times'])
  assert.deepEqual(listProblems([...list.slice(0, 1), ...list.slice(0, 1)], ['A', 'C']), [
    'A is there twice',
    'there is no C',
  ])
})
