// Proves that every public name is documented: that it has a comment, that numbers and bytes say what they count, that
// the error codes a function throws are named, and that what implements the protocol names the page it comes from.
// Then that docs/api/ says what those comments say.
import { readdirSync } from 'node:fs'
import { FOLDER, referenceFiles, sourceOf } from './api-reference.ts'
import { type Declared, entryPoints, meaningOf } from './public-names.ts'
import { ROOT, read, report, type Source } from './sources.ts'
import { thrownBy } from './thrown-errors.ts'

/** Numbers whose name says it all; the front page of the reference explains them. */
const KNOWN_NUMBERS = [
  ...['id', 'dc', 'dcId', 'homeDc', 'port', 'apiId', 'layer', 'seqNo', 'line', 'column', 'seconds'],
]

/** Functions of the core that no page is about. */
const WITHOUT_PAGE = ['seededRandom']

/** What is missing in the documentation of these names, one line each. */
export function documentationViolations(names: readonly Declared[]): string[] {
  return names
    .filter(({ path }) => !path.includes('/generated/'))
    .flatMap(declared => [
      ...problemsOf(declared, declared),
      ...declared.members.flatMap(member => problemsOf(member, declared)),
    ])
}

function problemsOf(declared: Declared, owner: Declared): string[] {
  const { path, name, kind, node } = declared
  const isMember = declared !== owner
  const doc = declared.doc || (isMember ? inheritedDoc(declared, owner) : '')
  const isFunction = kind === 'function' || kind === 'method' || kind === 'constructor'
  const problems: string[] = []
  if (doc === '' && (!isMember || kind === 'method' || takesSomething(declared)))
    problems.push('has no doc comment')
  const isKnown = KNOWN_NUMBERS.includes(name) || owner.doc.includes(`\`${name}\``)
  if (kind === 'property' && doc === '' && isNumber(declared) && !isKnown)
    problems.push('is a number or bytes, and nothing says of what')
  if (isFunction && /Uint8Array/.test(declared.text) && !/\bbytes?\b|\d/.test(doc + owner.doc))
    problems.push('takes or returns bytes, and nothing says which')
  if (isFunction && !/never throws|throws nothing/i.test(doc + owner.doc))
    for (const code of thrownBy(path, node, owner.node))
      if (!(doc + owner.doc).includes(code)) problems.push(`throws ${code} and does not say so`)
  const isProtocol = kind === 'function' && path.startsWith('src/core/')
  if (isProtocol && !WITHOUT_PAGE.includes(name) && sourceOf(declared).length === 0)
    problems.push('names no page that it comes from')
  const full = isMember ? `${owner.name}.${name}` : name
  return problems.map(problem => `${path}:${node.loc!.start.line} ${full} ${problem}`)
}

/** What the interface says that the class implements. */
function inheritedDoc({ name }: Declared, { path, node }: Declared): string {
  if (node.type !== 'ClassDeclaration') return ''
  for (const heritage of node.implements ?? []) {
    if (heritage.type !== 'TSExpressionWithTypeArguments') continue
    if (heritage.expression.type !== 'Identifier') continue
    const found = meaningOf(path, heritage.expression.name)
    const doc = found?.members.find(member => member.name === name)?.doc
    if (doc) return doc
  }
  return ''
}

/** A constructor without arguments, or with documented options alone, explains itself. */
function takesSomething({ kind, node }: Declared): boolean {
  return kind === 'constructor' && node.type === 'ClassMethod' && node.params.length > 1
}

function isNumber({ text }: Declared): boolean {
  return /\??: (readonly )?(number|Uint8Array)\b/.test(text)
}

/** Compares the pages that are there with those that should be. */
export function staleViolations(actual: readonly Source[], expected: readonly Source[]): string[] {
  const texts = new Map(actual.map(({ path, text }) => [path, text]))
  const paths = new Set(expected.map(({ path }) => path))
  return [
    ...expected
      .filter(({ path, text }) => texts.get(path) !== text)
      .map(({ path }) => `${path}:1 differs from the comments in src/; run npm run docs`),
    ...actual
      .filter(({ path }) => !paths.has(path))
      .map(({ path }) => `${path}:1 belongs to no entry point`),
  ]
}

/** All that is wrong in the project. */
export function projectViolations(): string[] {
  const names = entryPoints().flatMap(entry => entry.names)
  const pages = readdirSync(ROOT + FOLDER).map(name => `${FOLDER}/${name}`)
  return [
    ...new Set(documentationViolations(names)),
    ...staleViolations(
      pages.map(path => ({ path, text: read(path) })),
      referenceFiles(),
    ),
  ]
}

report(import.meta.url, projectViolations)
