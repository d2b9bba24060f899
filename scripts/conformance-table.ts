// The table in docs/conformance/README.md: which rule which client misses, each case with a link to its page. It is
// made of the lists of known findings beside it; `npm run docs` writes it.
import { readdirSync, writeFileSync } from 'node:fs'
import { parseExpectations } from '../src/conformance/report/expectations.ts'
import { pageAddress } from '../src/conformance/report/site.ts'
import { readRules } from '../src/conformance/rules.ts'
import { ROOT, read } from './sources.ts'

const FOLDER = 'docs/conformance'
const PAGE = `${FOLDER}/README.md`
const START = '<!-- made by `npm run docs` -->\n'
const END = '<!-- end -->\n'

/** A list of known findings. */
interface List {
  /** name and version of the client, from the first line */
  readonly title: string
  /** the cases that are failed, by the ids of their rules */
  readonly failed: ReadonlyMap<string, readonly string[]>
}

/** The lists that have failed cases, in the order of their names. */
function readLists(): List[] {
  const files = readdirSync(ROOT + FOLDER).filter(name => name.endsWith('.txt'))
  return files
    .map(file => {
      const text = read(`${FOLDER}/${file}`)
      const failed = new Map<string, string[]>()
      for (const [name, { mark }] of parseExpectations(text)) {
        const [id = ''] = name.split('/')
        if (mark === 'fail') failed.set(id, [...(failed.get(id) ?? []), name])
      }
      return { title: /^# Known findings of (.+?)\. /.exec(text)![1]!, failed }
    })
    .filter(({ failed }) => failed.size > 0)
}

/** The page with the table as the lists have it. */
export function conformancePage(page: string = read(PAGE)): string {
  const lists = readLists()
  const rows = [...readRules(read('docs/rules.md'))]
    .filter(([id]) => lists.some(({ failed }) => failed.has(id)))
    .map(([id, { text }]) => `| ${id} ${text} | ${lists.map(list => cell(list, id)).join(' | ')} |`)
  const table = [
    `| rule | ${lists.map(({ title }) => title).join(' | ')} |`,
    `|---|${'---|'.repeat(lists.length)}`,
    ...rows,
    `| cases | ${lists.map(({ failed }) => [...failed.values()].flat().length).join(' | ')} |`,
  ]
  const [before, rest = ''] = page.split(START)
  const [, after] = rest.split(END)
  return `${before}${START}\n${table.join('\n')}\n\n${END}${after}`
}

/** A link for each case. */
function cell({ title, failed }: List, id: string): string {
  const names = failed.get(id) ?? []
  return names.map((name, i) => `[${i + 1}](report/${pageAddress(title, name)})`).join(' ')
}

if (import.meta.filename === process.argv[1]) writeFileSync(ROOT + PAGE, conformancePage())
