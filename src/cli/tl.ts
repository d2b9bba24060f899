// raw-mtproto tl: the schema compiler on the command line. Files appear whole or not at all.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { SchemaText } from '../compiler/declaration.ts'
import {
  checkSchema,
  closure,
  diff,
  formatDiff,
  formatSchema,
  generate,
  parse,
} from '../compiler/index.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Command, Io } from './command.ts'

const USAGE = `raw-mtproto tl generate SCHEMA --out DIR [--name NAME]
    Writes TypeScript for every declaration of SCHEMA into DIR, one file per namespace. The schema
    value is exported by index.ts as NAME (api unless told otherwise): new Client({ api }).
    A comment line such as // LAYER 214 in SCHEMA says which layer it is.
raw-mtproto tl subset SCHEMA METHOD... [--out FILE]
    Prints the part of SCHEMA that the methods need, or writes it into FILE.
raw-mtproto tl diff OLD NEW
    Prints what was removed (-), added (+) and changed (~) between two schemas.
raw-mtproto tl check SCHEMA
    Checks that every type is declared and that every id is the one that its declaration gives;
    exit code 1 and one line for each that is not.
`

/** The subcommand `tl`. */
export const tl: Command = {
  name: 'tl',
  summary: 'compile, cut, compare and check TL schemas',
  usage: USAGE,
  async run(args, io) {
    const [verb, ...rest] = args
    const action = ACTIONS.get(verb ?? '')
    if (action === undefined)
      throw usageError(verb === undefined ? 'nothing' : verb, [...ACTIONS.keys()].join(', '))
    return action(rest, io)
  },
}

const ACTIONS: ReadonlyMap<string, (args: readonly string[], io: Io) => Promise<number>> = new Map([
  ['generate', runGenerate],
  ['subset', runSubset],
  ['diff', runDiff],
  ['check', runCheck],
])

async function runGenerate(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = read(args, { out: { type: 'string' }, name: { type: 'string' } })
  const [file] = expect(positionals, 'SCHEMA')
  const { out, name = 'api' } = values
  if (out === undefined) throw usageError('no --out', '--out DIR')
  if (!/^[A-Za-z]\w*$/.test(name)) throw usageError(`--name ${name}`, 'a name for a constant')
  const schema = await load(file)
  for (const line of checkSchema(schema)) io.warn(line)
  const files = generate(schema, { name, runtime: 'raw-mtproto/core' })
  await writeFiles(files.map(({ name, text }) => ({ path: join(out, name), text })))
  io.write(`${schema.declarations.length} declarations in ${files.length} files in ${out}\n`)
  return 0
}

async function runSubset(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = read(args, { out: { type: 'string' } })
  const [file, ...methods] = positionals
  if (file === undefined || methods.length === 0)
    throw usageError(`${positionals.length} arguments`, 'SCHEMA METHOD...')
  const text = formatSchema(closure(await load(file), methods))
  const { out } = values
  if (out === undefined) io.write(text)
  else await writeFiles([{ path: out, text }])
  return 0
}

async function runDiff(args: readonly string[], io: Io): Promise<number> {
  const [before, after] = expect(read(args, {}).positionals, 'OLD', 'NEW')
  io.write(formatDiff(diff(await load(before), await load(after))))
  return 0
}

async function runCheck(args: readonly string[], io: Io): Promise<number> {
  const [file] = expect(read(args, {}).positionals, 'SCHEMA')
  const schema = await load(file)
  const problems = checkSchema(schema)
  for (const line of problems) io.warn(line)
  if (problems.length > 0) return 1
  io.write(`${schema.declarations.length} declarations, layer ${schema.layer || 'unknown'}\n`)
  return 0
}

async function load(path: string): Promise<SchemaText> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', { at: path, expected: 'a file that can be read', cause })
  }
  return parse(text, path)
}

/** Writes all files beside their places first, and moves them there when all are complete. */
async function writeFiles(files: readonly { path: string; text: string }[]): Promise<void> {
  const written: string[] = []
  try {
    for (const { path, text } of files) {
      const part = join(dirname(path), `.${basename(path)}.part`)
      await mkdir(dirname(path), { recursive: true })
      written.push(part)
      await writeFile(part, text)
    }
    for (const [index, { path }] of files.entries()) await rename(written[index]!, path)
  } catch (cause) {
    await Promise.allSettled(written.map(part => rm(part)))
    throw new MtprotoError('ERR_ARGUMENT', {
      at: files[0]!.path,
      expected: 'a place that can be written to',
      cause,
    })
  }
}

interface Parsed {
  readonly values: Readonly<Record<string, string | undefined>>
  readonly positionals: readonly string[]
}

function read(args: readonly string[], options: Record<string, { type: 'string' }>): Parsed {
  const config = { args: [...args], options, allowPositionals: true } satisfies ParseArgsConfig
  try {
    return parseArgs(config) as Parsed
  } catch (cause) {
    const [problem] = String(cause instanceof TypeError ? cause.message : cause).split('. ')
    throw usageError(problem!, 'raw-mtproto tl --help')
  }
}

/** The arguments when there are as many as names. */
function expect<const N extends readonly string[]>(
  positionals: readonly string[],
  ...names: N
): { [K in keyof N]: string } {
  if (positionals.length !== names.length)
    throw usageError(`${positionals.length} arguments`, names.join(' '))
  return positionals as { [K in keyof N]: string }
}

function usageError(got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', { at: 'tl', got, expected })
}
