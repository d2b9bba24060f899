// Text put into HTML or XML. Whatever a template is given is escaped unless it is Markup itself, so that what a
// program under test has said cannot become part of a page.

/** Text that is escaped where it has to be. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Markup | string | number | undefined | readonly Markup[]

/** A template: its own text stands as it is, its values are escaped. `undefined` is nothing. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(String.raw({ raw: parts }, ...values.map(textOf)))
}

function textOf(value: Value): string {
  if (value === undefined) return ''
  if (value instanceof Markup) return value.text
  if (typeof value === 'object') return value.map(each => each.text).join('')
  return escaped(`${value}`)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Colours of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with
const COLOUR = /\u001b\[[\d;]*m/g

/** What has a meaning in markup, and what is not shown, turns the direction of text, or may not stand in XML. */
const UNSAFE = /[&<>"']|(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu

/** The text as it may stand between tags and in a quoted attribute of HTML and XML. */
function escaped(text: string): string {
  return text
    .replace(COLOUR, '')
    .replace(UNSAFE, character => ENTITIES[character] ?? visible(character))
}

/** A picture of a control character. */
function visible(character: string): string {
  const code = character.codePointAt(0)!
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\ufffd'
}
