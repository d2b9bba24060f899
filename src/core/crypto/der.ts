// The part of DER (X.690) that RSA public keys need: a cursor over one value after another. Lengths are
// bounded by the bytes that are there and have one form only.
import { MtprotoError } from '../errors.ts'

export const DER_SEQUENCE = 0x30
export const DER_INTEGER = 0x02
export const DER_BIT_STRING = 0x03

/** Reads values in order; every method throws ERR_RSA_KEY_INVALID on anything that is not DER. */
export class DerReader {
  readonly #data: Uint8Array
  #at = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  /** The content of the next value, which must carry `tag`. */
  value(tag: number): Uint8Array {
    if (this.#byte() !== tag) throw invalid('another tag')
    const length = this.#length()
    if (length > this.#data.length - this.#at) throw invalid('a length beyond the end')
    this.#at += length
    return this.#data.subarray(this.#at - length, this.#at)
  }

  /** The next value as an INTEGER above 0, big-endian without leading zeros. */
  integer(): Uint8Array {
    const content = this.value(DER_INTEGER)
    const first = content[0]
    const signByte = first === 0 && content.length > 1
    if (first === undefined || first >= 0x80 || (first === 0 && (content[1] ?? 0) < 0x80))
      throw invalid('an integer that is not positive and minimal')
    return signByte ? content.subarray(1) : content
  }

  /** Nothing may follow. */
  end(): void {
    if (this.#at !== this.#data.length) throw invalid('bytes after the value')
  }

  #byte(): number {
    const byte = this.#data[this.#at++]
    if (byte === undefined) throw invalid('the end too early')
    return byte
  }

  #length(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    const count = first & 0x7f
    if (count < 1 || count > 2) throw invalid('an unusable length')
    let length = this.#byte()
    if (count === 2) length = (length << 8) | this.#byte()
    if (length < (count === 2 ? 0x100 : 0x80)) throw invalid('a length longer than needed')
    return length
  }
}

function invalid(got: string): MtprotoError {
  return new MtprotoError('ERR_RSA_KEY_INVALID', { at: 'DER', got })
}
