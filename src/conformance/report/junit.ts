// A report for the programs that read JUnit's XML. A rule that is no MUST does not make a build fail.
import { groupsOf } from './group.ts'
import { countMarks, gistOf, markOf, nameOf, wantedOf } from './mark.ts'
import { type Markup, markup } from './markup.ts'
import type { CaseReport, Report } from './model.ts'

/**
 * The report as XML: a suite for each part of the protocol. `fail` is a failure; `inconclusive` and flaky are
 * errors; `unimplemented` and `skipped` are skipped; `non-strict` passes, and says so in its output.
 */
export function toJunit(report: Report): string {
  const { name, version } = report.target
  const title = version === undefined ? name : `${name} ${version}`
  const suites = groupsOf(report.cases).map(({ title: group, cases }) => {
    const members = cases.map(each => testCase(each, `${title}.${group}`))
    return markup`<testsuite name="${group}" ${tallyOf(cases)} time="${seconds(timeOf(cases))}">
${members}</testsuite>
`
  })
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${title}" ${tallyOf(report.cases)} time="${seconds(report.milliseconds)}">
${suites}</testsuites>
`.text
}

function tallyOf(cases: readonly CaseReport[]): Markup {
  const { fail, inconclusive, flaky, unimplemented, skipped } = countMarks(cases)
  return markup`tests="${cases.length}" failures="${fail}" errors="${inconclusive + flaky}" skipped="${unimplemented + skipped}"`
}

function testCase(each: CaseReport, className: string): Markup {
  return markup`<testcase classname="${className}" name="${nameOf(each)}" time="${seconds(timeOf([each]))}">${outcomeOf(each)}</testcase>
`
}

function outcomeOf(each: CaseReport): Markup | undefined {
  const mark = markOf(each)
  const gist = gistOf(each)
  const found = `seen ${gist}, expected ${wantedOf(each)}`
  const details = `${each.id} (${each.level}): ${each.rule}\n${each.stimulus}\n${each.reproduce}`
  switch (mark) {
    case 'pass':
      return undefined
    case 'fail':
      return markup`<failure type="${mark}" message="${found}">${details}</failure>`
    case 'non-strict':
      return markup`<system-out>${mark}: ${found}\n${details}</system-out>`
    case 'inconclusive':
    case 'flaky':
      return markup`<error type="${mark}" message="${gist}">${details}</error>`
    case 'unimplemented':
    case 'skipped':
      return markup`<skipped message="${mark}: ${gist}"/>`
  }
}

function timeOf(cases: readonly CaseReport[]): number {
  return cases.reduce(
    (sum, { fault, control }) => sum + (fault?.milliseconds ?? 0) + (control?.milliseconds ?? 0),
    0,
  )
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
