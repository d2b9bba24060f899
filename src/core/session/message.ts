// A message of an encrypted session: the unit that msg_id, seqno and acknowledgement apply to.
// Source: /mtproto/description, /mtproto/service_messages
import { readUint32LE } from '../bytes/integers.ts'

export interface Message {
  readonly msgId: bigint
  readonly seqNo: number
  /** one boxed TL object, a multiple of 4 bytes */
  readonly body: Uint8Array
}

/** A message as it came out of its envelope, containers opened and gzip unpacked. */
export interface Arrival extends Message {
  /** the msg_id of the container it travelled in, if any */
  readonly container: bigint | undefined
  /** whether its msg_id was seen before, or is below all that are remembered: it must take no effect */
  readonly duplicate: boolean
}

/** An odd seqno marks a content-related message, which the receiver has to acknowledge. */
export function isContentRelated(message: { readonly seqNo: number }): boolean {
  return (message.seqNo & 1) === 1
}

/** The constructor id a body starts with, unsigned; 0 for a body that is too short to have one. */
export function constructorId(body: Uint8Array): number {
  return body.length < 4 ? 0 : readUint32LE(body)
}
