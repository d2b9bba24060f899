// A proxy's end of a fake TLS connection: it answers a hello that proves the secret, for its domain, at about the
// right time and for the first time, and then speaks in records. Source: as fake-tls-client.ts
// A proxy out in the world passes other hellos on to the domain that is named; this one throws.
import { concat, equal, xor } from '../bytes/bytes.ts'
import { toHex } from '../bytes/hex.ts'
import { readUint32LE } from '../bytes/integers.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Now, Random, Stage } from '../machine.ts'
import { ByteQueue } from './byte-queue.ts'
import { RANDOM_AT, RANDOM_LENGTH, TIME_AT, x25519Key } from './client-hello.ts'
import { readClientHello } from './client-hello-reader.ts'
import type { ProxySecret } from './proxy-secret.ts'
import { bytes16, sized, words } from './tls-fields.ts'
import {
  CHANGE_CIPHER_RECORD,
  DATA,
  dataIn,
  dataRecords,
  encodeTlsRecord,
  FIRST_VERSION,
  HANDSHAKE,
  readTlsRecord,
  type TlsRecord,
  VERSION,
} from './tls-records.ts'

/** How far the time of a client may be off, in seconds. */
const MAX_SKEW = 120
/** Payload bytes of the records that a server sends. */
const MAX_SENT = 2 ** 14
/** The data behind the hello, where others send their certificate: at least so many bytes, and up to 1023 more. */
const MIN_CERTIFICATE = 2048

const SERVER_HELLO = 2
const AES_128_GCM_SHA256 = 0x1301
const SUPPORTED_VERSIONS = 0x002b
const KEY_SHARE = 0x0033
const X25519 = 0x001d
const TLS_1_3 = 0x0304

/** Hooks on what a server sends. */
export interface FakeTlsStages {
  /** the whole answer to a hello, signed */
  readonly answer?: Stage<Uint8Array>
  /** each record after that */
  readonly record?: Stage<TlsRecord>
}

export interface FakeTlsServerOptions {
  readonly secret: ProxySecret & { readonly mode: 'tls' }
  readonly crypto: Crypto
  readonly random: Random
  readonly seen: SeenHellos
  readonly stages?: FakeTlsStages | undefined
}

/** The hellos that were answered, by all connections of a proxy; the oldest are forgotten first. */
export class SeenHellos {
  readonly #capacity: number
  readonly #seen = new Set<string>()

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  /** Remembers a hello by its random field, 32 bytes. Returns whether it is new. */
  add(random: Uint8Array): boolean {
    const name = toHex(random)
    if (this.#seen.has(name)) return false
    this.#seen.add(name)
    if (this.#seen.size > this.#capacity) this.#seen.delete(this.#seen.values().next().value!)
    return true
  }
}

export class FakeTlsServer {
  readonly #options: FakeTlsServerOptions
  readonly #queue = new ByteQueue()
  readonly #writes: Uint8Array[] = []
  #isOpen = false

  constructor(options: FakeTlsServerOptions) {
    this.#options = options
  }

  /** As Tunnel.receive. */
  receive(chunk: Uint8Array): void {
    this.#queue.push(chunk)
  }

  /** As Tunnel.poll. Throws ERR_PROXY_REFUSED, ERR_FRAME_INVALID or ERR_FRAME_TOO_LARGE. */
  poll(now: Now): Uint8Array | undefined {
    if (!this.#isOpen) {
      const hello = readTlsRecord(this.#queue, FIRST_VERSION)
      if (hello === undefined) return undefined
      this.#answer(hello, now)
      this.#isOpen = true
    }
    const record = readTlsRecord(this.#queue)
    return record && dataIn(record)
  }

  /** As Tunnel.write. */
  write(bytes: Uint8Array): void {
    const stage = this.#options.stages?.record
    for (const whole of dataRecords(bytes, MAX_SENT))
      for (const record of stage?.(whole) ?? [whole]) this.#writes.push(encodeTlsRecord(record))
  }

  /** As Tunnel.pollWrite. */
  pollWrite(): Uint8Array | undefined {
    return this.#writes.shift()
  }

  #answer(record: TlsRecord, now: Now): void {
    const { secret, crypto, random, seen, stages } = this.#options
    const { key, domain } = secret
    if (record.type !== HANDSHAKE) throw refused('type')
    const hello = readClientHello(record.payload)
    const signed = encodeTlsRecord(record, FIRST_VERSION)
    signed.fill(0, RANDOM_AT, RANDOM_AT + RANDOM_LENGTH)
    const difference = xor(hello.random, crypto.hmacSha256(key, signed))
    const time = readUint32LE(difference, TIME_AT)
    if (!equal(difference.subarray(0, TIME_AT), new Uint8Array(TIME_AT))) throw refused('digest')
    if (Math.abs(now.unix / 1000 - time) > MAX_SKEW)
      throw refused('time', time, Math.floor(now.unix / 1000))
    if (hello.serverName !== domain) throw refused('server name')
    if (!seen.add(hello.random)) throw refused('its repetition')
    const answer = serverHello(hello.sessionId, random)
    answer.set(crypto.hmacSha256(key, hello.random, answer), RANDOM_AT)
    this.#writes.push(...(stages?.answer?.(answer) ?? [answer]))
  }
}

/** An answer whose random field is zero. */
function serverHello(sessionId: Uint8Array, random: Random): Uint8Array {
  const extension = (type: number, ...content: Uint8Array[]): Uint8Array =>
    concat(words(type), bytes16(...content))
  const hello = concat(
    words(VERSION),
    new Uint8Array(RANDOM_LENGTH),
    sized(1, sessionId),
    words(AES_128_GCM_SHA256),
    Uint8Array.of(0),
    bytes16(
      extension(KEY_SHARE, words(X25519), bytes16(x25519Key(random))),
      extension(SUPPORTED_VERSIONS, words(TLS_1_3)),
    ),
  )
  const [high = 0, low = 0] = random(2, 'tls')
  const certificate = random(MIN_CERTIFICATE + (((high << 8) | low) & 1023), 'tls')
  return concat(
    encodeTlsRecord({
      type: HANDSHAKE,
      payload: concat(Uint8Array.of(SERVER_HELLO), sized(3, hello)),
    }),
    CHANGE_CIPHER_RECORD,
    encodeTlsRecord({ type: DATA, payload: certificate }),
  )
}

function refused(at: string, got?: number, expected?: number): MtprotoError {
  return new MtprotoError('ERR_PROXY_REFUSED', {
    at: `TLS hello, ${at}`,
    ...(got !== undefined && { got }),
    ...(expected !== undefined && { expected }),
  })
}
