// The primitives in JavaScript that is light to download and quick to run: the hashes of @noble/hashes, AES
// by tables, modular powers of the language's own big numbers.
import { fromBigInt, toBigInt } from '../../core/bytes/integers.ts'
import { aesModes } from '../../core/crypto/aes-modes.ts'
import { fastAes } from '../../core/crypto/aes-tables.ts'
import { hashes } from '../../core/crypto/hashes.ts'
import { checkModulus, powMod } from '../../core/crypto/pow-mod.ts'
import type { Crypto } from '../../core/crypto/provider.ts'

export const webCrypto: Crypto = {
  ...hashes,
  ...aesModes(fastAes),
  modPow(base, exponent, modulus) {
    const m = checkModulus(modulus)
    return fromBigInt(powMod(toBigInt(base), toBigInt(exponent), m), modulus.length)
  },
}
