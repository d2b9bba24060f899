// One connection as the server sees it: its transport, what is heard on it, and the sessions that live on it.
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { MessageFields } from '../envelope/encrypted.ts'
import type { MtprotoError } from '../errors.ts'
import { Link, type LinkOutput, type LinkStages } from '../link/link.ts'
import type { Random } from '../machine.ts'
import type { FramingName } from '../transport/framing.ts'
import { ServerTransport } from '../transport/server-transport.ts'
import type { HttpTurn } from './http-turn.ts'
import type { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'

export interface ConnectionOptions {
  readonly crypto: Crypto
  readonly random: Random
  readonly stages?: LinkStages | undefined
}

export class Connection {
  readonly id: number
  /** over HTTP: the request of a session that waits for its response */
  turn: HttpTurn | undefined
  /** the sessions heard on it last, each with its key */
  readonly sessions: Map<ServerSession, ServerKey> = new Map()
  readonly #transport: ServerTransport
  #isKnown = false
  readonly #wire: Link

  constructor(
    id: number,
    { crypto, random, stages }: ConnectionOptions,
    findKey: (authKeyId: bigint) => AuthKey | undefined,
  ) {
    this.id = id
    this.#transport = new ServerTransport({ crypto, random })
    const transport = this.#transport
    this.#wire = new Link({ side: 'server', transport, findKey, crypto, random, stages })
  }

  /** What its client speaks, once, as soon as that is known. */
  takeForm(): { readonly framing: FramingName; readonly obfuscated: boolean } | undefined {
    const { detected: framing, obfuscated } = this.#transport
    if (framing === undefined || this.#isKnown) return undefined
    this.#isKnown = true
    return { framing, obfuscated }
  }

  get isHttp(): boolean {
    return this.#transport.detected === 'http'
  }

  /** Whether something may be written: over HTTP only while a request waits. */
  get mayWrite(): boolean {
    return this.#transport.mayWrite
  }

  /** Takes bytes from the socket, cut anywhere. */
  receive(bytes: Uint8Array): void {
    this.#wire.receive(bytes)
  }

  /** The next thing that was received, or undefined. */
  poll(): LinkOutput | undefined {
    return this.#wire.poll()
  }

  /** The next bytes for the socket, or undefined. */
  pollWrite(): Uint8Array | undefined {
    return this.#wire.pollWrite()
  }

  /** Sends one message of the key exchange, if there is room for one. */
  sendPlaintext(msgId: bigint, body: Uint8Array): void {
    if (!this.mayWrite) return
    this.#wire.sendPlaintext(msgId, body)
  }

  /** Sends one message of a session. */
  send(fields: MessageFields, { authKey }: ServerKey): void {
    this.#wire.send(fields, authKey)
  }

  /** Sends a transport error such as -404, if there is room for one. */
  sendError(code: number): void {
    if (!this.mayWrite) return
    this.turn = undefined
    this.#wire.sendFrame(this.#transport.completeError(code))
  }

  /** Tells a client why its connection is closed: over HTTP, when its request could not be read. */
  refuse({ at }: MtprotoError): void {
    if (!this.isHttp || this.mayWrite) return
    this.#wire.sendFrame(this.#transport.completeError(at === 'method' ? -405 : -400))
  }

  /** The quick acknowledgement for a token as it goes on the wire, or undefined where there is none. */
  quickAck(token: number): Uint8Array | undefined {
    return this.#transport.supportsQuickAck ? this.#transport.encodeQuickAck(token) : undefined
  }
}
