// One transport payload, or one bare object or call, explained byte by byte. What it is shows in its
// structure. Source: /mtproto/description. With an auth key an encrypted message is opened, whoever sent
// it; nothing is refused: what breaks a rule is shown beside what it means.
import { equal } from '../core/bytes/bytes.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../core/bytes/integers.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { aesKeyV2, msgKeyLarge } from '../core/envelope/kdf.ts'
import { isPlaintext } from '../core/envelope/plaintext.ts'
import type { Side } from '../core/machine.ts'
import { isContentRelated } from '../core/session/message.ts'
import { BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID } from '../core/tl/reader.ts'
import { interpret } from './interpreter.ts'
import type { Block, Node } from './node.ts'
import { count, describeLong } from './value.ts'
import type { Vocabulary } from './vocabulary.ts'

/** auth_key_id, msg_id and message_length. */
const PLAINTEXT_HEADER = 20
/** auth_key_id and msg_key. */
const OUTER = 24
/** salt, session_id, msg_id, seq_no and length. */
const HEADER = 32
const BLOCK = 16
/** Header and least padding, in whole blocks. */
const LEAST_CIPHERTEXT = 48

/** The key that may open encrypted messages, and the primitives it takes. */
export interface Opener {
  readonly authKey: AuthKey
  readonly crypto: Crypto
}

/** Explains a payload: either envelope, a transport error, or a bare object or call. Never throws. */
export function annotate(payload: Uint8Array, vocabulary: Vocabulary, opener?: Opener): Block {
  return { title: '', bytes: payload, nodes: nodesOf(payload, vocabulary, opener) }
}

function nodesOf(payload: Uint8Array, vocabulary: Vocabulary, opener: Opener | undefined): Node[] {
  const { length } = payload
  if (length >= PLAINTEXT_HEADER && isPlaintext(payload)) return plaintext(payload, vocabulary)
  const ours = length >= OUTER && readInt64LE(payload) === opener?.authKey.id
  const known = length >= 4 && isKnown(readUint32LE(payload), vocabulary)
  if (ours || (!known && length >= OUTER + LEAST_CIPHERTEXT))
    return encrypted(payload, vocabulary, opener)
  if (!known && length === 4 && readInt32LE(payload) < 0)
    return [leaf(0, 4, 'transport error', 'int', `${readInt32LE(payload)}`)]
  return interpret(payload, vocabulary, 'body')
}

function isKnown(id: number, vocabulary: Vocabulary): boolean {
  return [VECTOR_ID, BOOL_TRUE_ID, BOOL_FALSE_ID].includes(id) || vocabulary.find(id) !== undefined
}

function plaintext(payload: Uint8Array, vocabulary: Vocabulary): Node[] {
  const length = readInt32LE(payload, 16)
  const room = payload.length - PLAINTEXT_HEADER
  const bounded = length >= 0 && length <= room
  const end = bounded ? PLAINTEXT_HEADER + length : payload.length
  return [
    { ...leaf(0, 8, 'auth_key_id', 'long', '0'), note: 'not encrypted' },
    msgIdNode(8, payload),
    lengthNode(16, 'message_length', length, room),
    ...interpret(payload, vocabulary, 'body', PLAINTEXT_HEADER, end),
    ...stray(end, payload.length),
  ]
}

function encrypted(
  payload: Uint8Array,
  vocabulary: Vocabulary,
  opener: Opener | undefined,
): Node[] {
  const id = readInt64LE(payload)
  const size = payload.length - OUTER
  const whole = size - (size % BLOCK)
  const ours = id === opener?.authKey.id
  const note = opener && !ours && { note: 'not that of the given key' }
  const inner = ours ? open(payload.subarray(0, OUTER + whole), opener, vocabulary) : undefined
  const name = 'ciphertext'
  const bytes = count(whole, 'byte')
  return [
    { ...leaf(0, 8, 'auth_key_id', 'long', `${id}`), ...note },
    leaf(8, 16, 'msg_key', 'int128', ''),
    ours && inner === undefined
      ? fault(OUTER, whole, name, '', `${bytes}, the msg_key fits neither side`)
      : { ...leaf(OUTER, whole, name, '', bytes), ...(inner && { inner }) },
    ...stray(OUTER + whole, payload.length),
  ]
}

/** What the ciphertext says, if either side sealed it under this msg_key. */
function open(
  payload: Uint8Array,
  { authKey, crypto }: Opener,
  vocabulary: Vocabulary,
): Block | undefined {
  const msgKey = payload.subarray(8, OUTER)
  for (const side of ['client', 'server'] satisfies Side[]) {
    const { key, iv } = aesKeyV2(authKey.key, msgKey, side, crypto)
    const bytes = crypto.aesIgeDecrypt(payload.subarray(OUTER), key, iv)
    // C-2: a msg_key that fits proves what was decrypted, and who sent it.
    if (equal(msgKeyLarge(bytes, authKey.key, side, crypto).subarray(8, 24), msgKey))
      return { title: `decrypted, sent by the ${side}`, bytes, nodes: opened(bytes, vocabulary) }
  }
  return undefined
}

function opened(bytes: Uint8Array, vocabulary: Vocabulary): Node[] {
  if (bytes.length < HEADER) return [fault(0, bytes.length, 'plaintext', '', 'cut off')]
  const seqNo = readInt32LE(bytes, 24)
  const length = readInt32LE(bytes, 28)
  const room = bytes.length - HEADER
  const bounded = length >= 0 && length <= room
  const end = bounded ? HEADER + length : bytes.length
  return [
    leaf(0, 8, 'salt', 'long', `${readInt64LE(bytes, 0)}`),
    leaf(8, 8, 'session_id', 'long', `${readInt64LE(bytes, 8)}`),
    msgIdNode(16, bytes),
    {
      ...leaf(24, 4, 'seq_no', 'int', `${seqNo}`),
      ...(isContentRelated({ seqNo }) && { note: 'content-related' }),
    },
    lengthNode(28, 'length', length, room),
    ...interpret(bytes, vocabulary, 'body', HEADER, end),
    paddingNode(end, bytes.length - end),
  ]
}

function msgIdNode(offset: number, bytes: Uint8Array): Node {
  const description = describeLong('msg_id', readInt64LE(bytes, offset))
  return { ...leaf(offset, 8, 'msg_id', 'long', ''), ...description }
}

/** HS-51, C-4: the declared length is a multiple of 4 and the body ends inside the `room` behind it. */
function lengthNode(offset: number, name: string, length: number, room: number): Node {
  if (length < 0 || length > room)
    return fault(offset, 4, name, 'int', `${length}, ${count(room, 'byte')} remain`)
  if (length % 4 !== 0) return fault(offset, 4, name, 'int', `${length}, not a multiple of 4`)
  return leaf(offset, 4, name, 'int', `${length}`)
}

/** C-5: 12 <= padding <= 1024. */
function paddingNode(offset: number, length: number): Node {
  const value = count(length, 'byte')
  return length < 12 || length > 1024
    ? fault(offset, length, 'padding', '', `${value} instead of 12 to 1024`)
    : leaf(offset, length, 'padding', '', value)
}

/** Bytes that the transport left behind the message. */
function stray(start: number, end: number): Node[] {
  return start < end ? [leaf(start, end - start, 'stray', '', count(end - start, 'byte'))] : []
}

function leaf(offset: number, length: number, name: string, type: string, value: string): Node {
  return { offset, length, name, type, value, children: [] }
}

function fault(offset: number, length: number, name: string, type: string, value: string): Node {
  return { ...leaf(offset, length, name, type, value), fault: true }
}
