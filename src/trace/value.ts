// Values in a form for people: text that cannot upset a terminal, and the moments that numbers name.
import { decodeUtf8 } from '../core/bytes/utf8.ts'
import { unixOfMsgId } from '../core/session/msg-id.ts'
import type { Node } from './node.ts'

/** Characters of a text that are shown; the bytes beside it are complete. */
const MAX_SHOWN = 80

/** The fields of type int that hold a moment in seconds since 1970. */
const MOMENT = /(^|_)(date|expires|expires_at|now|server_time|valid_since|valid_until)$/
/** The fields of type long that hold a msg_id, which names a moment. */
const MSG_ID = /(^|_)msg_id$/

/** A value, and what it tells beyond itself. */
export type Description = Pick<Node, 'value' | 'note'>

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
export function describeInt(field: string, value: number): Description {
  return described(`${value}`, MOMENT.test(field) && value > 0 ? 1000 * value : undefined)
}

/** A long, and its moment where the name of the field promises one. */
export function describeLong(field: string, value: bigint): Description {
  return described(`${value}`, MSG_ID.test(field) ? unixOfMsgId(value) : undefined)
}

/** A number of things. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}

/** A constructor id as people write it. */
export function hexId(id: number): string {
  return `0x${id.toString(16).padStart(8, '0')}`
}

function described(value: string, unix: number | undefined): Description {
  return unix === undefined ? { value } : { value, note: new Date(unix).toISOString() }
}
