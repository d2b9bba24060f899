import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownBundle } from '../../scripts/bundle.ts'
import { bundleViolations } from '../../scripts/check-bundle.ts'

test('a bundle of 60,000 bytes is allowed, one of 60,001 is not', () => {
  assert.deepEqual(bundleViolations({ minified: 200_000, gzipped: 60_000 }), [])
  assert.equal(bundleViolations({ minified: 200_000, gzipped: 60_001 }).length, 1)
})

test('the bundle of a login by QR code holds what it needs and is light enough', () => {
  const { minified, gzipped } = ownBundle()
  assert.ok(minified > 100_000, `${minified} bytes cannot hold a client`)
  assert.deepEqual(bundleViolations({ minified, gzipped }), [])
})
