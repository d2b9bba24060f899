// The bits of a DEFLATE stream, least significant first, and the bytes they become. Neither side ever
// reads beyond its input or grows beyond its limit.
import { MtprotoError } from '../errors.ts'

/** Reads bits from `data`; every method throws ERR_GZIP_INVALID where the data ends too early. */
export class BitReader {
  readonly #data: Uint8Array
  #at: number
  #held = 0
  #count = 0

  constructor(data: Uint8Array, at: number) {
    this.#data = data
    this.#at = at
  }

  /** The next `count` bits as a number, 0 ≤ count ≤ 16. */
  bits(count: number): number {
    const value = this.peek(count)
    this.skip(count)
    return value
  }

  /** The same without moving on; bits beyond the end are 0. */
  peek(count: number): number {
    while (this.#count < count && this.#at < this.#data.length) {
      this.#held |= this.#data[this.#at++]! << this.#count
      this.#count += 8
    }
    return this.#held & ((1 << count) - 1)
  }

  /** Moves on by bits that were peeked at. */
  skip(count: number): void {
    if (count > this.#count) throw invalid('the data ends too early')
    this.#held >>>= count
    this.#count -= count
  }

  /** The next `count` whole bytes, after what is left of the current byte is dropped. */
  bytes(count: number): Uint8Array {
    const start = this.#at - (this.#count >>> 3)
    if (count > this.#data.length - start) throw invalid('the data ends too early')
    this.#held = 0
    this.#count = 0
    this.#at = start + count
    return this.#data.subarray(start, this.#at)
  }

  /** Has everything been read? */
  get done(): boolean {
    return this.#count === 0 && this.#at === this.#data.length
  }
}

/** Collects at most `limit` bytes. */
export class Output {
  readonly #limit: number
  #data: Uint8Array
  #length = 0

  constructor(limit: number, expected: number) {
    this.#limit = limit
    this.#data = new Uint8Array(Math.min(limit, expected))
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.#length === this.#data.length) this.#reserve(1)
    this.#data[this.#length++] = value
  }

  /** Appends `data`. */
  bytes(data: Uint8Array): void {
    this.#reserve(data.length)
    this.#data.set(data, this.#length)
    this.#length += data.length
  }

  /** Appends `length` bytes from `distance` bytes back; they may overlap what is being written. */
  repeat(distance: number, length: number): void {
    if (distance > this.#length) throw invalid('a distance beyond the start')
    this.#reserve(length)
    const data = this.#data
    const end = this.#length + length
    for (let at = this.#length; at < end; at++) data[at] = data[at - distance]!
    this.#length = end
  }

  /** What has been collected; the caller may keep it. */
  finish(): Uint8Array {
    return this.#length === this.#data.length ? this.#data : this.#data.slice(0, this.#length)
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed > this.#limit)
      throw new MtprotoError('ERR_GZIP_TOO_LARGE', { expected: `${this.#limit} bytes at most` })
    if (needed <= this.#data.length) return
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.#data.length)))
    grown.set(this.#data.subarray(0, this.#length))
    this.#data = grown
  }
}

/** A damaged stream. */
export function invalid(got: string): MtprotoError {
  return new MtprotoError('ERR_GZIP_INVALID', { got })
}
