// The key exchanges of one data centre: which request belongs to which of them, and what is remembered.
// Source: /mtproto/auth_key. The memory is bounded in time and number, and a wrong request is answered by a
// transport error alone.
import { concat } from '../bytes/bytes.ts'
import { toHex } from '../bytes/hex.ts'
import { telegramPrime } from '../crypto/dh-group.ts'
import type { Job, JobOutcome } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { RsaPrivateKey } from '../crypto/rsa.ts'
import { MtprotoError } from '../errors.ts'
import type { Machine, Now, Random } from '../machine.ts'
import { mtproto, type Types } from '../tl/generated/mtproto/index.ts'
import { decodeCallPrefix } from '../tl/schema.ts'
import {
  type CreatedKey,
  type Progress,
  ServerExchange,
  type ServerExchangeOptions,
  type ServerRequest,
} from './server-exchange.ts'
import type { AuthKeyServerStages } from './server-stages.ts'

export interface AuthKeyServerOptions {
  readonly crypto: Crypto
  readonly random: Random
  /** the RSA keys that are offered, the first one first */
  readonly keys: readonly RsaPrivateKey[]
  readonly dcId: number
  /** whether this is a data centre of the test environment */
  readonly test: boolean
  /** is there a key of this id already? */
  readonly hasKey: (authKeyId: bigint) => boolean
  /** 256 bytes; Telegram's own prime by default */
  readonly dhPrime?: Uint8Array
  /** 3 by default */
  readonly g?: number
  /** whether up to 240 stray bytes follow each answer, as they do from the real service; true by default */
  readonly strayBytes?: boolean
  readonly stages?: AuthKeyServerStages | undefined
}

/** `Connection` is whatever tells the owner where an answer goes. */
export type AuthKeyServerInput<Connection> =
  /** the body of an unencrypted message */
  | { readonly kind: 'message'; readonly connection: Connection; readonly body: Uint8Array }
  | JobOutcome

export type AuthKeyServerOutput<Connection> =
  | { readonly kind: 'send'; readonly connection: Connection; readonly body: Uint8Array }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  /** a key to be kept; the answer that confirms it to the client comes next */
  | ({ readonly kind: 'created'; readonly connection: Connection } & CreatedKey)
  | {
      readonly kind: 'transport-error'
      readonly connection: Connection
      readonly code: -404 | -444
      /** why; for the server's own eyes */
      readonly error: MtprotoError
    }

/** Ten minutes from the first request on, in milliseconds. */
const LIFETIME = 600_000
/** A few kilobytes each. */
const MAX_EXCHANGES = 1_000

interface Entry<Connection> {
  readonly exchange: ServerExchange
  /** monotonic time in milliseconds */
  readonly expires: number
  /** what was answered so far, by the digest of the request */
  readonly answered: Map<string, readonly Uint8Array[]>
  /** the digest of the last request that was taken */
  taken: string
  /** where the last request came from */
  connection: Connection
  refusal: MtprotoError | undefined
}

