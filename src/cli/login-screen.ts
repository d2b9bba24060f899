// What a login looks like in a window of a size: rows of text, computed from the state alone.
import { currentLink, type LoginState, sentenceOf } from './login-state.ts'

/** One line of text; a longer one than the window is wide goes on in the next row. */
export interface Row {
  readonly text: string
  readonly look: 'text' | 'code' | 'link'
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface LoginView {
  readonly state: LoginState
  /** the lines of the QR code; none when it cannot be shown here */
  readonly code: readonly string[]
  /** where else the code is to be seen, or why it is not here */
  readonly notes: readonly string[]
}

/** The rows from the top of the window, never more than it has. The cursor belongs behind the last when asked. */
export function screenRows({ state, code, notes }: LoginView, size: Size, now: number): Row[] {
  const link = currentLink(state, now)
  const linkRows: Row[] = link === undefined ? [] : [{ text: link, look: 'link' }]
  const words = wrap(sentenceOf(state, now), size.columns)
  const room = size.rows - heightOf(linkRows, size.columns)
  const drawn = link === undefined ? [] : code
  const width = Math.max(0, ...drawn.map(line => [...line].length))
  if (drawn.length > 0 && width <= size.columns && drawn.length < room) {
    const rows = drawn.map(text => ({ text, look: 'code' as const }))
    // What there is to say may be cut, the code may not.
    const said = words.slice(0, room - drawn.length)
    return withNotes([...rows, ...texts(said), ...linkRows], notes, size)
  }
  if (state.step === 'password')
    return texts([...words.slice(0, Math.max(0, room - 2)), '', PROMPT])
  if (link === undefined) return withNotes(texts(words.slice(0, room)), notes, size)
  const height = drawn.length + 1 + size.rows - room
  const needed = `The window is too small for the code, which needs ${width} columns and ${height} rows.`
  const small = drawn.length === 0 ? [] : ['', ...wrap(needed, size.columns)]
  const full = [...texts([...words, ...small, '']), ...linkRows]
  if (heightOf(full, size.columns) <= size.rows) return withNotes(full, notes, size)
  // The link is what a login can still be done with.
  return room < 0 ? texts(words.slice(0, size.rows)) : [...texts(words.slice(0, room)), ...linkRows]
}

const PROMPT = 'Password: '

/** What there is room for below. */
function withNotes(rows: readonly Row[], notes: readonly string[], size: Size): Row[] {
  const all = [...rows]
  for (const note of [...notes, 'Ctrl-C ends the login.']) {
    const more = texts(wrap(note, size.columns))
    if (heightOf([...all, ...more], size.columns) <= size.rows) all.push(...more)
  }
  return all
}

function texts(lines: readonly string[]): Row[] {
  return lines.map(text => ({ text, look: 'text' }))
}

/** How many rows of a window of this width the text takes. */
export function heightOf(rows: readonly Row[], columns: number): number {
  return rows.reduce((sum, { text }) => sum + Math.max(1, Math.ceil(widthOf(text) / columns)), 0)
}

/** Breaks at spaces, and inside of words that are wider than the window. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of word) {
      if (widthOf(line + character) > columns) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return [...lines, line]
}

/** Columns that a text takes, those of other scripts counted as if all were wide. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character < '\u1100' || /[▀-█]/.test(character) ? 1 : 2
  return width
}
