// The Diffie-Hellman group that the server proposes, for the key exchange and for passwords, and the
// values exchanged in it. Source: /mtproto/auth_key#dh-key-exchange-initiation, /mtproto/security_guidelines
// A prime that passes checkPrimeSize and is not a known one goes out as a `safe-prime` job.
import { fromHex, toHex } from '../bytes/hex.ts'
import { toBigInt } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'

/** The prime that Telegram's servers use; its proof is in the tests. Source: /mtproto/samples-auth_key */
const TELEGRAM_PRIME =
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f' +
  '48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37' +
  '20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64' +
  '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4' +
  'a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754' +
  'fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
  'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f' +
  '0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b'

/** Returns Telegram's prime, 256 bytes, big-endian. */
export function telegramPrime(): Uint8Array {
  return fromHex(TELEGRAM_PRIME)
}

/** Is this a prime that needs no proof? */
export function isKnownPrime(prime: Uint8Array): boolean {
  return prime.length === 256 && toHex(prime) === TELEGRAM_PRIME
}

/** Throws ERR_DH_PRIME_INVALID unless 2^2047 < p < 2^2048 and p is odd, in exactly 256 bytes. */
export function checkPrimeSize(prime: Uint8Array): void {
  // HS-26: exactly 2048 bits
  if (prime.length !== 256 || prime[0]! < 0x80 || prime[255]! % 2 === 0)
    throw new MtprotoError('ERR_DH_PRIME_INVALID', {
      rule: 'HS-26',
      at: 'dh_prime',
      got: `${prime.length} bytes`,
      expected: 'an odd number of 2048 bits',
    })
}

/** g generates the subgroup of order (p-1)/2 when p leaves one of these remainders. */
const GENERATORS: Record<number, { readonly modulus: number; readonly remainders: number[] }> = {
  2: { modulus: 8, remainders: [7] },
  3: { modulus: 3, remainders: [2] },
  4: { modulus: 1, remainders: [0] },
  5: { modulus: 5, remainders: [1, 4] },
  6: { modulus: 24, remainders: [19, 23] },
  7: { modulus: 7, remainders: [3, 5, 6] },
}

/** Throws ERR_DH_GENERATOR_INVALID unless g is 2 … 7 and a quadratic residue modulo the safe prime p. */
export function checkGenerator(g: number, prime: Uint8Array): void {
  const condition = GENERATORS[g]
  // HS-31: 2 <= g <= 7
  if (condition === undefined)
    throw new MtprotoError('ERR_DH_GENERATOR_INVALID', {
      rule: 'HS-31',
      at: 'g',
      got: g,
      expected: '2 to 7',
    })
  const { modulus, remainders } = condition
  const remainder = Number(toBigInt(prime) % BigInt(modulus))
  // HS-29: g is a quadratic residue
  if (!remainders.includes(remainder))
    throw new MtprotoError('ERR_DH_GENERATOR_INVALID', {
      rule: 'HS-29',
      at: `g = ${g}`,
      got: `dh_prime mod ${modulus} = ${remainder}`,
      expected: remainders.join(' or '),
    })
}

/** The distance that g_a and g_b keep from both ends of the range: 2^(2048-64). */
const MARGIN = 2n ** 1984n

/** Does 2^1984 <= value <= p - 2^1984 hold? Then 1 < value < p-1 holds too. */
export function isDhValueSafe(value: Uint8Array, prime: Uint8Array): boolean {
  if (value.length > prime.length) return false
  const v = toBigInt(value)
  return v >= MARGIN && v <= toBigInt(prime) - MARGIN
}

/** Throws ERR_DH_VALUE_RANGE unless the other side's g_a or g_b is safe. */
export function checkDhValue(value: Uint8Array, prime: Uint8Array, at: 'g_a' | 'g_b'): void {
  // HS-32: 1 < g_a < p-1; HS-33: far from both ends; HS-73: the same for g_b
  if (isDhValueSafe(value, prime)) return
  const v = value.length > prime.length ? 0n : toBigInt(value)
  const inside = v > 1n && v < toBigInt(prime) - 1n
  throw new MtprotoError('ERR_DH_VALUE_RANGE', {
    rule: at === 'g_b' ? 'HS-73' : inside ? 'HS-33' : 'HS-32',
    at,
    expected: inside ? '2^1984 to dh_prime - 2^1984' : '2 to dh_prime - 2',
  })
}
