// The client: typed calls to any data centre, updates, and which data centre is home.
// Source: /api/invoking, /api/datacenter

import { createHost } from '#runtime'
import type { RsaPublicKey } from '../core/crypto/rsa.ts'
import { serverKeys } from '../core/crypto/server-keys.ts'
import type { DcClientOptions } from '../core/dc-client/dc-client-io.ts'
import { MtprotoError } from '../core/errors.ts'
import type { ClientInfo } from '../core/session/layer.ts'
import { constructorId } from '../core/session/message.ts'
import type { ResultOf, Schema, SchemaTypes, TlObject, Unparsed } from '../core/tl/codec.ts'
import { type Types as ApiTypes, api } from '../core/tl/generated/api/index.ts'
import { decode, decodeResult, encode } from '../core/tl/schema.ts'
import type { Trace } from '../core/trace.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { Host } from '../host/host.ts'
import { AsyncQueue } from './async-queue.ts'
import { DcConnection } from './dc-connection.ts'
import { type DcAddress, publicDcs } from './dcs.ts'
import { MemoryStorage, type Storage } from './storage.ts'

export interface ClientOptions<T extends SchemaTypes = ApiTypes> {
  /** from my.telegram.org; every server wants one, and a test DC takes any positive number */
  readonly apiId: number
  /** the methods and types to speak; default: the built-in ones, which are those of a login */
  readonly api?: Schema<T>
  /** the data centres, home first; default: the public ones */
  readonly dcs?: readonly DcAddress[]
  /** the RSA keys a server may prove itself with; default: the published ones */
  readonly keys?: readonly RsaPublicKey[]
  /** use the separate test environment of the service; default false */
  readonly test?: boolean
  /** default `intermediate` */
  readonly transport?: FramingName
  /** hide the transport in a key stream; not with `full`; default false */
  readonly obfuscated?: boolean
  /** how the client introduces itself */
  readonly info?: Partial<Omit<ClientInfo, 'apiId'>>
  /** logins and keys that exist already, and where new ones are kept; default: memory */
  readonly storage?: Storage
  /** sockets, clock, randomness, crypto; default: those of the platform */
  readonly host?: Host
  /** milliseconds until a connection that does not open counts as failed; default 10,000 */
  readonly connectTimeout?: number
  /** consecutive failures after which calls are given up, and the waits between them */
  readonly backoff?: DcClientOptions['backoff']
  /** told of everything on the wire, by DC */
  readonly trace?: (dc: number) => Trace
}

export interface InvokeOptions {
  /** the data centre to ask; default: home */
  readonly dc?: number
  /** ends the wait: the promise rejects with ERR_ABORTED */
  readonly signal?: AbortSignal
}

/** Something a server sent without being asked. */
export interface ReceivedUpdate<Value> {
  readonly dc: number
  readonly update: Value
}

/** What a login has to know of its client beyond calls. */
export interface DcObserver {
  update(dc: number, update: unknown): void
  /** updates of this DC may have been missed */
  interrupted(dc: number): void
}

const INFO: Omit<ClientInfo, 'apiId'> = {
  deviceModel: 'raw-mtproto',
  systemVersion: '1.0',
  appVersion: '0.1.0',
  systemLangCode: 'en',
  langCode: 'en',
}

/** This many updates wait for a slow reader; then the oldest are lost. */
const UPDATES_KEPT = 1000

export class Client<T extends SchemaTypes = ApiTypes> {
  readonly api: Schema<T>
  readonly apiId: number
  readonly host: Host
  readonly #options: ClientOptions<T>
  readonly #dcs: ReadonlyMap<number, DcAddress>
  readonly #storage: Storage
  readonly #connections = new Map<number, Promise<DcConnection>>()
  readonly #observers = new Set<DcObserver>()
  readonly #queues = new Set<AsyncQueue<ReceivedUpdate<T['object']>>>()
  #homeDc: number
  #closed = false

