// Changes inputs at random, the same way for the same seed: bits, bytes, numbers at the edges, pieces moved,
// doubled, dropped, and taken from other inputs.
import { concat } from '../../src/core/bytes/bytes.ts'

/** Numbers at which things tend to change. */
const EDGES = [0, 1, -1, 4, 16, 127, 128, 253, 254, 255, 256, 1024, 65535, 65536, 0x7fffffff]
const WORST = -0x80000000

export class Mutator {
  readonly #words: readonly Uint8Array[]
  readonly #maxLength: number
  #state: number

  constructor(seed: number, words: readonly Uint8Array[], maxLength: number) {
    this.#state = seed | 0
    this.#words = words
    this.#maxLength = maxLength
  }

  /** A number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }

  /** A changed copy of `input`; `other` is another input to take a piece from. */
  mutate(input: Uint8Array, other: Uint8Array): Uint8Array {
    let bytes: Uint8Array = input.slice()
    for (let changes = 1 << this.below(5); changes > 0; changes--) {
      bytes = this.#change(bytes, other)
      if (bytes.length > this.#maxLength) bytes = bytes.slice(0, this.#maxLength)
    }
    return bytes
  }

  #change(bytes: Uint8Array, other: Uint8Array): Uint8Array {
    const { length } = bytes
    const at = this.below(length + 1)
    if (at === length) return this.#insert(bytes, at, this.#piece(bytes, other))
    switch (this.below(11)) {
      case 0:
        bytes[at]! ^= 1 << this.below(8)
        return bytes
      case 1:
        bytes[at] = this.below(256)
        return bytes
      case 2:
        bytes[at]! += this.below(2) === 0 ? 1 + this.below(8) : -1 - this.below(8)
        return bytes
      case 3:
        return this.#writeInt(bytes, at, this.#edge(length))
      case 4:
        return this.#writeInt(bytes, at & ~3, this.#edge(length))
      case 5: {
        const end = Math.min(length, at + this.#size(length))
        return concat(bytes.subarray(0, at), bytes.subarray(end))
      }
      case 6:
        return this.#insert(bytes, at, this.#piece(bytes, other))
      case 7: {
        const piece = this.#piece(bytes, other)
        bytes.set(piece.subarray(0, length - at), at)
        return bytes
      }
      case 8:
        return this.#insert(bytes, at & ~3, this.#word())
      case 9: {
        const word = this.#word()
        const start = at & ~3
        bytes.set(word.subarray(0, length - start), start)
        return bytes
      }
      default:
        return bytes.slice(0, at)
    }
  }

  /** A stretch of either input. */
  #piece(bytes: Uint8Array, other: Uint8Array): Uint8Array {
    const source = this.below(2) === 0 ? bytes : other
    if (source.length === 0) return Uint8Array.of(this.below(256))
    const start = this.below(source.length)
    return source.slice(start, start + this.#size(source.length))
  }

  #word(): Uint8Array {
    if (this.#words.length === 0) return this.#writeInt(new Uint8Array(4), 0, this.#edge(16))
    return this.#words[this.below(this.#words.length)]!
  }

  /** Mostly small. */
  #size(length: number): number {
    return 1 + this.below(this.below(4) === 0 ? length : Math.min(length, 16))
  }

  #edge(length: number): number {
    const kind = this.below(4)
    if (kind === 0) return this.below(length + 16)
    return kind === 1 ? WORST : EDGES[this.below(EDGES.length)]!
  }

  #writeInt(bytes: Uint8Array, at: number, value: number): Uint8Array {
    for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = value >> (8 * i)
    return bytes
  }

  #insert(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
    return concat(bytes.subarray(0, at), piece, bytes.subarray(at))
  }
}
