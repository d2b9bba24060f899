// One connection of the harness's data centre: a link, and the socket that carries it.

import { concat } from '../core/bytes/bytes.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { MessageFields } from '../core/envelope/encrypted.ts'
import { Link, type LinkOptions, type LinkOutput, type LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import { ServerTransport } from '../core/transport/server-transport.ts'
import type { Socket } from '../host/host.ts'

export interface DcConnectionOptions {
  /** its number */
  readonly link: number
  readonly socket: Socket
  readonly findKey: LinkOptions['findKey']
  readonly crypto: Crypto
  readonly random: Random
  readonly stages: LinkStages
  /** the hook on what goes out at once, each record in a segment of its own */
  readonly segments: Stage<Uint8Array> | undefined
  /** is told of each transport error that goes out */
  readonly refused: (code: number) => void
}

export class DcConnection {
  readonly link: number
  readonly #socket: Socket
  readonly #transport: ServerTransport
  readonly #wire: Link
  readonly #segments: Stage<Uint8Array>
  readonly #refused: DcConnectionOptions['refused']
  /** what waits to go out in one segment */
  #held: Uint8Array[] | undefined

  constructor(options: DcConnectionOptions) {
    const { link, socket, findKey, crypto, random, stages, refused } = options
    const { segments = bytes => [bytes] } = options
    this.link = link
    this.#refused = refused
    this.#socket = socket
    this.#segments = segments
    const transport = new ServerTransport({ crypto, random })
    this.#transport = transport
    this.#wire = new Link({ side: 'server', transport, findKey, crypto, random, stages })
  }

  get isHttp(): boolean {
    return this.#transport.detected === 'http'
  }

  /** Takes bytes from the socket. Returns what they hold. */
  *receive(bytes: Uint8Array): Generator<LinkOutput> {
    this.#wire.receive(bytes)
    for (let out = this.#wire.poll(); out !== undefined; out = this.#wire.poll()) yield out
  }

  /** Sends a message of the key exchange. */
  sendPlaintext(msgId: bigint, body: Uint8Array): void {
    this.#wire.sendPlaintext(msgId, body)
    this.#write()
  }

  /** Sends a message of a session. */
  send(message: MessageFields, authKey: AuthKey): void {
    this.#wire.send(message, authKey)
    this.#write()
  }

  /** Sends the payload of a frame as it stands. */
  sendPayload(payload: Uint8Array): void {
    this.#wire.sendFrame(this.#transport.complete(payload))
    this.#write()
  }

  /** Sends a transport error, unless it is the client's turn. */
  sendError(code: number): void {
    if (!this.#transport.mayWrite) return
    this.#refused(code)
    this.#wire.sendFrame(this.#transport.completeError(code))
    this.#write()
  }

  /** Sends a quick acknowledgement, where the transport has them. */
  sendQuickAck(token: number): void {
    if (this.#transport.supportsQuickAck) this.#send(this.#transport.encodeQuickAck(token))
  }

  /** What is sent meanwhile goes out in one segment. */
  together(run: () => void): void {
    const held: Uint8Array[] = []
    this.#held = held
    run()
    this.#held = undefined
    this.#send(concat(...held))
  }

  close(): void {
    this.#socket.close()
  }

  #write(): void {
    for (let bytes = this.#wire.pollWrite(); bytes !== undefined; bytes = this.#wire.pollWrite())
      this.#send(bytes)
  }

  #send(bytes: Uint8Array): void {
    if (this.#held !== undefined) this.#held.push(bytes)
    else for (const segment of this.#segments(bytes)) this.#socket.write(segment)
  }
}