  /** Throws ERR_ARGUMENT when the options contradict each other. Nothing is connected yet. */
  constructor(options: ClientOptions<T>) {
    const { apiId, dcs = publicDcs(options.test ?? false) } = options
    if (!Number.isInteger(apiId) || apiId <= 0 || apiId > 0x7fffffff)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'apiId',
        got: apiId,
        expected: 'a positive number',
      })
    const hidden = options.obfuscated || dcs.some(({ webSocket }) => webSocket !== undefined)
    if (hidden && options.transport === 'full')
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'transport',
        got: 'full',
        advice: 'the full transport cannot be obfuscated, as a WebSocket has to be',
      })
    if (dcs[0] === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: 'dcs', expected: 'one or more' })
    this.#options = options
    this.apiId = apiId
    this.api = options.api ?? (api as Schema as Schema<T>)
    this.host = options.host ?? createHost()
    this.#dcs = new Map(dcs.map(dc => [dc.id, dc]))
    this.#homeDc = dcs[0].id
    this.#storage = options.storage ?? new MemoryStorage()
  }

  /** The id of the data centre that calls go to when none is named; after a login, the account's own. */
  get homeDc(): number {
    return this.#homeDc
  }

  set homeDc(dc: number) {
    this.#homeDc = dc
  }

  /**
   * Connects to a data centre (default: home), with a key exchange if there is no key for it yet.
   * Rejects with ERR_CONNECT_FAILED, ERR_UNKNOWN_DC, ERR_UNKNOWN_FINGERPRINT or another error of the exchange.
   */
  async connect(dc: number = this.#homeDc): Promise<void> {
    await (await this.#connection(dc)).connect()
  }

  /**
   * Makes a call, connecting first where needed, and resolves with its decoded result. Rejects with
   * RpcError when the server refuses, with ERR_TL_VALUE when the call does not fit its type, with
   * ERR_ABORTED, ERR_CLOSED, ERR_CONNECT_FAILED, ERR_UNKNOWN_DC, ERR_BAD_MSG, or a decoding error.
   * Source: /api/invoking
   */
  async invoke<const M extends T['call']>(
    call: M,
    { dc = this.#homeDc, signal }: InvokeOptions = {},
  ): Promise<ResultOf<T, M>> {
    const body = encode(this.api, call)
    const connection = await this.#connection(dc)
    return decodeResult(this.api, call, await connection.invoke(call._, body, signal))
  }

  /** What the servers send on their own, from now on, until the loop is left or the client is closed. */
  updates(): AsyncGenerator<ReceivedUpdate<T['object']>, void, undefined> {
    const queue = new AsyncQueue<ReceivedUpdate<T['object']>>(UPDATES_KEPT)
    if (this.#closed) queue.end()
    this.#queues.add(queue)
    return this.#read(queue)
  }

  /** Listens in on all data centres; returns the function that ends it. */
  observe(observer: DcObserver): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** The clock of a data centre this client has talked to, in milliseconds since 1970. */
  async serverTime(dc: number): Promise<number> {
    return (await this.#connection(dc)).serverTime
  }

  /** Hangs up everywhere. Calls that are open reject with ERR_CLOSED. */
  async close(): Promise<void> {
    this.#closed = true
    for (const queue of this.#queues) queue.end()
    const connections = [...this.#connections.values()]
    await Promise.allSettled(connections.map(async connection => (await connection).close()))
  }

  async *#read(
    queue: AsyncQueue<ReceivedUpdate<T['object']>>,
  ): AsyncGenerator<ReceivedUpdate<T['object']>, void, undefined> {
    try {
      yield* queue
    } finally {
      this.#queues.delete(queue)
    }
  }

  #connection(dc: number): Promise<DcConnection> {
    let connection = this.#connections.get(dc)
    if (connection === undefined) {
      connection = this.#open(dc)
      connection.catch(() => this.#connections.delete(dc))
      this.#connections.set(dc, connection)
    }
    return connection
  }

  async #open(dc: number): Promise<DcConnection> {
    if (this.#closed) throw new MtprotoError('ERR_CLOSED')
    const address = this.#dcs.get(dc)
    // QR-11: without an address there is nothing to try.
    if (address === undefined)
      throw new MtprotoError('ERR_UNKNOWN_DC', {
        got: dc,
        expected: [...this.#dcs.keys()].join(', '),
        advice: 'give its address',
      })
    const { host } = this
    const { test = false, transport = 'intermediate', obfuscated = false, trace } = this.#options
    const options: DcClientOptions = {
      crypto: host.crypto,
      random: host.random,
      compress: host.compress,
      now: host.now(),
      address: `DC ${dc} at ${address.host}:${address.port}`,
      keys: this.#options.keys ?? serverKeys(test),
      dc: test ? dc + 10_000 : dc,
      framing: transport,
      // A WebSocket is always obfuscated.
      obfuscated: obfuscated || address.webSocket !== undefined,
      layer: this.api.layer,
      info: { ...INFO, ...this.#options.info, apiId: this.apiId },
      state: await this.#storage.load(dc),
      connectTimeout: this.#options.connectTimeout,
      backoff: this.#options.backoff,
      trace: trace?.(dc),
    }
    return new DcConnection(host, address, options, {
      update: body => this.#updated(dc, body),
      interrupted: () => {
        for (const observer of this.#observers) observer.interrupted(dc)
      },
      stored: state => this.#storage.save(dc, state),
    })
  }

  #updated(dc: number, body: Uint8Array): void {
    let update: T['object']
    try {
      update = decode(this.api, body)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      // TL-10: an object that cannot be decoded fails alone, and is passed on as it came.
      const unparsed: Unparsed = { _: 'unparsed', id: constructorId(body), bytes: body.subarray(4) }
      update = unparsed as TlObject
    }
    for (const queue of this.#queues) queue.push({ dc, update })
    for (const observer of this.#observers) observer.update(dc, update)
  }
}
