// UTF-8 (RFC 3629), the encoding of every TL `string`. Both directions are strict: what is decoded can
// be encoded again to the same bytes, and the other way round.
import { MtprotoError } from '../errors.ts'

/** So many UTF-16 units of a text are held apart at most. */
const PIECE = 256

/** Returns the text in UTF-8; throws ERR_TEXT_INVALID when it holds half a surrogate pair. */
export function encodeUtf8(text: string): Uint8Array {
  const data = new Uint8Array(3 * text.length)
  let at = 0
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80) {
      data[at++] = point
      continue
    }
    if (point < 0x800) {
      data[at++] = 0xc0 | (point >> 6)
    } else {
      if (point < 0x10000) {
        if (isSurrogate(point)) throw invalid(`half a surrogate pair at ${i}`)
        data[at++] = 0xe0 | (point >> 12)
      } else {
        i++
        data[at++] = 0xf0 | (point >> 18)
        data[at++] = 0x80 | ((point >> 12) & 63)
      }
      data[at++] = 0x80 | ((point >> 6) & 63)
    }
    data[at++] = 0x80 | (point & 63)
  }
  return data.slice(0, at)
}

/**
 * Returns the text that the bytes encode. Throws ERR_TEXT_INVALID on truncated or stray bytes, forms
 * longer than needed, surrogates, and anything beyond U+10FFFF.
 */
export function decodeUtf8(data: Uint8Array): string {
  let text = ''
  let piece = ''
  let at = 0
  while (at < data.length) {
    if (piece.length >= PIECE) {
      // engines keep the letters apart, at ten times the size, until one is asked for
      piece.charCodeAt(0)
      text += piece
      piece = ''
    }
    const lead = data[at]!
    const start = at++
    if (lead < 0x80) {
      piece += String.fromCharCode(lead)
      continue
    }
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
    if (lead < 0xc2 || lead > 0xf4) throw invalid(`a stray byte at ${start}`)
    let point = lead & (0x3f >> more)
    for (let n = 0; n < more; n++) {
      const next = data[at++] ?? 0
      if (next >> 6 !== 2) throw invalid(`an incomplete character at ${start}`)
      point = (point << 6) | (next & 63)
    }
    const least = more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80
    if (point < least || point > 0x10ffff || isSurrogate(point))
      throw invalid(`a forbidden form at ${start}`)
    piece += String.fromCodePoint(point)
  }
  return text + piece
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff
}

function invalid(got: string): MtprotoError {
  return new MtprotoError('ERR_TEXT_INVALID', { at: 'UTF-8', got })
}
