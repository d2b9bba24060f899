// The steps a case is made of. A case is a generator: it acts on its end of the wire between two steps, and a
// step says what it waits for. So a case knows neither promises nor which clock time passes on.
import type { Outcome } from './outcome.ts'

/** Wait until `seen` holds, `within` milliseconds at most. */
export interface Step {
  readonly seen: () => boolean
  readonly within: number
}

/** A part of a case that comes to a result. */
export type Part<T> = Generator<Step, T, void>

/** A whole case: its result is what the program did. */
export type Steps = Part<Outcome>

/** How long a program may take for anything that does not wait on its own timers: milliseconds. */
const PATIENCE = 60_000

/** A requirement that was not met: the run ends with it. */
export class Broken extends Error {}

/** The program has not what the case needs: the case cannot be played. */
export class Lacking extends Error {}

/** Chance did not bring about what the case is about: the run is repeated with another seed. */
export class Missed extends Error {}

/** Waits for something to be seen and returns it, or undefined when it is not seen in time. */
export function* waitFor<T>(
  see: () => T | undefined | false,
  within: number = PATIENCE,
): Part<T | undefined> {
  let found: T | undefined
  const seen = (): boolean => {
    const value = see()
    if (value === undefined || value === false) return false
    found = value
    return true
  }
  yield { seen, within }
  return found
}

/** Waits for something that has to be seen. Throws Broken when it is not. */
export function* expect<T>(
  what: string,
  see: () => T | undefined | false,
  within?: number,
): Part<T> {
  const found = yield* waitFor(see, within)
  if (found === undefined) throw new Broken(`no ${what}`)
  return found
}

/** Lets time pass. */
export function* advance(milliseconds: number): Part<void> {
  yield { seen: () => false, within: milliseconds }
}

/** Lets everything arrive that is on its way. */
export function* settle(): Part<void> {
  yield { seen: () => false, within: 0 }
}

/** Throws Broken unless the requirement is met. */
export function must(met: boolean, what: string): void {
  if (!met) throw new Broken(what)
}
