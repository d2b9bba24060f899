// The intermediate framing: four bytes of length, then the payload.
// Source: /mtproto/mtproto-transports#intermediate. Bit 31 of the length is the quick-ack flag.
import { concat } from '../bytes/bytes.ts'
import { readUint32LE, writeUint32LE } from '../bytes/integers.ts'
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

/** The quick-ack flag in a length. */
export const QUICK_ACK_BIT = 0x80000000

/** One connection in the intermediate framing; it keeps no state. */
export class IntermediateFraming implements Framing {
  readonly name = 'intermediate'
  readonly supportsQuickAck = true
  readonly mayWrite = true

  complete(payload: Uint8Array, quickAck: boolean): FrameRecord {
    return createRecord(payload, quickAck)
  }

  encode({ payload, length, quickAck }: FrameRecord): Uint8Array {
    // TR-02: in bytes
    return concat(word(quickAck ? length | QUICK_ACK_BIT : length), payload)
  }

  /** The token alone: its bit 31 tells it from a length. */
  encodeQuickAck(token: number): Uint8Array {
    return word(token)
  }

  read(queue: ByteQueue, sender: Sender): Received | undefined {
    if (queue.length < 4) return undefined
    const head = readUint32LE(queue.peek(4))
    const flagged = head >= QUICK_ACK_BIT
    if (flagged && sender === 'server') {
      queue.take(4)
      return { kind: 'quick-ack', token: head }
    }
    const length = head % QUICK_ACK_BIT
    checkLength(length)
    if (queue.length < 4 + length) return undefined
    queue.take(4)
    return classify(queue.take(length), sender, flagged)
  }
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  writeUint32LE(bytes, 0, value)
  return bytes
}
