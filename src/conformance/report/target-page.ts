// The page of one program: what it was, what was found, and what was not played and why.
import { isKnown } from './expectations.ts'
import {
  countMarks,
  FINDINGS,
  gistOf,
  MARK_NAMES,
  MARKS,
  type Mark,
  markOf,
  nameOf,
  wantedOf,
} from './mark.ts'
import { type Markup, markup } from './markup.ts'
import type { CaseReport } from './model.ts'
import { badge, type Page } from './page.ts'
import type { Target } from './site.ts'

/** The page in the folder of the program. */
export function targetPage({ report, title, files, cases }: Target): Page {
  const { target, tool, seed, startedAt, milliseconds } = report
  const all = [...cases.values()]
  const counts = countMarks(all)
  const having = (mark: Mark): CaseReport[] => all.filter(each => markOf(each) === mark)
  const link = (each: CaseReport): Markup => {
    const name = nameOf(each)
    const file = files.get(name)
    return file === undefined ? markup`${name}` : markup`<a href="${file}">${name}</a>`
  }
  const command = target.command && markup`<dt>command</dt><dd><code>${target.command}</code></dd>`
  return {
    title: `${title} – MTProto conformance`,
    body: markup`<main>
<p><a href="../index.html">All programs</a></p>
<h1>${title}</h1>
<ul class="badges">${MARK_NAMES.filter(mark => counts[mark] > 0).map(mark => markup`<li>${badge(mark)} ${counts[mark]}</li>`)}</ul>
<dl><dt>tested as</dt><dd>a ${target.side}, by ${tool.name} ${tool.version}</dd>${command || undefined}
<dt>seed</dt><dd>${seed}</dd><dt>started</dt><dd>${startedAt}, took ${(milliseconds / 1000).toFixed(1)} s</dd></dl>
${FINDINGS.filter(mark => counts[mark] > 0).map(
  mark => markup`<h2>${MARKS[mark].sign} ${mark}: ${MARKS[mark].means}</h2>
${having(mark).map(each => finding(each, link(each)))}`,
)}
${(['unimplemented', 'skipped'] as const)
  .filter(mark => counts[mark] > 0)
  .map(
    mark => markup`<h2>${MARKS[mark].sign} ${mark}: ${MARKS[mark].means}</h2>
${byReason(having(mark), link)}`,
  )}
${list('✓ pass', having('pass'), link)}
</main>`,
  }
}

function finding(each: CaseReport, link: Markup): Markup {
  return markup`<section class="finding"><h3>${link} <span class="soft">${each.level}</span></h3>
<p>${each.rule}</p>
<p class="soft">${each.stimulus}</p>
<p>Seen <b>${gistOf(each)}</b>, expected ${wantedOf(each)}.</p>${
    isKnown(each)
      ? markup`
<p>Known: ${each.expectation!.reason}</p>`
      : undefined
  }</section>
`
}

function byReason(cases: readonly CaseReport[], link: (each: CaseReport) => Markup): Markup[] {
  const reasons = [...new Set(cases.map(gistOf))]
  return reasons.map(reason =>
    list(
      reason,
      cases.filter(each => gistOf(each) === reason),
      link,
    ),
  )
}

function list(
  heading: string,
  cases: readonly CaseReport[],
  link: (each: CaseReport) => Markup,
): Markup {
  if (cases.length === 0) return markup``
  return markup`<details><summary>${heading} (${cases.length})</summary>
<ul class="badges">${cases.map(each => markup`<li>${link(each)}</li>`)}</ul></details>
`
}
