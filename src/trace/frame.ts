// The transport's own bytes, explained: how a connection starts and what stands around each payload.
// Source: /mtproto/mtproto-transports. Every byte of a frame has exactly one node.
import { readInt32LE, readUint32LE } from '../core/bytes/integers.ts'
import type { FramingName, Received } from '../core/transport/framing.ts'
import type { Block, Node } from './node.ts'
import { OBFUSCATED_START } from './stream-reader.ts'
import { count, quoted } from './value.ts'

/** Explains the start of a connection, without its key stream. */
export function startBlock(clear: Uint8Array, framing: FramingName, obfuscated: boolean): Block {
  const { key, iv, tag, dc, rest } = OBFUSCATED_START
  const nodes = obfuscated
    ? [
        leaf(0, key, 'random', ''),
        leaf(key, iv - key, 'key', ''),
        leaf(iv, tag - iv, 'iv', ''),
        leaf(tag, dc - tag, 'tag', framing),
        leaf(dc, rest - dc, 'dc', `${(readInt32LE(clear, dc) << 16) >> 16}`),
        leaf(rest, clear.length - rest, 'random', ''),
      ]
    : clear.length > 0
      ? [leaf(0, clear.length, 'tag', framing)]
      : []
  return { title: '', bytes: clear, nodes }
}

/** Explains a frame; `nodesOf` explains its payload. */
export function frameBlock(
  clear: Uint8Array,
  received: Received & { readonly framing: FramingName },
  nodesOf: (payload: Uint8Array) => readonly Node[],
): Block {
  const { framing } = received
  const end = framing === 'full' ? clear.length - 4 : clear.length
  const nodes: Node[] = []
  /** where the next node begins */
  let at = 0
  const add = (length: number, name: string, value: string, type = ''): void => {
    nodes.push(leaf(at, length, name, value, type))
    at += length
  }
  // An abridged and an intermediate quick ack has no length in front of it.
  const hasLength = received.kind !== 'quick-ack' || framing === 'padded'
  if (framing === 'http') add(clear.length - payloadSize(received), 'head', firstLine(clear))
  else if (hasLength) add(lengthSize(clear, framing), 'length', announced(clear, framing))
  if (framing === 'full') add(4, 'seq', `${readUint32LE(clear, 4)}`)
  if (received.kind === 'payload') {
    nodes.push(...nodesOf(received.payload).map(node => shifted(node, at)))
    at = end
  } else if (received.kind === 'quick-ack') {
    if (framing === 'padded') add(4, 'mark', 'a quick acknowledgement follows')
    add(4, 'token', `${received.token}`)
  } else if (framing !== 'http') {
    add(4, 'transport error', `${received.code}`, 'int')
  }
  if (at < end) add(end - at, 'padding', count(end - at, 'byte'))
  if (framing === 'full') add(4, 'crc32', '')
  return { title: '', bytes: clear, nodes }
}

function payloadSize(received: Received): number {
  return received.kind === 'payload' ? received.payload.length : 0
}

function lengthSize(clear: Uint8Array, framing: FramingName): number {
  return framing === 'abridged' && (clear[0]! & 0x7f) !== 0x7f ? 1 : 4
}

/** What the length says, with the flag that shares its field. */
function announced(clear: Uint8Array, framing: FramingName): string {
  const isLong = lengthSize(clear, framing) === 4
  const flag = framing === 'full' ? 0 : clear[framing === 'abridged' ? 0 : 3]! & 0x80
  const words = isLong ? readUint32LE(clear) >>> 8 : clear[0]! & 0x7f
  const length = framing === 'abridged' ? 4 * words : readUint32LE(clear) & 0x7fffffff
  return `${count(length, 'byte')}${flag === 0 ? '' : ', asks for a quick acknowledgement'}`
}

function firstLine(clear: Uint8Array): string {
  const end = clear.indexOf(0x0d)
  return quoted(clear.subarray(0, end < 0 ? clear.length : end)) ?? ''
}

/** The same node so many bytes further on; what it unpacks to has places of its own. */
function shifted(node: Node, by: number): Node {
  const children = node.children.map(child => shifted(child, by))
  return { ...node, offset: node.offset + by, children }
}

function leaf(offset: number, length: number, name: string, value: string, type = ''): Node {
  return { offset, length, name, type, value, children: [] }
}
