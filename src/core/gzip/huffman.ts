// Canonical Huffman codes as DEFLATE uses them (RFC 1951 section 3.2.2): a code is given by the length of
// each symbol's code word. Building one costs a fixed number of steps, whatever the lengths are.
import { type BitReader, invalid } from './bits.ts'

const MAX_LENGTH = 15
/** Code words up to this length are found in one look. */
const FAST = 9

export class Huffman {
  /** how many code words have each length */
  readonly #counts = new Uint16Array(MAX_LENGTH + 1)
  /** the symbols in the order of their code words */
  readonly #symbols: Uint16Array
  /** by the next FAST bits of the stream: symbol << 4 | length, or 0 where the code word is longer */
  readonly #fast = new Uint16Array(1 << FAST)

  /**
   * Builds the code; throws ERR_GZIP_INVALID when the lengths describe more code words than there are,
   * or fewer, except that a code may be empty or one single code word of one bit.
   */
  constructor(lengths: Uint8Array) {
    const counts = this.#counts
    for (const length of lengths) counts[length]!++
    const used = lengths.length - counts[0]!
    counts[0] = 0
    const next = new Uint16Array(MAX_LENGTH + 2)
    const offsets = new Uint16Array(MAX_LENGTH + 2)
    let left = 1
    for (let length = 1; length <= MAX_LENGTH; length++) {
      left = 2 * left - counts[length]!
      if (left < 0) throw invalid('too many code words')
      next[length + 1] = (next[length]! + counts[length]!) << 1
      offsets[length + 1] = offsets[length]! + counts[length]!
    }
    if (left > 0 && used > 0 && !(used === 1 && counts[1] === 1))
      throw invalid('too few code words')
    this.#symbols = new Uint16Array(used)
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!
      if (length === 0) continue
      this.#symbols[offsets[length]!++] = symbol
      const word = next[length]!++
      if (length <= FAST) this.#fill(word, length, symbol)
    }
  }

  /** Reads one symbol; throws ERR_GZIP_INVALID when no code word fits. */
  read(bits: BitReader): number {
    const entry = this.#fast[bits.peek(FAST)]!
    if (entry !== 0) {
      bits.skip(entry & 15)
      return entry >>> 4
    }
    let ahead = bits.peek(MAX_LENGTH)
    let word = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= MAX_LENGTH; length++) {
      word |= ahead & 1
      ahead >>>= 1
      const count = this.#counts[length]!
      if (word - first < count) {
        bits.skip(length)
        return this.#symbols[index + word - first]!
      }
      index += count
      first = (first + count) << 1
      word <<= 1
    }
    throw invalid('an unused code word')
  }

  /** Code words are packed from their most significant bit on, so the index is the word reversed. */
  #fill(word: number, length: number, symbol: number): void {
    let start = 0
    for (let bit = 0; bit < length; bit++) start |= ((word >>> bit) & 1) << (length - 1 - bit)
    const entry = (symbol << 4) | length
    for (let i = start; i < 1 << FAST; i += 1 << length) this.#fast[i] = entry
  }
}
