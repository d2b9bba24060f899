// The dice of a world: fast, seeded, and the only source of randomness in a simulation.
import type { Random } from '../../src/core/machine.ts'

export class Chance {
  #a: number
  #b: number
  #c = 0x9e3779b9
  #counter = 1

  constructor(seed: string) {
    // FNV-1a from two starting points
    this.#a = hash(seed, 0x811c9dc5)
    this.#b = hash(seed, 0x01000193)
    for (let round = 0; round < 12; round++) this.next()
  }

  /** The next 32 bits. One step of sfc32. */
  next(): number {
    const result = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0
    return result >>> 0
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    return this.next() % limit
  }

  /** An integer from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** An integer from `least` to `most`, where each order of magnitude is as likely as the next. */
  spread(least: number, most: number): number {
    return Math.floor(least * (most / least) ** (this.next() / 2 ** 32))
  }

  /** True once in `odds` times. */
  oneIn(odds: number): boolean {
    return this.below(odds) === 0
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }

  /** Randomness for a machine. */
  readonly random: Random = length => {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i += 4) {
      const word = this.next()
      for (let j = i; j < length && j < i + 4; j++) bytes[j] = word >>> (8 * (j - i))
    }
    return bytes
  }
}

function hash(text: string, start: number): number {
  let value = start
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value
}
