// The abridged framing: the length in 4-byte words takes one byte, or four from 127 words on.
// Source: /mtproto/mtproto-transports#abridged. The top bit of the first byte is the quick-ack flag.
import { concat } from '../bytes/bytes.ts'
import { readUint32LE } from '../bytes/integers.ts'
import type { ByteQueue } from './byte-queue.ts'
import {
  checkLength,
  classify,
  createRecord,
  type FrameRecord,
  type Framing,
  type Received,
  type Sender,
} from './framing.ts'

const QUICK_ACK = 0x80
const LONG_FORM = 0x7f

/** One connection in the abridged framing; it keeps no state. */
export class AbridgedFraming implements Framing {
  readonly name = 'abridged'
  readonly supportsQuickAck = true
  readonly mayWrite = true

  complete(payload: Uint8Array, quickAck: boolean): FrameRecord {
    return createRecord(payload, quickAck)
  }

  encode({ payload, length, quickAck }: FrameRecord): Uint8Array {
    // TR-01: in words; one byte below 127 of them
    const words = length >>> 2
    const flag = quickAck ? QUICK_ACK : 0
    const header =
      words < LONG_FORM
        ? [flag | words]
        : [flag | LONG_FORM, words & 0xff, (words >>> 8) & 0xff, (words >>> 16) & 0xff]
    return concat(Uint8Array.from(header), payload)
  }

  /** The token goes out big-endian, so that its set top bit comes where a length would. */
  encodeQuickAck(token: number): Uint8Array {
    return Uint8Array.of(token >>> 24, token >>> 16, token >>> 8, token)
  }

  read(queue: ByteQueue, sender: Sender): Received | undefined {
    const head = queue.peek(4)
    if (head.length === 0) return undefined
    const flagged = (head[0]! & QUICK_ACK) !== 0
    if (flagged && sender === 'server') {
      if (head.length < 4) return undefined
      return { kind: 'quick-ack', token: readUint32LE(queue.take(4).reverse()) }
    }
    let words = head[0]! & ~QUICK_ACK
    let headerLength = 1
    if (words === LONG_FORM) {
      if (head.length < 4) return undefined
      words = readUint32LE(head) >>> 8
      headerLength = 4
    }
    checkLength(4 * words)
    if (queue.length < headerLength + 4 * words) return undefined
    queue.take(headerLength)
    return classify(queue.take(4 * words), sender, flagged)
  }
}
