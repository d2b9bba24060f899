// The expensive computations. A machine never performs one itself: it emits the job and gets the value
// back as an input, so that a shell may answer at once, from a worker, or from a memo in a simulation.
import type { MtprotoError } from '../errors.ts'

/** base^exponent mod modulus, big-endian; the value has as many bytes as `modulus`. */
export interface ModPowJob {
  readonly kind: 'mod-pow'
  readonly base: Uint8Array
  readonly exponent: Uint8Array
  readonly modulus: Uint8Array
}

/** Splits pq (8 bytes at most, big-endian) into p < q, or answers undefined when it is no such product. */
export interface FactorizeJob {
  readonly kind: 'factorize'
  readonly pq: bigint
}

/** Is `prime` a safe prime? Miller-Rabin on p and (p-1)/2 with the given bases (15 at least). */
export interface SafePrimeJob {
  readonly kind: 'safe-prime'
  readonly prime: Uint8Array
  readonly witnesses: readonly Uint8Array[]
}

/** PBKDF2-HMAC-SHA-512, 64 bytes. */
export interface Pbkdf2Job {
  readonly kind: 'pbkdf2'
  readonly password: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
}

/** A computation that takes long; all of its numbers are big-endian. `solve` performs any of them. */
export type Job = ModPowJob | FactorizeJob | SafePrimeJob | Pbkdf2Job

/** The two primes of a factorisation, p < q. */
export interface Factors {
  readonly p: bigint
  readonly q: bigint
}

/** The type of a job's value. */
export type JobValue<J extends Job> = J extends FactorizeJob
  ? Factors | undefined
  : J extends SafePrimeJob
    ? boolean
    : Uint8Array

/** What has become of a job that a machine asked for under the number `id`. */
export type JobOutcome =
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  /** it could not be performed: what needs its value ends with `error` */
  | { readonly kind: 'compute-failed'; readonly id: number; readonly error: MtprotoError }
