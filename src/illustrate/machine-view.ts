// A state machine as a drawing, made from the table of transitions that the code runs on. The states stand below
// one another; the way to the next one is a straight arrow, every other way goes around on the right.
import { type Html, html } from './html.ts'

/** A line of a table of transitions. */
export interface Transition {
  readonly from: string
  readonly on: string
  readonly to: string
}

const WIDTH = 360
const BOX_X = 4
const BOX = 206
const BOX_HEIGHT = 24
const LANES_X = 335
const LANE = 6
const LINE = 15
/** between two boxes */
const GAP = 22
/** the right edge of the boxes */
const RIGHT: number = BOX_X + BOX

/** Returns an `<svg>` with a title that screen readers say. */
export function machineOf(title: string, transitions: readonly Transition[]): Html {
  const states = orderOf(transitions)
  const around = transitions.filter(({ from, to }) => !isNext(states, from, to))
  const boxes = new Map<string, { readonly top: number; readonly height: number }>()
  let y = 8
  for (const state of states) {
    const ways = around.filter(({ from }) => from === state).length
    const height = BOX_HEIGHT + Math.max(0, ways - 1) * LINE
    boxes.set(state, { top: y, height })
    y += height + GAP
  }
  const left = new Map<string, number>()
  const ways = around.map(({ from, on, to }, i) => {
    const nth = left.get(from) ?? 0
    left.set(from, nth + 1)
    const lane = LANES_X + (i % 5) * LANE
    const start = boxes.get(from)!.top + 20 + nth * LINE
    const end = boxes.get(to)!.top + 4
    return html`<path class="way" d="M${RIGHT} ${start} H${lane} V${end} H${RIGHT + 6}"/>
<path class="tip" d="M${RIGHT} ${end} l7 -4 v8 z"/><text class="on" x="${RIGHT + 6}" y="${start - 3}">${on}</text>`
  })
  const drawn = states.map((state, i) => {
    const { top, height } = boxes.get(state)!
    const next = transitions.filter(({ from, to }) => from === state && isNext(states, from, to))
    const isEnd = transitions.every(({ from }) => from !== state)
    const below = top + height
    const target = boxes.get(states[i + 1] ?? '')?.top ?? below
    const arrow = html`<line class="way" x1="24" y1="${below}" x2="24" y2="${target - 6}"/><path class="tip" d="M24 ${target} l-4 -7 h8 z"/><text class="on" x="32" y="${below + 14}">${next.map(({ on }) => on).join(', ')}</text>`
    return html`${next.length > 0 ? arrow : undefined}<rect class="state${isEnd ? ' last' : ''}" x="${BOX_X}" y="${top}" width="${BOX}" height="${height}" rx="6"/><text class="name" x="${BOX_X + 10}" y="${top + 16}">${state}</text>`
  })
  const words = transitions.map(({ from, on, to }) => `${from}, on ${on}, to ${to}`).join('; ')
  return html`<svg class="machine" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${title}: ${words}">${ways}${drawn}</svg>`
}

/** States that lead on in the order of the table, then those that lead nowhere. */
function orderOf(transitions: readonly Transition[]): string[] {
  const leading = [...new Set(transitions.map(({ from }) => from))]
  const last = new Set(transitions.map(({ to }) => to).filter(to => !leading.includes(to)))
  return [...leading, ...[...last].sort((a, b) => Number(a !== 'done') - Number(b !== 'done'))]
}

function isNext(states: readonly string[], from: string, to: string): boolean {
  return states.indexOf(to) === states.indexOf(from) + 1
}
