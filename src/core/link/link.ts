// One socket's life: bytes in, messages out, and back. Framing, key streams and the transport's own
// errors live and die here; sessions and keys belong to the owner.
import { concat } from '../bytes/bytes.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Crypto } from '../crypto/provider.ts'
import {
  complete,
  type EncryptedMessage,
  encodeSealed,
  type MessageFields,
  type OpenedMessage,
  open,
  type SealedMessage,
  seal,
} from '../envelope/encrypted.ts'
import {
  completePlaintext,
  decodePlaintext,
  encodePlaintext,
  isPlaintext,
  type PlaintextMessage,
} from '../envelope/plaintext.ts'
import { MtprotoError } from '../errors.ts'
import type { Random, Side, Stage } from '../machine.ts'
import type { FrameRecord } from '../transport/framing.ts'
import type { Transport } from '../transport/transport.ts'
import { NoTunnel, type Tunnel } from '../transport/tunnel.ts'

/** Hooks on the stages of what a link sends; a stage without one passes its record on unchanged. */
export interface LinkStages {
  readonly plaintext?: Stage<PlaintextMessage>
  readonly envelope?: Stage<EncryptedMessage>
  readonly sealed?: Stage<SealedMessage>
  readonly frame?: Stage<FrameRecord>
}

/** What a link has received. */
export type LinkOutput =
  | { readonly kind: 'plaintext'; readonly message: PlaintextMessage }
  | { readonly kind: 'opened'; readonly message: OpenedMessage; readonly quickAck: boolean }
  | { readonly kind: 'transport-error'; readonly code: number }
  | { readonly kind: 'quick-ack'; readonly token: number }
  /** a message was refused; the stream goes on */
  | { readonly kind: 'rejected'; readonly error: MtprotoError }
  /** the stream cannot be followed any further: the connection has to be closed */
  | { readonly kind: 'broken'; readonly error: MtprotoError }

/** How a link speaks, and where it finds the keys of what it receives. */
export interface LinkOptions {
  readonly side: Side
  readonly transport: Transport
  /** what carries its bytes; default: nothing but the socket */
  readonly tunnel?: Tunnel | undefined
  /** what goes out before the first frame */
  readonly start?: Uint8Array
  readonly findKey: (authKeyId: bigint) => AuthKey | undefined
  readonly crypto: Crypto
  readonly random: Random
  readonly stages?: LinkStages | undefined
}

const unchanged = <Record>(record: Record): Iterable<Record> => [record]

/** What speaks the protocol on one socket: bytes on one side, messages on the other. */
export class Link {
  readonly #side: Side
  readonly #transport: Transport
  readonly #findKey: LinkOptions['findKey']
  readonly #crypto: Crypto
  readonly #random: Random
  readonly #stages: Required<LinkStages>
  readonly #outputs: LinkOutput[] = []
  readonly #tunnel: Tunnel
  #start: Uint8Array | undefined
  #isBroken = false

  constructor({ side, transport, tunnel, start, findKey, crypto, random, stages }: LinkOptions) {
    this.#side = side
    this.#transport = transport
    this.#tunnel = tunnel ?? new NoTunnel()
    this.#start = start
    this.#findKey = findKey
    this.#crypto = crypto
    this.#random = random
    this.#stages = {
      plaintext: unchanged,
      envelope: unchanged,
      sealed: unchanged,
      frame: unchanged,
      ...stages,
    }
  }

  /** Takes bytes from the socket, cut anywhere. */
  receive(chunk: Uint8Array): void {
    if (this.#isBroken) return
    this.#tunnel.receive(chunk)
    try {
      for (let part = this.#tunnel.poll(); part !== undefined; part = this.#tunnel.poll()) {
        this.#transport.receive(part)
        this.#drain()
      }
    } catch (error) {
      this.#isBroken = true
      this.#outputs.push({ kind: 'broken', error: own(error) })
    }
  }

  /** Sends one message of the key exchange: `body` is a TL object, in bytes. */
  sendPlaintext(msgId: bigint, body: Uint8Array): void {
    for (const message of this.#stages.plaintext(completePlaintext(msgId, body)))
      this.#frame(this.#transport.complete(encodePlaintext(message)))
  }

  /** Whether the transport can ask for quick acknowledgements. */
  get supportsQuickAck(): boolean {
    return this.#transport.supportsQuickAck
  }

  /**
   * Sends one message of a session, sealed with `authKey`; with `quickAck` the server is asked to say at once
   * that it came. Returns the token it says that with.
   */
  send(fields: MessageFields, authKey: AuthKey, quickAck = false): number | undefined {
    let token: number | undefined
    for (const envelope of this.#stages.envelope(complete(fields, this.#random))) {
      for (const sealed of this.#stages.sealed(seal(envelope, authKey, this.#side, this.#crypto))) {
        token = sealed.quickAckToken
        this.#frame(this.#transport.complete(encodeSealed(sealed), { quickAck }))
      }
    }
    return token
  }

  /** Sends a frame that its transport made itself: a transport error. */
  sendFrame(record: FrameRecord): void {
    this.#frame(record)
  }

  /** The next thing that was received, or undefined. */
  poll(): LinkOutput | undefined {
    return this.#outputs.shift()
  }

  /** The next bytes for the socket, or undefined; a tunnel may have some to send as soon as it is made. */
  pollWrite(): Uint8Array | undefined {
    return this.#tunnel.pollWrite()
  }

  #drain(): void {
    for (let got = this.#transport.poll(); got !== undefined; got = this.#transport.poll()) {
      if (got.kind === 'payload') this.#read(got.payload, got.quickAck)
      else if (got.kind === 'error') this.#outputs.push({ kind: 'transport-error', code: got.code })
      else this.#outputs.push(got)
    }
  }

  #read(payload: Uint8Array, quickAck: boolean): void {
    const padded = this.#transport.detected === 'padded'
    try {
      if (isPlaintext(payload)) {
        this.#outputs.push({ kind: 'plaintext', message: decodePlaintext(payload, padded) })
        return
      }
      const message = open(payload, {
        findKey: this.#findKey,
        side: this.#side === 'client' ? 'server' : 'client',
        padded,
        crypto: this.#crypto,
      })
      this.#outputs.push({ kind: 'opened', message, quickAck })
    } catch (error) {
      this.#outputs.push({ kind: 'rejected', error: own(error) })
    }
  }

  #frame(completed: FrameRecord): void {
    for (const record of this.#stages.frame(completed)) {
      const bytes = this.#transport.encode(record)
      this.#tunnel.write(this.#start ? concat(this.#start, bytes) : bytes)
      this.#start = undefined
    }
  }
}

/** Lets the errors of this library pass and throws everything else on: a defect is not an input error. */
function own(error: unknown): MtprotoError {
  if (error instanceof MtprotoError) return error
  throw error
}
