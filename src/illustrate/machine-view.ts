// A state machine as a drawing, made from the table of transitions that the code runs on. The states stand below
// one another; the way to the next one is a straight arrow, every other way goes around on the right. The states
// that a connection went through are shaded, each with links to the frames that led there.
import type { Transition } from '../core/course.ts'
import { type Html, html } from './html.ts'
import type { Passage } from './passage.ts'

const BOX_X = 4
const BOX = 206
const BOX_HEIGHT = 24
/** how much higher a state is that shows its frames */
const FRAMES = 15
/** no more frames than this are shown in a state */
const MOST = 8
/** the first lane, unless a text needs more room */
const LANES_X = 343
const LANE = 5
/** of all lanes */
const LANES = 17
/** how wide a letter is */
const SMALL = 6.2
const CAPITAL = 7.2
const LINE = 13
/** between two boxes */
const GAP = 24
/** the right edge of the boxes */
const RIGHT: number = BOX_X + BOX

/** A way in the drawing: all lines of the table between the same two states. */
interface Way {
  readonly from: string
  readonly to: string
  /** a line of text for each input, and for what is sent on it */
  readonly texts: readonly string[]
}

interface Box {
  readonly top: number
  readonly height: number
}

/** Returns an `<svg>` and, below it, the ways that lead on from every state. */
export function machineOf(title: string, table: readonly Transition[], passage: Passage): Html {
  const states = orderOf(table)
  const ways = waysOf(table.filter(({ from }) => from !== '*'))
  const around = ways.filter(({ from, to }) => !isNext(states, from, to))
  const boxes = new Map<string, Box>()
  const texts = around.map(way => Math.max(...way.texts.map(widthOf)))
  const lanes = Math.max(LANES_X, ...texts.map(width => Math.ceil(RIGHT + 12 + width)))
  const width = lanes + LANES
  let y = 8
  for (const state of states) {
    const lines = around.filter(({ from }) => from === state).flatMap(({ texts }) => texts).length
    const own = BOX_HEIGHT + ((passage.get(state)?.length ?? 0) > 0 ? FRAMES : 0)
    const height = Math.max(own, 8 + lines * (LINE + 1))
    boxes.set(state, { top: y, height })
    y += height + GAP
  }
  const drawn = states.map((state, i) => {
    const next = ways.find(({ from, to }) => from === state && isNext(states, from, to))
    const isEnd = ways.every(({ from }) => from !== state)
    const box = boxes.get(state)!
    return html`${next && arrowOf(next, box, boxes.get(states[i + 1]!)!)}${stateOf(state, box, passage.get(state), isEnd)}`
  })
  const words = table.map(({ from, on, to }) => `${everyOr(from)}, on ${on}, to ${to}`).join('; ')
  const height = y - GAP + 8
  return html`<svg class="machine" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${title}: ${words}">${lanesOf(around, boxes, lanes)}${drawn}</svg>${everywhere(table)}`
}

function widthOf(text: string): number {
  const capitals = text.replace(/[^A-Z_]/g, '').length
  return capitals * CAPITAL + (text.length - capitals) * SMALL
}

/** The ways that go around, from `x` on, with a lane for each state that they lead to. */
function lanesOf(ways: readonly Way[], boxes: ReadonlyMap<string, Box>, x: number): Html[] {
  const targets = [...new Set(ways.map(({ to }) => to))]
  const used = new Map<string, number>()
  return ways.map(({ from, to, texts }) => {
    const lane = x + targets.indexOf(to) * LANE
    const { top } = boxes.get(from)!
    const above = used.get(from) ?? 0
    used.set(from, above + texts.length)
    const start = top + 6 + (above + texts.length) * LINE
    const end = boxes.get(to)!.top + 4
    const lines = texts.map(
      (text, i) =>
        html`<text class="on" aria-hidden="true" x="${RIGHT + 8}" y="${start - 3 - (texts.length - 1 - i) * LINE}">${text}</text>`,
    )
    return html`<path class="way" d="M${RIGHT} ${start} H${lane} V${end} H${RIGHT + 6}"/>
<path class="tip" d="M${RIGHT} ${end} l7 -4 v8 z"/>${lines}`
  })
}

function arrowOf({ texts }: Way, { top, height }: Box, target: Box): Html {
  const start = top + height
  return html`<line class="way" x1="24" y1="${start}" x2="24" y2="${target.top - 6}"/><path class="tip" d="M24 ${target.top} l-4 -7 h8 z"/><text class="on" aria-hidden="true" x="32" y="${start + 15}">${texts.join(', ')}</text>`
}

function stateOf(
  state: string,
  { top, height }: Box,
  frames: readonly string[] | undefined,
  isEnd: boolean,
): Html {
  const kind = `state${isEnd ? ' last' : ''}${frames ? ' passed' : ''}`
  const links = (frames ?? [])
    .slice(0, MOST)
    .map(
      (frame, i) =>
        html`${i > 0 ? ', ' : ''}<a href="#${frame}" aria-label="${state}, because of frame ${frame.slice(1)}">${frame.slice(1)}</a>`,
    )
  const shown =
    links.length === 0
      ? undefined
      : html`<text class="by" x="${BOX_X + 10}" y="${top + 31}">after frame ${links}${(frames ?? []).length > MOST ? ', …' : ''}</text>`
  return html`<rect class="${kind}" x="${BOX_X}" y="${top}" width="${BOX}" height="${height}" rx="6"/><text class="name" aria-hidden="true" x="${BOX_X + 10}" y="${top + 16}">${state}</text>${shown}`
}

/** What the table says of every state, as a list. */
function everywhere(table: readonly Transition[]): Html | undefined {
  const ways = waysOf(table.filter(({ from }) => from === '*'))
  if (ways.length === 0) return undefined
  return html`<ul class="everywhere">${ways.map(({ to, texts }) => html`<li>${everyOr('*')}, on ${texts.join(', ')}, to <b>${to}</b></li>`)}</ul>`
}

function everyOr(from: string): string {
  return from === '*' ? 'from every state' : from
}

/** The lines of a table, those between the same two states together. */
function waysOf(table: readonly Transition[]): Way[] {
  const ways = new Map<string, Way>()
  for (const { from, on, to, sends } of table) {
    const key = `${from} ${to}`
    const texts = [on, ...(sends === undefined ? [] : [`sends ${sends}`])]
    const before = ways.get(key)?.texts ?? []
    ways.set(key, { from, to, texts: [...new Set([...before, ...texts])] })
  }
  return [...ways.values()]
}

/** States that lead on in the order of the table, then those that lead nowhere. */
function orderOf(table: readonly Transition[]): string[] {
  const leading = [...new Set(table.map(({ from }) => from))].filter(from => from !== '*')
  const last = new Set(table.map(({ to }) => to).filter(to => !leading.includes(to)))
  return [...leading, ...[...last].sort((a, b) => Number(a !== 'done') - Number(b !== 'done'))]
}

function isNext(states: readonly string[], from: string, to: string): boolean {
  return states.indexOf(to) === states.indexOf(from) + 1
}
