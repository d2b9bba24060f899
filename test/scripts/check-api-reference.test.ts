import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referenceFiles } from '../../scripts/api-reference.ts'
import {
  documentationViolations,
  projectViolations,
  staleViolations,
} from '../../scripts/check-api-reference.ts'
import { exportsIn } from '../../scripts/public-names.ts'

/** What is wrong with the names that such a file exports. */
const violationsOf = (text: string): string[] =>
  documentationViolations(exportsIn('src/core/example.ts', text)).map(line =>
    line.replace(/^\S+ /, ''),
  )

test('every public name is documented, and docs/api says how', () => {
  assert.deepEqual(projectViolations(), [])
})

test('the reference has a page for each entry point, with every name of it', () => {
  const pages = new Map(referenceFiles().map(({ path, text }) => [path, text]))
  assert.match(pages.get('docs/api/client.md')!, /^## qrLogin$/m)
  assert.match(
    pages.get('docs/api/api.md')!,
    /^\| auth\.loginToken \| `auth\.loginToken#629f1980 /m,
  )
  assert.match(pages.get('docs/api/README.md')!, /\(test-dc\.md\)/)
})

test('a name without a comment is found out', () => {
  assert.deepEqual(violationsOf('export type A = 1\n'), ['A has no doc comment'])
  assert.deepEqual(violationsOf('/** One. */\nexport type A = 1\n'), [])
})

test('a method without a comment is found out, unless the interface it implements has one', () => {
  const face = '/** A. */\nexport interface A {\n  /** does */\n  m(): void\n}\n'
  const owner = (name: string) =>
    `${face}/** B. */\nexport class B implements A {\n  ${name}(): void {}\n  #p(): void {}\n}\n`
  assert.deepEqual(violationsOf(owner('m')), [])
  assert.deepEqual(violationsOf(owner('n')), ['B.n has no doc comment'])
})

test('a number without a unit is found out, unless its name or its owner says it', () => {
  const face = (doc: string, name: string) =>
    `/** ${doc} */\nexport interface A {\n  readonly ${name}: number\n}\n`
  assert.deepEqual(violationsOf(face('A.', 'wait')), [
    'A.wait is a number or bytes, and nothing says of what',
  ])
  assert.deepEqual(violationsOf(face('A, for `wait` milliseconds.', 'wait')), [])
  assert.deepEqual(violationsOf(face('A.', 'port')), [])
})

test('bytes that nobody describes are found out', () => {
  const takes = (doc: string) =>
    `/** ${doc} Source: /mtproto/TL */\nexport function f(key: Uint8Array): void {}\n`
  assert.deepEqual(violationsOf(takes('Takes a key.')), [
    'f takes or returns bytes, and nothing says which',
  ])
  assert.deepEqual(violationsOf(takes('Takes a key of 256 bytes.')), [])
})

test('an error code that is thrown and not named is found out, also from another function', () => {
  const thrower = (doc: string) => `/** ${doc} Source: /mtproto/TL */
export function f(): void {
  g()
}
function g(): void {
  throw new MtprotoError('ERR_ARGUMENT')
}
`
  assert.deepEqual(violationsOf(thrower('Does.')), ['f throws ERR_ARGUMENT and does not say so'])
  assert.deepEqual(violationsOf(thrower('Does; throws ERR_ARGUMENT.')), [])
  const caught = thrower('Does.').replace('  g()', '  try {\n    g()\n  } catch {}')
  assert.deepEqual(violationsOf(caught), [])
})

test('a function of the protocol without its page is found out', () => {
  assert.deepEqual(violationsOf('/** Does. */\nexport function f(): void {}\n'), [
    'f names no page that it comes from',
  ])
})

test('a page that is out of date, missing or of nothing is found out', () => {
  const page = (path: string, text: string) => ({ path, text })
  assert.deepEqual(
    staleViolations(
      [page('a.md', 'a'), page('b.md', 'old'), page('d.md', 'd')],
      [page('a.md', 'a'), page('b.md', 'new'), page('c.md', 'c')],
    ),
    [
      'b.md:1 differs from the comments in src/; run npm run docs',
      'c.md:1 differs from the comments in src/; run npm run docs',
      'd.md:1 belongs to no entry point',
    ],
  )
})