/** All key exchanges of a data centre: 1,000 at once, ten minutes each. Source: /mtproto/auth_key */
export class AuthKeyServer<Connection>
  implements Machine<AuthKeyServerInput<Connection>, AuthKeyServerOutput<Connection>>
{
  readonly #options: ServerExchangeOptions
  readonly #strayBytes: boolean
  readonly #outputs: AuthKeyServerOutput<Connection>[] = []
  /** by nonce, the oldest first */
  readonly #entries = new Map<string, Entry<Connection>>()
  readonly #jobs = new Map<number, Entry<Connection>>()
  #lastJob = 0

  constructor({
    dhPrime = telegramPrime(),
    g = 3,
    strayBytes = true,
    ...options
  }: AuthKeyServerOptions) {
    this.#options = { ...options, dhPrime, g }
    this.#strayBytes = strayBytes
  }

  handle(input: AuthKeyServerInput<Connection>, now: Now): void {
    this.handleTimeout(now)
    if (input.kind === 'message') this.#receive(input.connection, input.body, now)
    else this.#computed(input, now)
  }

  handleTimeout(now: Now): void {
    // HS-63: after ten minutes an exchange was never heard of
    for (const [nonce, entry] of this.#entries) {
      if (entry.expires > now.monotonic) break
      this.#entries.delete(nonce)
    }
  }

  poll(): AuthKeyServerOutput<Connection> | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    return this.#entries.values().next().value?.expires
  }

  #receive(connection: Connection, body: Uint8Array, now: Now): void {
    const request = this.#read(connection, body)
    if (request === undefined) return
    const entry = this.#find(request, connection, now)
    // HS-64: a later request belongs to an exchange that is remembered
    if (entry === undefined) {
      const error = { rule: 'HS-64', at: 'nonce', got: request._ } as const
      this.#refuse(connection, new MtprotoError('ERR_HANDSHAKE_REFUSED', error))
      return
    }
    entry.connection = connection
    const digest = toHex(this.#options.crypto.sha256(body))
    const known = entry.answered.get(digest)
    // HS-70: after one wrong request all are
    if (entry.refusal !== undefined) this.#refuse(connection, entry.refusal)
    // HS-62: the same question gets the same answer
    else if (known !== undefined) this.#send(connection, known)
    // still being computed, if it is the one that was taken last
    else if (entry.taken !== digest) {
      entry.taken = digest
      this.#advance(entry, () => entry.exchange.handle(request))
    }
  }

  #computed(input: JobOutcome, now: Now): void {
    const entry = this.#jobs.get(input.id)
    this.#jobs.delete(input.id)
    if (entry === undefined || entry.refusal !== undefined) return
    this.#advance(entry, () => {
      if (input.kind === 'compute-failed') throw input.error
      return entry.exchange.computed(input.value, now)
    })
  }

  /** One request of the key exchange; HS-71: stray bytes may follow it. */
  #read(connection: Connection, body: Uint8Array): ServerRequest | undefined {
    let cause: unknown
    try {
      const { value } = decodeCallPrefix(mtproto, body)
      if (isServerRequest(value)) return value
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      cause = error
    }
    // HS-79: nothing else is said without a key
    this.#refuse(connection, new MtprotoError('ERR_HANDSHAKE_REFUSED', { rule: 'HS-79', cause }))
    return undefined
  }

  /** The exchange of a request; a first request opens one. */
  #find(request: ServerRequest, connection: Connection, now: Now): Entry<Connection> | undefined {
    const nonce = toHex(request.nonce)
    const found = this.#entries.get(nonce)
    if (found !== undefined || (request._ !== 'req_pq' && request._ !== 'req_pq_multi'))
      return found
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined && this.#entries.size === MAX_EXCHANGES) this.#entries.delete(oldest)
    const entry: Entry<Connection> = {
      exchange: new ServerExchange(this.#options),
      expires: now.monotonic + LIFETIME,
      answered: new Map(),
      taken: '',
      connection,
      refusal: undefined,
    }
    this.#entries.set(nonce, entry)
    return entry
  }

  #advance(entry: Entry<Connection>, run: () => Progress): void {
    let progress: Progress
    try {
      progress = run()
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      entry.refusal = error
      this.#refuse(entry.connection, error)
      return
    }
    if (progress.kind === 'compute') {
      const id = ++this.#lastJob
      this.#jobs.set(id, entry)
      this.#outputs.push({ kind: 'compute', id, job: progress.job })
      return
    }
    const { connection } = entry
    const bodies = progress.bodies.map(body =>
      this.#strayBytes ? this.#withStrayBytes(body) : body,
    )
    entry.answered.set(entry.taken, bodies)
    if (progress.created) this.#outputs.push({ kind: 'created', connection, ...progress.created })
    this.#send(connection, bodies)
  }

  #send(connection: Connection, bodies: readonly Uint8Array[]): void {
    for (const body of bodies) this.#outputs.push({ kind: 'send', connection, body })
  }

  #withStrayBytes(body: Uint8Array): Uint8Array {
    const { random } = this.#options
    return concat(body, random(4 * (random(1, 'padding')[0]! % 61), 'padding'))
  }

  #refuse(connection: Connection, error: MtprotoError): void {
    const code = error.code === 'ERR_WRONG_DC' ? -444 : -404
    this.#outputs.push({ kind: 'transport-error', connection, code, error })
  }
}

function isServerRequest(call: Types['call']): call is ServerRequest {
  switch (call._) {
    case 'req_pq':
    case 'req_pq_multi':
    case 'req_DH_params':
    case 'set_client_DH_params':
      return true
    default:
      return false
  }
}
