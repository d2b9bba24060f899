// Values for jobs at no cost: those that were made known, and for all others what follows from a hash. A machine
// cannot tell them from real ones.
import { concat } from '../../src/core/bytes/bytes.ts'
import { toHex } from '../../src/core/bytes/hex.ts'
import type { FactorizeJob, Factors, Job, JobValue, ModPowJob } from '../../src/core/crypto/job.ts'
import { solve } from '../../src/core/crypto/solve.ts'
import { crypto } from '../support/pair.ts'

export class FakeJobs {
  readonly #known = new Map<string, Uint8Array>()

  /** Makes the value of a modular power known: by default the real one. */
  know(job: ModPowJob, value: Uint8Array = solve(job, crypto)): void {
    this.#known.set(keyOf(job), value)
  }

  solve(job: Job): JobValue<Job> {
    switch (job.kind) {
      case 'factorize':
        return factors(job)
      case 'safe-prime':
        return crypto.sha256(job.prime)[0]! % 2 === 0
      case 'pbkdf2':
        return expand(concat(job.password, job.salt), 64)
      case 'mod-pow': {
        const key = keyOf(job)
        return this.#known.get(key) ?? expand(new TextEncoder().encode(key), job.modulus.length)
      }
    }
  }
}

let lastFactorized: FactorizeJob | undefined
let lastFactors: Factors | undefined

/** These are real, and mostly those of the time before. */
function factors(job: FactorizeJob): Factors | undefined {
  if (job.pq !== lastFactorized?.pq) {
    lastFactorized = job
    lastFactors = solve(job, crypto)
  }
  return lastFactors
}

/** `length` bytes that follow from `data`; a number below every modulus of that length in use here. */
export function expand(data: Uint8Array, length: number): Uint8Array {
  const hash = crypto.sha512(data)
  const bytes = concat(...Array.from({ length: Math.ceil(length / 64) }, () => hash))
  return bytes.subarray(0, length).fill(0x40, 0, 1)
}

function keyOf({ base, exponent, modulus }: ModPowJob): string {
  return [base, exponent, modulus.subarray(0, 8)].map(toHex).join(' ')
}
