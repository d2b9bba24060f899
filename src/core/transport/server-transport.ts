// The server's end of a connection: it learns from the first bytes what the client speaks, on one port for
// all forms, and sends none of its own. Source: /mtproto/mtproto-transports, /mtproto/transports
import { writeUint32LE } from '../bytes/integers.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { Random } from '../machine.ts'
import type { ByteQueue } from './byte-queue.ts'
import type { FrameRecord, Received } from './framing.ts'
import { obfuscateServer } from './obfuscation.ts'
import { detectStart, INIT_LENGTH, startBytesOf } from './start.ts'
import { Transport } from './transport.ts'

/** What a server's connection needs. */
export interface ServerTransportOptions {
  readonly crypto: Crypto
  readonly random: Random
}

/** One connection as its server sees it. */
export class ServerTransport extends Transport {
  readonly #crypto: Crypto
  readonly #random: Random
  #dcId: number | undefined

  constructor({ crypto, random }: ServerTransportOptions) {
    super()
    this.#crypto = crypto
    this.#random = random
  }

  /** Is the connection obfuscated? False until that is known. */
  get obfuscated(): boolean {
    return this.#dcId !== undefined
  }

  /** The int16 an obfuscated client wrote as its DC: +10000 for test, negative for media, or noise. */
  get dcId(): number | undefined {
    return this.#dcId
  }

  /** The record of a transport error, such as -404. Source: /mtproto/mtproto-transports#transport-errors */
  completeError(code: number): FrameRecord {
    const payload = new Uint8Array(4)
    writeUint32LE(payload, 0, code)
    return this.complete(payload)
  }

  /**
   * Returns the quick ack for a message, in the framing's own form, as it goes on the wire. `token` is a
   * uint32 with bit 31 set. Throws ERR_ARGUMENT unless supportsQuickAck.
   */
  encodeQuickAck(token: number): Uint8Array {
    return this.encrypt(this.known().encodeQuickAck(token))
  }

  protected override read(queue: ByteQueue): Received | undefined {
    if (this.detected === undefined) this.#detect(queue)
    return this.detected && this.known().read(queue, 'client')
  }

  #detect(queue: ByteQueue): void {
    const form = detectStart(queue.peek(INIT_LENGTH))
    if (form === undefined) return
    if (form !== 'obfuscated') {
      queue.take(startBytesOf(form).length)
      this.begin(form, this.#random)
      return
    }
    // TR-26: nothing is decided before all 64 bytes are here
    if (queue.length < INIT_LENGTH) return
    const server = obfuscateServer(queue.take(INIT_LENGTH), undefined, this.#crypto)
    this.#dcId = server.dcId
    this.begin(server.framing, this.#random, server)
    this.receive(queue.take(queue.length))
  }
}
