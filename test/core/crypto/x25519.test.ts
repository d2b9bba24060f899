import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { x25519PublicKey } from '../../../src/core/crypto/x25519.ts'

test('the public keys of RFC 7748 section 6.1 come out', () => {
  const alice = fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a')
  const bob = fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
  assert.equal(
    toHex(x25519PublicKey(alice)),
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
  )
  assert.equal(
    toHex(x25519PublicKey(bob)),
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  )
})

test('OpenSSL makes the same public keys', () => {
  for (let i = 0; i < 10; i++) {
    const { privateKey, publicKey } = generateKeyPairSync('x25519')
    const raw = (jwk: string): Uint8Array => Uint8Array.from(Buffer.from(jwk, 'base64url'))
    const own = x25519PublicKey(raw(privateKey.export({ format: 'jwk' }).d!))
    assert.deepEqual(own, raw(publicKey.export({ format: 'jwk' }).x!))
  }
})
