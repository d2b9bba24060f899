// An expensive computation of a machine, performed wherever the host does that.
import type { Job, JobOutcome } from '../core/crypto/job.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Host } from './host.ts'

/** What becomes of a job on this host, as an input of the machine; a host that fails is ERR_COMPUTE_FAILED. */
export async function compute(
  host: Host,
  { id, job }: { readonly id: number; readonly job: Job },
): Promise<JobOutcome> {
  try {
    return { kind: 'computed', id, value: await host.compute(job) }
  } catch (cause) {
    const error = new MtprotoError('ERR_COMPUTE_FAILED', { at: job.kind, cause })
    return { kind: 'compute-failed', id, error }
  }
}
