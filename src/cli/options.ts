// Command-line options: node's own parser, with errors of this project.
import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { MtprotoError } from '../core/errors.ts'

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; strict: true; allowPositionals: true }>
>

/** Parses `args`; throws ERR_ARGUMENT for an unknown option, or when `positionals` is not their number. */
export function parseOptions<const T extends Options>(
  args: readonly string[],
  options: T,
  positionals: { readonly min: number; readonly max: number } = { min: 0, max: 0 },
): Parsed<T> {
  let parsed: Parsed<T>
  try {
    parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  } catch (cause) {
    // The parser's message may go on with hints over several lines.
    const advice = (cause as Error).message.split(/[\n.]/)[0]!
    throw new MtprotoError('ERR_ARGUMENT', { advice, cause })
  }
  const { length } = parsed.positionals
  if (length < positionals.min || length > positionals.max)
    throw new MtprotoError('ERR_ARGUMENT', {
      // never the arguments themselves: one may be a session that somebody pasted
      got: length === 0 ? 'nothing' : `${length} arguments`,
      advice: 'see --help for what the command takes',
    })
  return parsed
}

/** The integer that an option holds; throws ERR_ARGUMENT when it is none or lies outside the range. */
export function integerOption(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || value < min || value > max)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `--${name}`,
      got: text,
      expected: `a number from ${min} to ${max}`,
    })
  return value
}

/** The text of the file that an option names; throws ERR_ARGUMENT when it cannot be read. */
export function fileOption(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `--${name}`,
      got: (cause as Error).message,
      cause,
    })
  }
}
