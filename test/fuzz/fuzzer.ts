// The coverage-guided loop: an input that makes the code do something new is kept and changed further.
// The seed decides the sequence of inputs; the time only decides where it ends.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { Script } from 'node:vm'
import { Coverage } from './coverage.ts'
import { Mutator } from './mutator.ts'
import { MAX_PEAK, peakOf } from './peak.ts'
import type { Target } from './target.ts'

export interface FuzzOptions {
  readonly seed: number
  readonly seconds: number
  /** ends after so many inputs if that comes first */
  readonly runs: number
  /** the folder that keeps the inputs of this target */
  readonly corpus: string
}

/** An input that must not be. */
export interface Finding {
  readonly kind: 'crash' | 'hang' | 'slow' | 'memory'
  readonly detail: string
  readonly input: Uint8Array
}

export interface FuzzReport {
  readonly runs: number
  /** counters reached, and all there are */
  readonly reached: number
  readonly size: number
  /** inputs in the corpus afterwards */
  readonly kept: number
  readonly finding: Finding | undefined
}

const MAX_LENGTH = 8192
/** Of one input, in milliseconds of processor time. */
const MAX_TIME = 1000
/** After this long an input is believed to hang, in milliseconds. */
const HANG = 20_000
/** Inputs are run in batches of about this long, in milliseconds. */
const BATCH = 100
/** An input that takes this long (milliseconds), or leaves so many bytes behind, has its peak measured. */
const SUSPICIOUS_TIME = 100
const SUSPICIOUS_GROWTH = 2 ** 24
/** A corpus has no more files than this, the shortest first. */
const MAX_FILES = 40

export class Fuzzer {
  readonly #target: Target
  readonly #options: FuzzOptions
  readonly #coverage: Coverage
  readonly #mutator: Mutator
  /** what mutation starts from: seeds, corpus and what was found */
  readonly #pool: Uint8Array[] = []
  readonly #seeds: readonly Uint8Array[]
  readonly #corpus: readonly Uint8Array[]
  #input: Uint8Array = new Uint8Array(0)
  #runs = 0
  #finding: Finding | undefined

  constructor(target: Target, options: FuzzOptions) {
    this.#target = target
    this.#options = options
    this.#seeds = [new Uint8Array(0), ...target.seeds()]
    this.#corpus = readCorpus(options.corpus)
    this.#mutator = new Mutator(options.seed, target.words?.() ?? [], MAX_LENGTH)
    const { __coverage__: modules } = globalThis as { __coverage__?: Record<string, never> }
    this.#coverage = new Coverage(modules ?? {})
  }

  /** Fuzzes until the time is over or something is found, and writes the corpus. */
  run(): FuzzReport {
    const known = [...this.#seeds, ...this.#corpus]
    const end = performance.now() + 1000 * this.#options.seconds
    const batch = (): void => {
      const start = performance.now()
      while (this.#finding === undefined && performance.now() - start < BATCH) {
        const input = known[this.#runs] ?? this.#next()
        const isNew = this.#try(input)
        if (isNew || this.#runs <= known.length) this.#pool.push(input)
        if (this.#runs >= this.#options.runs) break
      }
    }
    Object.assign(globalThis, { fuzzBatch: batch })
    const script = new Script('fuzzBatch()')
    while (this.#finding === undefined && performance.now() < end) {
      try {
        script.runInThisContext({ timeout: HANG })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
        this.#finding = { kind: 'hang', detail: `no end after ${HANG} ms`, input: this.#input }
      }
      if (this.#runs >= this.#options.runs) break
    }
    const { reached, size } = this.#coverage
    const kept = this.#finding === undefined ? this.#writeCorpus() : this.#corpus.length
    return { runs: this.#runs, reached, size, kept, finding: this.#finding }
  }

  /** One input; true when it reached something new. */
  #try(input: Uint8Array): boolean {
    this.#input = input
    this.#runs++
    this.#coverage.clear()
    const heap = heapSize()
    const start = performance.now()
    try {
      this.#target.run(input)
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#finding = { kind: 'crash', detail, input: this.#shrunk(input, firstLine(detail)) }
    }
    const time = performance.now() - start
    const isNew = this.#coverage.take()
    if (time > MAX_TIME) this.#checkTime(input)
    if (time > SUSPICIOUS_TIME || heapSize() - heap > SUSPICIOUS_GROWTH) this.#checkPeak(input)
    return isNew
  }

  /** The machine may have been busy with something else, so a slow input gets another chance. */
  #checkTime(input: Uint8Array): void {
    const before = process.cpuUsage()
    this.#target.run(input)
    const { user } = process.cpuUsage(before)
    if (user / 1000 > MAX_TIME) this.#finding = { kind: 'slow', detail: `${user / 1000} ms`, input }
  }

  #checkPeak(input: Uint8Array): void {
    if (this.#finding !== undefined) return
    const peak = peakOf(() => this.#target.run(input)) ?? 0
    const detail = `${Math.round(peak / 2 ** 20)} MiB`
    if (peak > MAX_PEAK) this.#finding = { kind: 'memory', detail, input }
  }

  #next(): Uint8Array {
    const below = (limit: number): number => this.#mutator.below(limit)
    const size = this.#pool.length
    // what was found last is the least explored
    const recent = below(3) === 0 ? size - 1 - below(Math.min(size, 16)) : below(size)
    return this.#mutator.mutate(this.#pool[recent]!, this.#pool[below(size)]!)
  }

  /** The shortest input near this one that still ends in the same error. */
  #shrunk(input: Uint8Array, message: string): Uint8Array {
    const fails = (candidate: Uint8Array): boolean => {
      try {
        this.#target.run(candidate)
        return false
      } catch (error) {
        return firstLine((error as Error).stack ?? '') === message
      }
    }
    let shortest = input
    for (let size = input.length >> 1; size > 0; size >>= 1) {
      for (let at = 0; at < shortest.length; ) {
        const candidate = Uint8Array.from([
          ...shortest.subarray(0, at),
          ...shortest.subarray(at + size),
        ])
        if (fails(candidate)) shortest = candidate
        else at += size
      }
    }
    return shortest
  }

  /** Keeps the fewest and shortest inputs that reach what the seeds alone do not. */
  #writeCorpus(): number {
    const reached = new Set<number>()
    const adds = (input: Uint8Array): boolean => {
      this.#coverage.clear()
      this.#target.run(input)
      const before = reached.size
      for (const counter of this.#coverage.reachedNow()) reached.add(counter)
      return reached.size > before
    }
    for (const seed of this.#seeds) adds(seed)
    const found = this.#pool.slice(this.#seeds.length).sort((a, b) => a.length - b.length)
    const kept = found.filter(adds).slice(0, MAX_FILES)
    const { corpus } = this.#options
    rmSync(corpus, { recursive: true, force: true })
    mkdirSync(corpus, { recursive: true })
    for (const input of kept) writeFileSync(join(corpus, nameOf(input)), input)
    return kept.length
  }
}

/** The inputs of a folder, in the order of their names; none when there is no folder. */
export function readCorpus(folder: string): Uint8Array[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names.sort().map(name => new Uint8Array(readFileSync(join(folder, name))))
}

/** An input's file name: the beginning of its SHA-256. */
export function nameOf(input: Uint8Array): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 16)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}

function heapSize(): number {
  const { used_heap_size, external_memory } = getHeapStatistics()
  return used_heap_size + external_memory
}
