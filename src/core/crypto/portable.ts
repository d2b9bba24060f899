// The primitives in portable JavaScript: @noble/hashes, aes-js and big-integer. Runs wherever BigInt
// does, and is what the faster implementations are compared with.
import bigInt from 'big-integer'
import { fromBigInt, toBigInt } from '../bytes/integers.ts'
import { aes } from './aes.ts'
import { aesModes } from './aes-modes.ts'
import { hashes } from './hashes.ts'
import { checkModulus } from './pow-mod.ts'
import type { Crypto } from './provider.ts'

/** The implementation that runs anywhere. */
export const portable: Crypto = {
  ...hashes,
  ...aesModes(aes),

  /**
   * Square and multiply on big-integer. The time depends on the number and place of the one bits of the
   * exponent and on the sizes of all three numbers: whoever can measure single calls closely learns
   * about a secret exponent. Each exponent of this library but the password's x and a server's RSA key
   * is used for one exchange only.
   */
  modPow(base, exponent, modulus) {
    const m = bigInt(checkModulus(modulus))
    const power = bigInt(toBigInt(base))
      .modPow(bigInt(toBigInt(exponent)), m)
      .mod(m)
    return fromBigInt(BigInt(power.toString()), modulus.length)
  },
}
