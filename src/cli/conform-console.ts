// A report on a terminal: a table of verdicts, and a line for everything that somebody should look at.
import { isKnown } from '../conformance/report/expectations.ts'
import { type Group, groupsOf } from '../conformance/report/group.ts'
import {
  countMarks,
  FINDINGS,
  gistOf,
  MARK_NAMES,
  markOf,
  nameOf,
  wantedOf,
} from '../conformance/report/mark.ts'
import type { CaseReport, Report } from '../conformance/report/model.ts'
import { printable } from './printable.ts'

/** The report as lines of text; what the program under test said is made printable. */
export function formatConsole(report: Report): string {
  const { target, tool, seed, cases, milliseconds } = report
  const version = target.version === undefined ? '' : ` ${target.version}`
  const title = `${target.side} ${target.name}${version}, ${tool.name} ${tool.version}, seed ${seed}`
  const groups = groupsOf(cases)
  const ordered = groups.flatMap(group => group.cases)
  const found = FINDINGS.flatMap(mark => ordered.filter(each => markOf(each) === mark))
  const known = found.filter(isKnown).length
  const stale = ordered.filter(each => each.expectation !== undefined && !isKnown(each))
  const findings = [
    ...found.filter(each => each.expectation === undefined).map(lineOf),
    ...stale.map(staleLineOf),
    ...(known > 0 ? [`${known} findings are as the list of known findings says`] : []),
  ]
  return [
    `${printable(title)}: ${cases.length} cases in ${(milliseconds / 1000).toFixed(1)} s`,
    '',
    ...table(groups, cases),
    '',
    ...findings.map(printable),
    ...(findings.length > 0 ? [''] : []),
  ].join('\n')
}

function table(groups: readonly Group[], cases: readonly CaseReport[]): string[] {
  const total = countMarks(cases)
  const marks = MARK_NAMES.toReversed().filter(mark => total[mark] > 0)
  const rows = [...groups, { title: 'all', cases }]
  const width = Math.max(...rows.map(({ title }) => title.length))
  const heading = marks.map(mark => `  ${mark}`).join('')
  return [
    `${' '.repeat(width)}${heading}`,
    ...rows.map(row => {
      const counts = countMarks(row.cases)
      const cells = marks.map(mark => `  ${`${counts[mark] || '.'}`.padStart(mark.length)}`)
      return `${printable(row.title).padEnd(width)}${cells.join('')}`
    }),
  ]
}

/** What the list of known findings says and is not so, on one line. */
function staleLineOf(each: CaseReport): string {
  const { mark, reason } = each.expectation!
  const seen = `${gistOf(each)}, expected ${wantedOf(each)}`
  return `${markOf(each).padEnd(12)}  ${nameOf(each)} (${each.level}): listed as ${mark} (${reason}), seen ${seen}`
}

/** What a finding is, on one line. */
function lineOf(each: CaseReport): string {
  const found = `seen ${gistOf(each)}, expected ${wantedOf(each)}`
  return `${markOf(each).padEnd(12)}  ${nameOf(each)} (${each.level}): ${found}. ${each.rule}`
}
