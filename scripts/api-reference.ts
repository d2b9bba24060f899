// Writes docs/api/: a page for each entry point, with every public name as it is declared, what its doc comment says,
// and where it stands.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Declared,
  type EntryPoint,
  entryPoints,
  parseFile,
  typesNamedBy,
} from './public-names.ts'
import { ROOT, type Source } from './sources.ts'

export const FOLDER = 'docs/api'

/** Where the pages that comments name begin. */
const PAGES = 'https://core.telegram.org'

const NOTICE =
  '<!-- Written by `npm run docs` from the doc comments in src/; edit those instead. -->'

const FRONT = `# API reference

${NOTICE}

Every public name of every entry point. What all of them have in common:

- \`bigint\` is a signed 64-bit number, as \`long\` is in the schema, unless something else is said. A \`Uint8Array\` is a
  string of bytes; numbers inside are as TL writes them, little-endian, and those of a key exchange big-endian.
- \`id\`, \`dc\` and \`homeDc\` of a data centre are its number, 1 to 999. \`port\` is 1 to 65535. \`apiId\` is the number of an
  application, from my.telegram.org. \`layer\` is the version of a schema, \`seqNo\` what the protocol numbers messages
  with, \`line\` and \`column\` count from 1. All other numbers say what they count.
- Errors are \`MtprotoError\`, told apart by the \`code\` that stands here; [errors.md](../errors.md) lists them all. What
  is said to throw nothing, or says nothing about errors, throws none of its own. Where a promise is returned, "throws"
  and "rejects" are the same.
- A path such as \`/mtproto/auth_key\` is a page of core.telegram.org that describes what is done here.

| import | |
|---|---|
`

const BESIDE = `## Named above

These types are named by the declarations above and cannot be imported by their names.`

/** All pages, as they should be. */
export function referenceFiles(): Source[] {
  const entries = entryPoints()
  const rows = entries.map(
    entry => `| [\`${entry.specifier}\`](${fileOf(entry)}) | ${describe(entry)} |`,
  )
  return [
    { path: `${FOLDER}/README.md`, text: `${FRONT}${rows.join('\n')}\n` },
    ...entries.map(entry => ({ path: `${FOLDER}/${fileOf(entry)}`, text: pageOf(entry) })),
  ]
}

/** The public page that a name implements, from its comment or else from the head of its file. */
export function sourceOf({ doc, path }: Declared): readonly string[] {
  const head = /^(#!.*\n)?(\/\/.*\n)+/.exec(parseFile(path).text)?.[0] ?? ''
  const pages = (text: string): string[] => [...new Set(text.match(PAGE) ?? [])]
  return pages(doc).length > 0 ? pages(doc) : pages(head)
}

const PAGE = /(?<![\w./])\/(?:api|mtproto|method|constructor|type|schema)(?:\/[\w.-]*\w)?(?![\w/])/g

function fileOf({ specifier }: EntryPoint): string {
  return `${specifier.split('/')[1] ?? 'client'}.md`
}

/** What the file says, without repeating the name. */
function describe({ summary }: EntryPoint): string {
  const text = summary.replace(/^(?:raw-mtproto(?:\/[\w-]+)?|The public entry `[^`]+`): /, '')
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}

function pageOf(entry: EntryPoint): string {
  const { specifier, names } = entry
  const parts = [`# ${specifier}`, NOTICE, describe(entry)]
  if (names.every(isGenerated)) return `${[...parts, tableOf(names)].join('\n\n')}\n`
  const contents = names.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(' · ')
  parts.push(contents, ...names.map(each => sectionOf(each, '##')))
  const others = namedBeside(names)
  if (others.length > 0) parts.push(BESIDE, ...others.map(each => sectionOf(each, '###')))
  return `${parts.join('\n\n')}\n`
}

/** The types that these declarations name and no entry point exports. */
function namedBeside(names: readonly Declared[]): Declared[] {
  const keyOf = ({ path, name }: Declared): string => `${path} ${name}`
  const known = new Set(entryPoints().flatMap(entry => entry.names.map(keyOf)))
  const found = names.flatMap(typesNamedBy).filter(each => !isGenerated(each))
  return [...new Map(found.map(each => [keyOf(each), each])).values()].filter(
    each => !known.has(keyOf(each)),
  )
}

function sectionOf(declared: Declared, level: string): string {
  const { name, kind, doc, path, text } = declared
  const sources = sourceOf(declared).map(page => `[${page}](${PAGES}${page})`)
  const places = [`[${path}](${posix.relative(FOLDER, path)})`, ...sources]
  return [
    `${level} ${name}`,
    prose(doc),
    `\`\`\`ts\n${text}\n\`\`\``,
    `<sub>${kind} · ${places.join(' · ')}</sub>`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

/** A comment as Markdown: what looks like a type is not HTML. */
function prose(doc: string): string {
  return doc.replace(/<(?=[A-Za-z])/g, '&lt;')
}

/** Generated names say all in their line of TL, and boxed types in their constructors. */
function tableOf(names: readonly Declared[]): string {
  const rows = names.flatMap(({ name, kind, doc, text }) => {
    if (kind !== 'interface' && kind !== 'type') return []
    const says = kind === 'type' ? text.replace(/^type [^=]*=\s*\|?/, '') : doc
    return [`| ${name} | \`${says.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()}\` |`]
  })
  return ['| type | TL, or the types it is one of |', '|---|---|', ...rows].join('\n')
}

function isGenerated({ path }: Declared): boolean {
  return path.includes('/generated/')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = referenceFiles()
  rmSync(ROOT + FOLDER, { recursive: true, force: true })
  mkdirSync(ROOT + FOLDER, { recursive: true })
  for (const { path, text } of files) writeFileSync(ROOT + path, text)
  console.log(`${FOLDER}: ${files.length} pages`)
}
