// The whole connection as a drawing: two lines of life, an arrow for each frame in the order of sending, with its
// size and its time. Every arrow is a link to its frame.
import type { Frame } from './field.ts'
import { type Html, html, timeOf } from './html.ts'

const WIDTH = 360
const CLIENT_X = 58
const SERVER_X = 334
const ROW = 36
/** A pause longer than this is drawn, in milliseconds. */
const PAUSE = 400
const MAX_LABEL = 36

/** Returns an `<svg>`. */
export function sequenceOf(frames: readonly Frame[]): Html {
  const rows: Html[] = []
  let y = 46
  let before = 0
  let sealedFrom: number | undefined
  for (const frame of frames) {
    if (frame.at - before > PAUSE) {
      rows.push(
        html`<text x="${(CLIENT_X + SERVER_X) / 2}" y="${y + 8}" class="pause">${timeOf(frame.at - before)} pass</text>`,
      )
      y += ROW - 8
    }
    if (frame.isEncrypted) sealedFrom ??= y - 8
    rows.push(arrowOf(frame, y))
    before = frame.at
    y += ROW
  }
  const height = y + 4
  const zone =
    sealedFrom === undefined
      ? undefined
      : html`<rect class="zone" x="${CLIENT_X}" y="${sealedFrom}" width="${SERVER_X - CLIENT_X}" height="${height - sealedFrom}"/>`
  const lines = [CLIENT_X, SERVER_X].map(
    x => html`<line class="life" x1="${x}" y1="24" x2="${x}" y2="${height}"/>`,
  )
  return html`<svg class="sequence" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="Sequence of all frames">
${zone}${lines}
<text x="${CLIENT_X}" y="15" class="end client">client</text><text x="${SERVER_X}" y="15" class="end server">server</text>
${rows}
</svg>`
}

function arrowOf({ id, sender, at, title, wire, isEncrypted }: Frame, y: number): Html {
  const [from, to] = sender === 'client' ? [CLIENT_X, SERVER_X] : [SERVER_X, CLIENT_X]
  const tip = sender === 'client' ? -7 : 7
  const name = title.length > MAX_LABEL ? `${title.slice(0, MAX_LABEL - 1)}…` : title
  const [top, bottom] = [y + 12, y + 22]
  const time = timeOf(at)
  const spoken = `${time} ${name} ${wire.length} B, from the ${sender}${isEncrypted ? ', encrypted' : ''}`
  return html`<a href="#${id}" class="arrow ${sender}" aria-label="${spoken}"><rect class="hit" x="0" y="${y - 8}" width="${WIDTH}" height="${ROW - 2}"/>
<text x="0" y="${top + 2}" class="time">${time}</text>
<text x="${(CLIENT_X + SERVER_X) / 2}" y="${top - 2}" class="label">${name}</text>
<line x1="${from}" y1="${top + 1}" x2="${to}" y2="${bottom}"/>
<path d="M${to} ${bottom} l${tip} -4.6 l0 8 z"/>
<text x="${sender === 'client' ? CLIENT_X + 6 : SERVER_X - 6}" y="${bottom + 4}" class="weight" text-anchor="${sender === 'client' ? 'start' : 'end'}">${wire.length} B</text></a>`
}
