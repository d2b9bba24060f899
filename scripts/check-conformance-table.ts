// Proves that docs/conformance/README.md says what the lists beside it say, that every page it leads to is there, and
// that no page names a folder of the machine that it was made on.
import { existsSync, readdirSync } from 'node:fs'
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

/** The pages in which a program told where it was installed, one line each. */
export function pathViolations(folder: string): string[] {
  return readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.html') && OWN_PATH.test(read(`${folder}/${name}`)))
    .map(name => `${folder}/${name} names a folder of the machine that it was made on`)
}

/** Where people and builds have their files. */
const OWN_PATH = /(?:^|[\s"'(:])\/(?:tmp|root|home|Users|work)\/\w/m

report(import.meta.url, () => [
  ...tableViolations(read(PAGE)),
  ...pathViolations('docs/conformance/report'),
])
