// One page for one connection, complete in itself: the story, every frame, the values, the machines, two views.

import { toHex } from '../core/bytes/hex.ts'
import { attackerOf } from './attacker-view.ts'
import type { Connection } from './connection.ts'
import type { Frame } from './field.ts'
import { type Explanations, listOf, stripOf } from './field-view.ts'
import { Html, html, timeOf } from './html.ts'
import type { Value } from './ledger.ts'
import { machinesOf } from './machines-view.ts'
import { sequenceOf } from './sequence.ts'
import { STYLE } from './style.ts'
import { tokenOf } from './token-view.ts'
import { type Labels, valuesOf } from './value-view.ts'

/** A page around `body`; everything that it needs is in it. */
export function documentOf(title: string, header: Html, body: Html, script = ''): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(STYLE)}</style></head>
<body><a class="skip" href="#main">To the content</a>
<header>${header}</header>
<main id="main">
${body}
</main>
<footer><p>Made by <code>raw-mtproto illustrate</code> from a run of its own code: the bytes were sent, the values computed and the lines looked up when this page was written.</p></footer>
${new Html(script === '' ? '' : `<script type="module">${script.replace(/<\/script/g, '<\\/script')}</script>`)}
</body></html>
`
  return page.text
}

/** What a page is about. */
export interface Subject {
  readonly title: string
  readonly story: string
  readonly connection: Connection
}

/** The page of one connection; `script` is the page's program. */
export function pageOf(
  { title, story, connection }: Subject,
  explanations: Explanations,
  script: string,
): string {
  const { address, frames, values } = connection
  const total = frames.reduce((sum, { wire }) => sum + wire.length, 0)
  const header = html`<p class="crumbs"><a href="index.html">All connections</a></p><h1>${title}</h1>
<p class="lead">${story}</p>
<p>${frames.length} frames, ${total} bytes, ${timeOf(frames.at(-1)?.at ?? 0)}, with the server at ${address}. Every byte is here, in the order in which it crossed the wire, with what it is, why it is there and what its receiver checks.</p>
<ul class="legend"><li class="client">sent by the client</li><li class="server">sent by the server</li><li class="sealed">sealed on the wire</li><li class="secret">what was inside: secret</li></ul>`
  const token = tokenOf(connection)
  const labels: Labels = new Map(values.map(({ id, label }) => [id, label]))
  const made = new Map<string, Value[]>()
  for (const value of values) {
    const those = made.get(value.frame)
    if (those === undefined) made.set(value.frame, [value])
    else those.push(value)
  }
  const body = html`<nav class="contents" aria-label="Contents"><ul><li><a href="#overview">The connection at a glance</a></li>${token && html`<li><a href="#token">What protects the login token</a></li>`}<li><a href="#frames">Every frame, byte for byte</a></li><li><a href="#machines">The state machines</a></li><li><a href="#views">What an attacker sees</a></li></ul></nav>
<section aria-labelledby="overview"><h2 id="overview">The connection at a glance</h2>
<p>If you know HTTP: there is no TLS here. Client and server speak over a plain TCP connection, first make a key that only they have, and then send each other encrypted messages, each sealed by itself. Calls and their answers are such messages, and a server may also speak without being asked.</p>
<p>Each arrow is a frame and leads to its bytes; the times are those at the recorded end. The first frames can be read by everybody; in the shaded part all is encrypted with the key that they made.</p>
${sequenceOf(frames)}</section>
${token}
<section aria-labelledby="frames"><h2 id="frames">Every frame, byte for byte</h2>
<p>The block on top of a frame is what crossed the wire. Below it stand its fields in the same order; what was sealed is opened in place. A rule such as C-2 leads to the public page, <span class="size">code</span> to the line that enforces it, <span class="size">case</span> to the test that tries to get past it.</p>
${frames.map(frame => frameOf(frame, made.get(frame.id) ?? [], labels, explanations))}</section>
<section aria-labelledby="machines"><h2 id="machines">The state machines</h2>
<p>Drawn from the tables of transitions that the code runs on: it goes no way that is not in its table. The shaded states are those that these frames lead through; the numbers are the frames that led there.</p>
${machinesOf(frames, explanations.references)}</section>
<section aria-labelledby="views"><h2 id="views">What an attacker sees</h2>
<p>Somebody who copies every byte on the way, beside the two who hold the keys.</p>
${attackerOf(frames)}</section>
<p id="status" role="status" aria-live="polite" hidden></p>
<script type="application/json" id="values">${new Html(dataOf(values))}</script>`
  return documentOf(title, header, body, script)
}

function frameOf(
  frame: Frame,
  made: readonly Value[],
  labels: Labels,
  explanations: Explanations,
): Html {
  const { id, sender, at, wire, title, isEncrypted, unread } = frame
  const receiver = sender === 'client' ? 'server' : 'client'
  return html`<section class="frame ${sender}" id="${id}" aria-labelledby="${id}-t"><h3 id="${id}-t">${id.slice(1)}. ${title}</h3>
<p class="when"><b>${sender} → ${receiver}</b>, after ${timeOf(at)}, ${wire.length} bytes${unread ? '' : isEncrypted ? ', encrypted' : ', in the open'}</p>${unread && html`<p class="unread">Not read: ${unread}</p>`}
${stripOf(frame)}
${listOf(frame.fields, explanations)}
${valuesOf(made, labels)}
</section>`
}

/** The values as JSON: what the page computes with, and test vectors for whoever wants them. */
export function dataOf(values: readonly Value[]): string {
  const rows = values.map(({ id, label, known, bytes, recipe, inputs }) => ({
    ...{ id, label, known, hex: toHex(bytes) },
    ...(recipe !== undefined && { recipe, inputs }),
  }))
  return JSON.stringify(rows).replace(/</g, '\\u003c')
}
