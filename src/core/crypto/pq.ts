// Splitting pq, the proof of work of the key exchange: Shanks's square forms factorisation (SQUFOF; see
// Gower and Wagstaff, Math. Comp. 77, 2008) in plain numbers. Source: /mtproto/auth_key#presenting-proof-of-work
// Nothing is random, and every loop ends for every input.
import type { Factors } from './job.ts'
import { powMod } from './pow-mod.ts'
import { isProbablePrime } from './prime.ts'

/** Divisors up to here are tried one by one, so SQUFOF sees no small factor. */
const TRIAL_LIMIT = 1024
/** Tried in turn until one of them splits the number; each makes another cycle of forms. */
const MULTIPLIERS = [1155, 105, 1, 3, 5, 7, 11, 15, 21, 33, 35, 55, 77, 165, 231, 385]

/**
 * Returns p < q with p·q = pq, both odd primes; undefined when pq is no such product or does not fit in
 * 63 bits. Takes about a millisecond; never more than about 200.
 */
export function factorize(pq: bigint): Factors | undefined {
  // HS-08: 0, 1 and even numbers; HS-09: nothing from 2^63 on
  if (pq < 15n || pq >= 2n ** 63n || pq % 2n === 0n) return undefined
  // HS-08: squares
  if (squareRoot(pq) ** 2n === pq) return undefined
  const factor = smallFactor(pq) ?? largeFactor(pq)
  if (factor === undefined) return undefined
  const cofactor = pq / factor
  if (!isPrime(factor) || !isPrime(cofactor)) return undefined
  return factor < cofactor ? { p: factor, q: cofactor } : { p: cofactor, q: factor }
}

/** The least odd factor below TRIAL_LIMIT and below n itself. */
function smallFactor(n: bigint): bigint | undefined {
  const high = Number(n >> 32n)
  const low = Number(n & 0xffffffffn)
  for (let divisor = 3; divisor < TRIAL_LIMIT; divisor += 2) {
    if (((high % divisor) * 2 ** 32 + low) % divisor === 0)
      return n === BigInt(divisor) ? undefined : BigInt(divisor)
  }
  return undefined
}

/** A proper factor of n, which has no small one and is no square; undefined when n is prime. */
function largeFactor(n: bigint): bigint | undefined {
  // HS-07: the forms of a prime lead nowhere
  if (n < BigInt(TRIAL_LIMIT) ** 2n || isPrime(n)) return undefined
  for (const multiplier of MULTIPLIERS) {
    const factor = squareForms(n, multiplier)
    if (factor !== undefined) return factor
  }
  return undefined
}

/**
 * Walks the principal cycle of the forms of discriminant 4·multiplier·n until one has a square in front,
 * then the cycle of its root until it comes to an ambiguous form, whose middle shares a factor with n.
 * multiplier·n stays below 2^74, so that every P and Q stays below 2^38 and every product below 2^53.
 */
function squareForms(n: bigint, multiplier: number): bigint | undefined {
  const kn = n * BigInt(multiplier)
  const root = squareRoot(kn)
  const s = Number(root)
  const limit = 2 * Math.floor(Math.sqrt(2 * s))
  const improper = new Set<number>()
  let p = s
  let lastQ = 1
  let q = Number(kn - root * root)
  if (q === 0) return undefined
  for (let i = 1; i <= limit; i++) {
    // a small form passed here makes its square show up later, and that square leads back to n = 1·n
    if (q < limit * 2 * multiplier) {
      const reduced = q / greatestCommonDivisor(q, 2 * multiplier)
      if (reduced < limit) improper.add(reduced)
    }
    const b = Math.floor((s + p) / q)
    const nextP = b * q - p
    const nextQ = lastQ + b * (p - nextP)
    p = nextP
    lastQ = q
    q = nextQ
    if (i % 2 === 0) continue
    const r = Math.sqrt(q)
    if (r !== Math.floor(r)) continue
    if (r === 1) return undefined
    if (improper.has(r)) continue
    const factor = fromSquareForm(n, kn, s, p, r, limit)
    if (factor !== undefined) return factor
  }
  return undefined
}

/** The second half: from the root (r, p) of the square form back to an ambiguous form. */
function fromSquareForm(
  n: bigint,
  kn: bigint,
  s: number,
  squareP: number,
  r: number,
  steps: number,
): bigint | undefined {
  let p = squareP + r * Math.floor((s - squareP) / r)
  let lastQ = r
  let q = Number((kn - BigInt(p) * BigInt(p)) / BigInt(r))
  for (let i = 0; i < steps; i++) {
    const b = Math.floor((s + p) / q)
    const nextP = b * q - p
    if (nextP === p) {
      const factor = BigInt(greatestCommonDivisor(p, Number(n % BigInt(p))))
      return factor > 1n && factor < n ? factor : undefined
    }
    const nextQ = lastQ + b * (p - nextP)
    p = nextP
    lastQ = q
    q = nextQ
  }
  return undefined
}

/** Exact below 2^64: no composite number there passes for the first twelve primes as bases. */
function isPrime(n: bigint): boolean {
  return isProbablePrime(n, n < 3_215_031_751n ? FEW_BASES : ALL_BASES, powMod)
}

const FEW_BASES = [2n, 3n, 5n, 7n]
const ALL_BASES = [...FEW_BASES, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]

/** The largest integer whose square is not above n, for n > 0: Newton's method from above. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
