// The primitives in portable JavaScript: @noble/hashes, aes-js and big-integer. Runs wherever BigInt
// does, and is what the faster implementations are compared with.
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import bigInt from 'big-integer'
import { fromBigInt, toBigInt } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import { aes } from './aes.ts'
import { checkCtrSizes, ctrStream } from './ctr.ts'
import { checkIgeSizes, igeDecrypt, igeEncrypt } from './ige.ts'
import type { Crypto } from './provider.ts'

/** What a hash of @noble/hashes can do with parts. */
interface Hasher {
  update(part: Uint8Array): Hasher
  digest(): Uint8Array
}

/** Digests the concatenation of `parts`. */
function digest(hasher: Hasher, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}

export const portable: Crypto = {
  sha1: (...parts) => digest(sha1.create(), parts),
  sha256: (...parts) => digest(sha256.create(), parts),
  sha512: (...parts) => digest(sha512.create(), parts),
  hmacSha256: (key, ...parts) => digest(hmac.create(sha256, key), parts),
  pbkdf2Sha512: (password, salt, iterations) =>
    pbkdf2(sha512, password, salt, { c: iterations, dkLen: 64 }),

  aesIgeEncrypt(data, key, iv) {
    checkIgeSizes(data, key, iv)
    const cipher = aes(key)
    return igeEncrypt(data, block => cipher.encrypt(block), iv)
  },
  aesIgeDecrypt(data, key, iv) {
    checkIgeSizes(data, key, iv)
    const cipher = aes(key)
    return igeDecrypt(data, block => cipher.decrypt(block), iv)
  },
  aesCtr(key, iv) {
    checkCtrSizes(key, iv)
    const cipher = aes(key)
    return ctrStream(block => cipher.encrypt(block), iv)
  },

  /**
   * Square and multiply on big-integer. The time depends on the number and place of the one bits of the
   * exponent and on the sizes of all three numbers: whoever can measure single calls closely learns
   * about a secret exponent. Each exponent of this library but the password's x and a server's RSA key
   * is used for one exchange only.
   */
  modPow(base, exponent, modulus) {
    const m = checkModulus(modulus)
    const power = powMod(toBigInt(base), toBigInt(exponent), m)
    return fromBigInt(power, modulus.length)
  },
}

/** The modulus as a number; throws ERR_ARGUMENT when it is 0. */
export function checkModulus(modulus: Uint8Array): bigint {
  const m = toBigInt(modulus)
  if (m === 0n) throw new MtprotoError('ERR_ARGUMENT', { at: 'modulus', got: 0, expected: '> 0' })
  return m
}

/** base^exponent mod modulus for numbers that are not negative, modulus > 0. */
export function powMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const m = bigInt(modulus)
  return BigInt(bigInt(base).modPow(exponent, m).mod(m).toString())
}
