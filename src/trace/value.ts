// Values in a form for people: text that cannot upset a terminal, and the moments that numbers name.
import { decodeUtf8 } from '../core/bytes/utf8.ts'
import { unixOfMsgId } from '../core/session/msg-id.ts'

/** Characters of a text that are shown; the bytes beside it are complete. */
const MAX_SHOWN = 80

/** The fields of type int that hold a moment in seconds since 1970. */
const MOMENT = /(^|_)(date|expires|expires_at|now|server_time|valid_since|valid_until)$/
/** The fields of type long that hold a msg_id, which names a moment. */
const MSG_ID = /(^|_)msg_id$/

/** The text with every character that moves, hides or reorders others written as an escape. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, character => {
    const point = character.codePointAt(0)!
    return `\\u{${point.toString(16)}}`
  })
}

/** The text in quotation marks, shortened; undefined when the bytes are not UTF-8. */
export function quoted(data: Uint8Array): string | undefined {
  let text: string
  try {
    text = decodeUtf8(data)
  } catch {
    return undefined
  }
  const characters = [...text.slice(0, 2 * MAX_SHOWN)]
  const shown = characters.slice(0, MAX_SHOWN).join('')
  const escaped = visible(shown.replace(/["\\]/g, '\\$&'))
  return shown.length < text.length ? `"${escaped}"…` : `"${escaped}"`
}

/** An int, and its moment where the name of the field promises one. */
export function describeInt(field: string, value: number): string {
  return MOMENT.test(field) && value > 0 ? `${value}, ${moment(1000 * value)}` : `${value}`
}

/** A long, and its moment where the name of the field promises one. */
export function describeLong(field: string, value: bigint): string {
  return MSG_ID.test(field) && value !== 0n ? `${value}, ${moment(unixOfMsgId(value))}` : `${value}`
}

/** A number of things. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}

/** A constructor id as people write it. */
export function hexId(id: number): string {
  return `0x${id.toString(16).padStart(8, '0')}`
}

function moment(unix: number): string {
  return new Date(unix).toISOString()
}
