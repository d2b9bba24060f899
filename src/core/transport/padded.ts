// The padded intermediate framing: intermediate, with 0..15 random bytes behind each payload that hide
// its length. Source: /mtproto/mtproto-transports#padded-intermediate
// What a server sends below 24 bytes is no message: a transport error or a quick ack, padded as well.
import { concat } from '../bytes/bytes.ts'
import { readInt32LE, readUint32LE, writeUint32LE } from '../bytes/integers.ts'
import type { Random } from '../machine.ts'
import type { ByteQueue } from './byte-queue.ts'
import {
  checkLength,
  createRecord,
  type FrameRecord,
  type Framing,
  type Received,
  type Sender,
} from './framing.ts'
import { QUICK_ACK_BIT } from './intermediate.ts'

const MAX_PADDING = 15
const MAX_QUICK_ACK_PADDING = 8
/** auth_key_id and msg_key: no message is shorter. */
const SHORTEST_MESSAGE = 24
/** Stands in front of the token of a quick ack, where an error would have its code. */
const QUICK_ACK_CODE = -1

/** One connection in the padded intermediate framing. */
export class PaddedFraming implements Framing {
  readonly name = 'padded'
  readonly supportsQuickAck = true
  readonly mayWrite = true
  readonly #random: Random

  /** `random` gives the padding. */
  constructor(random: Random) {
    this.#random = random
  }

  complete(payload: Uint8Array, quickAck: boolean): FrameRecord {
    // TR-02: up to 15 random bytes count with the payload
    const record = createRecord(payload, quickAck)
    const padding = this.#drawPadding(MAX_PADDING)
    return { ...record, length: payload.length + padding.length, padding }
  }

  encode({ payload, length, quickAck, padding }: FrameRecord): Uint8Array {
    const header = new Uint8Array(4)
    writeUint32LE(header, 0, quickAck ? length | QUICK_ACK_BIT : length)
    return concat(header, payload, padding)
  }

  encodeQuickAck(token: number): Uint8Array {
    const padding = this.#drawPadding(MAX_QUICK_ACK_PADDING)
    const frame = new Uint8Array(12)
    writeUint32LE(frame, 0, 8 + padding.length)
    writeUint32LE(frame, 4, QUICK_ACK_CODE)
    writeUint32LE(frame, 8, token)
    return concat(frame, padding)
  }

  read(queue: ByteQueue, sender: Sender): Received | undefined {
    if (queue.length < 4) return undefined
    const head = readUint32LE(queue.peek(4))
    const quickAck = sender === 'client' && head >= QUICK_ACK_BIT
    const length = quickAck ? head - QUICK_ACK_BIT : head
    checkLength(length, MAX_PADDING)
    if (queue.length < 4 + length) return undefined
    queue.take(4)
    const payload = queue.take(length)
    if (sender === 'client' || length >= SHORTEST_MESSAGE) {
      return { kind: 'payload', payload, quickAck }
    }
    // TR-16: the code is found whatever follows it
    const code = readInt32LE(payload)
    return code === QUICK_ACK_CODE && length >= 8
      ? { kind: 'quick-ack', token: readUint32LE(payload, 4) }
      : { kind: 'error', code }
  }

  /** 0..`most` random bytes, each number of them about as likely as the others. */
  #drawPadding(most: number): Uint8Array {
    const draw = this.#random(1 + most, 'padding')
    return draw.subarray(1, 1 + (draw[0]! % (most + 1)))
  }
}
