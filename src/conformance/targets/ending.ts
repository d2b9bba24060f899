// What a run against a program in another process came to. Whatever the program says, it ends the run it was said in
// at most; what is thrown besides is a defect of the harness, and is told as one.
import { MtprotoError } from '../../core/errors.ts'
import { describe, type Outcome } from '../outcome.ts'
import { Broken, Lacking, Missed } from '../steps.ts'
import { TimedOut } from './pace.ts'
import type { Played } from './suite.ts'

/** The part of Played that says how a run ended. */
export type Ending = Pick<Played, 'outcome' | 'seen' | 'verdict'>

/** The program ended because it cannot do what it was asked to. */
export class Unimplemented extends Error {}

/** Waits for the outcome of a run. */
export async function ending(outcome: Promise<Outcome>): Promise<Ending> {
  try {
    const seen = describe(await outcome)
    return { outcome: seen, seen }
  } catch (error) {
    const seen = error instanceof Error ? error.message : `${error}`
    if (error instanceof Broken || error instanceof MtprotoError) return { outcome: seen, seen }
    if (error instanceof TimedOut) return { outcome: undefined, seen: 'timed out' }
    if (error instanceof Lacking) return { outcome: undefined, seen, verdict: 'skipped' }
    if (error instanceof Missed) return { outcome: undefined, seen, verdict: 'missed' }
    if (error instanceof Unimplemented)
      return { outcome: undefined, seen: 'exit code 89', verdict: 'unimplemented' }
    return { outcome: undefined, seen: `${error}`, verdict: 'defect' }
  }
}
