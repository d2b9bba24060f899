// What cases of the kinds `internal` and `vector` work with.
import type { Job, JobValue } from '../core/crypto/job.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import { Broken } from './steps.ts'

/** The files of test/vectors, parsed. */
export interface Vectors {
  readonly vectors: Record<string, unknown>
  readonly samples: Record<string, unknown>
  /** the schema files by name, as text */
  readonly schemas: Readonly<Record<string, string>>
}

export interface Own {
  readonly crypto: Crypto
  readonly solve: <J extends Job>(job: J) => JobValue<J>
  readonly vectors: Vectors
}

/** Throws Broken unless `run` throws an error of this library. */
export function refused(what: string, run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (error instanceof MtprotoError) return
    throw error
  }
  throw new Broken(`${what} was accepted`)
}
