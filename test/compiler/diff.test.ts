import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diff, formatDiff } from '../../src/compiler/diff.ts'
import { parse } from '../../src/compiler/parser.ts'

const compare = (before: string, after: string) =>
  formatDiff(diff(parse(before, 'old.tl'), parse(after, 'new.tl')))

test('equal schemas have no difference, whatever their order', () => {
  assert.equal(compare('a#1 = A; b#2 c:int = B;', 'b#2\n  c:int = B;\na#1 = A;'), '')
})

test('what went, what came and what changed', () => {
  assert.equal(
    compare(
      'a#1 = A; b#2 c:int d:A = B; e#3 f:int g:int = E;',
      'h#4 = A; b#5 c:int d:long i:A = B; e#6 g:int f:int = E; a#1 = A;',
    ),
    `+ constructor h#00000004 = A
~ b#00000002 -> #00000005
    - d:A
    + d:long
    + i:A
~ e#00000003 -> #00000006
    - constructor e#00000003 f:int g:int = E
    + constructor e#00000006 g:int f:int = E
`,
  )
  assert.equal(compare('a#1 = A; b#2 = B;', 'a#1 = A;'), '- constructor b#00000002 = B\n')
})

test('a constructor that became a method has changed', () => {
  assert.equal(
    compare('a#1 = A;', '---functions---\na#1 = A;'),
    '~ a#00000001 -> #00000001\n    - constructor\n    + method\n',
  )
})
