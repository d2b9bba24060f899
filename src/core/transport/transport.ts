// What both ends of a connection share: payloads become bytes and bytes become payloads, through one
// framing and, when the connection is obfuscated, one key stream each way. Source: /mtproto/transports
// After the first error nothing more is read: what follows in the stream can have any meaning.
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import { AbridgedFraming } from './abridged.ts'
import { ByteQueue } from './byte-queue.ts'
import type { FrameRecord, Framing, FramingName, Received } from './framing.ts'
import { FullFraming } from './full.ts'
import { HttpFraming } from './http.ts'
import { IntermediateFraming } from './intermediate.ts'
import type { Streams } from './obfuscation.ts'
import { PaddedFraming } from './padded.ts'

/** One end of one connection; it is thrown away with its socket. */
export abstract class Transport {
  /** gone once the connection has failed */
  #queue: ByteQueue | undefined = new ByteQueue()
  #framing: Framing | undefined
  #streams: Streams | undefined

  /** The framing in use: as the client chose it; on a server undefined until its first bytes were polled. */
  get detected(): FramingName | undefined {
    return this.#framing?.name
  }

  /** Does the framing have quick acknowledgements? False while the framing is not known. */
  get supportsQuickAck(): boolean {
    return this.#framing?.supportsQuickAck ?? false
  }

  /** Whether it is this side's turn to write. False while the framing is not known. */
  get mayWrite(): boolean {
    return this.#framing?.mayWrite ?? false
  }

  /** Takes bytes as they came from the socket, in pieces of any size; then poll() until undefined. */
  receive(chunk: Uint8Array): void {
    this.#queue?.push(this.#streams?.decryptor.update(chunk) ?? chunk)
  }

  /**
   * Returns the next thing received, or undefined when more bytes are needed. Throws ERR_FRAME_INVALID,
   * ERR_FRAME_TOO_LARGE or ERR_TRANSPORT_UNKNOWN once; from then on the connection yields nothing.
   */
  poll(): Received | undefined {
    try {
      return this.#queue && this.read(this.#queue)
    } catch (error) {
      this.#queue = undefined
      throw error
    }
  }

  /**
   * Fills in what a correct sender would: flag, padding, number and checksum, as the framing has them.
   * `payload` has a multiple of 4 bytes, up to 4 MiB and 1 KiB; throws ERR_ARGUMENT otherwise, or when a
   * quick ack is asked for that the framing does not have.
   */
  complete(payload: Uint8Array, { quickAck = false }: { quickAck?: boolean } = {}): FrameRecord {
    return this.known().complete(payload, quickAck)
  }

  /** Returns the bytes of `record` as they go on the wire, unchecked; to be written in this order. */
  encode(record: FrameRecord): Uint8Array {
    return this.encrypt(this.known().encode(record))
  }

  /** Fixes what the connection speaks, for good; a client names the host it speaks HTTP with. */
  protected begin(framing: FramingName, random: Random, streams?: Streams, host?: string): void {
    this.#framing = createFraming(framing, random, host)
    this.#streams = streams
  }

  /** The framing in use; throws ERR_ARGUMENT while it is not known. */
  protected known(): Framing {
    if (this.#framing === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'transport',
        advice: 'nothing can be written before the client has said what it speaks',
      })
    return this.#framing
  }

  protected encrypt(bytes: Uint8Array): Uint8Array {
    return this.#streams?.encryptor.update(bytes) ?? bytes
  }

  /** Takes the next thing out of the queue, which holds decrypted bytes. */
  protected abstract read(queue: ByteQueue): Received | undefined
}

/** The framing of this name; over HTTP a client names the host that it speaks with. */
export function createFraming(name: FramingName, random: Random, host?: string): Framing {
  switch (name) {
    case 'abridged':
      return new AbridgedFraming()
    case 'intermediate':
      return new IntermediateFraming()
    case 'padded':
      return new PaddedFraming(random)
    case 'full':
      return new FullFraming()
    case 'http':
      return new HttpFraming(host)
  }
}
