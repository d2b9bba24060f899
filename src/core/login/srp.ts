// The formulas of two-step verification that client and server share: SRP over SHA-256.
// Source: /api/srp
// Invariant: every number that enters a hash (p, g, A, B, S) is 256 bytes, big-endian, padded at the left.
import { xor } from '../bytes/bytes.ts'
import { fromBigInt, toBigInt } from '../bytes/integers.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow } from '../tl/generated/api/index.ts'
import { type Computation, compute } from './computation.ts'

/** The only password algorithm there is: two salts, the generator g and the prime p. */
export type SrpAlgo = passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow

/** Bytes of p and of every number modulo p. */
export const SRP_NUMBER_LENGTH = 256

const PBKDF2_ITERATIONS = 100_000

/** The number in 256 bytes, as it is hashed and sent. */
export function padded(value: bigint): Uint8Array {
  return fromBigInt(value, SRP_NUMBER_LENGTH)
}

/**
 * base^exponent mod p, as a number. Not constant in time: what leaks about a and b is worth little, as
 * they are used once; what leaks about x helps to test guesses, each of which costs 100,000 rounds.
 */
export function* power(base: bigint, exponent: bigint, algo: SrpAlgo): Computation<bigint> {
  return toBigInt(
    yield* compute({
      kind: 'mod-pow',
      base: padded(base),
      exponent: fromBigInt(exponent),
      modulus: algo.p,
    }),
  )
}

/** x, the number a password stands for: 256 bits out of two salted hashes around PBKDF2. */
export function* passwordNumber(
  password: string,
  { salt1, salt2 }: SrpAlgo,
  crypto: Crypto,
): Computation<bigint> {
  const salted = (data: Uint8Array, salt: Uint8Array) => crypto.sha256(salt, data, salt)
  const first = salted(salted(encodeUtf8(password), salt1), salt2)
  const stretched = yield* compute({
    kind: 'pbkdf2',
    password: first,
    salt: salt1,
    iterations: PBKDF2_ITERATIONS,
  })
  return toBigInt(salted(stretched, salt2))
}

/** k = H(p | g), the factor of the verifier in B. */
export function multiplier({ p, g }: SrpAlgo, crypto: Crypto): bigint {
  return toBigInt(crypto.sha256(p, padded(BigInt(g))))
}

/** u = H(A | B). */
export function scramble(A: Uint8Array, B: Uint8Array, crypto: Crypto): bigint {
  return toBigInt(crypto.sha256(A, B))
}

/** M1 = H((H(p) ⊕ H(g)) | H(salt1) | H(salt2) | A | B | H(S)), 32 bytes: the proof of knowing S. */
export function proof(
  { p, g, salt1, salt2 }: SrpAlgo,
  A: Uint8Array,
  B: Uint8Array,
  S: bigint,
  crypto: Crypto,
): Uint8Array {
  const group = xor(crypto.sha256(p), crypto.sha256(padded(BigInt(g))))
  const K = crypto.sha256(padded(S))
  return crypto.sha256(group, crypto.sha256(salt1), crypto.sha256(salt2), A, B, K)
}
