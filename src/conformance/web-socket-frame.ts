// Frames of a WebSocket, and the value that proves an upgrade was understood.
// Source: RFC 6455

import { toBase64 } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { ByteQueue } from '../core/transport/byte-queue.ts'

const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export type Opcode = keyof typeof OPCODES

/** One frame; the last of its message unless it is sent otherwise. */
export interface WebSocketFrame {
  readonly opcode: Opcode
  readonly payload: Uint8Array
}

/** As a frame goes on the wire; a client masks its own with 4 random bytes. */
export function encodeFrame({ opcode, payload }: WebSocketFrame, mask?: Uint8Array): Uint8Array {
  const { length } = payload
  const lengthBytes =
    length < 126
      ? [length]
      : length < 0x1_00_00
        ? [126, length >>> 8, length & 255]
        : [
            127,
            0,
            0,
            0,
            0,
            length >>> 24,
            (length >>> 16) & 255,
            (length >>> 8) & 255,
            length & 255,
          ]
  const [first, ...more] = lengthBytes
  const head = Uint8Array.of(0x80 | OPCODES[opcode], first! | (mask ? 0x80 : 0), ...more)
  return mask ? concat(head, mask, masked(payload, mask)) : concat(head, payload)
}

/** Takes the next frame out of the queue, or undefined until it is there as a whole. */
export function readFrame(queue: ByteQueue): WebSocketFrame | undefined {
  const head = queue.peek(14)
  if (head.length < 2) return undefined
  const short = head[1]! & 127
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0
  const maskLength = head[1]! & 0x80 ? 4 : 0
  const headLength = 2 + extra + maskLength
  if (head.length < headLength) return undefined
  const length = extra === 0 ? short : head.subarray(2, 2 + extra).reduce((n, b) => n * 256 + b, 0)
  if (queue.length < headLength + length) return undefined
  const mask = queue.take(headLength).subarray(2 + extra)
  const payload = queue.take(length)
  const opcode = Object.entries(OPCODES).find(([, code]) => code === (head[0]! & 15))?.[0]
  return { opcode: (opcode ?? 'text') as Opcode, payload: masked(payload, mask) }
}

function masked(payload: Uint8Array, mask: Uint8Array): Uint8Array {
  return mask.length === 0 ? payload : payload.map((byte, i) => byte ^ mask[i % 4]!)
}

/** What a server answers to the key of an upgrade. */
export function upgradeProof(key: string, crypto: Crypto): string {
  return toBase64(crypto.sha1(encodeUtf8(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)))
}

/** Takes the head of a request or a response out of the queue: its lines, or undefined until it is there. */
export function readHead(queue: ByteQueue): string[] | undefined {
  const text = String.fromCharCode(...queue.peek(8192))
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  queue.take(end + 4)
  return text.slice(0, end).split('\r\n')
}

/** The value of a header, or undefined. */
export function headerOf(lines: readonly string[], name: string): string | undefined {
  const line = lines.find(each => each.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  return line?.slice(name.length + 1).trim()
}
