// The pages of a report and their addresses: one page for all programs, one for each program, and one for each case
// of each program. A name in an address is made of letters, digits and hyphens only, whatever a report says.
import { casePage } from './case-page.ts'
import { groupsOf } from './group.ts'
import { MARK_NAMES, type Mark, markOf, nameOf } from './mark.ts'
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
  /** the file of each case that has a page, by the name of the case */
  readonly files: ReadonlyMap<string, string>
  /** the cases, by their names, in the order of their rules */
  readonly cases: ReadonlyMap<string, CaseReport>
}

/** A file: its path below the folder of the site, with `/`, and its text. */
export interface SiteFile {
  readonly path: string
  readonly text: string
}

/** Which pages there are. */
export interface SiteOptions {
  /** the marks of the cases that have a page of their own; without it every case has one */
  readonly pages?: readonly Mark[]
}

/** Every page about `reports`. Pages are made while they are taken, since a report may be large. */
export function* siteOf(
  reports: readonly Report[],
  options: SiteOptions = {},
): Generator<SiteFile> {
  const targets = targetsOf(reports, options)
  const file = (path: string, page: Page): SiteFile => ({ path, text: documentOf(page) })
  yield file('index.html', matrixPage(targets))
  for (const target of targets) {
    yield file(`${target.folder}/index.html`, targetPage(target))
    for (const [name, path] of target.files)
      yield file(`${target.folder}/${path}`, casePage(target.cases.get(name)!, target, targets))
  }
}

/** The reports with the addresses of their pages. */
export function targetsOf(
  reports: readonly Report[],
  { pages = MARK_NAMES }: SiteOptions = {},
): Target[] {
  const folders = new Set<string>()
  return reports.map(report => {
    const { name, version } = report.target
    const files = new Set(['index'])
    const ordered = groupsOf(report.cases).flatMap(group => group.cases)
    const cases = new Map(ordered.map(each => [nameOf(each), each]))
    const paged = ordered.filter(each => pages.includes(markOf(each))).map(nameOf)
    return {
      report,
      title: version === undefined ? name : `${name} ${version}`,
      folder: addressOf(name, folders),
      files: new Map(paged.map(each => [each, `${addressOf(each, files)}.html`])),
      cases,
    }
  })
}

/** The path of the page of a case below the folder of the site, where no other program has a name like it. */
export function pageAddress(title: string, name: string): string {
  return `${addressOf(title, new Set())}/${addressOf(name, new Set())}.html`
}

/** A name for an address that is not yet among the `taken`. */
function addressOf(name: string, taken: Set<string>): string {
  const plain = name
    .toLowerCase()
    .replaceAll('+', '-plus-')
    .replace(/[^a-z0-9-]+/g, '-')
  const base = plain.slice(0, MAX_NAME).replace(/^-|-$/g, '') || 'unnamed'
  let address = base
  for (let n = 2; taken.has(address); n++) address = `${base}-${n}`
  taken.add(address)
  return address
}
