// Lives through worlds, one seed each, and adds up what was reached.
import { Coverage } from './coverage.ts'
import { World } from './world.ts'

export interface Tally {
  readonly seeds: number
  /** requests that were executed more than once, as the protocol allows */
  readonly repeated: number
  readonly counts: readonly (readonly [string, number])[]
  readonly failures: readonly Failure[]
}

export interface Failure {
  readonly seed: number
  readonly message: string
}

/** Lives through the worlds of `count` seeds from `from` on. */
export function runSeeds(from: number, count: number): Tally {
  const coverage = new Coverage()
  const failures: Failure[] = []
  let repeated = 0
  for (let seed = from; seed < from + count; seed++) {
    const world = new World(seed)
    try {
      world.run()
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      failures.push({ seed, message })
    }
    coverage.add(world.coverage.counts)
    repeated += world.executions.repeated
  }
  return { seeds: count, repeated, counts: [...coverage.counts], failures }
}

/** Lives through the world of one seed and returns how it failed, if it did; `log` is told of everything. */
export function replay(seed: number, log: (line: string) => void): unknown {
  const world = new World(seed, { log })
  try {
    world.run()
    return undefined
  } catch (error) {
    return error
  }
}
