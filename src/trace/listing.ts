// A recording as lines of text: when, on which connection, in which direction, and what it was. Bodies are shown as
// they were sent, tokens and password proofs included; no key of the recording is ever shown.
import type { Side } from '../core/machine.ts'
import { authority } from '../host/authority.ts'
import type { Block } from './node.ts'
import { formatBlock } from './print.ts'
import type { Recording } from './recording.ts'
import type { FrameEvent, RecordingEvent, Stretch } from './recording-events.ts'
import { title } from './text-trace.ts'
import { count, visible } from './value.ts'

/** Whose bytes they are, from the client's point of view. */
const ARROWS: Readonly<Record<Side, string>> = { client: '→', server: '←' }

const WIDTH = 9

/** What the recording as a whole is, on one line. */
export function describeRecording({ header, secrets, cutOff }: Recording): string {
  const { tool, role, started } = header
  const end = role === 'server' ? 'of a server' : 'of a client'
  const keys = secrets.length === 0 ? 'without its keys' : 'with its keys'
  const cut = cutOff ? ', its last line cut off' : ''
  return visible(`recording ${end} by ${tool}, ${new Date(started).toISOString()}, ${keys}${cut}`)
}

/** The lines of one event; with `bytes` those of the explained bytes follow. */
export function listEvent(event: RecordingEvent, bytes: boolean): string[] {
  const time = `${(event.at / 1000).toFixed(3)} s`.padStart(WIDTH)
  const lines = summarise(event).map(text => `${time}  #${event.link} ${text}`)
  if (bytes && (event.kind === 'frame' || event.kind === 'transport'))
    lines.push(...formatBlock(event.block, false).map(line => line && `    ${line}`))
  return lines
}

/** What happened, in a line, and another one for each message of a container. */
export function summarise(event: RecordingEvent): string[] {
  return linesOf(event).map(visible)
}

function linesOf(event: RecordingEvent): string[] {
  switch (event.kind) {
    case 'opened':
      return [
        `· connected to ${authority(event)}${event.run === undefined ? '' : `: ${event.run}`}`,
      ]
    case 'closed':
      return [`· closed${event.reason === undefined ? '' : `: ${event.reason}`}`]
    case 'transport': {
      const { framing, obfuscated } = event
      return [`${sent(event)} transport: ${framing}${obfuscated ? ', obfuscated' : ''}`]
    }
    case 'unread':
      return [`${sent(event)} ${count(event.wire.length, 'byte')} not read: ${event.reason}`]
    case 'frame':
      return [...carriedBy(event), ...faultsOf(event.block).map(text => `${sent(event)} ! ${text}`)]
  }
}

function carriedBy(event: FrameEvent): string[] {
  const { carried } = event
  const size = count(event.wire.length, 'byte')
  const say = (text: string): string => `${sent(event)} ${text}, ${size}`
  switch (carried.kind) {
    case 'plaintext':
      return [say(`${title({ nodes: [carried.body] })}  msg_id=${carried.msgId}, not encrypted`)]
    case 'message': {
      const { body, msgId, seqNo, items, temporary } = carried
      const key = temporary ? ', temporary key' : ''
      return [
        say(`${title({ nodes: [body] })}  msg_id=${msgId} seqno=${seqNo}${key}`),
        ...items.map(
          item =>
            `${sent(event)}   ${title({ nodes: [item.body] })}  msg_id=${item.msgId} seqno=${item.seqNo}`,
        ),
      ]
    }
    case 'sealed':
      return [say(`encrypted  auth_key_id=${carried.authKeyId}`)]
    case 'transport-error':
      return [say(`transport error ${carried.code}`)]
    case 'quick-ack':
      return [say(`quick acknowledgement ${carried.token}`)]
    case 'unknown':
      return [say('unknown payload')]
  }
}

/** What cannot be right about the bytes, in their order. */
function faultsOf({ nodes }: Pick<Block, 'nodes'>): string[] {
  return nodes.flatMap(({ fault, name, value, note, children, inner }) => [
    ...(fault ? [`${name}: ${note === undefined ? value : `${value}, ${note}`}`] : []),
    ...faultsOf({ nodes: children }),
    ...(inner ? faultsOf(inner) : []),
  ])
}

function sent({ from }: Stretch): string {
  return ARROWS[from]
}
