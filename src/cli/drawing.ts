// The bytes that turn one picture of rows into another on a terminal: only what differs is written, each row at
// its place, so that nothing flickers and nothing scrolls. Source: ECMA-48, and OSC 8 for the link.
import { heightOf, type Row } from './login-screen.ts'

/** How a terminal is to be spoken to. */
export interface Dialect {
  /** colours, and links that can be clicked */
  readonly colours: boolean
}

const CSI = '\x1b['

/** The screen of its own that programs like editors have: entered with the cursor hidden, and left again. */
export const ENTER: string = `${CSI}?1049h${CSI}?25l${CSI}2J`
export const LEAVE: string = `${CSI}?25h${CSI}?1049l`
export const CLEAR: string = `${CSI}2J`

/** Shows the cursor at the end of the last row. */
export function cursorBehind(rows: readonly Row[], columns: number): string {
  const last = rows.at(-1)?.text ?? ''
  return `${CSI}${Math.max(1, heightOf(rows, columns))};${last.length + 1}H${CSI}?25h`
}

export const HIDE_CURSOR: string = `${CSI}?25l`

/** What has to be written when `before` is there and `after` is wanted. */
export function redraw(
  before: readonly Row[],
  after: readonly Row[],
  columns: number,
  dialect: Dialect,
): string {
  const old = placed(before, columns)
  const wanted = placed(after, columns)
  let bytes = ''
  for (const [top, row] of wanted) {
    const there = old.get(top)
    if (there?.text === row.text && there.look === row.look) continue
    // Erased first: a full row leaves the cursor on its last character, which erasing afterwards would take.
    bytes += erased(top, heightOf([row], columns)) + at(top) + styled(row, dialect)
  }
  const height = heightOf(after, columns)
  return bytes + erased(height + 1, heightOf(before, columns) - height)
}

/** The rows by the place of their first line in the window, from 1. */
function placed(rows: readonly Row[], columns: number): Map<number, Row> {
  let top = 1
  const places = new Map<number, Row>()
  for (const row of rows) {
    places.set(top, row)
    top += heightOf([row], columns)
  }
  return places
}

function at(row: number): string {
  return `${CSI}${row};1H`
}

function erased(from: number, count: number): string {
  let bytes = ''
  for (let row = from; row < from + count; row++) bytes += `${at(row)}${CSI}2K`
  return bytes
}

function styled({ text, look }: Row, { colours }: Dialect): string {
  if (!colours || look === 'text') return text
  return look === 'code'
    ? // White on black whatever the theme is, so that light modules are light.
      `${CSI}97;40m${text}${CSI}0m`
    : `\x1b]8;;${text}\x1b\\${text}\x1b]8;;\x1b\\`
}
