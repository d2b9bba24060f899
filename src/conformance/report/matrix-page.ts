// The page of all programs: how many cases came to what, and every case of every program as one sign.
import { type Group, groupsOf } from './group.ts'
import { countMarks, MARK_NAMES, MARKS, type Mark, markOf, nameOf } from './mark.ts'
import { type Markup, markup } from './markup.ts'
import type { CaseReport } from './model.ts'
import type { Page } from './page.ts'
import type { Target } from './site.ts'

/** So many programs fit beside the names of the cases on a phone. */
const FITTING = 7

/** The first page. */
export function matrixPage(targets: readonly Target[]): Page {
  const title = 'MTProto conformance'
  const sections = (['client', 'server'] as const).map(side => {
    const members = targets.filter(({ report }) => report.target.side === side)
    return members.length === 0
      ? markup``
      : section(side === 'client' ? 'Clients' : 'Servers', members)
  })
  return {
    title,
    body: markup`<main>
<h1>${title}</h1>
${totals(targets)}
${choices(targets)}
<details class="soft"><summary>What the signs mean</summary>
<dl>${MARK_NAMES.map(mark => markup`<dt>${MARKS[mark].sign} ${mark}</dt><dd>${MARKS[mark].means}</dd>`)}</dl>
</details>
${sections}
</main>`,
  }
}

function totals(targets: readonly Target[]): Markup {
  const headings = MARK_NAMES.map(
    mark =>
      markup`<th scope="col"><span aria-hidden="true">${MARKS[mark].sign}</span> <span class="word">${mark}</span></th>`,
  )
  const rows = targets.map(({ title, folder, report }) => {
    const counts = countMarks(report.cases)
    return markup`<tr><th scope="row"><a href="${folder}/index.html">${title}</a></th>${MARK_NAMES.map(
      mark => markup`<td>${counts[mark]}</td>`,
    )}</tr>
`
  })
  return markup`<table class="totals">
<thead><tr><th scope="col">cases</th>${headings}</tr></thead>
<tbody class="${classOf(MARK_NAMES)}">
${rows}</tbody></table>`
}

/** What to show: a choice that works without a script. */
function choices(targets: readonly Target[]): Markup {
  const counts = countMarks(targets.flatMap(({ report }) => report.cases))
  const choice = (mark: Mark): Markup =>
    markup`<input type="radio" name="show" id="show-${mark}"${counts[mark] === 0 ? markup` disabled` : undefined}><label for="show-${mark}">${MARKS[mark].sign} ${mark} ${counts[mark]}</label>
`
  return markup`<fieldset><legend>Show the cases in which some program has</legend>
<div class="choices"><input type="radio" name="show" id="show-all" checked><label for="show-all">anything</label>
${MARK_NAMES.map(choice)}</div></fieldset>`
}

function section(heading: string, targets: readonly Target[]): Markup {
  const distinct = new Map<string, CaseReport>()
  for (const { cases } of targets)
    for (const [name, each] of cases) if (!distinct.has(name)) distinct.set(name, each)
  const columns = targets.map(
    ({ title, folder }) =>
      markup`<th scope="col" class="target"><a href="${folder}/index.html">${title}</a></th>`,
  )
  return markup`<h2>${heading}</h2>
<div${targets.length > FITTING ? markup` class="many" role="region" aria-label="${heading}" tabindex="0"` : undefined}>
<table class="matrix">
<thead><tr><th scope="col">case</th>${columns}</tr></thead>
${groupsOf([...distinct.values()]).map(group => groupRows(group, targets))}</table>
</div>`
}

function groupRows({ title, cases }: Group, targets: readonly Target[]): Markup {
  const names = cases.map(nameOf)
  const all = targets.map(target => names.flatMap(name => target.cases.get(name) ?? []))
  const counts = all.map(
    members =>
      markup`<td>${countMarks(members).pass}<span class="hidden"> of ${members.length} passed</span></td>`,
  )
  return markup`<tbody class="${classOf(all.flat().map(markOf))}">
<tr class="group"><th scope="rowgroup">${title} <span class="soft">${cases.length} cases; passed:</span></th>${counts}</tr>
${cases.map(each => caseRow(each, targets))}</tbody>
`
}

function caseRow(each: CaseReport, targets: readonly Target[]): Markup {
  const name = nameOf(each)
  const marks = targets.flatMap(target => target.cases.get(name) ?? []).map(markOf)
  const level = each.level === 'MUST' ? undefined : markup` <span class="soft">${each.level}</span>`
  const cells = targets.map(target => cell(name, target))
  return markup`<tr class="case ${classOf(marks)}"><th scope="row"><b>${each.id}</b> ${each.slug}${level}<span class="soft wide">${each.stimulus}</span></th>${cells}</tr>
`
}

function cell(name: string, { cases, files, folder, title }: Target): Markup {
  const each = cases.get(name)
  if (each === undefined) return markup`<td></td>`
  const mark = markOf(each)
  const { sign, tone } = MARKS[mark]
  const inner = markup`<span aria-hidden="true">${sign}</span><span class="hidden">${mark}</span>`
  const file = files.get(name)
  const shown = markup`class="sign ${tone}" title="${title}: ${mark}"`
  return file === undefined
    ? markup`<td><span ${shown}>${inner}</span></td>`
    : markup`<td><a ${shown} href="${folder}/${file}">${inner}</a></td>`
}

/** The classes by which a choice finds what to hide. */
function classOf(marks: readonly Mark[]): string {
  return MARK_NAMES.filter(mark => marks.includes(mark))
    .map(mark => `has-${mark}`)
    .join(' ')
}
