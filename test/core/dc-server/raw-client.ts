// A client without a will of its own for one DcServer: it sends what the test writes, byte for byte, and
// lists what the server sends.
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../../../src/core/bytes/integers.ts'
import type { AuthKey } from '../../../src/core/crypto/auth-key.ts'
import { DcServer } from '../../../src/core/dc-server/dc-server.ts'
import type {
  DcServerInput,
  DcServerOptions,
  ServerCall,
} from '../../../src/core/dc-server/dc-server-io.ts'
import type { EncryptedMessage } from '../../../src/core/envelope/encrypted.ts'
import { Link, type LinkStages } from '../../../src/core/link/link.ts'
import type { Now } from '../../../src/core/machine.ts'
import type { TraceEvent } from '../../../src/core/trace.ts'
import { ClientTransport } from '../../../src/core/transport/client-transport.ts'
import type { FramingName } from '../../../src/core/transport/framing.ts'
import { crypto, FIRST_SALT, START, sharedKey, solveOnce } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'

/** A message as the server sent it; containers are listed before their items. */
export interface Got {
  readonly salt: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: string
  readonly container: bigint | undefined
}

/** A server that answers no call by itself, on a clock moved by hand. */
export class Stage {
  readonly server: DcServer
  readonly calls: ServerCall[] = []
  readonly trace: TraceEvent[] = []
  readonly destroyed: bigint[] = []
  monotonic = 0
  readonly #clients = new Map<number, RawClient>()
  #lastLink = 0

  constructor(options: Partial<DcServerOptions> = {}) {
    this.server = new DcServer({
      crypto,
      random: seededRandom('server'),
      keys: [testRsaKey],
      dcId: 2,
      test: false,
      now: this.now,
      trace: event => this.trace.push(event),
      ...options,
    })
    this.input({ kind: 'adopt', authKey: sharedKey, serverSalt: FIRST_SALT })
  }

  get now(): Now {
    return { monotonic: this.monotonic, unix: START + this.monotonic }
  }

  /** Another connection. */
  connect(options: RawClientOptions = {}): RawClient {
    const client = new RawClient(this, ++this.#lastLink, options)
    this.#clients.set(client.link, client)
    this.input({ kind: 'accepted', link: client.link })
    return client
  }

  input(...inputs: DcServerInput[]): void {
    for (const input of inputs) this.server.handle(input, this.now)
    this.#drain()
  }

  advance(milliseconds: number): void {
    const end = this.monotonic + milliseconds
    for (;;) {
      this.monotonic = Math.max(this.monotonic, Math.min(end, this.server.deadline() ?? end))
      this.server.handleTimeout(this.now)
      this.#drain()
      if (this.monotonic >= end) return
    }
  }

  /** Answers a call, by default the last one. */
  answer(body: string, call: ServerCall = this.calls.at(-1)!): void {
    this.input({ kind: 'answer', call: call.call, body: fromHex(body) })
  }

  violations(): string[] {
    return this.trace.flatMap(event =>
      event.kind === 'violation' ? [`${event.rule} ${event.detail.split(' ')[1]}`] : [],
    )
  }

  #drain(): void {
    for (let out = this.server.poll(); out !== undefined; out = this.server.poll()) {
      if (out.kind === 'call') this.calls.push(out)
      else if (out.kind === 'compute')
        this.server.handle({ kind: 'computed', id: out.id, value: solveOnce(out.job) }, this.now)
      else if (out.kind === 'write') this.#clients.get(out.link)?.receive(out.bytes)
      else if (out.kind === 'destroyed') this.destroyed.push(out.authKeyId)
      else this.#clients.get(out.link)?.hungUp()
    }
  }
}

export interface RawClientOptions {
  readonly framing?: FramingName
  readonly authKey?: AuthKey
  readonly sessionId?: bigint
  /** hooks on what is sent */
  readonly stages?: LinkStages
}

