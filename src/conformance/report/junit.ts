// A report for the programs that read JUnit's XML. A rule that is no MUST does not make a build fail.
import { isKnown } from './expectations.ts'
import { groupsOf } from './group.ts'
import { gistOf, markOf, nameOf, wantedOf } from './mark.ts'
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
  const count = (kind: Kind): number => cases.filter(each => kindOf(each) === kind).length
  return markup`tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
}

function testCase(each: CaseReport, className: string): Markup {
  return markup`<testcase classname="${className}" name="${nameOf(each)}" time="${seconds(timeOf([each]))}">${outcomeOf(each)}</testcase>
`
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped'

/** What a case is to a build server. What a list of known findings says of it passes, anything else that it names fails. */
function kindOf(each: CaseReport): Kind {
  if (each.expectation !== undefined) return isKnown(each) ? 'passed' : 'failure'
  switch (markOf(each)) {
    case 'pass':
    case 'non-strict':
      return 'passed'
    case 'fail':
      return 'failure'
    case 'inconclusive':
    case 'flaky':
      return 'error'
    case 'unimplemented':
    case 'skipped':
      return 'skipped'
  }
}

function outcomeOf(each: CaseReport): Markup | undefined {
  const mark = markOf(each)
  const gist = gistOf(each)
  const { expectation } = each
  const listed = expectation && `listed as ${expectation.mark}: ${expectation.reason}`
  const found = `seen ${gist}, expected ${wantedOf(each)}`
  const details = `${each.id} (${each.level}): ${each.rule}\n${each.stimulus}\n${each.reproduce}`
  switch (kindOf(each)) {
    case 'passed':
      if (mark === 'pass') return undefined
      return markup`<system-out>${mark}: ${found}\n${listed && `${listed}\n`}${details}</system-out>`
    case 'failure':
      return markup`<failure type="${mark}" message="${listed ? `${mark}, ${listed}` : found}">${details}</failure>`
    case 'error':
      return markup`<error type="${mark}" message="${gist}">${details}</error>`
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
