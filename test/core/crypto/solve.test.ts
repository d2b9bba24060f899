import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import type { Factors } from '../../../src/core/crypto/job.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { solve } from '../../../src/core/crypto/solve.ts'

test('each kind of job gets the value of its kind', () => {
  const [base, exponent, modulus] = [Uint8Array.of(3), Uint8Array.of(5), Uint8Array.of(7)]
  const power: Uint8Array = solve({ kind: 'mod-pow', base, exponent, modulus }, portable)
  assert.deepEqual(power, Uint8Array.of(5))

  const factors: Factors | undefined = solve(
    { kind: 'factorize', pq: 2694724800268887959n },
    portable,
  )
  assert.deepEqual(factors, { p: 1513098571n, q: 1780931429n })

  const witnesses = Array.from({ length: 15 }, (_, i) => Uint8Array.of(i))
  const safe: boolean = solve(
    { kind: 'safe-prime', prime: Uint8Array.of(107), witnesses },
    portable,
  )
  assert.equal(safe, true)

  const [password, salt] = [encodeUtf8('password'), encodeUtf8('salt')]
  const key: Uint8Array = solve({ kind: 'pbkdf2', password, salt, iterations: 1 }, portable)
  assert.equal(toHex(key.subarray(0, 8)), '867f70cf1ade02cf')
})
