// The client's end of a fake TLS connection to a proxy: its hello, the proof that the answer has to carry, and the
// records after that. Source: /mtproto/mtproto-transports#transport-obfuscation; the form is that of TDLib.
// Invariant: nothing but the hello leaves before the answer is proven.
import { concat, equal } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import { ByteQueue } from './byte-queue.ts'
import { createClientHello, RANDOM_AT, RANDOM_LENGTH } from './client-hello.ts'
import type { ProxySecret } from './proxy-secret.ts'
import {
  CHANGE_CIPHER,
  CHANGE_CIPHER_RECORD,
  DATA,
  dataIn,
  dataRecords,
  encodeTlsRecord,
  HANDSHAKE,
  readTlsRecord,
  type TlsRecord,
} from './tls-records.ts'
import type { Tunnel } from './tunnel.ts'

/** Payload bytes of the records that a client sends, as TDLib cuts them. */
const MAX_SENT = 2878
/** An answer has no more handshake records than this; most have one. */
const MAX_HANDSHAKE = 16

const RANDOM_END = RANDOM_AT + RANDOM_LENGTH

export interface FakeTlsClientOptions {
  readonly secret: ProxySecret & { readonly mode: 'tls' }
  /** what the server's clock shows, in milliseconds since 1970 */
  readonly time: number
  readonly crypto: Crypto
  readonly random: Random
}

export class FakeTlsClient implements Tunnel {
  readonly #key: Uint8Array
  readonly #crypto: Crypto
  readonly #queue = new ByteQueue()
  readonly #writes: Uint8Array[]
  readonly #helloRandom: Uint8Array
  /** the records of the answer as they came; undefined once it is proven */
  #answer: TlsRecord[] | undefined = []
  /** what was written before that, or has been since */
  #held: Uint8Array[] = []
  #isFirst = true

  constructor({ secret, time, crypto, random }: FakeTlsClientOptions) {
    this.#key = secret.key
    this.#crypto = crypto
    const { key, domain } = secret
    const hello = createClientHello({ key, domain, time: Math.floor(time / 1000), crypto, random })
    this.#helloRandom = hello.slice(RANDOM_AT, RANDOM_END)
    this.#writes = [hello]
  }

  receive(chunk: Uint8Array): void {
    this.#queue.push(chunk)
  }

  /** Throws ERR_PROXY_UNPROVEN, ERR_FRAME_INVALID or ERR_FRAME_TOO_LARGE. */
  poll(): Uint8Array | undefined {
    for (let record = readTlsRecord(this.#queue); record; record = readTlsRecord(this.#queue)) {
      if (this.#answer === undefined) return dataIn(record)
      this.#answered(record, this.#answer)
    }
    return undefined
  }

  write(bytes: Uint8Array): void {
    this.#held.push(bytes)
  }

  pollWrite(): Uint8Array | undefined {
    if (this.#writes.length > 0) return this.#writes.shift()
    if (this.#answer !== undefined || this.#held.length === 0) return undefined
    const records = dataRecords(concat(...this.#held), MAX_SENT).map(each => encodeTlsRecord(each))
    this.#held = []
    // TR-45: the change of cipher goes in front of the first flight.
    const first = this.#isFirst ? [CHANGE_CIPHER_RECORD] : []
    this.#isFirst = false
    return concat(...first, ...records)
  }

  /** Takes a record of the answer: a hello, whatever else is said in the open, a change of cipher, data. */
  #answered(record: TlsRecord, answer: TlsRecord[]): void {
    const last = answer.at(-1)?.type
    answer.push(record)
    if (record.type === HANDSHAKE && last !== CHANGE_CIPHER && answer.length <= MAX_HANDSHAKE)
      return
    if (record.type === CHANGE_CIPHER && last === HANDSHAKE) return
    if (record.type !== DATA || last !== CHANGE_CIPHER) throw unproven('the order of its records')
    const bytes = concat(...answer.map(each => encodeTlsRecord(each)))
    // TR-44: only who knows the secret could make this digest, and only for this hello.
    if (!isProven(bytes, this.#helloRandom, this.#key, this.#crypto)) throw unproven('the digest')
    this.#answer = undefined
  }
}

/**
 * Does an answer, all of its records, carry the digest that belongs to it? `helloRandom` is the random field of the
 * hello that it answers, 32 bytes, `key` the 16 bytes of the secret.
 */
export function isProven(
  answer: Uint8Array,
  helloRandom: Uint8Array,
  key: Uint8Array,
  crypto: Crypto,
): boolean {
  const signed = answer.slice().fill(0, RANDOM_AT, RANDOM_END)
  return equal(answer.subarray(RANDOM_AT, RANDOM_END), crypto.hmacSha256(key, helloRandom, signed))
}

function unproven(at: string): MtprotoError {
  return new MtprotoError('ERR_PROXY_UNPROVEN', { rule: 'TR-44', at: `TLS answer, ${at}` })
}
