// The frame of every page of a report: complete in itself, so that a browser fetches nothing, and without any
// script, so that a browser runs nothing. The policy says both once more.
import { toBase64 } from '../../core/bytes/base64.ts'
import { encodeUtf8 } from '../../core/bytes/utf8.ts'
import { portable } from '../../core/crypto/portable.ts'
import { MARKS, type Mark } from './mark.ts'
import { Markup, markup } from './markup.ts'
import { STYLE } from './style.ts'

/** What differs from page to page. */
export interface Page {
  readonly title: string
  readonly body: Markup
}

/** The document of a page. */
export function documentOf({ title, body }: Page): string {
  return markup`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
${body}
</html>
`.text
}

/** A mark as a sign and a word. */
export function badge(mark: Mark): Markup {
  const { sign, tone } = MARKS[mark]
  return markup`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${mark}</span>`
}

let known: string | undefined

function policy(): string {
  known ??= [
    "default-src 'none'",
    `style-src 'sha256-${toBase64(portable.sha256(encodeUtf8(STYLE)))}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return known
}
