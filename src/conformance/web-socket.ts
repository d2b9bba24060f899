// Both ends of a WebSocket as the harness speaks them over a plain socket, so that a case sees the upgrade, the
// borders of messages and the close, and can get each of them wrong.
// Source: /mtproto/transports#websocket, RFC 6455

import { toBase64 } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { Random, Stage } from '../core/machine.ts'
import { ByteQueue } from '../core/transport/byte-queue.ts'
import { authority } from '../host/authority.ts'
import type { Address, Host, Socket, SocketEvents } from '../host/host.ts'
import {
  encodeFrame,
  headerOf,
  type Opcode,
  readFrame,
  readHead,
  upgradeProof,
  type WebSocketFrame,
} from './web-socket-frame.ts'

/** The harness as the server of one WebSocket. */
export class WebSocketServerEnd implements Socket {
  /** what the client has asked for, once it has */
  upgrade: { readonly path: string; readonly protocols: readonly string[] } | undefined
  /** what the client's frames were, in their order */
  readonly opcodes: Opcode[] = []
  /** what happens on the plain socket */
  readonly events: SocketEvents
  readonly #socket: Socket
  readonly #crypto: Crypto
  readonly #accept: (socket: Socket) => SocketEvents
  readonly #queue = new ByteQueue()
  #inner: SocketEvents | undefined

  constructor(socket: Socket, crypto: Crypto, accept: (socket: Socket) => SocketEvents) {
    this.#socket = socket
    this.#crypto = crypto
    this.#accept = accept
    this.events = {
      opened: () => {},
      received: bytes => this.#received(bytes),
      closed: reason => this.#inner?.closed(reason),
    }
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(encodeFrame({ opcode: 'binary', payload: bytes }))
  }

  close(): void {
    this.closeWith(1000, '')
  }

  /** Says goodbye; the connection ends when the client has answered. */
  closeWith(code: number, reason: string): void {
    const payload = concat(Uint8Array.of(code >>> 8, code & 255), encodeUtf8(reason))
    this.#socket.write(encodeFrame({ opcode: 'close', payload }))
  }

  #received(bytes: Uint8Array): void {
    this.#queue.push(bytes)
    if (this.upgrade === undefined) this.#open()
    if (this.upgrade === undefined) return
    for (let frame = readFrame(this.#queue); frame; frame = readFrame(this.#queue)) {
      this.opcodes.push(frame.opcode)
      if (frame.opcode === 'close') this.#socket.close()
      else if (frame.opcode === 'ping')
        this.#socket.write(encodeFrame({ opcode: 'pong', payload: frame.payload }))
      else this.#inner?.received(frame.payload)
    }
  }

  #open(): void {
    const lines = readHead(this.#queue)
    if (lines === undefined) return
    const protocols = (headerOf(lines, 'Sec-WebSocket-Protocol') ?? '').split(/\s*,\s*/)
    this.upgrade = { path: lines[0]!.split(' ')[1] ?? '', protocols }
    const head = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${upgradeProof(headerOf(lines, 'Sec-WebSocket-Key') ?? '', this.#crypto)}`,
      'Sec-WebSocket-Protocol: binary',
    ]
    this.#socket.write(encodeUtf8(`${head.join('\r\n')}\r\n\r\n`))
    this.#inner = this.#accept(this)
  }
}

/** What a case can change about the harness as a client. */
export interface WebSocketStages {
  /** the hook on the lines of the request */
  readonly upgrade?: Stage<readonly string[]> | undefined
  readonly webSocketFrame?: Stage<WebSocketFrame> | undefined
}

/** The harness as the client of one WebSocket. */
export class WebSocketClientEnd implements Socket {
  readonly #socket: Socket
  readonly #random: Random
  readonly #events: SocketEvents
  readonly #stages: WebSocketStages
  readonly #queue = new ByteQueue()
  #isOpen = false

  constructor(
    host: Host,
    address: Address,
    random: Random,
    events: SocketEvents,
    stages: WebSocketStages,
  ) {
    this.#random = random
    this.#events = events
    this.#stages = stages
    this.#socket = host.connect(address, {
      opened: () => this.#ask(address),
      received: bytes => this.#received(bytes),
      closed: reason => events.closed(reason),
    })
  }

  write(bytes: Uint8Array): void {
    const { webSocketFrame = (frame: WebSocketFrame) => [frame] } = this.#stages
    for (const frame of webSocketFrame({ opcode: 'binary', payload: bytes })) this.#send(frame)
  }

  close(): void {
    this.#send({ opcode: 'close', payload: Uint8Array.of(3, 232) })
  }

  #send(frame: WebSocketFrame): void {
    this.#socket.write(encodeFrame(frame, this.#random(4, 'padding')))
  }

  #ask(address: Address): void {
    const { upgrade = (lines: readonly string[]) => [lines] } = this.#stages
    const lines = [
      'GET /apiws HTTP/1.1',
      `Host: ${authority(address)}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${toBase64(this.#random(16, 'nonce'))}`,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: binary',
    ]
    for (const asked of upgrade(lines))
      this.#socket.write(encodeUtf8(`${asked.join('\r\n')}\r\n\r\n`))
  }

  #received(bytes: Uint8Array): void {
    this.#queue.push(bytes)
    if (!this.#isOpen) {
      const lines = readHead(this.#queue)
      if (lines === undefined) return
      if (!lines[0]!.includes(' 101 ')) return this.#socket.close()
      this.#isOpen = true
      this.#events.opened()
    }
    for (let frame = readFrame(this.#queue); frame; frame = readFrame(this.#queue)) {
      if (frame.opcode === 'close') {
        this.close()
        this.#socket.close()
      } else this.#events.received(frame.payload)
    }
  }
}
