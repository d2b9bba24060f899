// What a framing is: how payloads are cut out of a byte stream. Source: /mtproto/mtproto-transports
// Outgoing, a payload becomes a record (complete: what a correct sender fills in) and then bytes (encode:
// writes the record as it stands). Incoming, no byte is believed before its length has been checked.
import { readInt32LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { ByteQueue } from './byte-queue.ts'

/** The framings; `padded` is the padded intermediate one. */
export type FramingName = 'abridged' | 'intermediate' | 'padded' | 'full' | 'http'

/** Whose bytes are read: only a server sends errors and quick acks, only a client asks for one. */
export type Sender = 'client' | 'server'

/** An outgoing frame before it is bytes. Fields that its framing does not have are ignored by encode. */
export interface FrameRecord {
  readonly payload: Uint8Array
  /** the announced length in bytes: payload; padded: payload and padding; full: the whole frame */
  readonly length: number
  /** asks the server for a quick acknowledgement; not in full, nor over HTTP */
  readonly quickAck: boolean
  /** padded: 0..15 random bytes behind the payload */
  readonly padding: Uint8Array
  /** full: the number of the frame in its direction, from 0 */
  readonly seq: number
  /** full: CRC-32 of length, seq and payload */
  readonly crc32: number
  /** http: the status of a response */
  readonly status: number
}

/** What came out of the stream. */
export type Received =
  /** `quickAck`: the client asks for a quick ack. In padded, 0..15 stray bytes follow the message. */
  | { readonly kind: 'payload'; readonly payload: Uint8Array; readonly quickAck: boolean }
  /** a transport error such as -404 */
  | { readonly kind: 'error'; readonly code: number }
  /** the server has taken the message with this token (uint32, bit 31 set) */
  | { readonly kind: 'quick-ack'; readonly token: number }

/** One framing on one connection; the numbering of `full` and the turns of `http` make it stateful. */
export interface Framing {
  readonly name: FramingName
  readonly supportsQuickAck: boolean
  /** whether it is this side's turn; always, but on a server of `http` */
  readonly mayWrite: boolean
  /** Fills in all that a correct sender would send with `payload`; throws ERR_ARGUMENT on a bad size. */
  complete(payload: Uint8Array, quickAck: boolean): FrameRecord
  /** Returns the bytes of `record`, unchecked. */
  encode(record: FrameRecord): Uint8Array
  /** Returns the server's quick ack for `token`; throws ERR_ARGUMENT where there is none. */
  encodeQuickAck(token: number): Uint8Array
  /**
   * Takes the next item out of `queue`, or returns undefined until it is complete.
   * Throws ERR_FRAME_INVALID or ERR_FRAME_TOO_LARGE, after which the stream cannot be read further.
   */
  read(queue: ByteQueue, sender: Sender): Received | undefined
}

/** The largest payload, in bytes: 4 MiB and 1 KiB. */
export const MAX_PAYLOAD: number = 2 ** 22 + 1024

const NO_PADDING = new Uint8Array(0)

/** A record with the fields that every framing has; throws ERR_ARGUMENT when the payload cannot be sent. */
export function createRecord(payload: Uint8Array, quickAck: boolean): FrameRecord {
  const { length } = payload
  if (length === 0 || length % 4 !== 0 || length > MAX_PAYLOAD)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'payload',
      got: `${length} bytes`,
      expected: `a multiple of 4, up to ${MAX_PAYLOAD}`,
    })
  return { payload, length, quickAck, padding: NO_PADDING, seq: 0, crc32: 0, status: 200 }
}

/**
 * Throws ERR_FRAME_TOO_LARGE or ERR_FRAME_INVALID unless `length` bytes may be announced for a payload:
 * a multiple of 4 up to MAX_PAYLOAD, and in a framing with padding up to `maxPadding` bytes more.
 */
export function checkLength(length: number, maxPadding = 0): void {
  // TR-06: an announced length is refused before anything is kept for it
  if (length > MAX_PAYLOAD + maxPadding)
    throw new MtprotoError('ERR_FRAME_TOO_LARGE', {
      rule: 'TR-06',
      got: length,
      expected: MAX_PAYLOAD + maxPadding,
    })
  if (length < 4 || (maxPadding === 0 && length % 4 !== 0))
    throw new MtprotoError('ERR_FRAME_INVALID', { rule: 'TR-06', at: 'length', got: length })
}

/** What a whole payload means: four bytes from a server are a transport error, signed little-endian. */
export function classify(payload: Uint8Array, sender: Sender, quickAck: boolean): Received {
  return sender === 'server' && payload.length === 4
    ? { kind: 'error', code: readInt32LE(payload) }
    : { kind: 'payload', payload, quickAck }
}
