// The style of the pages of a report: for a phone first, in both colour schemes. Every pair of text and ground
// has a contrast of at least 4.5 to 1.
import { MARK_NAMES } from './mark.ts'

/** What the choice of a mark hides. A browser that does not know :has() shows everything. */
const CHOICES = MARK_NAMES.map(
  mark => `main:has(#show-${mark}:checked) :is(tbody, .case):not(.has-${mark}) { display: none; }`,
).join('\n')

/** The style sheet. */
export const STYLE: string = `
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1a2129; --soft: #55616e; --line: #d5dbe1; --panel: #f4f6f8; --link: #0b5cad;
  --green: #d9f2df; --green-ink: #0b5526; --red: #fbdcdc; --red-ink: #8c1111;
  --amber: #fcebc2; --amber-ink: #664200; --grey: #e7eaee; --grey-ink: #414b57;
  --in: #e4effb; --out: #f0ebfa; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #12171d; --ink: #e8edf2; --soft: #a3b0bd; --line: #343e49; --panel: #1b222a; --link: #7ab8f5;
  --green: #12361f; --green-ink: #92e3ab; --red: #4d1719; --red-ink: #ffb9b9;
  --amber: #44330a; --amber-ink: #f7d583; --grey: #2a323b; --grey-ink: #bcc6d1;
  --in: #16293d; --out: #282040; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { margin: .5rem 0; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 0 0 .25rem; font-size: 1rem; }
p { margin: .5rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, input:focus-visible + label { outline: 2px solid var(--link); outline-offset: 1px; }
.soft { color: var(--soft); font-size: .875rem; }
@media (max-width: 48rem) { .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.green { background: var(--green); color: var(--green-ink); }
.red { background: var(--red); color: var(--red-ink); }
.amber { background: var(--amber); color: var(--amber-ink); }
.grey { background: var(--grey); color: var(--grey-ink); }
.badge { display: inline-block; padding: 0 .5rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
.badges { display: flex; flex-wrap: wrap; gap: .375rem; padding: 0; margin: .5rem 0; list-style: none; }
pre, code { font: .8125rem/1.45 ui-monospace, monospace; }
pre { margin: .5rem 0; padding: .625rem .75rem; border-radius: .375rem; background: var(--panel); white-space: pre-wrap; }
dl { display: grid; gap: .125rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0 0 .5rem; }
@media (min-width: 40rem) { dl { grid-template-columns: 9rem 1fr; gap: .5rem 1rem; } dd { margin: 0; } }
summary { cursor: pointer; padding: .125rem 0; }
fieldset { margin: 1rem 0 .5rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; color: var(--soft); font-size: .875rem; }
.choices { display: flex; flex-wrap: wrap; gap: .375rem; margin-top: .25rem; }
.choices input { position: absolute; opacity: 0; }
.choices label { padding: .25rem .625rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .875rem; cursor: pointer; }
.choices input:checked + label { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); font-weight: 600; }
.choices input:disabled + label { color: var(--soft); cursor: default; border-style: dashed; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
.totals { width: 100%; font-size: .9375rem; overflow-wrap: normal; }
.totals td, .totals thead th:not(:first-child) { padding: .25rem; text-align: right; font-variant-numeric: tabular-nums; }
.totals thead th { color: var(--soft); font-size: .875rem; vertical-align: bottom; }
.totals th { padding: .25rem 0; overflow-wrap: anywhere; }
.matrix { width: 100%; table-layout: fixed; }
.matrix thead th { position: sticky; top: 0; z-index: 1; background: var(--paper); vertical-align: bottom; padding: .375rem 0; }
.matrix thead th:first-child { width: auto; color: var(--soft); font-size: .875rem; }
.matrix .target { width: 1.75rem; }
.target a { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 11rem; margin: 0 auto;
  font-size: .8125rem; line-height: 1.75rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; text-decoration: none; }
.group th { padding: 1.25rem 0 .25rem; font-weight: 600; }
.group .soft { font-weight: 400; }
.group td { padding: 1.25rem 0 .25rem; text-align: center; color: var(--soft); font-size: .75rem; font-variant-numeric: tabular-nums; vertical-align: bottom; }
.case th { padding: .25rem .5rem .25rem 0; font-size: .875rem; line-height: 1.3; }
.case td { padding: 1px; }
.sign { display: grid; place-items: center; min-height: 1.625rem; border-radius: .25rem; font-weight: 600; text-decoration: none; }
.wide { display: none; }
@media (min-width: 48rem) { .wide { display: block; } .matrix .target { width: 2rem; } .target a { line-height: 2rem; } }
@media (max-width: 48rem) { .many { position: relative; overflow-x: auto; } .many .matrix { min-width: max-content; table-layout: auto; }
  .many .case th { width: 9rem; max-width: 9rem; } }
.finding { padding: .75rem 0; border-bottom: 1px solid var(--line); }
.wire { padding: 0; margin: .5rem 0; list-style: none; }
.wire li { width: fit-content; max-width: 88%; margin: .375rem 0; padding: .375rem .625rem; border-radius: .5rem; background: var(--panel); }
.wire .in { background: var(--in); border-left: .25rem solid var(--link); }
.wire .out { margin-left: auto; background: var(--out); border-right: .25rem solid var(--soft); }
.wire .event { margin-inline: auto; font-size: .875rem; }
.wire p { margin: 0; }
.wire .soft { color: var(--ink); }
.wire pre { margin: .25rem 0; padding: 0; background: none; }
${CHOICES}
`
