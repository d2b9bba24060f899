// Runs the calculations of a login with whatever solves their jobs.
import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Computation } from '../core/login/computation.ts'

/** Runs a computation to its end. Throws what it throws. */
export function runWith<T>(computation: Computation<T>, solve: (job: Job) => unknown): T {
  let step = computation.next()
  while (!step.done) step = computation.next(solve(step.value) as JobValue<Job>)
  return step.value
}
