// How a connection begins, and how a server tells from the first bytes what a client speaks.
// Source: /mtproto/mtproto-transports, /mtproto/transports. The forms exclude one another: an obfuscated
// start is random, and is drawn so that it can be taken for none of the others.
import { readUint32LE } from '../bytes/integers.ts'
import type { FramingName } from './framing.ts'

/** The framings that can be named by a tag, and so be obfuscated. */
export type TaggedFraming = Exclude<FramingName, 'full' | 'http'>

/** What the first bytes of a connection say. */
export type StartForm = FramingName | 'obfuscated'

/** How many bytes an obfuscated connection starts with. */
export const INIT_LENGTH = 64

/** Each tag is the same byte four times. */
const TAG_BYTES: Readonly<Record<TaggedFraming, number>> = {
  abridged: 0xef,
  intermediate: 0xee,
  padded: 0xdd,
}

const TAGGED = ['abridged', 'intermediate', 'padded'] as const

// the first four bytes as a little-endian word
const HTTP_WORDS = [
  0x44414548, // HEAD
  0x54534f50, // POST
  0x20544547, // GET and a space
  0x4954504f, // OPTI
]
const TLS_WORD = 0x02010316 // 16 03 01 02: a TLS handshake record

/** The four bytes that name `framing` inside an obfuscated start. */
export function tagOf(framing: TaggedFraming): Uint8Array {
  return new Uint8Array(4).fill(TAG_BYTES[framing])
}

/** The framing that a tag read as a word names, or undefined when there is none. */
export function framingOfTag(tag: number): TaggedFraming | undefined {
  const byte = tag & 0xff
  if (tag !== byte * 0x01010101) return undefined
  return TAGGED.find(framing => TAG_BYTES[framing] === byte)
}

/** What a client writes before its first frame when it does not obfuscate: 0, 1 or 4 bytes. */
export function startBytesOf(framing: FramingName): Uint8Array {
  if (framing === 'full' || framing === 'http') return new Uint8Array(0)
  return framing === 'abridged' ? tagOf(framing).subarray(0, 1) : tagOf(framing)
}

/** The form of a connection that starts with `bytes`, or undefined while more are needed (8 at most). */
export function detectStart(bytes: Uint8Array): StartForm | undefined {
  if (bytes[0] === TAG_BYTES.abridged) return 'abridged'
  if (bytes.length < 4) return undefined
  const first = readUint32LE(bytes)
  const framing = framingOfTag(first)
  if (framing !== undefined) return framing
  if (HTTP_WORDS.includes(first)) return 'http'
  if (bytes.length < 8) return undefined
  // in the full framing the number of the first frame stands here, and it is 0
  return readUint32LE(bytes, 4) === 0 ? 'full' : 'obfuscated'
}

/** May an obfuscated connection start with `bytes` (8 at least)? Not when they look like something else. */
export function mayStartObfuscated(bytes: Uint8Array): boolean {
  return detectStart(bytes) === 'obfuscated' && readUint32LE(bytes) !== TLS_WORD
}
