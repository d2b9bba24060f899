// What a subcommand is. main.ts turns an MtprotoError into one line on stderr: exit code 2 for
// ERR_ARGUMENT (the input is wrong), 1 for everything else.

import type { Terminal } from './terminal.ts'

/** Where a command writes. */
export interface Io {
  /** one chunk of standard output */
  write(text: string): void
  /** one line of standard error */
  warn(line: string): void
  /** the terminal that standard output is, if it is one */
  readonly terminal?: Terminal
}

export interface Command {
  readonly name: string
  /** one line for the list of commands */
  readonly summary: string
  /** the full help text */
  readonly usage: string
  /** runs with the arguments after the name and returns the exit code */
  run(args: readonly string[], io: Io): Promise<number>
}
