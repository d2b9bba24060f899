// The screen of a login in a terminal: redrawn in place at every piece of news, every second and every change
// of the window's size. Whatever ends the process, the terminal is left as it was found.
import { renderTerminal } from '../qr/index.ts'
import { CLEAR, cursorBehind, type Dialect, ENTER, HIDE_CURSOR, LEAVE, redraw } from './drawing.ts'
import type { LoginNews } from './login-news.ts'
import { type Row, screenRows } from './login-screen.ts'
import { FIRST_STATE, type LoginState, stateAfter } from './login-state.ts'
import type { Terminal } from './terminal.ts'

export interface LiveScreenOptions {
  readonly terminal: Terminal
  readonly dialect: Dialect
  /** without colours, whether text is dark on a light background */
  readonly invert: boolean
  /** shown where there is room: where else the code is to be seen */
  readonly notes: readonly string[]
  /** why there is no code here, or undefined when there is one */
  readonly noCode: string | undefined
  /** Ctrl-C was typed */
  readonly interrupted: () => void
}

const CTRL_C = '\x03'
const CTRL_L = '\x0c'
/** How often the countdown moves, in milliseconds. */
const TICK = 1000

export class LiveScreen {
  readonly #options: LiveScreenOptions
  #state: LoginState = FIRST_STATE
  #code: readonly string[] = []
  #drawn: readonly Row[] = []
  #isAsking = false
  readonly #timer: NodeJS.Timeout
  readonly #resized = (): void => this.#drawAnew()
  readonly #left = (): void => this.close()
  readonly #typed = (keys: Buffer | string): void => {
    const text = String(keys)
    if (text.includes(CTRL_C)) this.#options.interrupted()
    else if (text.includes(CTRL_L)) this.#drawAnew()
  }

  constructor(options: LiveScreenOptions) {
    this.#options = options
    const { output } = options.terminal
    output.write(ENTER)
    output.on('resize', this.#resized)
    process.once('exit', this.#left)
    this.#listen(true)
    this.#timer = setInterval(() => this.#draw(), TICK)
    this.#draw()
  }

  async tell(news: LoginNews): Promise<void> {
    this.#state = stateAfter(this.#state, news, performance.now())
    const { dialect, invert, noCode } = this.#options
    if (news.event === 'token' && noCode === undefined) {
      const drawing = await renderTerminal(news.url, { invert: invert && !dialect.colours })
      this.#code = drawing.replace(/\n$/, '').split('\n')
    }
    this.#draw()
  }

  /** Runs `ask` with the cursor behind the last row, where what is typed belongs, and the keys left to it. */
  async whileAsking<T>(ask: () => Promise<T>): Promise<T> {
    const { input } = this.#options.terminal
    // The keys go elsewhere; that they do not show stays as it is.
    input?.off('data', this.#typed)
    this.#isAsking = true
    this.#drawAnew()
    try {
      return await ask()
    } finally {
      this.#isAsking = false
      this.#listen(true)
      this.#drawAnew()
    }
  }

  /** Gives the terminal back. */
  close(): void {
    clearInterval(this.#timer)
    const { output } = this.#options.terminal
    output.off('resize', this.#resized)
    process.off('exit', this.#left)
    this.#listen(false)
    output.write(LEAVE)
  }

  /** Takes the keys, so that they neither show nor scroll the screen, or leaves them alone. */
  #listen(on: boolean): void {
    const { input } = this.#options.terminal
    if (input === undefined) return
    input.setRawMode(on)
    if (on) input.on('data', this.#typed).resume()
    else input.off('data', this.#typed).pause()
  }

  #drawAnew(): void {
    this.#options.terminal.output.write(CLEAR)
    this.#drawn = []
    this.#draw()
  }

  #draw(): void {
    const { terminal, dialect, notes, noCode } = this.#options
    // A terminal that does not know its size says 0.
    const columns = terminal.output.columns || 80
    const rows = terminal.output.rows || 24
    const said = noCode === undefined ? notes : [noCode, ...notes]
    const view = { state: this.#state, code: this.#code, notes: said }
    const wanted = screenRows(view, { columns, rows }, performance.now())
    const bytes = redraw(this.#drawn, wanted, columns, dialect)
    this.#drawn = wanted
    if (bytes === '') return
    const cursor = this.#isAsking ? cursorBehind(wanted, columns) : HIDE_CURSOR
    terminal.output.write(bytes + cursor)
  }
}
