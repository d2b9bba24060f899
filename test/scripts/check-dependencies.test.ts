import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  dependencyViolations,
  ledgerViolations,
  projectViolations,
} from '../../scripts/check-dependencies.ts'

test('package files, sources and ledger name the same packages', () => {
  assert.deepEqual(projectViolations(), [])
})

test('a dependency that is missing, new or unused is found out', () => {
  const used = ['@noble/hashes/sha2.js', 'aes-js', 'big-integer', 'qrcode', 'ws']
  const sources = used.map(name => ({ path: 'src/a.ts', text: `import a from '${name}'` }))
  const declared = ['@noble/hashes', 'aes-js', 'big-integer', 'qrcode', 'ws']
  assert.deepEqual(dependencyViolations(declared, sources), [])
  assert.deepEqual(dependencyViolations(declared.slice(1), sources), [
    'package.json: @noble/hashes is missing',
  ])
  assert.deepEqual(dependencyViolations(declared, sources.slice(1)), [
    'src does not import @noble/hashes',
  ])
  assert.deepEqual(dependencyViolations([...declared, 'left-pad'], sources), [
    'package.json: left-pad is not agreed on',
    'src does not import left-pad',
  ])
})

test('a ledger that misses or adds a package is found out', () => {
  const ledger =
    '# L\n\n## One\n\n| package | size |\n|---|---|\n| a | 1 |\n| `b` | 2 |\n\n## Two\n'
  assert.deepEqual(ledgerViolations(ledger, 'One', ['a', 'b']), [])
  assert.deepEqual(ledgerViolations(ledger, 'One', ['a', 'c']), [
    'docs/dependencies.md: One: c is missing',
    'docs/dependencies.md: One: b is not used',
  ])
  assert.deepEqual(ledgerViolations(ledger, 'Two', ['a']), [
    'docs/dependencies.md: Two: a is missing',
  ])
})
