// A calculation with expensive parts, as a generator: it yields a job, is resumed with the job's value,
// and returns its result. The same code so runs at once, through a worker, or inside a machine.
import type { Job, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import { solve } from '../crypto/solve.ts'

/** Yields jobs, takes their values, returns a T; may throw an MtprotoError. */
export type Computation<T> = Generator<Job, T, JobValue<Job>>

/** Asks for one job: `const power = yield* compute({ kind: 'mod-pow', … })`. */
export function* compute<J extends Job>(job: J): Computation<JobValue<J>> {
  return (yield job) as JobValue<J>
}

/** Runs a computation to its end with `crypto`, here and now. Throws what the computation throws. */
export function run<T>(computation: Computation<T>, crypto: Crypto): T {
  let step = computation.next()
  while (!step.done) step = computation.next(solve(step.value, crypto))
  return step.value
}
