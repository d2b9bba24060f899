// What the markers of the exercises share: they look at one thing after another, and the first that is wrong is
// the sentence they return.

/** The module that somebody wrote. */
export type Answer = Readonly<Record<string, unknown>>

/** Returns what is wrong first, as one sentence, or undefined. */
export type Marker = (answer: Answer) => Promise<string | undefined>

/** One thing to look at. */
export interface Look {
  /** what the answer is given, for a sentence about how it throws */
  readonly given: string
  /** returns a sentence if it is wrong */
  readonly fault: () => string | undefined | Promise<string | undefined>
}

type AnyFunction = (...args: readonly never[]) => unknown

/** How long one call may take, in milliseconds. */
const PATIENCE = 10_000

/**
 * Returns the first sentence there is: about one of `names` that is no function of the answer, then from `looks`.
 * What the answer throws where it should not is one as well.
 */
export async function firstFault(
  answer: Answer,
  names: readonly string[],
  looks: readonly Look[],
): Promise<string | undefined> {
  const missing = names.find(name => typeof answer[name] !== 'function')
  if (missing !== undefined) return `The file has to export a function called ${missing}.`
  for (const { given, fault } of looks) {
    try {
      const found = await fault()
      if (found !== undefined) return found
    } catch (error) {
      return `Given ${given}, your code threw although nothing is wrong: ${messageOf(error)}`
    }
  }
  return undefined
}

/** A function of the answer; its parameters are what the exercise says. */
export function functionOf<F extends AnyFunction>(answer: Answer, name: string): F {
  return answer[name] as F
}

/** Whether `run` throws or rejects. */
export async function refuses(run: () => unknown): Promise<boolean> {
  try {
    await run()
    return false
  } catch {
    return true
  }
}

/** Rejects when the promise has not settled in time. */
export async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(`no result within ${PATIENCE / 1000} s`), PATIENCE)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Whether a value is exactly these bytes. */
export function isBytes(value: unknown, expected: Uint8Array): boolean {
  return value instanceof Uint8Array && Buffer.compare(value, expected) === 0
}

/** The beginning of a value, for a sentence about it. */
export function shown(value: unknown): string {
  if (!(value instanceof Uint8Array)) return `a ${typeof value} that is no Uint8Array`
  const start = Buffer.from(value.subarray(0, 8)).toString('hex')
  return value.length > 8 ? `${start}… (${value.length} bytes)` : start || 'nothing'
}
