// Text for pages: what is written into HTML is escaped here and nowhere else, and bytes get one look.

/** Ready-made HTML, which is not escaped again. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = Html | string | number | undefined | readonly Content[]

/** A template of HTML: what is filled in is escaped, unless it is HTML itself; lists are joined. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.reduce((text, part, i) => text + textOf(contents[i - 1]) + part))
}

function textOf(content: Content): string {
  if (content === undefined) return ''
  if (content instanceof Html) return content.text
  if (Array.isArray(content)) return content.map(textOf).join('')
  return escapeHtml(`${content}`)
}

/** The text with the characters that mean something in HTML replaced. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }
  return text.replace(/[&<>"]/g, character => `&${names[character]};`)
}

const PER_GROUP = 4

/** Bytes in hexadecimal, in groups of four that a line can break between. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  bytes.forEach((byte, i) => {
    text += (i > 0 && i % PER_GROUP === 0 ? ' ' : '') + byte.toString(16).padStart(2, '0')
  })
  return text
}

/** Milliseconds as people say them. */
export function timeOf(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(2)} s`
}
