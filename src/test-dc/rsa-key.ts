// The RSA key that a test DC proves itself with: made fresh, and its public half as PEM for clients.
// Source: /mtproto/auth_key, RFC 8017. The primes follow from the random source, so a seed repeats the key.
import { toBase64 } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { fromBigInt, toBigInt } from '../core/bytes/integers.ts'
import { DER_INTEGER, DER_SEQUENCE } from '../core/crypto/der.ts'
import { isProbablePrime, type ModPow } from '../core/crypto/prime.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { type RsaPrivateKey, type RsaPublicKey, rsaPublicKey } from '../core/crypto/rsa.ts'
import type { Random } from '../core/machine.ts'

const PUBLIC_EXPONENT = 65_537n
/** Bytes of each of the two primes. */
const PRIME_SIZE = 128
/** Rounds of Miller-Rabin, as many as for dh_prime. */
const ROUNDS = 15
/** Divisors below this sift the candidates before a modular power is spent on them. */
const SIEVE_LIMIT = 2_000

/** Makes a 2048-bit key with e = 65537 out of `random`. */
export function makeRsaKey(random: Random, crypto: Crypto): RsaPrivateKey {
  const sieve = oddPrimesBelow(SIEVE_LIMIT)
  const p = findPrime(random, crypto, sieve)
  let q = findPrime(random, crypto, sieve)
  while (q === p) q = findPrime(random, crypto, sieve)
  const n = fromBigInt(p * q, 2 * PRIME_SIZE)
  const d = fromBigInt(inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n)))
  return { ...rsaPublicKey(n, fromBigInt(PUBLIC_EXPONENT)), d }
}

/** Returns the key as a PEM block `RSA PUBLIC KEY` (PKCS #1). */
export function rsaPublicKeyPem({ n, e }: RsaPublicKey): string {
  const der = derValue(DER_SEQUENCE, concat(derInteger(n), derInteger(e)))
  const lines = toBase64(der).match(/.{1,64}/g) ?? []
  return ['-----BEGIN RSA PUBLIC KEY-----', ...lines, '-----END RSA PUBLIC KEY-----', ''].join('\n')
}

/** A prime of 1024 bits, the two highest set so that the product of two has 2048. */
function findPrime(random: Random, crypto: Crypto, sieve: readonly bigint[]): bigint {
  const start = random(PRIME_SIZE, 'rsa')
  start[0]! |= 0xc0
  start[PRIME_SIZE - 1]! |= 1
  const modPow: ModPow = (base, exponent, modulus) =>
    toBigInt(crypto.modPow(fromBigInt(base), fromBigInt(exponent), fromBigInt(modulus)))
  let candidate = toBigInt(start)
  while (!isUsable(candidate)) candidate += 2n
  return candidate

  function isUsable(n: bigint): boolean {
    // e needs an inverse modulo p - 1
    if (sieve.some(prime => n % prime === 0n) || n % PUBLIC_EXPONENT === 1n) return false
    const base = () => 2n + (toBigInt(random(PRIME_SIZE, 'witness')) % (n - 3n))
    // Nearly every composite fails the first round, so the others are drawn only after it.
    return (
      isProbablePrime(n, [base()], modPow) &&
      isProbablePrime(n, Array.from({ length: ROUNDS - 1 }, base), modPow)
    )
  }
}

function oddPrimesBelow(limit: number): bigint[] {
  const primes: number[] = []
  for (let n = 3; n < limit; n += 2) if (primes.every(prime => n % prime !== 0)) primes.push(n)
  return primes.map(BigInt)
}

/** The inverse of a modulo m, which have no common divisor. */
function inverse(a: bigint, m: bigint): bigint {
  let [r, nextR] = [m, a % m]
  let [t, nextT] = [0n, 1n]
  while (nextR !== 0n) {
    const quotient = r / nextR
    ;[r, nextR] = [nextR, r - quotient * nextR]
    ;[t, nextT] = [nextT, t - quotient * nextT]
  }
  return t < 0n ? t + m : t
}

/** A positive INTEGER; the sign bit of its first byte is clear. */
function derInteger(value: Uint8Array): Uint8Array {
  return derValue(DER_INTEGER, value[0]! < 0x80 ? value : concat(Uint8Array.of(0), value))
}

/** A value of less than 64 KiB. */
function derValue(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length]
  return concat(Uint8Array.of(tag, ...head), content)
}
