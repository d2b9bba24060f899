// Proves the small rules of the house in src/: no file is past 500 lines, none is named after nothing,
// each opens by saying what it is, nothing is left for later, and no error is without a code.
import { codeOf, lineAt, readSources, report, type Source } from './sources.ts'

const MAX_LINES = 500

/** Names that say nothing about what is inside. */
const EMPTY_NAMES = /(^|[/-])(utils?|helpers?|misc|common)([/.-]|$)/

/** What may not stand in a file. Words are sought in comments and literals too, code only in code. */
const TABOO = [
  {
    where: 'text',
    pattern: /\b(TODO|FIXME|XXX|HACK|for now)\b/i,
    says: 'something is left for later',
  },
  { where: 'code', pattern: /\bnew (Type|Range|Syntax)?Error\(/, says: 'an error needs a code' },
] as const

/** Checks `sources` (paths from the project's root) and returns one line for each violation. */
export function houseViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const violations: string[] = []
    const lines = text.split('\n').length - 1
    if (lines > MAX_LINES && !path.includes('/generated/'))
      violations.push(`${path}:${MAX_LINES} has ${lines} lines and may have ${MAX_LINES}`)
    if (EMPTY_NAMES.test(path)) violations.push(`${path}:1 the name says nothing`)
    if (!/^(#!.*\n)?\/[/*]/.test(text)) violations.push(`${path}:1 does not say what it is`)
    for (const { where, pattern, says } of TABOO) {
      const at = (where === 'code' ? codeOf(text) : text).search(pattern)
      if (at >= 0) violations.push(`${path}:${lineAt(text, at)} ${says}`)
    }
    return violations
  })
}

report(import.meta.url, () => houseViolations(readSources('src')))
