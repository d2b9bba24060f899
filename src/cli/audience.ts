// Who follows a login: files, a page, and a terminal, a log or a program. All are told the same.

import { namesOf, writeCode } from './code-files.ts'
import type { Io } from './command.ts'
import { LiveScreen } from './live-screen.ts'
import type { LoginNews } from './login-news.ts'
import type { LoginOptions } from './login-options.ts'
import { LoginPage } from './login-page.ts'
import { jsonReport, type LoginReport, textReport } from './login-report.ts'
import { FIRST_STATE, stateAfter } from './login-state.ts'
import { canDraw, hasColours, isUtf8, type Terminal } from './terminal.ts'

type Environment = Readonly<Record<string, string | undefined>>

const NO_UTF8 =
  'The code cannot be drawn, since this terminal is not set to UTF-8: open the link, or use --png, --svg or --open-web.'

export class Audience {
  readonly #options: LoginOptions
  readonly #io: Io
  readonly #report: LoginReport
  readonly #page: LoginPage | undefined
  readonly #screen: LiveScreen | undefined
  #last: LoginNews | undefined

  private constructor(
    options: LoginOptions,
    io: Io,
    report: LoginReport,
    page: LoginPage | undefined,
    screen: LiveScreen | undefined,
  ) {
    this.#options = options
    this.#io = io
    this.#report = report
    this.#page = page
    this.#screen = screen
  }

  /** Opens what the options ask for; `interrupted` is called when somebody types Ctrl-C on the screen. */
  static async open(
    options: LoginOptions,
    io: Io,
    environment: Environment,
    interrupted: () => void,
  ): Promise<Audience> {
    const { json, display } = options
    const { invert, files, openWeb } = display
    const noCode = isUtf8(environment) ? undefined : NO_UTF8
    const page = openWeb ? await LoginPage.open() : undefined
    const notes = [
      ...(page ? [`Also at ${page.url}`] : []),
      ...namesOf(files).map(name => `Also in ${name}`),
    ]
    if (page !== undefined) {
      const { url } = page
      io.write(json ? `${JSON.stringify({ event: 'page', url })}\n` : `the code is at ${url}\n`)
      page.openInBrowser()
    }
    const terminal = terminalFor(options, io, environment)
    const screen =
      terminal &&
      new LiveScreen({
        ...{ terminal, invert, notes, noCode, interrupted },
        dialect: { colours: hasColours(environment) },
      })
    const report = json ? jsonReport(io) : textReport(io, { invert, noCode })
    return new Audience(options, io, report, page, screen)
  }

  async tell(news: LoginNews): Promise<void> {
    this.#last = news
    await writeCode(this.#options.display.files, news)
    await this.#page?.tell(news)
    await (this.#screen === undefined ? this.#report(news) : this.#screen.tell(news))
  }

  /** Asks for the password on the terminal; rejects with ERR_ABORTED on Ctrl-C, or when `signal` says so. */
  async askPassword(signal: AbortSignal): Promise<string> {
    const { askHidden } = await import('./ask-hidden.ts')
    return this.#screen === undefined
      ? askHidden('password: ', signal)
      : this.#screen.whileAsking(() => askHidden('', signal))
  }

  /** Leaves the terminal as it was. `failure`: what people are told if the login did not succeed. */
  async close(failure?: string): Promise<void> {
    this.#screen?.close()
    const isDone = failure === undefined && this.#last?.event === 'success'
    const words = isDone ? stateAfter(FIRST_STATE, this.#last!, 0).words : failure
    if (isDone && this.#screen !== undefined) this.#io.write(`${words}\n`)
    await this.#page?.close(words ?? 'The login is over.')
  }
}

/** The terminal that a screen can be drawn on, if that is wanted. */
function terminalFor(
  { json, demo, trace, display }: LoginOptions,
  { terminal }: Io,
  environment: Environment,
): Terminal | undefined {
  if (json || demo || display.plain || !canDraw(environment)) return undefined
  // A trace on the same terminal would be written across it.
  return trace && process.stderr.isTTY ? undefined : terminal
}
