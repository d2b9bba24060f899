// The page of one case of one program: the rule, what was done, what was expected, what was seen, and how to see it
// again.
import { isKnown } from './expectations.ts'
import { MARKS, markOf, nameOf } from './mark.ts'
import { type Markup, markup } from './markup.ts'
import type { CaseReport, Run, WireEntry } from './model.ts'
import { badge, type Page } from './page.ts'
import type { Target } from './site.ts'

/** Where the pages that rules come from are. */
const SOURCE = 'https://core.telegram.org'

/** The page of `each` of `target`, with links to the same case of the other `targets`. */
export function casePage(each: CaseReport, target: Target, targets: readonly Target[]): Page {
  const { side } = target.report.target
  const name = nameOf(each)
  const others = targets.filter(other => other !== target && other.cases.has(name))
  const rows: [string, Markup | string | undefined][] = [
    ['rule', markup`${each.rule} <span class="soft">${each.level}, ${sourceOf(each.page)}</span>`],
    ['done to it', each.stimulus],
    ['expected', words(each.expected)],
    ['seen', each.fault && words([each.fault.seen])],
    [each.fault ? 'without the fault' : 'seen', each.control && words([each.control.seen])],
    ['why', each.reason],
    ['known', each.expectation && knownOf(each)],
  ]
  return {
    title: `${name} – ${target.title}`,
    body: markup`<main>
<p><a href="../index.html">All programs</a> / <a href="index.html">${target.title}</a></p>
<h1>${name}</h1>
<p>${badge(markOf(each))}${each.flaky ? markup` last seen as ${badge(each.verdict)}` : undefined}</p>
<dl>${rows.map(([term, text]) => (text === undefined ? markup`` : markup`<dt>${term}</dt><dd>${text}</dd>`))}</dl>
<h2>To see it again</h2>
<pre>${each.reproduce}</pre>
${runOf('On the wire', each.fault, side, true)}
${runOf(each.fault ? 'On the wire without the fault' : 'On the wire', each.control, side, !each.fault)}
${
  others.length === 0
    ? undefined
    : markup`<h2>Other programs</h2>
<ul class="badges">${others.map(other => elsewhere(name, other))}</ul>`
}
</main>`,
  }
}

/** What the list of known findings says, and whether that is so. */
function knownOf(each: CaseReport): string {
  const { mark, reason } = each.expectation!
  return isKnown(each) ? reason : `as ${mark}, which it is not: ${reason}`
}

function sourceOf(page: string): Markup | string {
  return /^\/[\w/.#-]+$/.test(page) ? markup`<a href="${SOURCE}${page}">${page}</a>` : page
}

function words(outcomes: readonly string[]): Markup {
  return markup`${outcomes.map((each, i) => markup`${i === 0 ? '' : ' or '}<b>${each}</b>`)}`
}

function elsewhere(name: string, { cases, files, folder, title }: Target): Markup {
  const mark = markOf(cases.get(name)!)
  const { sign, tone } = MARKS[mark]
  const inner = markup`<span aria-hidden="true">${sign}</span> ${title}<span class="hidden">: ${mark}</span>`
  const file = files.get(name)
  return file === undefined
    ? markup`<li><span class="badge ${tone}">${inner}</span></li>`
    : markup`<li><a class="badge ${tone}" href="../${folder}/${file}">${inner}</a></li>`
}

function runOf(
  heading: string,
  run: Run | undefined,
  side: string,
  open: boolean,
): Markup | undefined {
  if (run === undefined) return undefined
  const entries = markup`<ol class="wire">${run.wire.map(entry => entryOf(entry, side))}</ol>`
  const output =
    run.output === undefined || run.output === ''
      ? undefined
      : markup`<h3>What the program wrote</h3><pre>${run.output}</pre>`
  return markup`<h2>${heading}</h2>
<details${open ? markup` open` : undefined}><summary>${run.wire.length} entries in ${(run.milliseconds / 1000).toFixed(2)} s</summary>
${entries}
${output}</details>`
}

const KINDS: Readonly<Record<WireEntry['kind'], string>> = {
  plaintext: 'unencrypted',
  message: 'encrypted',
  'transport-error': 'transport error',
  opened: 'connection opened',
  closed: 'connection closed',
  rejected: 'not accepted',
}

function entryOf(entry: WireEntry, side: string): Markup {
  const { at, link, direction, kind, name, msgId, seqNo, fields, bytes } = entry
  const where = `${Math.round(at)} ms, connection ${link}`
  if (kind === 'opened' || kind === 'closed') {
    const by = `by the ${direction === 'in' ? side : 'harness'}`
    const notes = fields ? `, ${fields}` : ''
    return markup`<li class="event"><p><b>${KINDS[kind]}</b> ${by}${notes}, ${where}</p></li>
`
  }
  const numbers = [
    ...(msgId === undefined ? [] : [`msg_id ${msgId}`]),
    ...(seqNo === undefined ? [] : [`seq_no ${seqNo}`]),
  ].join(', ')
  const title = name || KINDS[kind]
  const way = `${direction === 'in' ? 'from' : 'to'} the ${side}`
  const how = title === KINDS[kind] ? way : `${way}, ${KINDS[kind]}`
  return markup`<li class="${direction}"><p><b>${title}</b> <span class="soft">${how}, ${where}</span></p>
${numbers === '' ? undefined : markup`<p class="soft">${numbers}</p>`}
${fields ? markup`<pre>${fields}</pre>` : undefined}
${bytes ? markup`<details><summary class="soft">${sizeOf(bytes)}</summary><code>${bytes}</code></details>` : undefined}</li>
`
}

function sizeOf(bytes: string): string {
  return bytes.endsWith('…')
    ? `the first ${(bytes.length - 1) / 2} bytes`
    : `${bytes.length / 2} bytes`
}
