// Primality by Miller-Rabin with bases that the caller has drawn. Source: /mtproto/auth_key ("15
// iterations"), /mtproto/security_guidelines. The number tested may be hostile: the work is bounded.
import { fromBigInt, toBigInt } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { Crypto } from './provider.ts'

/** base^exponent mod modulus. */
export type ModPow = (base: bigint, exponent: bigint, modulus: bigint) => bigint

const SMALL_PRIMES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n]
const LEAST_WITNESSES = 15

/**
 * Are p and (p-1)/2 both prime? `prime` is big-endian; each witness becomes a base of both tests, and a
 * composite number passes with probability below 4^-witnesses.length. Throws ERR_ARGUMENT for fewer
 * than 15 witnesses.
 */
export function isSafePrime(
  prime: Uint8Array,
  witnesses: readonly Uint8Array[],
  crypto: Crypto,
): boolean {
  // HS-27, HS-28: at least 15 rounds on p and on (p-1)/2
  if (witnesses.length < LEAST_WITNESSES)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'witnesses',
      got: witnesses.length,
      expected: LEAST_WITNESSES,
    })
  const p = toBigInt(prime)
  if (p < 5n || p % 2n === 0n) return false
  const q = (p - 1n) / 2n
  const modPow: ModPow = (base, exponent, modulus) => {
    const power = crypto.modPow(fromBigInt(base), fromBigInt(exponent), fromBigInt(modulus))
    return toBigInt(power)
  }
  const span = q > 5n ? q - 3n : 1n
  const bases = witnesses.map(witness => 2n + (toBigInt(witness) % span))
  return isProbablePrime(q, bases, modPow) && isProbablePrime(p, bases, modPow)
}

/** Trial division, then one round for each of `bases`, which lie in 2 … n-2. */
export function isProbablePrime(n: bigint, bases: readonly bigint[], modPow: ModPow): boolean {
  if (n < 2n) return false
  for (const small of SMALL_PRIMES) if (n % small === 0n) return n === small
  let odd = (n - 1n) >> 1n
  let halvings = 1
  while ((odd & 1n) === 0n) {
    odd >>= 1n
    halvings++
  }
  return bases.every(base => {
    let power = modPow(base, odd, n)
    if (power === 1n || power === n - 1n) return true
    for (let i = 1; i < halvings; i++) {
      power = (power * power) % n
      if (power === n - 1n) return true
    }
    return false
  })
}
