// Proves that code and documents name the same rules and errors: docs/rules.md against src/core/rules.ts,
// docs/errors.md against src/core/errors.ts, and every rule id mentioned anywhere against the list.
import { ERRORS } from '../src/core/errors.ts'
import { RULE_IDS } from '../src/core/rules.ts'
import { lineAt, read, readSources, report, type Source } from './sources.ts'

/** The first cells of all tables of `document` that look like `pattern`, without code marks, in order. */
function firstCells(document: string, pattern: RegExp): string[] {
  const cells = document.matchAll(/^\|\s*`?([^|`]+?)`?\s*\|/gm)
  return [...cells].map(cell => cell[1]!).filter(cell => pattern.test(cell))
}

/** Is `document` a list of exactly `expected`, in this order? Returns one line for each difference. */
export function listViolations(
  path: string,
  document: string,
  pattern: RegExp,
  expected: readonly string[],
): string[] {
  const listed = firstCells(document, pattern)
  const differences = [
    ...expected.filter(id => !listed.includes(id)).map(id => `${path} does not list ${id}`),
    ...listed
      .filter(id => !expected.includes(id))
      .map(id => `${path} lists ${id}, which the code lacks`),
    ...listed.filter((id, i) => listed.indexOf(id) !== i).map(id => `${path} lists ${id} twice`),
  ]
  if (differences.length > 0) return differences
  const at = listed.findIndex((id, i) => id !== expected[i])
  return at < 0 ? [] : [`${path} lists ${listed[at]} where ${expected[at]} stands in the code`]
}

/** Every mention of a rule that does not exist. */
export function mentionViolations(sources: readonly Source[], ids: readonly string[]): string[] {
  const prefixes = [...new Set(ids.map(id => id.split('-')[0]))].join('|')
  const mention = new RegExp(`(?<![\\w-])(?:${prefixes})-\\d+(?![\\w-])`, 'g')
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(mention)]
      .filter(({ 0: id }) => !ids.includes(id))
      .map(({ 0: id, index }) => `${path}:${lineAt(text, index)} ${id} is not a rule`),
  )
}

/** All that is wrong in the project. */
export function ruleViolations(): string[] {
  return [
    ...listViolations('docs/rules.md', read('docs/rules.md'), /^[A-Z]+-\d+$/, RULE_IDS),
    ...listViolations('docs/errors.md', read('docs/errors.md'), /^ERR_/, Object.keys(ERRORS)),
    ...mentionViolations([...readSources('src'), ...readSources('test')], RULE_IDS),
  ]
}

report(import.meta.url, ruleViolations)
