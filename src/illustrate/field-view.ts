// Fields as HTML: name, type, value, bytes, why they are there, and where that is said, enforced and tested.
// Invariant: a field with bytes has a note, or there is no page.
import { MtprotoError } from '../core/errors.ts'
import type { RuleId } from '../core/rules.ts'
import { count } from '../trace/value.ts'
import type { Field, Frame, Layer } from './field.ts'
import { type Html, hexOf, html } from './html.ts'
import type { Notes } from './note.ts'
import type { Line, References } from './references.ts'

/** What explains fields. */
export interface Explanations {
  readonly notes: Notes
  /** whether bytes without a note are shown all the same, as in the recording of a stranger */
  readonly isLenient: boolean
  readonly references: References
}

/**
 * All bytes of a frame as they passed, each stretch a link to the field that it is. Whoever listens instead of
 * looking hears the fields below, which say the same.
 */
export function stripOf(frame: Frame): Html {
  const stretches: Html[] = []
  let at = 0
  const visit = ({ id, name, bytes: { length }, inner, children }: Field): void => {
    if (length > 0) {
      const bytes = frame.wire.subarray(at, at + length)
      at += length
      const kind = inner || name === 'msg_key' ? 'sealed' : 'open'
      stretches.push(
        html`<a href="#${id}" class="${kind}" tabindex="-1" title="${name}, ${count(length, 'byte')}">${hexOf(bytes)}</a> `,
      )
    }
    children.forEach(visit)
  }
  frame.fields.forEach(visit)
  const veil = frame.isObfuscated
    ? html`<p class="veil">As it crosses the wire, under the key stream of the obfuscation. The fields below show the same bytes without it.</p>`
    : undefined
  return html`${veil}<div class="strip" aria-hidden="true">${stretches}</div>`
}

/** The fields of a frame or layer as a list. */
export function listOf(fields: readonly Field[], explanations: Explanations): Html {
  return html`<ul class="fields">${fields.map(field => itemOf(field, explanations))}</ul>`
}

function itemOf(field: Field, explanations: Explanations): Html {
  const { id, name, type, value, extra, bytes, children, inner } = field
  const shown = value === '' ? undefined : html` <span class="value">${value}</span>`
  const moment = extra === undefined ? undefined : html` <span class="extra">${extra}</span>`
  return html`<li class="field" id="${id}">
<div class="left"><p class="head"><b>${name}</b>${type === '' ? undefined : html` <span class="type">${type}</span>`}${shown}${moment}</p>
${bytes.length === 0 || inner ? undefined : html`<code class="bytes">${hexOf(bytes)}</code>`}</div>
${bytes.length === 0 ? undefined : html`<div class="right">${noteOf(field, explanations)}</div>`}
${inner && layerOf(inner, explanations)}
${children.length === 0 ? undefined : listOf(children, explanations)}
</li>`
}

function layerOf(layer: Layer, explanations: Explanations): Html {
  const { id, title, bytes, fields } = layer
  return html`<details class="layer" id="${id}" open>
<summary>Inside: ${title} <span class="size">${bytes.length} bytes</span></summary>
${listOf(fields, explanations)}
</details>`
}

function noteOf({ key, id, type }: Field, { notes, references, isLenient }: Explanations): Html {
  const note = notes[key]
  if (note === undefined && isLenient)
    return html`<p class="note">${type === '' ? 'Nothing is known here about these bytes.' : 'Nothing is known here about this field but what the schema declares: its name and its type.'}</p>`
  if (note === undefined)
    throw new MtprotoError('ERR_ARGUMENT', { at: `${key} (${id})`, got: 'no note' })
  const [text, ...rules] = note
  return html`<p class="note">${text}</p>
${rules.length === 0 ? undefined : html`<ul class="refs">${rules.map(rule => refOf(rule, references))}</ul>`}`
}

function refOf(id: RuleId, references: References): Html {
  const { text, page, code, case: test } = references.find(id)
  const source = page.startsWith('/')
    ? html`<a href="https://core.telegram.org${page}" title="${text}">${id}</a>`
    : html`<span title="${text}">${id}</span>`
  return html`<li>${source} ${lineLink(code, 'code', placeOf(code))}${test && html` ${lineLink(test, 'case', `${id}${test.slug === '' ? '' : `/${test.slug}`}`)}`}</li>`
}

/** A link to a line of the sources, which are pages of the site. */
export function lineLink({ path, number }: Line, what: string, text: string): Html {
  return html`<a href="${sourcePage(path)}#L${number}"><span class="what">${what}</span> ${text}</a>`
}

/** The file and the line. */
function placeOf({ path, number }: Line): string {
  return `${path.slice(path.lastIndexOf('/') + 1)}:${number}`
}

/** The page of a source file, from the root of the site. */
export function sourcePage(path: string): string {
  return `src-${path.replace(/\//g, '-')}.html`
}
