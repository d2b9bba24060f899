// Proves that docs/conformance/README.md says what the lists beside it say, and that every page it leads to is there.
import { existsSync } from 'node:fs'
import { conformancePage } from './conformance-table.ts'
import { ROOT, read, report } from './sources.ts'

const PAGE = 'docs/conformance/README.md'

/** What is wrong with the page, one line each. */
export function tableViolations(text: string): string[] {
  const links = [...text.matchAll(/\]\((report\/[^)]+)\)/g)].map(([, link]) => link!)
  const missing = links.filter(link => !existsSync(`${ROOT}docs/conformance/${link}`))
  return [
    ...(conformancePage(text) === text
      ? []
      : [`${PAGE} is not what npm run docs makes of the lists`]),
    ...missing.map(link => `${PAGE}: there is no ${link}`),
  ]
}

report(import.meta.url, () => tableViolations(read(PAGE)))
