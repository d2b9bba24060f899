// What is known of the terminal that a command runs in.

/** The part of Node's streams of a terminal that is used. */
export interface Terminal {
  readonly output: {
    readonly columns: number
    readonly rows: number
    write(text: string): unknown
    on(event: 'resize', listener: () => void): unknown
    off(event: 'resize', listener: () => void): unknown
  }
  /** the keyboard, unless input comes from elsewhere */
  readonly input: NodeJS.ReadStream | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Whether colours are welcome. Source: no-color.org */
export function hasColours(environment: Environment): boolean {
  return (environment['NO_COLOR'] ?? '') === ''
}

/** Whether the terminal understands more than lines of text. */
export function canDraw(environment: Environment): boolean {
  return environment['TERM'] !== 'dumb'
}

/** Whether text is UTF-8 here, as far as the locale says; one that says nothing stands for it. */
export function isUtf8(environment: Environment): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG']
  return locale === undefined || locale === '' || /utf-?8/i.test(locale)
}
