// Answers the jobs that machines emit, here and now.
import type { Job, JobValue } from './job.ts'
import { factorize } from './pq.ts'
import { isSafePrime } from './prime.ts'
import type { Crypto } from './provider.ts'

/**
 * Computes the job's value with `crypto`; the time is bounded for any job, honest or not.
 * Source: /mtproto/auth_key, /api/srp
 */
export function solve<J extends Job>(job: J, crypto: Crypto): JobValue<J>
export function solve(job: Job, crypto: Crypto): JobValue<Job> {
  switch (job.kind) {
    case 'mod-pow':
      return crypto.modPow(job.base, job.exponent, job.modulus)
    case 'factorize':
      return factorize(job.pq)
    case 'safe-prime':
      return isSafePrime(job.prime, job.witnesses, crypto)
    case 'pbkdf2':
      return crypto.pbkdf2Sha512(job.password, job.salt, job.iterations)
  }
}
