// The server's half of two-step verification: a verifier instead of the password, a challenge, and the
// judgement of the client's proof. Source: /api/srp
// Invariant: a wrong proof is told apart from a right one by its result alone, not by where it differs.
import { equal } from '../bytes/bytes.ts'
import { toBigInt } from '../bytes/integers.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { Random } from '../machine.ts'
import type { Computation } from './computation.ts'
import {
  multiplier,
  padded,
  passwordNumber,
  power,
  proof,
  SRP_NUMBER_LENGTH,
  type SrpAlgo,
  scramble,
} from './srp.ts'

/** What a server keeps of a password: v = g^x mod p and the algorithm that x comes from. */
export interface SrpVerifier {
  readonly algo: SrpAlgo
  readonly v: bigint
}

/** One challenge, good for one proof. */
export interface SrpChallenge {
  /** secret */
  readonly b: bigint
  /** srp_B, 256 bytes */
  readonly B: Uint8Array
}

/** Returns the verifier of a password; v is also what a client sends to set one. Source: /api/srp */
export function* srpVerifier(
  algo: SrpAlgo,
  password: string,
  crypto: Crypto,
): Computation<SrpVerifier> {
  const x = yield* passwordNumber(password, algo, crypto)
  return { algo, v: yield* power(BigInt(algo.g), x, algo) }
}

/** Draws b of 256 bytes and returns it with B = k·v + g^b mod p. Source: /api/srp */
export function* srpChallenge(
  { algo, v }: SrpVerifier,
  crypto: Crypto,
  random: Random,
): Computation<SrpChallenge> {
  const b = toBigInt(random(SRP_NUMBER_LENGTH, 'srp'))
  const open = yield* power(BigInt(algo.g), b, algo)
  return { b, B: padded((multiplier(algo, crypto) * v + open) % toBigInt(algo.p)) }
}

/**
 * Returns whether A (up to 256 bytes) and M1 (32 bytes) of an inputCheckPasswordSRP prove the password
 * behind the verifier. False means PASSWORD_HASH_INVALID. Source: /api/srp
 */
export function* srpVerify(
  { algo, v }: SrpVerifier,
  { b, B }: SrpChallenge,
  answer: { readonly A: Uint8Array; readonly M1: Uint8Array },
  crypto: Crypto,
): Computation<boolean> {
  const p = toBigInt(algo.p)
  // PW-08: with A = 0 mod p anyone could tell S
  if (answer.A.length > SRP_NUMBER_LENGTH) return false
  const A = toBigInt(answer.A)
  if (A === 0n || A >= p) return false
  const bytesOfA = padded(A)
  const u = scramble(bytesOfA, B, crypto)
  const S = yield* power((A * (yield* power(v, u, algo))) % p, b, algo)
  return equal(answer.M1, proof(algo, bytesOfA, B, S, crypto))
}
