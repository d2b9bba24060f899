// Proves that the run-time dependencies are the five that were agreed on, that each is really used, and
// that docs/dependencies.md lists what the package files name and nothing else.
import { importsOf, read, readSources, report, type Source } from './sources.ts'

const AGREED = ['@noble/hashes', 'aes-js', 'big-integer', 'qrcode', 'ws']

/** Which section of the ledger lists what, and where the same is declared. */
const SECTIONS = [
  ['At run time', 'package.json', 'dependencies'],
  ['For development', 'package.json', 'devDependencies'],
  ['Clients we test against', 'test/interop/package.json', 'dependencies'],
  ['Engines we run in', 'test/runtimes/package.json', 'dependencies'],
  ['Compilers that read our types', 'test/published/package.json', 'dependencies'],
] as const

/** Do the run-time dependencies differ from the agreed ones, or lie unused? */
export function dependencyViolations(
  declared: readonly string[],
  sources: readonly Source[],
): string[] {
  const imported = new Set(sources.flatMap(importsOf).map(({ specifier }) => packageOf(specifier)))
  return [
    ...difference(AGREED, declared).map(name => `package.json: ${name} is missing`),
    ...difference(declared, AGREED).map(name => `package.json: ${name} is not agreed on`),
    ...declared.filter(name => !imported.has(name)).map(name => `src does not import ${name}`),
  ]
}

/** Does the table below `heading` name exactly the packages of `declared`? */
export function ledgerViolations(
  ledger: string,
  heading: string,
  declared: readonly string[],
): string[] {
  const section = ledger.split(/^## /m).find(part => part.startsWith(`${heading}\n`)) ?? ''
  const rows = section.split('\n').filter(line => line.startsWith('|'))
  // the first two rows are the head of the table
  const listed = rows.slice(2).map(row => row.split('|')[1]!.replaceAll('`', '').trim())
  return [
    ...difference(declared, listed).map(
      name => `docs/dependencies.md: ${heading}: ${name} is missing`,
    ),
    ...difference(listed, declared).map(
      name => `docs/dependencies.md: ${heading}: ${name} is not used`,
    ),
  ]
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function difference(all: readonly string[], without: readonly string[]): string[] {
  return all.filter(name => !without.includes(name))
}

function namesIn(path: string, field: string): string[] {
  return Object.keys(JSON.parse(read(path))[field] ?? {})
}

/** All that is wrong in the project. */
export function projectViolations(): string[] {
  const ledger = read('docs/dependencies.md')
  return [
    ...dependencyViolations(namesIn('package.json', 'dependencies'), readSources('src')),
    ...SECTIONS.flatMap(([heading, path, field]) =>
      ledgerViolations(ledger, heading, namesIn(path, field)),
    ),
  ]
}

report(import.meta.url, projectViolations)
