// What a person sees of the bytes that a program writes to a terminal: a grid of characters, a cursor, and whether
// the program has a screen of its own. Knows the sequences that a login uses, and throws for any other.

export class ScreenReader {
  columns: number
  rows: number
  cursorShown = true
  /** on the screen of its own */
  alternate = false
  #grid: string[][] = []
  #row = 0
  #column = 0
  #kept: { readonly grid: string[][]; readonly row: number; readonly column: number } | undefined
  #rest = ''

  constructor(columns: number, rows: number) {
    this.columns = columns
    this.rows = rows
    this.#clear()
  }

  /** The lines on the screen, without what is empty at their ends and below. */
  get text(): string {
    return this.#grid
      .map(row => row.join('').trimEnd())
      .join('\n')
      .trimEnd()
  }

  get cursor(): { row: number; column: number } {
    return { row: this.#row + 1, column: this.#column + 1 }
  }

  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.#clear()
  }

  write(bytes: string): void {
    const text = this.#rest + bytes
    const last = text.lastIndexOf('\x1b')
    const isWhole = last < 0 || SEQUENCE.test(text.slice(last))
    this.#rest = isWhole ? '' : text.slice(last)
    const parts = (isWhole ? text : text.slice(0, last)).matchAll(TOKEN)
    for (const [token] of parts)
      if (token.startsWith('\x1b')) this.#obey(token)
      else this.#put(token)
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0
    else if (character === '\n') this.#down()
    else {
      if (this.#column === this.columns) {
        this.#column = 0
        this.#down()
      }
      this.#grid[this.#row]![this.#column++] = character
    }
  }

  #down(): void {
    if (this.#row < this.rows - 1) this.#row++
    else {
      this.#grid.shift()
      this.#grid.push(this.#emptyRow())
    }
  }

  #obey(sequence: string): void {
    const [, row, column] = /^.\[(\d+);(\d+)H$/.exec(sequence) ?? []
    if (row !== undefined) {
      this.#row = Math.min(Number(row), this.rows) - 1
      this.#column = Number(column) - 1
    } else if (sequence === '\x1b[2J') this.#clear()
    else if (sequence === '\x1b[2K') this.#grid[this.#row] = this.#emptyRow()
    else if (sequence === '\x1b[?25l') this.cursorShown = false
    else if (sequence === '\x1b[?25h') this.cursorShown = true
    else if (sequence === '\x1b[?1049h') {
      this.#kept = { grid: this.#grid, row: this.#row, column: this.#column }
      this.alternate = true
      this.#clear()
    } else if (sequence === '\x1b[?1049l') {
      if (this.#kept !== undefined) {
        this.#grid = this.#kept.grid
        this.#row = this.#kept.row
        this.#column = this.#kept.column
      }
      this.#kept = undefined
      this.alternate = false
    } else if (!/^.(\[[\d;]*m$|\]8;;)/.test(sequence))
      throw new Error(`unknown sequence ${JSON.stringify(sequence)}`)
  }

  #clear(): void {
    this.#grid = Array.from({ length: this.rows }, () => this.#emptyRow())
    this.#row = 0
    this.#column = 0
  }

  #emptyRow(): string[] {
    return Array(this.columns).fill(' ')
  }
}

const ESC = '\x1b'
const WHOLE = `${ESC}\\[[^A-Za-z]*[A-Za-z]|${ESC}\\]8;[^${ESC}]*${ESC}\\\\`
const SEQUENCE = new RegExp(`^(?:${WHOLE}|${ESC}\\\\)`)
const TOKEN = new RegExp(`${WHOLE}|[\\s\\S]`, 'gu')
