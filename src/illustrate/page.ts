// What runs in an illustrated page: computes every derived value again when a given one is changed, and opens a
// message with one bit flipped. It is bundled with the portable core, so what breaks is what would break.
import { fromHex, toHex } from '../core/bytes/hex.ts'
import { createAuthKey } from '../core/crypto/auth-key.ts'
import { portable } from '../core/crypto/portable.ts'
import { open } from '../core/envelope/encrypted.ts'
import { MtprotoError } from '../core/errors.ts'
import { type PageElement, page } from './browser.ts'
import { RECIPES, type RecipeName } from './recipes.ts'

/** A value as the page's data have it. */
interface Row {
  readonly id: string
  readonly hex: string
  readonly recipe?: RecipeName
  readonly inputs?: readonly string[]
}

const { document, location } = page
const rows: readonly Row[] = JSON.parse(document.getElementById('values')?.textContent ?? '[]')
const recorded = new Map(rows.map(({ id, hex }) => [id, hex]))
const current = new Map(recorded)
const status = document.getElementById('status')

function elementOf(id: string): PageElement | null {
  return document.getElementById(`v-${id}`)
}

/** Computes what depends on the value `changed`, in the order of the data. */
function recompute(changed: string): void {
  const stale = new Set([changed])
  for (const { id, recipe, inputs } of rows) {
    if (!recipe || !inputs?.some(input => stale.has(input))) continue
    stale.add(id)
    const bytes = inputs.map(input => current.get(input))
    current.set(id, bytes.includes('') ? '' : computed(recipe, bytes as string[]))
  }
  let differing = 0
  for (const id of stale) if (show(id)) differing++
  report(changed, differing - 1)
}

/** The result in hexadecimal; empty when there can be none. */
function computed(recipe: RecipeName, inputs: readonly string[]): string {
  try {
    return toHex(RECIPES[recipe].compute(portable, ...inputs.map(fromHex)))
  } catch {
    return ''
  }
}

/** Shows the present value, and whether it differs from the recorded one. */
function show(id: string): boolean {
  const element = elementOf(id)
  const now = current.get(id) ?? ''
  const differs = now !== recorded.get(id)
  element?.classList.toggle('differs', differs)
  const state = element?.querySelector('[data-state]')
  if (state) state.textContent = differs ? 'differs' : ''
  const code = element?.querySelector('[data-bytes]')
  if (code)
    code.textContent = now === '' ? 'cannot be computed' : (now.match(/.{1,8}/g) ?? []).join(' ')
  return differs
}

function report(changed: string, broken: number): void {
  if (!status) return
  const isRecorded = current.get(changed) === recorded.get(changed)
  status.hidden = false
  status.textContent = isRecorded
    ? 'Everything is as it was recorded.'
    : `You changed ${changed}: ${broken} of the values that follow from it differ now. They are marked.`
}

document.addEventListener('input', ({ target }) => {
  if (target?.tagName !== 'TEXTAREA') return
  const id = target.closest('[data-value]')?.dataset['value']
  const digits = target.value.replace(/\s+/g, '').toLowerCase()
  const isHex = /^([0-9a-f]{2})+$/.test(digits)
  target.setAttribute('aria-invalid', `${!isHex}`)
  if (id === undefined || !isHex) return
  current.set(id, digits)
  page.setTimeout(() => recompute(id))
})

/** A link opens whatever its target is folded into. */
function reveal(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  for (let at: PageElement | null = target; at; at = at.parentElement)
    if (at.tagName === 'DETAILS') at.open = true
  target?.scrollIntoView()
}
page.addEventListener('hashchange', reveal)
if (location.hash !== '') reveal()

/** Paper has nothing to click on: all is open while the page is printed. */
const folded: PageElement[] = []
page.addEventListener('beforeprint', () => {
  for (const each of document.querySelectorAll('details:not([open])')) {
    folded.push(each)
    each.open = true
  }
})
page.addEventListener('afterprint', () => {
  for (const each of folded.splice(0)) each.open = false
})

const form = document.getElementById('tamper')
form?.addEventListener('submit', event => {
  event.preventDefault()
  const { payload = '', start, key = '', sender } = form.dataset
  const side = sender === 'client' ? 'client' : 'server'
  const receiver = side === 'client' ? 'server' : 'client'
  const at = Number(form.querySelector('input')?.value)
  const bytes = fromHex(payload)
  const verdict = form.querySelector('.verdict')
  const place = at - Number(start)
  const flipped = bytes[place]
  if (!verdict || flipped === undefined) return
  bytes[place] = flipped ^ 1
  const authKey = createAuthKey(fromHex(recorded.get(key) ?? ''), portable)
  const change = `Byte ${at}: ${hex(flipped)} became ${hex(flipped ^ 1)}. `
  try {
    open(bytes, {
      findKey: id => (id === authKey.id ? authKey : undefined),
      side,
      padded: true,
      crypto: portable,
    })
    verdict.textContent = `${change}The ${receiver} opened the message: this byte is not part of it.`
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    verdict.textContent = `${change}The ${receiver}: ${error.message} [${error.code}]. It drops the message and looks at nothing of it.`
  }
})

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
