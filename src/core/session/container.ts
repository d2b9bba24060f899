// msg_container: several messages in one envelope. Accepted or refused as one unit, never nested.
// Source: /mtproto/service_messages#containers
import { concat } from '../bytes/bytes.ts'
import {
  readInt32LE,
  readInt64LE,
  readUint32LE,
  writeInt64LE,
  writeUint32LE,
} from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { RuleId } from '../rules.ts'
import { constructorId, type Message } from './message.ts'
import { SERVICE } from './service.ts'

/** What a receiver takes in one container. */
export const MAX_ITEMS_RECEIVED = 1024
/** What a sender puts into one container: a limit that older receivers have as well. */
export const MAX_ITEMS_SENT = 1020
/** Bodies together with their headers, in bytes; only a single message may be larger. */
export const MAX_BYTES_SENT = 32_768

const HEADER = 8
const ITEM_HEADER = 16

/** The size a message takes inside a container, in bytes. */
export function itemSize(body: Uint8Array): number {
  return ITEM_HEADER + body.length
}

/** The body of a container with these items. */
export function encodeContainer(items: readonly Message[]): Uint8Array {
  const head = new Uint8Array(HEADER)
  writeUint32LE(head, 0, SERVICE.msgContainer)
  writeUint32LE(head, 4, items.length)
  const parts: Uint8Array[] = [head]
  for (const { msgId, seqNo, body } of items) {
    const header = new Uint8Array(ITEM_HEADER)
    writeInt64LE(header, 0, msgId)
    writeUint32LE(header, 8, seqNo)
    writeUint32LE(header, 12, body.length)
    parts.push(header, body)
  }
  return concat(...parts)
}

/**
 * The items of the container that `message` is, in order. Throws ERR_CONTAINER_INVALID when any of them
 * is malformed: none of the others counts then.
 */
export function decodeContainer(message: Message): Message[] {
  const { body } = message
  const count = body.length < HEADER ? -1 : readInt32LE(body, 4)
  if (count < 0 || count > MAX_ITEMS_RECEIVED) throw invalid('SES-10', `${count} items`)
  const items: Message[] = []
  let at = HEADER
  for (let index = 0; index < count; index++) {
    if (body.length - at < ITEM_HEADER) throw invalid('SES-10', `no room for item ${index}`)
    const msgId = readInt64LE(body, at)
    const seqNo = readInt32LE(body, at + 8)
    const length = readUint32LE(body, at + 12)
    at += ITEM_HEADER
    if (length % 4 !== 0 || length > body.length - at)
      throw invalid('SES-10', `item of ${length} bytes`)
    const item = { msgId, seqNo, body: body.subarray(at, at + length) }
    at += length
    // SES-09: a container holds messages, not containers.
    if (constructorId(item.body) === SERVICE.msgContainer)
      throw invalid('SES-09', 'a nested container')
    // C-11 (ENC-24): an item was created before the container that carries it.
    if (msgId >= message.msgId) throw invalid('C-11', `item ${msgId} in container ${message.msgId}`)
    items.push(item)
  }
  if (at !== body.length) throw invalid('SES-10', `${body.length - at} bytes left over`)
  return items
}

function invalid(rule: RuleId, got: string): MtprotoError {
  return new MtprotoError('ERR_CONTAINER_INVALID', { rule, got })
}
