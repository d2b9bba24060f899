// The values behind a frame as HTML: what each is made of and by which formula. Those that were given can be
// changed on the page, which then computes the others again.
import { toHex } from '../core/bytes/hex.ts'
import { decodeUtf8 } from '../core/bytes/utf8.ts'
import { type Html, hexOf, html } from './html.ts'
import type { Knowledge, Value } from './ledger.ts'
import { RECIPES } from './recipes.ts'

const KNOWN: Readonly<Record<Knowledge, string>> = {
  everybody: 'everybody can see it',
  both: 'client and server know it',
  client: 'the client alone knows it',
  server: 'the server alone knows it',
}

/** What values are called, by their ids. */
export type Labels = ReadonlyMap<string, string>

/** The values that come into being at one frame; nothing when there are none. */
export function valuesOf(values: readonly Value[], labels: Labels): Html | undefined {
  if (values.length === 0) return undefined
  return html`<details class="computed" open><summary>Computed here <span class="size">${values.length} values</span></summary>
${values.map(value => oneValue(value, labels))}
</details>`
}

function oneValue(value: Value, labels: Labels): Html {
  const { id, label, known, recipe, inputs, bytes, field, sent } = value
  const place = field && html` <a href="#${field}">where it stands</a>`
  return html`<details class="one-value" id="v-${id}" data-value="${id}"><summary><b>${label}</b> <span class="known ${known}">${KNOWN[known]}</span> <span class="state" data-state></span></summary>
${recipe === undefined ? given(value) : derived(recipe, inputs, labels)}
<p class="outcome"><span class="size">${bytes.length} bytes</span>${place}</p>
<code class="bytes" data-bytes>${hexOf(bytes)}</code>${textOf(value)}${sent && html`<p class="fault">What was sent is another:</p><code class="bytes">${hexOf(sent)}</code>`}
</details>`
}

function given({ id, bytes }: Value): Html {
  const field = `i-${id}`
  return html`<p class="edit"><label for="${field}">Change it, in hexadecimal:</label>
<textarea id="${field}" rows="${Math.min(6, Math.ceil(bytes.length / 16))}" spellcheck="false" autocomplete="off" data-input>${toHex(bytes)}</textarea></p>`
}

function derived(recipe: keyof typeof RECIPES, inputs: readonly string[], labels: Labels): Html {
  const { formula, inputs: names, breaks } = RECIPES[recipe]
  const items = inputs.map((id, i) => {
    return html`<li>${names[i]}: <a href="#v-${id}">${labels.get(id) ?? id}</a></li>`
  })
  return html`<p class="formula">${formula}</p><ul class="inputs">${items}</ul><p class="breaks">If it differs: ${breaks}</p>`
}

function textOf({ recipe, bytes }: Value): Html | undefined {
  return recipe === 'loginLink' ? html`<p class="link">${decodeUtf8(bytes)}</p>` : undefined
}
