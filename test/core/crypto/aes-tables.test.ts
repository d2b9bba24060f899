import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { aes } from '../../../src/core/crypto/aes.ts'
import { fastAes } from '../../../src/core/crypto/aes-tables.ts'

const PLAINTEXT = '00112233445566778899aabbccddeeff'

for (const [bits, key, ciphertext] of [
  [128, '000102030405060708090a0b0c0d0e0f', '69c4e0d86a7b0430d8cdb78070b4c55a'],
  [
    256,
    '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    '8ea2b7ca516745bfeafc49904b496089',
  ],
] as const) {
  test(`AES-${bits} by tables gives the example of FIPS 197, appendix C`, () => {
    const cipher = fastAes(fromHex(key))
    assert.equal(toHex(cipher.encrypt(fromHex(PLAINTEXT))), ciphertext)
    assert.equal(toHex(cipher.decrypt(fromHex(ciphertext))), PLAINTEXT)
  })
}

test('AES by tables agrees with aes-js on any key and block', () => {
  const key = fc
    .constantFrom(16, 32)
    .chain(size => fc.uint8Array({ minLength: size, maxLength: size }))
  const block = fc.uint8Array({ minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(key, block, (key, block) => {
      const mine = fastAes(key)
      const theirs = aes(key)
      assert.equal(toHex(mine.encrypt(block)), toHex(theirs.encrypt(block)))
      assert.equal(toHex(mine.decrypt(block)), toHex(theirs.decrypt(block)))
    }),
  )
})

test('AES by tables leaves the block it was given as it was', () => {
  const block = fromHex(PLAINTEXT)
  fastAes(new Uint8Array(16)).encrypt(block)
  assert.equal(toHex(block), PLAINTEXT)
})
