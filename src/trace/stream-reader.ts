// Follows a recorded connection from the outside: cuts the bytes of both sides into frames, through the key stream
// if there is one. Source: /mtproto/mtproto-transports. Each byte is in one piece, and the pieces of one side follow
// one another; a side that cannot be followed any further ends in a piece that says why.
import { concat } from '../core/bytes/bytes.ts'
import type { Crypto, CtrStream } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Side } from '../core/machine.ts'
import { ByteQueue } from '../core/transport/byte-queue.ts'
import type { Framing, FramingName, Received } from '../core/transport/framing.ts'
import { obfuscateServer } from '../core/transport/obfuscation.ts'
import { detectStart, INIT_LENGTH, startBytesOf } from '../core/transport/start.ts'
import { createFraming } from '../core/transport/transport.ts'

/** Where key, iv, tag and data centre stand in an obfuscated start. */
export const OBFUSCATED_START = { key: 8, iv: 40, tag: 56, dc: 60, rest: 62 } as const

/** Bytes of one side that belong together. */
export interface Piece {
  readonly from: Side
  /** of the first byte in all that this side sent */
  readonly start: number
  readonly wire: Uint8Array
  /** the same bytes without the key stream */
  readonly clear: Uint8Array
  readonly content:
    | { readonly kind: 'start'; readonly framing: FramingName; readonly obfuscated: boolean }
    | (Received & { readonly framing: FramingName })
    | { readonly kind: 'unread'; readonly reason: string }
}

/** Reads one connection, whichever side has recorded it. */
export class StreamReader {
  readonly #crypto: Crypto
  readonly #client = new Direction('client')
  readonly #server = new Direction('server')

  constructor(crypto: Crypto) {
    this.#crypto = crypto
  }

  /** Takes bytes of one side, and returns the pieces that are complete with them. */
  take(from: Side, bytes: Uint8Array): Piece[] {
    const [client, server] = [this.#client, this.#server]
    const side = from === 'client' ? client : server
    side.push(bytes)
    const start = client.isKnown || from === 'server' ? [] : this.#begin()
    // What a server sends before its client has begun waits until then.
    return start.length > 0 ? [...start, ...client.read(), ...server.read()] : side.read()
  }

  /** What is left of both sides at the end. */
  end(): Piece[] {
    return [this.#client, this.#server].flatMap(side => side.rest())
  }

  #begin(): Piece[] {
    const [client, server] = [this.#client, this.#server]
    const form = detectStart(client.peek(INIT_LENGTH))
    if (form === undefined || (form === 'obfuscated' && client.waiting < INIT_LENGTH)) return []
    if (form === 'obfuscated') return this.#beginObfuscated()
    const start = client.skip(startBytesOf(form).length)
    client.begin(form)
    server.begin(form)
    return [
      { ...start, clear: start.wire, content: { kind: 'start', framing: form, obfuscated: false } },
    ]
  }

  #beginObfuscated(): Piece[] {
    const [client, server] = [this.#client, this.#server]
    const init = client.peek(INIT_LENGTH)
    const { key, iv, tag } = OBFUSCATED_START
    const stream = this.#crypto.aesCtr(init.slice(key, iv), init.slice(iv, tag))
    const clear = concat(init.subarray(0, tag), stream.update(init.slice()).subarray(tag))
    try {
      const { framing, encryptor, decryptor } = obfuscateServer(
        init.slice(),
        undefined,
        this.#crypto,
      )
      const start = client.skip(INIT_LENGTH)
      client.begin(framing, decryptor)
      server.begin(framing, encryptor)
      return [{ ...start, clear, content: { kind: 'start', framing, obfuscated: true } }]
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      client.fail('the start names no transport; through a proxy it looks like this')
      server.fail('the transport is not known')
      return []
    }
  }
}

/** What one side sends. */
class Direction {
  readonly #from: Side
  /** bytes of pieces that are not complete, as they passed and without the key stream */
  readonly #wire = new ByteQueue()
  readonly #clear = new ByteQueue()
  /** what the framing has still to read of them */
  readonly #unread = new ByteQueue()
  #framing: Framing | undefined
  #stream: CtrStream | undefined
  #start = 0
  #failure: string | undefined

  constructor(from: Side) {
    this.#from = from
  }

  /** Whether its transport is known, or known not to be. */
  get isKnown(): boolean {
    return this.#framing !== undefined || this.#failure !== undefined
  }

  get waiting(): number {
    return this.#wire.length
  }

  peek(count: number): Uint8Array {
    return this.#wire.peek(count)
  }

  push(bytes: Uint8Array): void {
    this.#wire.push(bytes)
    if (this.#framing !== undefined) this.#decrypt(bytes)
  }

  /** Takes bytes that belong to no frame. */
  skip(count: number): Pick<Piece, 'from' | 'start' | 'wire'> {
    const piece = { from: this.#from, start: this.#start, wire: this.#wire.take(count) }
    this.#start += count
    return piece
  }

  begin(framing: FramingName, stream?: CtrStream): void {
    this.#framing = passive(framing)
    this.#stream = stream
    this.#decrypt(this.#wire.peek(this.#wire.length).slice())
  }

  fail(reason: string): void {
    this.#failure = reason
  }

  /** The frames that are complete. */
  read(): Piece[] {
    const pieces: Piece[] = []
    for (let content = this.#next(); content !== undefined; content = this.#next()) {
      const size = this.#clear.length - this.#unread.length
      const clear = this.#clear.take(size)
      pieces.push({ ...this.skip(size), clear, content })
    }
    return pieces
  }

  rest(): Piece[] {
    if (this.#wire.length === 0) return []
    const reason = this.#failure ?? 'the connection ended inside a frame'
    const clear = this.#clear.take(this.#clear.length)
    const rest = this.skip(this.#wire.length)
    return [
      { ...rest, clear: this.#framing ? clear : rest.wire, content: { kind: 'unread', reason } },
    ]
  }

  #next(): (Received & { readonly framing: FramingName }) | undefined {
    const framing = this.#framing
    if (framing === undefined || this.#failure !== undefined) return undefined
    try {
      const received = framing.read(this.#unread, this.#from)
      // Over HTTP a request is read only after the last was answered; whoever listens answers none.
      if (received !== undefined && framing.name === 'http') this.#framing = passive('http')
      return received && { ...received, framing: framing.name }
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.fail(error.message)
      return undefined
    }
  }

  #decrypt(bytes: Uint8Array): void {
    const clear = this.#stream?.update(bytes) ?? bytes
    this.#clear.push(clear)
    if (this.#failure === undefined) this.#unread.push(clear)
  }
}

/** A framing that only reads, and so draws nothing. */
function passive(name: FramingName): Framing {
  return createFraming(name, length => new Uint8Array(length))
}
