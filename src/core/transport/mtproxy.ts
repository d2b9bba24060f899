// An MTProxy between one client and a data centre: it undoes what hides the client's stream, learns from it which
// data centre is wanted, and passes the plain stream on; what comes back it hides again.
// Source: /mtproto/mtproto-transports#transport-obfuscation. It sees what is sealed, and cannot open it.
import { concat } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Machine, Now, Random } from '../machine.ts'
import { ByteQueue } from './byte-queue.ts'
import { FakeTlsServer, type FakeTlsStages, type SeenHellos } from './fake-tls-server.ts'
import { obfuscateServer, type Streams } from './obfuscation.ts'
import type { ProxySecret } from './proxy-secret.ts'
import { INIT_LENGTH, startBytesOf, type TaggedFraming } from './start.ts'
import { NoTunnel } from './tunnel.ts'

/** How long a client may take to say what it wants, in milliseconds. */
const START_TIMEOUT = 15_000

/** What may happen to a connection through a proxy. */
export type MtProxyInput =
  /** the client has connected */
  | { readonly kind: 'accepted' }
  | { readonly kind: 'from-client'; readonly bytes: Uint8Array }
  | { readonly kind: 'from-dc'; readonly bytes: Uint8Array }

/** What a proxy wants done about a connection. */
export type MtProxyOutput =
  /**
   * connect to this data centre: an int16 as the client wrote it, +10000 for test, negative for media. The framing
   * is that of the stream that follows.
   */
  | { readonly kind: 'open'; readonly dcId: number; readonly framing: TaggedFraming }
  | { readonly kind: 'to-dc'; readonly bytes: Uint8Array }
  | { readonly kind: 'to-client'; readonly bytes: Uint8Array }
  /** close both sides: this client is none of the proxy's */
  | { readonly kind: 'refuse'; readonly error: MtprotoError }

/** What a proxy knows. */
export interface MtProxyOptions {
  readonly secret: ProxySecret
  readonly crypto: Crypto
  readonly random: Random
  /** shared by all connections of a proxy */
  readonly seen: SeenHellos
  readonly stages?: FakeTlsStages | undefined
}

/** One connection through a proxy. */
export class MtProxy implements Machine<MtProxyInput, MtProxyOutput> {
  readonly #secret: ProxySecret
  readonly #crypto: Crypto
  readonly #tunnel: FakeTlsServer | NoTunnel
  readonly #start = new ByteQueue()
  readonly #outputs: MtProxyOutput[] = []
  #streams: Streams | undefined
  /** while it has not begun: monotonic milliseconds */
  #beginsBy: number | undefined
  #isRefused = false

  constructor({ secret, ...options }: MtProxyOptions) {
    this.#secret = secret
    this.#crypto = options.crypto
    this.#tunnel =
      secret.mode === 'tls' ? new FakeTlsServer({ secret, ...options }) : new NoTunnel()
  }

  handle(input: MtProxyInput, now: Now): void {
    if (this.#isRefused) return
    switch (input.kind) {
      case 'accepted':
        this.#beginsBy = now.monotonic + START_TIMEOUT
        break
      case 'from-client': {
        this.#tunnel.receive(input.bytes)
        const error = this.#drain(now)
        this.#answer()
        if (error !== undefined) this.#refuse(error)
        break
      }
      case 'from-dc':
        if (this.#streams) this.#tunnel.write(this.#streams.encryptor.update(input.bytes))
        this.#answer()
        break
    }
  }

  handleTimeout(now: Now): void {
    // TR-26: whoever says too little is waited for, but not for ever.
    if (this.#beginsBy !== undefined && now.monotonic >= this.#beginsBy)
      this.#refuse(new MtprotoError('ERR_PROXY_REFUSED', { rule: 'TR-26', at: 'the opening' }))
  }

  poll(): MtProxyOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    return this.#beginsBy
  }

  /** Takes all that has come through the tunnel; returns what was wrong with it. */
  #drain(now: Now): MtprotoError | undefined {
    try {
      for (let part = this.#tunnel.poll(now); part; part = this.#tunnel.poll(now))
        this.#received(part)
      return undefined
    } catch (error) {
      if (error instanceof MtprotoError) return error
      throw error
    }
  }

  #answer(): void {
    for (let part = this.#tunnel.pollWrite(); part; part = this.#tunnel.pollWrite())
      this.#outputs.push({ kind: 'to-client', bytes: part })
  }

  #received(bytes: Uint8Array): void {
    if (this.#streams !== undefined) {
      this.#outputs.push({ kind: 'to-dc', bytes: this.#streams.decryptor.update(bytes) })
      return
    }
    this.#start.push(bytes)
    if (this.#start.length < INIT_LENGTH) return
    const { mode, key } = this.#secret
    const client = obfuscateServer(this.#start.take(INIT_LENGTH), key, this.#crypto)
    const { dcId, framing } = client
    // TR-42: all secrets but the plain ones demand the padded framing.
    if (mode !== 'plain' && framing !== 'padded')
      throw new MtprotoError('ERR_PROXY_REFUSED', { rule: 'TR-42', at: 'framing', got: framing })
    this.#streams = client
    this.#beginsBy = undefined
    const rest = client.decryptor.update(this.#start.take(this.#start.length))
    this.#outputs.push({ kind: 'open', dcId, framing })
    this.#outputs.push({ kind: 'to-dc', bytes: concat(startBytesOf(framing), rest) })
  }

  #refuse(error: MtprotoError): void {
    this.#isRefused = true
    this.#beginsBy = undefined
    this.#outputs.push({ kind: 'refuse', error })
  }
}
