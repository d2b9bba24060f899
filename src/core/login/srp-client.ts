// The client's half of two-step verification: from a password to the proof that auth.checkPassword
// takes. Source: /api/srp
// Invariant: nothing is computed from the password before the server's numbers have passed every check.
import { toBigInt } from '../bytes/integers.ts'
import { checkGenerator, checkPrimeSize, isKnownPrime } from '../crypto/dh-group.ts'
import type { Crypto } from '../crypto/provider.ts'
import { type ErrorDetails, MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import type { account, inputCheckPasswordSRP } from '../tl/generated/api/index.ts'
import { type Computation, compute } from './computation.ts'
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

const WITNESSES = 15
const WITNESS_LENGTH = 256

/** srp_B may come without its leading zeros, but not shorter than this. */
const SHORTEST_B = 248

/** The parameters of account.password after every check that needs no job. */
export interface SrpParameters {
  readonly algo: SrpAlgo
  readonly B: bigint
  readonly srpId: bigint
}

/**
 * Takes the parameters out of what account.getPassword returned. Throws ERR_SRP_UNSUPPORTED for an
 * unknown algorithm and ERR_SRP_INVALID when something is missing or fails a check. Source: /api/srp
 */
export function srpParameters({ currentAlgo, srpB, srpId }: account.password): SrpParameters {
  if (currentAlgo === undefined || srpB === undefined || srpId === undefined)
    throw invalid({ at: 'account.password', got: 'no current algorithm' })
  // PW-04
  if (currentAlgo._ === 'passwordKdfAlgoUnknown')
    throw new MtprotoError('ERR_SRP_UNSUPPORTED', {
      rule: 'PW-04',
      advice: 'a newer version of this program is needed',
    })
  const { g, p } = currentAlgo
  try {
    checkPrimeSize(p)
    checkGenerator(g, p)
  } catch (cause) {
    // PW-03: the group passes the same checks as that of a key exchange (HS-26 to HS-31)
    throw invalid({ rule: 'PW-03', at: 'currentAlgo', cause })
  }
  return { algo: currentAlgo, B: checkB(srpB, toBigInt(p)), srpId }
}

/**
 * Computes the argument of auth.checkPassword from the parameters and the password as it was typed.
 * The random `a` is 256 bytes. Throws ERR_SRP_INVALID when p is not a safe prime. Source: /api/srp
 */
export function* srpProof(
  { algo, B, srpId }: SrpParameters,
  password: string,
  crypto: Crypto,
  random: Random,
): Computation<inputCheckPasswordSRP> {
  yield* checkSafePrime(algo.p, random)
  const p = toBigInt(algo.p)
  const g = BigInt(algo.g)
  const a = toBigInt(random(SRP_NUMBER_LENGTH, 'srp'))
  const bytesOfA = padded(yield* power(g, a, algo))
  const bytesOfB = padded(B)
  const u = scramble(bytesOfA, bytesOfB, crypto)
  // a zero u would make S independent of the password
  if (u === 0n) throw invalid({ at: 'u', got: 0 })
  const x = yield* passwordNumber(password, algo, crypto)
  const v = yield* power(g, x, algo)
  // PW-07: the difference is brought back into 0 … p-1
  const t = (((B - multiplier(algo, crypto) * v) % p) + p) % p
  // p is prime, so the exponent counts modulo p-1: it stays as short as p
  const S = yield* power(t, (a + u * x) % (p - 1n), algo)
  return {
    _: 'inputCheckPasswordSRP',
    srpId,
    A: bytesOfA,
    M1: proof(algo, bytesOfA, bytesOfB, S, crypto),
  }
}

/** PW-03: p and (p-1)/2 are prime. */
function* checkSafePrime(prime: Uint8Array, random: Random): Computation<void> {
  if (isKnownPrime(prime)) return
  const witnesses = Array.from({ length: WITNESSES }, () => random(WITNESS_LENGTH, 'witness'))
  if (!(yield* compute({ kind: 'safe-prime', prime, witnesses })))
    throw invalid({ rule: 'PW-03', at: 'p', expected: 'a safe prime' })
}

/** PW-02: 0 < B < p, in 248 to 256 bytes. */
function checkB(srpB: Uint8Array, p: bigint): bigint {
  if (srpB.length < SHORTEST_B || srpB.length > SRP_NUMBER_LENGTH)
    throw invalid({
      rule: 'PW-02',
      at: 'srp_B',
      got: srpB.length,
      expected: `${SHORTEST_B} to ${SRP_NUMBER_LENGTH} bytes`,
    })
  const B = toBigInt(srpB)
  if (B === 0n || B >= p) throw invalid({ rule: 'PW-02', at: 'srp_B', expected: '0 < B < p' })
  return B
}

function invalid(details: ErrorDetails): MtprotoError {
  return new MtprotoError('ERR_SRP_INVALID', details)
}
