// The number that the server gives the client to factorise. Source: /mtproto/auth_key#dh-exchange-initiation
// p and q are different primes of 31 bits each, so that pq stays below 2^62 and both take 4 bytes.
import { readUint32LE } from '../bytes/integers.ts'
import type { Factors } from '../crypto/job.ts'
import type { Random } from '../machine.ts'

const LEAST = 2 ** 30
const BEYOND = 2 ** 31

/** Draws p < q, in well under a millisecond. */
export function drawFactors(random: Random): Factors {
  const one = primeFrom(draw(random))
  const other = primeFrom(draw(random))
  const two = other === one ? primeFrom(one + 2) : other
  return { p: BigInt(Math.min(one, two)), q: BigInt(Math.max(one, two)) }
}

/** An odd number of 31 bits. */
function draw(random: Random): number {
  return LEAST + ((readUint32LE(random(4, 'pq')) % LEAST) | 1)
}

/** The next prime of 31 bits from an odd number on, beginning again at the bottom if need be. */
function primeFrom(start: number): number {
  let n = start
  while (!isPrime(n)) n = n + 2 < BEYOND ? n + 2 : LEAST + 1
  return n
}

/** For odd numbers. */
function isPrime(n: number): boolean {
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false
  return true
}
