// A whole site: an index, a page for each connection, and the source files that they link to.
// Invariant: every byte is explained and every link inside the site has a target, or nothing is returned.

import type { Crypto } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Vocabulary } from '../trace/vocabulary.ts'
import { openConnections } from './connection.ts'
import { type Explanations, sourcePage } from './field-view.ts'
import { escapeHtml, Html, html } from './html.ts'
import { NOTES } from './notes.ts'
import { documentOf, pageOf } from './page-view.ts'
import { References } from './references.ts'
import type { Performance } from './scenario.ts'

/** What a site is made of. */
export interface SiteOptions {
  /** by the names of their pages */
  readonly runs: ReadonlyMap<string, Performance>
  /** whether bytes without a note are shown all the same, as in the recording of a stranger */
  readonly isLenient?: boolean
  readonly vocabulary: Vocabulary
  readonly crypto: Crypto
  /** the program of the pages: src/illustrate/page.ts, bundled */
  readonly script: string
}

/**
 * Returns the files of the site by name. Throws ERR_ARGUMENT on a byte without a note, a rule without code or case,
 * a derived value that differs, or a link without a target.
 */
export function buildSite(options: SiteOptions): Map<string, string> {
  const { runs, isLenient = false, vocabulary, crypto, script } = options
  const references = new References()
  const explanations: Explanations = { notes: NOTES, isLenient, references }
  const files = new Map<string, string>([['index.html', '']])
  const cards: Html[] = []
  for (const [name, performance] of runs) {
    const connections = openConnections(performance, vocabulary, crypto)
    const count = connections.length
    const pages = connections.map((connection, i) => {
      const file = count > 1 ? `${name}-${i + 1}.html` : `${name}.html`
      const title = performance.title + (count > 1 ? `, connection ${i + 1} of ${count}` : '')
      const { story } = performance
      files.set(file, pageOf({ title, story, connection }, explanations, script))
      return file
    })
    cards.push(cardOf(performance, pages))
  }
  files.set('index.html', indexOf(cards))
  for (const [path, lines] of references.linked) files.set(sourcePage(path), sourceOf(path, lines))
  checkLinks(files)
  return files
}

function cardOf({ title, story }: Performance, pages: readonly string[]): Html {
  const links = pages.map((page, i) => {
    const text = pages.length > 1 ? `Connection ${i + 1}` : 'Every byte of it'
    return html` <a href="${page}" aria-label="${title}: ${text}">${text}</a>`
  })
  return html`<li><h2>${title}</h2><p>${story}</p><p>${links}</p></li>`
}

function indexOf(cards: readonly Html[]): string {
  const header = html`<h1>The illustrated MTProto connection</h1>
<p class="lead">MTProto is what Telegram’s clients and servers speak. Where HTTPS has certificates and TLS below HTTP, MTProto has one RSA key built into the client, a key exchange of its own, and encrypted messages instead of an encrypted stream. These pages show real connections, byte for byte.</p>`
  const body = html`<ul class="cards">${cards}</ul>`
  return documentOf('The illustrated MTProto connection', header, body)
}

/** A source file with an anchor for each line. */
function sourceOf(path: string, lines: readonly string[]): string {
  const header = html`<p class="crumbs"><a href="index.html">All connections</a></p><h1>src/${path}</h1>`
  const text = lines.map(
    (line, i) =>
      `<span id="L${i + 1}"><a href="#L${i + 1}" tabindex="-1" aria-hidden="true">${i + 1}</a>${escapeHtml(line)}\n</span>`,
  )
  return documentOf(
    `src/${path}`,
    header,
    html`<pre tabindex="0" aria-label="Source">${new Html(text.join(''))}</pre>`,
  )
}

/** Throws ERR_ARGUMENT when a link inside the site leads nowhere, or something is loaded from outside. */
export function checkLinks(files: ReadonlyMap<string, string>): void {
  const ids = new Map(
    [...files].map(([file, text]) => [
      file,
      new Set([...text.matchAll(/ id="([^"]+)"/g)].map(match => match[1]!)),
    ]),
  )
  for (const [file, text] of files) {
    const markup = text.replace(/<script[\s\S]*?<\/script>/g, '')
    for (const [, name, target = ''] of markup.matchAll(/ (href|src)="([^"]*)"/g)) {
      if (name === 'href' && target.startsWith('https://core.telegram.org/')) continue
      const [page = '', anchor] = target.split('#')
      const known = ids.get(page === '' ? file : page)
      if (name === 'src' || known === undefined || (anchor !== undefined && !known.has(anchor)))
        throw new MtprotoError('ERR_ARGUMENT', { at: file, got: target, expected: 'a target' })
    }
  }
}
