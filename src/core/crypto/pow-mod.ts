// Modular powers of the language's own big numbers, four bits of the exponent at a time.
import { toBigInt } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'

/** The modulus as a number; throws ERR_ARGUMENT when it is 0. */
export function checkModulus(modulus: Uint8Array): bigint {
  const m = toBigInt(modulus)
  if (m === 0n) throw new MtprotoError('ERR_ARGUMENT', { at: 'modulus', got: 0, expected: '> 0' })
  return m
}

/**
 * base^exponent mod modulus for numbers that are not negative, modulus > 0. The time depends on the exponent's
 * length and on which of its digits are zero, and on the sizes of all three numbers: whoever can measure single
 * calls closely learns about a secret exponent. Each exponent of this library but the password's x and a
 * server's RSA key is used for one exchange only.
 */
export function powMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = [1n % modulus]
  for (let i = 1; i < 16; i++) powers.push((powers[i - 1]! * base) % modulus)
  let power = powers[0]!
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) power = (power * power) % modulus
    if (digit !== '0') power = (power * powers[Number.parseInt(digit, 16)]!) % modulus
  }
  return power
}