export class RawClient {
  readonly link: number
  readonly sessionId: bigint
  readonly got: Got[] = []
  readonly errors: number[] = []
  readonly quickAcks: number[] = []
  readonly plaintext: Uint8Array[] = []
  /** every byte sent, by message */
  readonly sent: Uint8Array[] = []
  closed = false
  salt: bigint = FIRST_SALT
  readonly #stage: Stage
  readonly #wire: Link
  readonly #transport: ClientTransport
  readonly #authKey: AuthKey
  #nextId = 0n
  #contents = 0
  #held = false

  constructor(
    stage: Stage,
    link: number,
    { framing = 'intermediate', authKey = sharedKey, sessionId = 7n, stages }: RawClientOptions,
  ) {
    this.#stage = stage
    this.#authKey = authKey
    this.link = link
    this.sessionId = sessionId
    const random = seededRandom(`client ${link}`)
    this.#transport = new ClientTransport({ framing, crypto, random })
    this.#wire = new Link({
      side: 'client',
      transport: this.#transport,
      start: this.#transport.start(),
      findKey: id => (id === authKey.id ? authKey : undefined),
      crypto,
      random,
      stages,
    })
  }

  /** The next msg_id, `seconds` from now. */
  id(seconds = 0): bigint {
    const unix = BigInt(START + this.#stage.monotonic + seconds * 1000)
    this.#nextId += 4n
    const connection = BigInt(this.link) << 16n
    return ((((unix << 32n) / 1000n) >> 20n) << 20n) + connection + this.#nextId
  }

  /** The next seqno of a call. */
  odd(): number {
    return 2 * this.#contents++ + 1
  }

  /** Sends a call or another body in an envelope of its own, correct but for what is given. */
  send(body: string, fields: Partial<EncryptedMessage> = {}): bigint {
    const msgId = fields.msgId ?? this.id()
    const { salt = this.salt, sessionId = this.sessionId, seqNo = this.odd() } = fields
    this.#wire.send({ salt, sessionId, msgId, seqNo, body: fromHex(body) }, this.#authKey)
    this.#flush()
    return msgId
  }

  sendPlaintext(body: Uint8Array): void {
    this.#wire.sendPlaintext(this.id(), body)
    this.#flush()
  }

  /** What is sent meanwhile arrives in one segment. */
  hold(run: () => void): void {
    this.#held = true
    const before = this.sent.length
    run()
    this.#held = false
    this.sendBytes(...this.sent.slice(before))
  }

  /** Sends bytes as they are. */
  sendBytes(...bytes: Uint8Array[]): void {
    this.#stage.input({ kind: 'bytes', link: this.link, bytes: concat(...bytes) })
  }

  close(): void {
    this.#stage.input({ kind: 'closed', link: this.link })
  }

  /** The bodies received since the given position. */
  bodies(since = 0): string[] {
    return this.got.slice(since).map(({ body }) => body)
  }

  receive(bytes: Uint8Array): void {
    this.#wire.receive(bytes)
    for (let out = this.#wire.poll(); out !== undefined; out = this.#wire.poll()) {
      if (out.kind === 'transport-error') this.errors.push(out.code)
      else if (out.kind === 'quick-ack') this.quickAcks.push(out.token)
      else if (out.kind === 'opened') this.#opened(out.message)
      else if (out.kind === 'plaintext') this.plaintext.push(out.message.body)
      else throw new Error(`the server sent ${out.kind}`)
    }
  }

  hungUp(): void {
    this.closed = true
  }

  #flush(): void {
    for (let bytes = this.#wire.pollWrite(); bytes !== undefined; bytes = this.#wire.pollWrite()) {
      this.sent.push(bytes)
      if (!this.#held) this.sendBytes(bytes)
    }
  }

  #opened({ salt, sessionId, msgId, seqNo, body }: EncryptedMessage): void {
    const envelope = { salt, sessionId }
    this.got.push({ ...envelope, msgId, seqNo, body: toHex(body), container: undefined })
    if (readUint32LE(body) !== 0x73f1f8dc) return
    for (let at = 8; at < body.length; at += 16 + readInt32LE(body, at + 12))
      this.got.push({
        ...envelope,
        msgId: readInt64LE(body, at),
        seqNo: readInt32LE(body, at + 8),
        body: toHex(body.subarray(at + 16, at + 16 + readInt32LE(body, at + 12))),
        container: msgId,
      })
  }
}
