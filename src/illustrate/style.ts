// The look of illustrated pages: two colours for the two senders, one for secrets, in a light and a dark scheme.
// Nothing comes from outside. Every pair of text and ground has a contrast of 4.5 to 1 or more.

/** The style sheet, written into each page. */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1c2026; --soft: #59616d; --line: #dcdad4; --link: #1b5fb0;
  --client: #0b5aa6; --client-tint: #e9f2fc; --server: #8a4700; --server-tint: #fdf1e2;
  --secret: #6c2ba6; --secret-tint: #f4ebfc; --sealed: #4a515c; --sealed-tint: #eceef1;
  --good: #17663a; --bad: #b3261e; --bad-tint: #fdeceb; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #121418; --card: #1a1d23; --ink: #e8e9ec; --soft: #a5acb8; --line: #343942; --link: #8ec1fb;
  --client: #86bdf7; --client-tint: #14273d; --server: #f2b866; --server-tint: #34250f;
  --secret: #d0abf6; --secret-tint: #2b1d3a; --sealed: #b4bac4; --sealed-tint: #272b32;
  --good: #82d3a3; --bad: #ff9c94; --bad-tint: #3d1a18; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; } footer { padding: 3rem 1rem; color: var(--soft); }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, textarea:focus-visible, input:focus-visible, button:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; }
