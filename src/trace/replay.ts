// Opens a recording: what happened on its connections, frame by frame, explained down to the last byte that its
// secrets reach. It shares the framings and the ciphers with the core, and nothing that decides anything.
import { readInt32LE, readInt64LE } from '../core/bytes/integers.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { isPlaintext } from '../core/envelope/plaintext.ts'
import { frameBlock, startBlock } from './frame.ts'
import { KeyRing } from './key-ring.ts'
import type { Block, Node } from './node.ts'
import { Opening } from './opening.ts'
import type { Recording } from './recording.ts'
import type { Carried, RecordedMessage, RecordingEvent, Stretch } from './recording-events.ts'
import { type Piece, StreamReader } from './stream-reader.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface OpenRecordingOptions {
  readonly crypto: Crypto
  /** what messages are explained by */
  readonly vocabulary: Vocabulary
}

/**
 * Yields what happened in the order of the recording; a frame when its last byte has passed, and what is left of a
 * connection before its end. Whatever was recorded, it throws nothing.
 */
export function* openRecording(
  { lines, secrets }: Recording,
  { crypto, vocabulary }: OpenRecordingOptions,
): Generator<RecordingEvent, void> {
  const keys = new KeyRing(secrets, crypto)
  /** by run; connections that belong to none are one */
  const openings = new Map<string | undefined, Opening>()
  const open = new Map<number, { readonly reader: StreamReader; readonly opening: Opening }>()
  let last = 0
  const eventOf = (piece: Piece, at: number, link: number, opening: Opening): RecordingEvent => {
    const { from, start, wire, clear, content } = piece
    const stretch: Stretch = { at, link, from, start, end: start + wire.length, wire }
    if (content.kind === 'unread') return { ...stretch, ...content }
    const { framing } = content
    if (content.kind === 'start') {
      const { obfuscated } = content
      const block = startBlock(clear, framing, obfuscated)
      return { ...stretch, kind: 'transport', framing, obfuscated, block }
    }
    let nodes: readonly Node[] = []
    const block = frameBlock(clear, content, payload => {
      nodes = opening.nodesOf(payload)
      return nodes
    })
    const carried: Carried =
      content.kind === 'payload'
        ? carriedIn(content.payload, nodes, keys)
        : content.kind === 'error'
          ? { kind: 'transport-error', code: content.code }
          : { kind: 'quick-ack', token: content.token }
    return { ...stretch, kind: 'frame', block, carried }
  }
  for (const line of lines) {
    const { at, link } = line
    last = Math.max(last, at)
    if (line.kind === 'opened') {
      const opening = openings.get(line.run) ?? new Opening(keys, vocabulary, crypto)
      openings.set(line.run, opening)
      open.set(link, { reader: new StreamReader(crypto), opening })
      yield line
      continue
    }
    const connection = open.get(link)
    if (connection === undefined) continue
    const { reader, opening } = connection
    if (line.kind === 'bytes') {
      for (const piece of reader.take(line.from, line.bytes))
        yield eventOf(piece, at, link, opening)
      continue
    }
    for (const piece of reader.end()) yield eventOf(piece, at, link, opening)
    open.delete(link)
    yield line
  }
  for (const [link, { reader, opening }] of open)
    for (const piece of reader.end()) yield eventOf(piece, last, link, opening)
}

function carriedIn(payload: Uint8Array, nodes: readonly Node[], keys: KeyRing): Carried {
  const body = bodyIn(nodes)
  const sealed = nodes.find(({ name }) => name === 'ciphertext')
  if (sealed !== undefined) {
    const authKeyId = readInt64LE(payload)
    const carrier = keys.carrier(authKeyId)
    const message = sealed.inner && messageIn(sealed.inner)
    return carrier && message
      ? { kind: 'message', authKeyId, temporary: carrier.temporary, ...message }
      : { kind: 'sealed', authKeyId }
  }
  return body !== undefined && isPlaintext(payload)
    ? { kind: 'plaintext', msgId: readInt64LE(payload, 8), body }
    : { kind: 'unknown' }
}

/** What stands in a decrypted envelope: salt, session_id, msg_id, seq_no, length, and the message. */
function messageIn({
  bytes,
  nodes,
}: Block): Omit<Carried & { kind: 'message' }, 'kind' | 'authKeyId' | 'temporary'> | undefined {
  const body = bodyIn(nodes)
  if (body === undefined) return undefined
  return {
    salt: readInt64LE(bytes),
    sessionId: readInt64LE(bytes, 8),
    msgId: readInt64LE(bytes, 16),
    seqNo: readInt32LE(bytes, 24),
    body,
    items: itemsOf(body, bytes),
  }
}

/** The messages of a container, as many as are whole. */
function itemsOf({ tlName, children }: Node, bytes: Uint8Array): RecordedMessage[] {
  if (tlName !== 'msg_container') return []
  return (children[0]?.children ?? []).flatMap(({ children: fields }) => {
    const [msgId, seqNo] = fields
    const body = bodyIn(fields)
    return msgId && seqNo && body
      ? [{ msgId: readInt64LE(bytes, msgId.offset), seqNo: readInt32LE(bytes, seqNo.offset), body }]
      : []
  })
}

function bodyIn(nodes: readonly Node[]): Node | undefined {
  return nodes.find(({ name }) => name === 'body')
}
