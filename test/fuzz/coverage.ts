// What instrumented code has done: one counter for each statement, function and branch. The counters that the
// instrumentation made are replaced by views of one array, which is cheap to clear and to look through.

/** The counters of one module, as istanbul lays them out. */
interface ModuleCounters {
  s: ArrayLike<number> | Record<string, number>
  f: ArrayLike<number> | Record<string, number>
  readonly b: Record<string, ArrayLike<number>>
}

export class Coverage {
  readonly #counters: Uint32Array
  /** for each counter the orders of magnitude that were seen, one bit each */
  readonly #seen: Uint8Array

  /** `modules` is what the instrumented code has left in `__coverage__`. */
  constructor(modules: Record<string, ModuleCounters>) {
    const all = Object.values(modules)
    const sizeOf = (counters: object): number => Object.keys(counters).length
    const size = all.reduce(
      (sum, { s, f, b }) =>
        sum + sizeOf(s) + sizeOf(f) + Object.values(b).reduce((n, { length }) => n + length, 0),
      0,
    )
    this.#counters = new Uint32Array(size)
    this.#seen = new Uint8Array(size)
    let at = 0
    const view = (length: number): Uint32Array => {
      at += length
      return this.#counters.subarray(at - length, at)
    }
    for (const module of all) {
      module.s = view(sizeOf(module.s))
      module.f = view(sizeOf(module.f))
      for (const [branch, { length }] of Object.entries(module.b)) module.b[branch] = view(length)
    }
  }

  /** How many counters have counted at least once so far. */
  get reached(): number {
    return this.#seen.reduce((sum, bits) => sum + (bits === 0 ? 0 : 1), 0)
  }

  get size(): number {
    return this.#seen.length
  }

  /** Sets every counter to 0. */
  clear(): void {
    this.#counters.fill(0)
  }

  /** Adds what was counted to what was seen; true when some of it is new. */
  take(): boolean {
    let isNew = false
    for (let i = 0; i < this.#counters.length; i++) {
      const count = this.#counters[i]!
      if (count === 0) continue
      const bit = 1 << magnitude(count)
      if ((this.#seen[i]! & bit) !== 0) continue
      this.#seen[i]! |= bit
      isNew = true
    }
    return isNew
  }

  /** The counters that are above 0. */
  reachedNow(): number[] {
    const reached: number[] = []
    for (let i = 0; i < this.#counters.length; i++) if (this.#counters[i] !== 0) reached.push(i)
    return reached
  }
}

/** 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more. */
function magnitude(count: number): number {
  if (count < 4) return count - 1
  if (count < 8) return 3
  if (count < 16) return 4
  if (count < 32) return 5
  return count < 128 ? 6 : 7
}
