// Command lines in the pages: each has to exist. Those of this project's own program are parsed by it.
import { syncBuiltinESMExports } from 'node:module'
import util from 'node:util'
import { read } from '../../scripts/sources.ts'
import type { Command, Io } from '../../src/cli/command.ts'
import { MtprotoError } from '../../src/core/errors.ts'

/** What a reader puts in the place of `…`. */
const SAMPLES: Readonly<Record<string, string>> = { '--api-id': '12345' }
const SAMPLE = 'f18e7ebe'

const NPM = ['ci', 'start', 'test', 'run', 'install', 'pack']
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** The commands of a `sh` block: one a line, or several with `&&`, without comments; `\` continues a line. */
export function commandsOf(block: string): string[] {
  return block
    .replace(/ *\\\n */g, ' ')
    .split('\n')
    .map(line =>
      line
        .replace(/(^|\s)#.*$/, '')
        .replace(/\s[<>]\s*\S+/g, '')
        .trim(),
    )
    .filter(line => line !== '')
    .flatMap(line => line.split(/\s*&&\s*/))
}

/** The commands of the steps of a `yaml` block that is a job: on the line of `run:`, or folded below it. */
export function stepsOf(block: string): string[] {
  return [...block.matchAll(/^( *)- run: (?:>-\n((?:\1 {4}.*\n?)+)|(.*))/gm)].map(
    ([, , folded, line]) => (folded ?? line!).replace(/\s+/g, ' ').trim(),
  )
}

/** What is wrong with a command, or undefined. */
export async function fault(command: string): Promise<string | undefined> {
  const [program, ...args] = wordsOf(command)
  if (program === 'npx' || program === 'raw-mtproto')
    return ownFault(program === 'npx' ? args.slice(1) : args)
  if (program !== 'npm') return `nobody knows ${program}`
  return npmFault(args)
}

/** The words of a command line; quotes hold one together. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare!,
  )
}

function npmFault([verb = '', ...args]: readonly string[]): string | undefined {
  if (!NPM.includes(verb)) return `npm has no ${verb}`
  const name = verb === 'run' ? args[0]! : verb
  if (['ci', 'install', 'pack'].includes(verb)) return undefined
  const script = scripts[name]
  if (script === undefined) return `package.json has no script ${name}`
  const options = args.filter(word => word.startsWith('--') && word !== '--')
  if (options.length === 0) return undefined
  if (!args.includes('--')) return 'npm takes the options for itself without a --'
  const file = script.split(' ').find(word => word.startsWith('scripts/'))
  if (file === undefined) return `${name} takes no options`
  const unknown = options.find(option => !knows(read(file), option))
  return unknown && `${file} knows no ${unknown}`
}

/** Whether a script names an option. */
function knows(source: string, option: string): boolean {
  return new RegExp(`(--|['"\`]|^\\s*)${option.slice(2)}\\b`, 'm').test(source)
}

/** Lets the command parse its arguments, and nothing more. */
async function ownFault(words: readonly string[]): Promise<string | undefined> {
  const [name = '', ...args] = words
  if (/^[A-Z]+$/.test(name)) return undefined
  const command = await commandNamed(name)
  if (command === undefined) return `raw-mtproto has no ${name}`
  if (args.includes('--help')) return undefined
  const parsed = new MtprotoError('ERR_ABORTED')
  const { parseArgs } = util
  util.parseArgs = ((config: object) => {
    const { positionals } = parseArgs(config)
    return {
      positionals,
      get values(): never {
        throw parsed
      },
    }
  }) as unknown as typeof parseArgs
  syncBuiltinESMExports()
  try {
    // it took no options and has done its work
    return (await command.run(args.map(sampled), SILENT)) === 0 ? undefined : 'it fails'
  } catch (error) {
    return error === parsed ? undefined : `${error}`
  } finally {
    util.parseArgs = parseArgs
    syncBuiltinESMExports()
  }
}

const SILENT: Io = { write: () => undefined, warn: () => undefined }

function sampled(word: string, index: number, words: readonly string[]): string {
  return word.includes('…') ? (SAMPLES[words[index - 1] ?? ''] ?? SAMPLE) : word
}

export async function commandNamed(name: string): Promise<Command | undefined> {
  if (!/^[a-z]+$/.test(name)) return undefined
  if (!read('src/cli/main.ts').includes(`import('./${name}.ts')`)) return undefined
  const module = await import(`../../src/cli/${name}.ts`)
  return module[name]
}

/** Runs a command of this program; returns its exit code and what it wrote. */
export async function run(
  words: readonly string[],
): Promise<readonly [code: number, text: string]> {
  const [name = '', ...args] = words
  let text = ''
  const write = (chunk: string): void => {
    text += chunk
  }
  const code = await (await commandNamed(name))!.run(args, { write, warn: write })
  return [code, text]
}
