// The head of an HTTP/1.1 message: its first line, and of its fields the one that tells how long the body is.
// Source: RFC 9112. Nothing is guessed: what has not exactly one length, in digits, has none, so that nobody
// in between can see other borders between messages than this side does.
import { readUint32LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { ByteQueue } from './byte-queue.ts'

/** A head is no larger than this, in bytes. */
const MAX_HEAD = 8192
/** CR LF CR LF as a little-endian word. */
const END = 0x0a0d0a0d

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const LENGTH = /^[ \t]*(\d{1,10})[ \t]*$/

/** Cuts heads out of one stream, looking at each byte once. */
export class HeadReader {
  /** no head ends before this byte of the queue */
  #seen = 0

  /**
   * Takes a head out of `queue` and returns its lines, or undefined until it is complete. Throws
   * ERR_FRAME_TOO_LARGE above 8 KiB.
   */
  read(queue: ByteQueue): string[] | undefined {
    const bytes = queue.peek(MAX_HEAD)
    for (let at = this.#seen; at + 4 <= bytes.length; at++) {
      if (readUint32LE(bytes, at) !== END) continue
      this.#seen = 0
      return String.fromCharCode(...queue.take(at + 4).subarray(0, at)).split('\r\n')
    }
    if (bytes.length === MAX_HEAD)
      throw new MtprotoError('ERR_FRAME_TOO_LARGE', { at: 'the HTTP head', expected: MAX_HEAD })
    this.#seen = Math.max(0, bytes.length - 3)
    return undefined
  }
}

/** The method of a request line, or undefined when it is none. */
export function methodIn(line: string): string | undefined {
  return /^([A-Z]+) [!-~]+ HTTP\/1\.[01]$/.exec(line)?.[1]
}

/** The status in the first line of a response, 100 to 599, or undefined when it is none. */
export function statusIn(line: string): number | undefined {
  const status = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(line)?.[1]
  return status === undefined ? undefined : Number(status)
}

/**
 * The number of bytes in the body, as the fields tell it; undefined when they do not, tell it twice, or any of them
 * is malformed: folded lines and Transfer-Encoding are not taken.
 */
export function lengthIn(fields: readonly string[]): number | undefined {
  let length: number | undefined
  for (const field of fields) {
    const colon = field.indexOf(':')
    const name = field.slice(0, Math.max(0, colon)).toLowerCase()
    const value = field.slice(colon + 1)
    if (!TOKEN.test(name) || /[\r\n\0]/.test(value) || name === 'transfer-encoding')
      return undefined
    if (name !== 'content-length') continue
    const digits = LENGTH.exec(value)?.[1]
    if (digits === undefined || length !== undefined) return undefined
    length = Number(digits)
  }
  return length
}
