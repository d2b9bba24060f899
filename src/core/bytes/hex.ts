// Bytes as hexadecimal text: two digits a byte, most significant first, nothing between them.
import { MtprotoError } from '../errors.ts'

/** Returns the bytes as lower-case hexadecimal digits. */
export function toHex(data: Uint8Array): string {
  const digits = '0123456789abcdef'
  let text = ''
  for (const byte of data) text += digits[byte >> 4]! + digits[byte & 15]!
  return text
}

/**
 * Returns the bytes written as hexadecimal digits of either case. Throws ERR_TEXT_INVALID when the
 * number of digits is odd or a character is not a digit.
 */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0)
    throw new MtprotoError('ERR_TEXT_INVALID', { at: 'hex', got: `${text.length} digits` })
  const data = new Uint8Array(text.length / 2)
  for (let i = 0; i < data.length; i++) {
    data[i] = (digitAt(text, 2 * i) << 4) | digitAt(text, 2 * i + 1)
  }
  return data
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57
  throw new MtprotoError('ERR_TEXT_INVALID', { at: 'hex', got: `a foreign character at ${at}` })
}
