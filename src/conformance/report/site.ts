// The pages of a report and their addresses: one page for all programs, one for each program, and one for each case
// of each program. A name in an address is made of letters, digits and hyphens only, whatever a report says.
import { casePage } from './case-page.ts'
import { groupsOf } from './group.ts'
import { nameOf } from './mark.ts'
import { matrixPage } from './matrix-page.ts'
import type { CaseReport, Report } from './model.ts'
import { documentOf, type Page } from './page.ts'
import { targetPage } from './target-page.ts'

/** The most characters of a name in an address, before what tells it apart from an equal one. */
const MAX_NAME = 80

/** A program and its pages. */
export interface Target {
  readonly report: Report
  /** its name and version */
  readonly title: string
  /** the folder of its pages */
  readonly folder: string
  /** the file of each case, by the name of the case */
  readonly files: ReadonlyMap<string, string>
  /** the cases, by their names, in the order of their rules */
  readonly cases: ReadonlyMap<string, CaseReport>
}

/** A file: its path below the folder of the site, with `/`, and its text. */
export interface SiteFile {
  readonly path: string
  readonly text: string
}

/** Every page about `reports`. Pages are made while they are taken, since a report may be large. */
export function* siteOf(reports: readonly Report[]): Generator<SiteFile> {
  const targets = targetsOf(reports)
  const file = (path: string, page: Page): SiteFile => ({ path, text: documentOf(page) })
  yield file('index.html', matrixPage(targets))
  for (const target of targets) {
    yield file(`${target.folder}/index.html`, targetPage(target))
    for (const [name, each] of target.cases)
      yield file(`${target.folder}/${target.files.get(name)}`, casePage(each, target, targets))
  }
}

/** The reports with the addresses of their pages. */
export function targetsOf(reports: readonly Report[]): Target[] {
  const folders = new Set<string>()
  return reports.map(report => {
    const { name, version } = report.target
    const files = new Set(['index'])
    const ordered = groupsOf(report.cases).flatMap(group => group.cases)
    const cases = new Map(ordered.map(each => [nameOf(each), each]))
    return {
      report,
      title: version === undefined ? name : `${name} ${version}`,
      folder: addressOf(name, folders),
      files: new Map([...cases.keys()].map(each => [each, `${addressOf(each, files)}.html`])),
      cases,
    }
  })
}

/** A name for an address that is not yet among the `taken`. */
function addressOf(name: string, taken: Set<string>): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const base = plain.slice(0, MAX_NAME).replace(/^-|-$/g, '') || 'unnamed'
  let address = base
  for (let n = 2; taken.has(address); n++) address = `${base}-${n}`
  taken.add(address)
  return address
}
