// Base64 (RFC 4648) in both alphabets: the standard one of PEM files and some session strings, and the
// URL-safe one of login links. Decoding is strict: one text, one meaning.
import { MtprotoError } from '../errors.ts'

const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const STANDARD = `${COMMON}+/`
const URL_SAFE = `${COMMON}-_`

/** Returns the bytes as standard base64, padded with `=`. */
export function toBase64(data: Uint8Array): string {
  const text = encode(data, STANDARD)
  return text + '='.repeat(-text.length & 3)
}

/** Returns the bytes as URL-safe base64 without padding. */
export function toBase64Url(data: Uint8Array): string {
  return encode(data, URL_SAFE)
}

/**
 * Returns the bytes of a standard base64 text, padded or not. Throws ERR_TEXT_INVALID on a foreign
 * character (white space too), on wrong padding, and on bits left over that are not zero.
 */
export function fromBase64(text: string): Uint8Array {
  return decode(text, STANDARD)
}

/** The same for the URL-safe alphabet. */
export function fromBase64Url(text: string): Uint8Array {
  return decode(text, URL_SAFE)
}

function encode(data: Uint8Array, alphabet: string): string {
  let text = ''
  for (let i = 0; i < data.length; i += 3) {
    const triple = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0)
    const digits = Math.min(data.length - i, 3) + 1
    for (let n = 0; n < digits; n++) text += alphabet[(triple >> (18 - 6 * n)) & 63]
  }
  return text
}

function decode(text: string, alphabet: string): Uint8Array {
  let digits = text.length
  if (digits % 4 === 0) {
    if (text.endsWith('==')) digits -= 2
    else if (text.endsWith('=')) digits -= 1
  }
  if (digits % 4 === 1) throw invalid(`${text.length} characters`)
  const data = new Uint8Array((digits * 3) >>> 2)
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < digits; i++) {
    const value = alphabet.indexOf(text[i]!)
    if (value < 0) throw invalid(`a foreign character at ${i}`)
    held = ((held << 6) | value) & 0xfff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      data[at++] = held >> bits
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) throw invalid('bits left over at the end')
  return data
}

function invalid(got: string): MtprotoError {
  return new MtprotoError('ERR_TEXT_INVALID', { at: 'base64', got })
}
