// The harness's WebSocket: heads and frames come out the same however the bytes are cut, and as they were sent.
import assert from 'node:assert/strict'
import {
  encodeFrame,
  headerOf,
  readFrame,
  readHead,
  type WebSocketFrame,
} from '../../../src/conformance/web-socket-frame.ts'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { ByteQueue } from '../../../src/core/transport/byte-queue.ts'
import type { Target } from '../target.ts'

const HEAD = encodeUtf8('GET /apiws HTTP/1.1\r\nSec-WebSocket-Protocol: binary\r\n\r\n')
const MASK = Uint8Array.of(1, 2, 3, 4)

/** A head, if there is one, and the frames behind it. */
function read(...segments: readonly Uint8Array[]): [string | undefined, WebSocketFrame[]] {
  const queue = new ByteQueue()
  let lines: string[] | undefined
  const frames: WebSocketFrame[] = []
  for (const segment of segments) {
    queue.push(segment)
    lines ??= readHead(queue)
    if (lines === undefined) continue
    for (let frame = readFrame(queue); frame; frame = readFrame(queue)) frames.push(frame)
  }
  return [lines && headerOf(lines, 'Sec-WebSocket-Protocol'), frames]
}

export const target: Target = {
  name: 'web-socket',
  seeds: () => {
    const payload = (length: number): Uint8Array => new Uint8Array(length).fill(7)
    const frames = [0, 125, 126, 300].flatMap(length => [
      encodeFrame({ opcode: 'binary', payload: payload(length) }),
      encodeFrame({ opcode: 'text', payload: payload(length) }, MASK),
    ])
    return [
      HEAD,
      concat(HEAD, ...frames),
      concat(HEAD, encodeFrame({ opcode: 'close', payload: payload(2) }, MASK)),
      concat(HEAD, Uint8Array.of(0x82, 0x7f, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff)),
    ]
  },
  run(input) {
    const whole = read(input)
    assert.deepEqual(read(...Array.from(input, byte => Uint8Array.of(byte))), whole)
    const [, frames] = whole
    const again = frames.map((frame, i) => encodeFrame(frame, i % 2 === 0 ? MASK : undefined))
    assert.deepEqual(read(HEAD, ...again)[1], frames)
    return whole
  },
}
