// One connection of a recording, ready to be shown: its frames with every field opened, and the values behind them.
import type { Crypto } from '../core/crypto/provider.ts'
import type { FrameEvent, RecordingEvent } from '../trace/recording-events.ts'
import { openRecording } from '../trace/replay.ts'
import { count } from '../trace/value.ts'
import type { Vocabulary } from '../trace/vocabulary.ts'
import { type Field, type Frame, fieldsOf } from './field.ts'
import type { Value } from './ledger.ts'
import type { Performance } from './scenario.ts'
import { Story } from './story.ts'

/** Of a connection whose transport is not known. */
const THROUGH_A_PROXY =
  'A proxy (MTProxy) has a secret that its clients share, and the key stream over all bytes is made with it. ' +
  'A recording holds the keys of sessions and not the secrets of proxies, so not even where a frame ends can be told. ' +
  'What passes between the proxy and the data centre can be recorded there.'

/** What one page shows. */
export interface Connection {
  /** where the server listens */
  readonly address: string
  readonly frames: readonly Frame[]
  readonly values: readonly Value[]
}

/** Opens the connections of a run, in the order in which they were made; those that carried nothing are left out. */
export function openConnections(
  performance: Performance,
  vocabulary: Vocabulary,
  crypto: Crypto,
): Connection[] {
  const links = new Map<number, OpenConnection>()
  let exchanges = 0
  for (const event of openRecording(performance.recording, { crypto, vocabulary })) {
    if (event.kind === 'opened')
      links.set(event.link, new OpenConnection(event, performance, crypto))
    else if (event.kind !== 'closed') {
      const connection = links.get(event.link)!
      connection.take(event, exchanges)
      exchanges = connection.exchanges
    }
  }
  return [...links.values()].filter(({ frames }) => frames.length > 0)
}

class OpenConnection implements Connection {
  readonly address: string
  readonly frames: Frame[] = []
  /** how many key exchanges the run has seen, those of earlier connections included */
  exchanges = 0
  readonly #opened: number
  readonly #story: Story
  #framing = ''
  /** stretches of the client that belong to its next frame */
  #start: (RecordingEvent & { kind: 'transport' }) | undefined

  constructor(
    { at, host, port }: RecordingEvent & { kind: 'opened' },
    performance: Performance,
    crypto: Crypto,
  ) {
    this.address = `${host}:${port}`
    this.#opened = at
    this.#story = new Story(performance, crypto)
  }

  get values(): readonly Value[] {
    return this.#story.values
  }

  take(event: Exclude<RecordingEvent, { kind: 'opened' | 'closed' }>, exchanges: number): void {
    this.exchanges = exchanges
    if (event.kind === 'transport') {
      this.#framing = event.framing
      this.#start = event
    } else if (event.kind === 'frame') this.#takeFrame(event)
    else this.#takeUnread(event)
  }

  /** The rest of one direction, as one stretch about which nothing is known. */
  #takeUnread({ at, from: sender, wire, reason }: RecordingEvent & { kind: 'unread' }): void {
    if (wire.length === 0) return
    const id = `f${this.frames.length + 1}`
    const value = count(wire.length, 'byte')
    const place = { offset: 0, length: wire.length, children: [] }
    const block = { title: '', bytes: wire, nodes: [{ ...place, name: 'unread', type: '', value }] }
    this.frames.push({
      id,
      sender,
      at: Math.round(at - this.#opened),
      wire,
      isObfuscated: false,
      title: 'not read',
      isEncrypted: false,
      unread: this.#framing === '' ? `${reason}. ${THROUGH_A_PROXY}` : `${reason}.`,
      fields: fieldsOf(block, id, 'frame'),
    })
  }

  #takeFrame(event: FrameEvent): void {
    const id = `f${this.frames.length + 1}`
    const start = event.from === 'client' ? this.#start : undefined
    if (start !== undefined) this.#start = undefined
    const fields = [
      ...(start
        ? fieldsOf(start.block, `${id}-s`, start.obfuscated ? 'obfuscated' : this.#framing)
        : []),
      ...this.#fieldsOf(event, id),
    ]
    const title = titleOf(fields) || event.carried.kind
    if (title === 'req_pq_multi' || title === 'req_pq') this.exchanges++
    const frame: Frame = {
      id,
      sender: event.from,
      at: Math.round(event.at - this.#opened),
      wire: Uint8Array.of(...(start?.wire ?? []), ...event.wire),
      isObfuscated: this.#isObfuscated(start, event),
      title,
      isEncrypted: event.carried.kind === 'message' || event.carried.kind === 'sealed',
      unread: undefined,
      fields,
    }
    this.frames.push(frame)
    this.#story.tell(frame, `x${this.exchanges}`)
  }

  /** The transport's own bytes belong to the framing, those of the payload to its envelope. */
  #fieldsOf({ block, carried }: FrameEvent, id: string): Field[] {
    const context = carried.kind === 'plaintext' ? 'plaintext' : 'envelope'
    return block.nodes.flatMap((node, i) => {
      const isTransport = ['length', 'seq', 'crc32', 'head', 'token'].includes(node.name)
      const part = { ...block, nodes: [node] }
      return fieldsOf(part, `${id}-${i}`, isTransport ? this.#framing : context)
    })
  }

  #isObfuscated(start: { readonly obfuscated: boolean } | undefined, event: FrameEvent): boolean {
    const { wire, block } = event
    return start?.obfuscated === true || wire.some((byte, i) => byte !== block.bytes[i])
  }
}

/** Layers that a title passes over, since they say nothing about what is inside. */
const WRAPPERS = ['invokeWithLayer', 'initConnection', 'msg_container', 'gzip_packed', 'rpc_result']

/** What a frame carries: the names of its outermost objects, without their wrappings. */
function titleOf(fields: readonly Field[]): string {
  const names: string[] = []
  const visit = ({ key, value, inner, children }: Field): void => {
    const isObject = value.includes('#')
    if (inner && !isObject) return inner.fields.forEach(visit)
    if (WRAPPERS.includes(key) || key === 'message' || key.endsWith('.messages')) {
      children.forEach(visit)
      inner?.fields.forEach(visit)
    } else if (isObject) names.push(key)
    else if (key === 'rpc_result.result') names.push(`Bool ${value}`)
  }
  fields.forEach(visit)
  return names.join(', ')
}
