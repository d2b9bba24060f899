// The client's end of a connection: it chooses framing and obfuscation and says so with its first bytes.
// Source: /mtproto/mtproto-transports
import type { Crypto } from '../crypto/provider.ts'
import type { Random } from '../machine.ts'
import type { ByteQueue } from './byte-queue.ts'
import type { FramingName, Received } from './framing.ts'
import { type ObfuscationOptions, obfuscateClient } from './obfuscation.ts'
import { startBytesOf } from './start.ts'
import { Transport } from './transport.ts'

/** What a client's connection is to speak. */
export interface ClientTransportOptions {
  readonly framing: FramingName
  /** of the server, for HTTP: `name` or `name:port`; default none */
  readonly host?: string | undefined
  /** without it the framing is used in the open */
  readonly obfuscation?: Omit<ObfuscationOptions, 'framing'> | undefined
  readonly crypto: Crypto
  readonly random: Random
}

/** One connection as its client sees it. */
export class ClientTransport extends Transport {
  readonly #start: Uint8Array

  /** Throws ERR_ARGUMENT on a bad host, and on an impossible obfuscation: full, http, a DC beyond int16, a bad secret. */
  constructor({ framing, host = '', obfuscation, crypto, random }: ClientTransportOptions) {
    super()
    if (obfuscation === undefined) {
      // TR-07: the bytes of the transport, once
      this.#start = startBytesOf(framing)
      this.begin(framing, random, undefined, host)
    } else {
      const client = obfuscateClient({ framing, ...obfuscation }, crypto, random)
      this.#start = client.init
      this.begin(framing, random, client)
    }
  }

  /** Returns what goes out before the first frame, once a connection: 0, 1, 4 or 64 bytes. */
  start(): Uint8Array {
    return this.#start
  }

  protected override read(queue: ByteQueue): Received | undefined {
    return this.known().read(queue, 'server')
  }
}
