// A server without a will of its own for one DcClient: it opens what the client sends and sends what the
// test writes, byte for byte. Its messages are spelled in hex here, not by the code under test.
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../../../src/core/bytes/integers.ts'
import { DcClient } from '../../../src/core/dc-client/dc-client.ts'
import type { DcClientOptions, DcClientOutput } from '../../../src/core/dc-client/dc-client-io.ts'
import type { Invocation } from '../../../src/core/dc-client/query.ts'
import type { EncryptedMessage } from '../../../src/core/envelope/encrypted.ts'
import { Link, type LinkStages } from '../../../src/core/link/link.ts'
import type { Now } from '../../../src/core/machine.ts'
import type { TraceEvent } from '../../../src/core/trace.ts'
import { ServerTransport } from '../../../src/core/transport/server-transport.ts'
import { callBody, crypto, FIRST_SALT, INFO, START, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import { PING_DELAY, pong, rpcResult, TRUE } from '../../support/spelled.ts'

/** A message as the client sent it; containers are listed before their items. */
export interface Got {
  readonly link: number
  readonly salt: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: string
  readonly container: bigint | undefined
}

export interface PuppetOptions extends Partial<DcClientOptions> {
  /** what the client's unix clock shows too much, in milliseconds */
  readonly skew?: number
}

interface Connection {
  readonly link: number
  readonly wire: Link
  readonly transport: ServerTransport
}

export class Puppet {
  readonly client: DcClient
  readonly got: Got[] = []
  /** `1: b5757299` for a result, `1: ERR_RPC` for an error, as they came */
  readonly settled: string[] = []
  readonly errors: unknown[] = []
  readonly updates: string[] = []
  readonly events: string[] = []
  readonly stored: (DcClientOutput & { kind: 'store' })['state'][] = []
  readonly rejected: string[] = []
  /** the tokens of the envelopes that a quick acknowledgement was asked for */
  readonly tokens: number[] = []
  /** hooks on what the puppet sends */
  stages: LinkStages = {}
  /** how many connections were tried */
  attempts = 0
  /** whether connections open at once */
  reachable = true
  monotonic = 0
  readonly #skew: number
  readonly #isHttp: boolean
  readonly #random = seededRandom('puppet')
  #connection: Connection | undefined
  #nextId = 0n
  #held: Uint8Array[] | undefined

  constructor({ skew = 0, ...options }: PuppetOptions = {}) {
    this.#skew = skew
    this.#isHttp = options.framing === 'http'
    this.client = new DcClient({
      crypto,
      random: seededRandom('client'),
      now: this.now,
      address: 'DC 2 at puppet',
      keys: [],
      dc: 2,
      framing: 'intermediate',
      obfuscated: false,
      layer: 223,
      info: INFO,
      state: { authKey: sharedKey, serverSalt: FIRST_SALT, timeOffset: 0 },
      trace: event => this.#traced(event),
      ...options,
    })
    this.input({ kind: 'connect' })
  }

  get now(): Now {
    return { monotonic: this.monotonic, unix: START + this.monotonic + this.#skew }
  }

  get link(): number | undefined {
    return this.#connection?.link
  }

  input(...inputs: Parameters<DcClient['handle']>[0][]): void {
    for (const input of inputs) this.client.handle(input, this.now)
    this.#drain()
  }

  invoke(...numbers: number[]): Got[] {
    const before = this.got.length
    this.input(
      ...numbers.map(id => ({ kind: 'invoke' as const, id, method: 'test', body: callBody(id) })),
    )
    return this.got.slice(before)
  }

  advance(milliseconds: number): void {
    const end = this.monotonic + milliseconds
    for (;;) {
      this.monotonic = Math.max(this.monotonic, Math.min(end, this.client.deadline() ?? end))
      this.client.handleTimeout(this.now)
      this.#drain()
      if (this.monotonic >= end) return
    }
  }

  /** Lets time pass on a line whose pings are answered. */
  live(milliseconds: number): void {
    const end = this.monotonic + milliseconds
    for (;;) {
      const before = this.got.length
      this.advance(
        Math.min(end, Math.max(this.monotonic, this.client.deadline() ?? end)) - this.monotonic,
      )
      for (const { msgId, body } of this.got.slice(before))
        if (body.startsWith(PING_DELAY))
          this.send(pong(msgId, readInt64LE(fromHex(body), 4)), { seqNo: 0 })
      if (this.monotonic >= end) return
    }
  }

  /** Makes one call with what its caller wants for it. */
  call(id: number, options: Partial<Invocation>): Got[] {
    const before = this.got.length
    this.input({ kind: 'invoke', id, method: 'test', body: callBody(id), ...options })
    return this.got.slice(before)
  }

  /** The next msg_id of the server, `seconds` from now; 1 mod 4 for an answer, 3 mod 4 otherwise. */
  id(low: 1n | 3n = 3n, seconds = 0): bigint {
    const unix = BigInt(Math.floor(START + this.monotonic + seconds * 1000))
    this.#nextId += 4n
    return ((((unix << 32n) / 1000n) >> 12n) << 12n) + this.#nextId + low
  }

  /** Sends a body in an envelope of its own, correct but for what is given. */
  send(body: string, fields: Partial<EncryptedMessage> = {}): bigint {
    const { msgId = this.id(), seqNo = 1, salt = FIRST_SALT } = fields
    const sessionId = fields.sessionId ?? this.got.at(-1)?.sessionId ?? 0n
    this.#connection!.wire.send({ salt, sessionId, msgId, seqNo, body: fromHex(body) }, sharedKey)
    this.#deliver()
    return msgId
  }

  /** Sends a body as send does, its stages changed for this once. */
  sendThrough(stages: LinkStages, body: string, fields: Partial<EncryptedMessage> = {}): bigint {
    this.stages = stages
    const msgId = this.send(body, fields)
    this.stages = {}
    return msgId
  }

  /** What is sent meanwhile arrives in one segment. */
  hold(run: () => void): void {
    this.#held = []
    run()
    const bytes = concat(...this.#held)
    this.#held = undefined
    this.sendBytes(bytes)
  }

  sendPlaintext(body: string): void {
    this.#connection!.wire.sendPlaintext(this.id(1n), fromHex(body))
    this.#deliver()
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Uint8Array): void {
    this.input({ kind: 'bytes', link: this.#connection!.link, bytes })
  }

  error(code: number): void {
    const { wire, transport } = this.#connection!
    wire.sendFrame(transport.completeError(code))
    this.#deliver()
  }

  /** The server closes the connection. */
  close(): void {
    const { link } = this.#connection!
    this.#connection = undefined
    this.input({ kind: 'closed', link, reason: undefined })
  }

  /** The calls among what was sent, by number, since the given position. */
  calls(since = 0): (Got & { number: number; wrapped: boolean })[] {
    return this.got.slice(since).flatMap(message => {
      const at = message.body.lastIndexOf('6b18f9c4')
      if (at < 0 || message.body.startsWith('dcf8f173')) return []
      const number = Number(readInt64LE(fromHex(message.body.slice(-16))))
      return [{ ...message, number, wrapped: at > 0 }]
    })
  }

  /** The ids in every msgs_ack since the given position. */
  acked(since = 0): bigint[] {
    return this.got.slice(since).flatMap(({ body }) => {
      if (!body.startsWith('59b4d66215c4b51c')) return []
      const bytes = fromHex(body.slice(24))
      return Array.from({ length: bytes.length / 8 }, (_, i) => readInt64LE(bytes, 8 * i))
    })
  }

  #deliver(): void {
    const { wire, link } = this.#connection!
    for (let bytes = wire.pollWrite(); bytes !== undefined; bytes = wire.pollWrite())
      if (this.#held === undefined) this.input({ kind: 'bytes', link, bytes })
      else this.#held.push(bytes)
  }

  #traced(event: TraceEvent): void {
    if (event.kind === 'rejected') this.rejected.push(event.error.code)
  }

  #drain(): void {
    for (let out = this.client.poll(); out !== undefined; out = this.client.poll()) {
      switch (out.kind) {
        case 'connect':
          this.attempts++
          if (this.reachable) this.#accept(out.link)
          break
        case 'write':
          if (out.link === this.#connection?.link) this.#read(out.bytes)
          break
        case 'close':
          if (out.link === this.#connection?.link) this.#connection = undefined
          this.events.push('close')
          break
        case 'result':
          this.settled.push(`${out.id}: ${toHex(out.body)}`)
          break
        case 'error':
          this.settled.push(`${out.id}: ${out.error.code}`)
          this.errors.push(out.error)
          break
        case 'update':
          this.updates.push(toHex(out.body))
          break
        case 'ready':
          this.events.push(out.again ? 'ready again' : 'ready')
          break
        case 'store':
          this.stored.push(out.state)
          break
        case 'quick-ack':
          this.events.push(`quick-ack ${out.id}`)
          break
        default:
          this.events.push(out.kind)
      }
    }
  }

  #accept(link: number): void {
    this.#connection = { link, ...this.#open() }
    this.client.handle({ kind: 'opened', link }, this.now)
  }

  #open(): Omit<Connection, 'link'> {
    const random = this.#random
    const transport = new ServerTransport({ crypto, random })
    const wire = new Link({
      side: 'server',
      transport,
      findKey: id => (id === sharedKey.id ? sharedKey : undefined),
      crypto,
      random,
      stages: {
        plaintext: record => this.stages.plaintext?.(record) ?? [record],
        envelope: record => this.stages.envelope?.(record) ?? [record],
        sealed: record => this.stages.sealed?.(record) ?? [record],
        frame: record => this.stages.frame?.(record) ?? [record],
      },
    })
    return { wire, transport }
  }

  #read(bytes: Uint8Array): void {
    // Over HTTP each request comes on a connection of its own; what is sent next is the response to it.
    if (this.#isHttp) this.#connection = { link: this.#connection!.link, ...this.#open() }
    const { wire, link } = this.#connection!
    wire.receive(bytes)
    for (let out = wire.poll(); out !== undefined; out = wire.poll()) {
      if (out.kind !== 'opened') throw new Error(`the client sent ${out.kind}`)
      const { salt, sessionId, msgId, seqNo, body } = out.message
      if (out.quickAck) this.tokens.push(out.message.quickAckToken)
      const envelope = { link, salt, sessionId }
      this.got.push({ ...envelope, msgId, seqNo, body: toHex(body), container: undefined })
      if (readUint32LE(body) !== 0x73f1f8dc) continue
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
}

/** A client whose first call, number 0, has been answered. */
export function started(options: PuppetOptions = {}): Puppet {
  const puppet = new Puppet(options)
  const [call] = puppet.invoke(0)
  puppet.send(rpcResult(call!.msgId, TRUE), { seqNo: 0 })
  puppet.settled.length = 0
  return puppet
}