h1 { font-size: clamp(1.75rem, 6vw, 2.75rem); line-height: 1.12; letter-spacing: -.02em; margin: .5rem 0 1rem; text-wrap: balance; }
h2 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.01em; margin: 3.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0 0 .5rem; }
p, ol, ul { max-width: 44rem; }
code, pre, textarea, .strip, .type { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; }
.lead { font-size: 1.125rem; } .crumbs, .size, .extra { color: var(--soft); font-size: .875rem; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.legend li { padding: .2rem .65rem; border-radius: 1rem; font-size: .875rem; }
.legend .client { background: var(--client-tint); color: var(--client); } .legend .server { background: var(--server-tint); color: var(--server); }
.legend .sealed { background: var(--sealed-tint); color: var(--sealed); } .legend .secret { background: var(--secret-tint); color: var(--secret); }
nav.contents ul { padding-left: 1.1rem; }

svg { display: block; width: 100%; height: auto; max-width: 32rem; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .life { stroke: var(--line); stroke-width: 2; } svg .zone { fill: var(--secret-tint); }
svg .end { font-weight: 600; text-anchor: middle; font-size: 12px; } svg .end.client { fill: var(--client); } svg .end.server { fill: var(--server); }
svg .label { text-anchor: middle; font-weight: 600; } svg .time, svg .weight, svg .pause { fill: var(--soft); font-size: 10px; }
svg .pause { text-anchor: middle; font-style: italic; }
svg .arrow line { stroke: currentColor; stroke-width: 1.6; } svg .arrow path { fill: currentColor; } svg .arrow .hit { fill: transparent; }
svg .arrow.client { color: var(--client); } svg .arrow.server { color: var(--server); } svg .arrow:hover .hit, svg .arrow:focus-visible .hit { fill: var(--line); fill-opacity: .5; }
svg .arrow { outline-offset: -2px; }
svg .state { fill: var(--card); stroke: var(--soft); stroke-width: 1.2; } svg .state.last { fill: var(--sealed-tint); } svg .state.passed { fill: var(--secret-tint); stroke: var(--secret); stroke-width: 2; } svg .by { fill: var(--secret); font-size: 10px; } svg .by a { fill: var(--secret); font-weight: 600; text-decoration: underline; } svg .name { font-weight: 600; }
svg .way { fill: none; stroke: var(--soft); } svg .tip { fill: var(--soft); } svg .on { fill: var(--soft); font-size: 10px; }
.machines { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .875rem; margin-bottom: .5rem; } figcaption b { color: var(--ink); display: block; font-size: 1rem; } figcaption .refs { display: block; } .everywhere { margin: .25rem 0 0; padding-left: 1.1rem; color: var(--soft); font-size: .8rem; }

.frame { margin-top: 2.25rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--of); border-radius: .6rem; }
.frame.client { --of: var(--client); --tint: var(--client-tint); } .frame.server { --of: var(--server); --tint: var(--server-tint); }
.frame > h3 { font-size: 1.2rem; overflow-wrap: anywhere; margin-bottom: .1rem; } .frame > .when { margin: 0 0 .75rem; color: var(--soft); font-size: .9rem; } .frame .when b { color: var(--of); }
.strip { font-size: .75rem; line-height: 1.65; padding: .6rem .7rem; background: var(--tint); border-radius: .4rem; overflow-wrap: anywhere; }
.strip a { color: var(--of); text-decoration: none; border-radius: 2px; box-decoration-break: clone; } .strip a:nth-of-type(even):not(.sealed) { color: var(--ink); }
.strip a.sealed { color: var(--sealed); } .strip a:hover, .strip a:focus-visible { background: var(--of); color: var(--card); }
.veil { margin: 0 0 .4rem; font-size: .85rem; color: var(--soft); }
.fields { list-style: none; margin: .75rem 0 0; padding: 0; max-width: none; } .fields .fields { margin: .25rem 0 0; padding-left: .8rem; border-left: 2px solid var(--line); }
.field { padding: .55rem 0; border-top: 1px solid var(--line); } .fields > .field:first-child { border-top: 0; }
.field:target, .one-value:target, .frame:target { background: var(--tint, var(--sealed-tint)); box-shadow: 0 0 0 .4rem var(--tint, var(--sealed-tint)); border-radius: 2px; }
.field .head { margin: 0; overflow-wrap: anywhere; } .type { color: var(--soft); font-size: .8rem; } .field .value { overflow-wrap: anywhere; } .field .value::before { content: "= "; color: var(--soft); }
.bytes { display: block; font-size: .78rem; line-height: 1.6; margin: .2rem 0; color: var(--of, var(--secret)); overflow-wrap: anywhere; max-width: 37em; }
.layer .layer .bytes, .layer .bytes { color: var(--secret); }
.note { margin: .2rem 0; font-size: .95rem; } .refs { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; list-style: none; padding: 0; margin: .1rem 0 0; font-size: .8rem; max-width: none; color: var(--soft); } .refs .what { color: var(--soft); }
details.layer { margin: .6rem 0 .2rem; padding: .5rem .75rem .25rem; background: var(--secret-tint); border-radius: .5rem; --tint: var(--sealed-tint); } .layer .layer { background: var(--card); }
.layer .field, .layer .fields { border-color: color-mix(in srgb, var(--secret) 25%, transparent); }
summary { cursor: pointer; font-weight: 600; padding: .15rem 0; } .layer > summary { color: var(--secret); } .layer .type, .layer .size, .layer .refs, .layer .refs .what, .layer .extra, .layer .field .value::before { color: inherit; }
.computed { margin-top: 1rem; padding-top: .75rem; border-top: 1px dashed var(--line); }
.one-value { border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .7rem; margin: .45rem 0; --of: var(--secret); } .one-value summary { font-weight: 400; overflow-wrap: anywhere; }
.known { font-size: .8rem; color: var(--soft); } .known.client { color: var(--client); } .known.server { color: var(--server); } .known.both { color: var(--secret); }
.one-value .state { font-size: .8rem; font-weight: 600; color: var(--bad); } .differs { border-color: var(--bad); background: var(--bad-tint); } .differs .bytes { color: var(--bad); }
.formula { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; margin: .4rem 0; } .inputs { margin: .2rem 0; padding-left: 1.1rem; font-size: .9rem; } .breaks, .outcome { font-size: .9rem; margin: .3rem 0; color: var(--soft); } .differs .breaks, .differs .known, .differs .outcome, .differs .size { color: var(--ink); }
.link { overflow-wrap: anywhere; } .edit { margin: .4rem 0; } .edit label { display: block; font-size: .85rem; }
textarea { width: 100%; font-size: .8rem; background: var(--paper); color: var(--ink); border: 1px solid var(--soft); border-radius: .3rem; padding: .4rem; resize: vertical; } textarea[aria-invalid=true] { border-color: var(--bad); }
input, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .3rem; padding: .3rem .6rem; } input { width: 6rem; } button { cursor: pointer; }
.tamper { background: var(--sealed-tint); border-radius: .6rem; padding: 1rem; margin: 1.25rem 0; } .tamper p { margin: .4rem 0; } .verdict { min-height: 4.7em; }
.chain li { margin: .6rem 0; } .short { border-left: 4px solid var(--secret); padding: .1rem 0 .1rem 1rem; margin: 1rem 0; } .short p { margin: .6rem 0; } .unread { margin: .4rem 0; }
#status { position: fixed; left: 50%; bottom: 1rem; transform: translateX(-50%); width: min(92vw, 34rem); max-width: none; margin: 0; padding: .6rem 1rem; background: var(--ink); color: var(--paper); border-radius: .6rem; font-size: .9rem; }
[hidden] { display: none !important; }
.views { border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; background: var(--card); } .view-row { display: grid; grid-template-columns: 1fr 1fr; } .view-row > * { padding: .5rem .75rem; min-width: 0; overflow-wrap: anywhere; } .view-row + .view-row { border-top: 1px solid var(--line); }
.view-row > :last-child { background: var(--secret-tint); } .view-row p { margin: 0; } .view-row code { font-size: .8rem; } .said { margin: 0; padding-left: 1.1rem; font-size: .9rem; } .view-row.head { font-weight: 600; }
@media (max-width: 40rem) { .view-row { grid-template-columns: 1fr; } .view-row.head { display: none; } .view-row.head + .view-row { border-top: 0; } .view-row:not(.head) > ::before { font-size: .75rem; color: var(--soft); } .view-row:not(.head) > :first-child::before { content: "On the way"; } .view-row:not(.head) > :last-child::before { content: "At the ends"; } .frame { padding: .75rem; margin-inline: -.35rem; } }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); padding: 0; list-style: none; max-width: none; }
.cards li { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; padding: 1rem 1.2rem; } .cards h2 { margin: 0 0 .4rem; font-size: 1.2rem; }
pre { overflow-x: auto; font-size: .8rem; line-height: 1.5; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; } pre a { color: var(--soft); text-decoration: none; display: inline-block; width: 3.5em; user-select: none; } pre span:target { background: var(--server-tint); }
@media (min-width: 60rem) { .field { display: grid; grid-template-columns: 18.5rem minmax(0, 1fr); column-gap: 1.75rem; } .field > .left { grid-column: 1; } .field > .right { grid-column: 2; } .field > .layer, .field > .fields { grid-column: 1 / -1; } .note { margin-top: 0; } }
@page { margin: 15mm; }
@media print { .skip, #status, .tamper, .edit { display: none; } :root { color-scheme: light; font-size: 9.5pt; } body { background: none; } main, header, footer { max-width: none; padding-inline: 0; } header { padding-top: 0; } .frame { border-radius: 0; } .machines { grid-template-columns: 1fr 1fr; } figure, .view-row, svg { break-inside: avoid; } .frame, .one-value, .field { break-inside: auto; } h2, h3, summary, .head { break-after: avoid; } a { text-decoration: none; } }
`
