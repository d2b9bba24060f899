// Lives through worlds, one seed each, and adds up what was reached; on several processes where that helps.
import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { Coverage } from './coverage.ts'
import { live, worldOf } from './life.ts'

export interface Failure {
  readonly seed: number
  /** the error with its stack */
  readonly message: string
}

export interface Tally {
  readonly seeds: number
  /** executions of requests that had been executed before, as the protocol allows */
  readonly repeated: number
  readonly counts: readonly (readonly [string, number])[]
  readonly failures: readonly Failure[]
}

/** A stretch of seeds. */
export interface Stretch {
  readonly from: number
  readonly count: number
}

/** A process is given so many seeds at once. */
const STRETCH = 50

/** Lives through the worlds of a stretch of seeds, one after the other. */
export function runSeeds({ from, count }: Stretch): Tally {
  const coverage = new Coverage()
  const failures: Failure[] = []
  let repeated = 0
  for (let seed = from; seed < from + count; seed++) {
    const world = worldOf(seed)
    try {
      live(world)
    } catch (error) {
      failures.push({ seed, message: textOf(error) })
    }
    coverage.add(world.coverage.counts)
    repeated += world.executions.repeated
  }
  return { seeds: count, repeated, counts: [...coverage.counts], failures }
}

/** Lives through the world of one seed; `log` is told of everything. Returns how it failed, if it did. */
export function replay(seed: number, log: (line: string) => void): string | undefined {
  try {
    live(worldOf(seed, log))
    return undefined
  } catch (error) {
    return textOf(error)
  }
}

/** Adds up tallies. */
export function total(tallies: readonly Tally[]): Tally {
  const coverage = new Coverage()
  for (const { counts } of tallies) coverage.add(counts)
  return {
    seeds: tallies.reduce((sum, { seeds }) => sum + seeds, 0),
    repeated: tallies.reduce((sum, { repeated }) => sum + repeated, 0),
    counts: [...coverage.counts],
    failures: tallies.flatMap(({ failures }) => failures),
  }
}

/** What no world of a tally has reached. */
export function missingFrom({ counts }: Tally): string[] {
  const coverage = new Coverage()
  coverage.add(counts)
  return coverage.missing
}

/** Lives through a stretch of seeds on every core; `told` hears of each part that is done. */
export async function runEverywhere(
  { from, count }: Stretch,
  told: (part: Tally) => void = () => {},
): Promise<Tally> {
  const stretches: Stretch[] = []
  for (let start = from; start < from + count; start += STRETCH)
    stretches.push({ from: start, count: Math.min(STRETCH, from + count - start) })
  const tallies: Tally[] = []
  const work = async (): Promise<void> => {
    const worker = fork(new URL('worker.ts', import.meta.url))
    try {
      for (let stretch = stretches.shift(); stretch !== undefined; stretch = stretches.shift()) {
        const tally = await answerOf(worker, stretch)
        tallies.push(tally)
        told(tally)
      }
    } finally {
      worker.disconnect()
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return total(tallies)
}

function answerOf(worker: ChildProcess, stretch: Stretch): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const died = (): void => reject(new Error(`a process died within seeds ${stretch.from} …`))
    worker.once('exit', died)
    worker.once('message', tally => {
      worker.off('exit', died)
      resolve(tally as Tally)
    })
    worker.send(stretch)
  })
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
