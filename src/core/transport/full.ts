// The full framing: length, frame number, payload, CRC-32; the length counts all four.
// Source: /mtproto/mtproto-transports#full. A frame out of order or damaged ends the connection.
import { concat } from '../bytes/bytes.ts'
import { crc32 } from '../bytes/crc32.ts'
import { readUint32LE, writeUint32LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
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

/** length, seq and CRC-32: what a frame adds to its payload. */
const OVERHEAD = 12

/** One connection in the full framing: it counts the frames of both directions. */
export class FullFraming implements Framing {
  readonly name = 'full'
  readonly supportsQuickAck = false
  readonly mayWrite = true
  #nextOut = 0
  #nextIn = 0

  complete(payload: Uint8Array, quickAck: boolean): FrameRecord {
    if (quickAck) throw noQuickAck()
    const record = createRecord(payload, false)
    const length = payload.length + OVERHEAD
    const seq = this.#nextOut++
    return { ...record, length, seq, crc32: crc32(header(length, seq), payload) }
  }

  encode({ payload, length, seq, crc32: crc }: FrameRecord): Uint8Array {
    const trailer = new Uint8Array(4)
    writeUint32LE(trailer, 0, crc)
    return concat(header(length, seq), payload, trailer)
  }

  encodeQuickAck(): Uint8Array {
    throw noQuickAck()
  }

  read(queue: ByteQueue, sender: Sender): Received | undefined {
    if (queue.length < 4) return undefined
    const length = readUint32LE(queue.peek(4))
    // TR-04: a frame too short for itself, damaged or out of order is not used, nor what follows it
    if (length < OVERHEAD) throw invalid('length', length, OVERHEAD)
    checkLength(length - OVERHEAD)
    if (queue.length < length) return undefined
    const frame = queue.take(length)
    const crcAt = length - 4
    const crc = crc32(frame.subarray(0, crcAt))
    if (crc !== readUint32LE(frame, crcAt)) throw invalid('crc32', readUint32LE(frame, crcAt), crc)
    const seq = readUint32LE(frame, 4)
    if (seq !== this.#nextIn) throw invalid('seq', seq, this.#nextIn)
    this.#nextIn++
    return classify(frame.subarray(8, crcAt), sender, false)
  }
}

function header(length: number, seq: number): Uint8Array {
  const bytes = new Uint8Array(8)
  writeUint32LE(bytes, 0, length)
  writeUint32LE(bytes, 4, seq)
  return bytes
}

function invalid(at: string, got: number, expected: number): MtprotoError {
  return new MtprotoError('ERR_FRAME_INVALID', { rule: 'TR-04', at, got, expected })
}

function noQuickAck(): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', {
    at: 'quickAck',
    advice: 'the full framing has no quick acknowledgements',
  })
}
