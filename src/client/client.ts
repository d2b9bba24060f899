// The client: typed calls to any data centre, updates, and which data centre is home.
// Source: /api/invoking, /api/datacenter

import { createHost } from '#runtime'
import type { RsaPublicKey } from '../core/crypto/rsa.ts'
import { serverKeys } from '../core/crypto/server-keys.ts'
import type { DcClientOptions } from '../core/dc-client/dc-client-io.ts'
import { MtprotoError, RpcError } from '../core/errors.ts'
import type { SecretSink } from '../core/secrets.ts'
import type { ClientInfo } from '../core/session/layer.ts'
import { constructorId } from '../core/session/message.ts'
import type { ResultOf, Schema, SchemaTypes, TlObject, Unparsed } from '../core/tl/codec.ts'
import { type Types as ApiTypes, api } from '../core/tl/generated/api/index.ts'
import { decode, decodeResult, encode } from '../core/tl/schema.ts'
import type { Trace } from '../core/trace.ts'
import type { FramingName } from '../core/transport/framing.ts'
import type { ProxyAddress } from '../core/transport/proxy-link.ts'
import { framingThrough } from '../core/transport/proxy-secret.ts'
import { authority } from '../host/authority.ts'
import type { Host } from '../host/host.ts'
import { race } from '../host/race.ts'
import { Account } from './account.ts'
import { AsyncQueue } from './async-queue.ts'
import { DcConnection } from './dc-connection.ts'
import {
  addressesById,
  checkProxy,
  type DcAddress,
  placeOf,
  publicDcs,
  publicWebSocketDcs,
} from './dcs.ts'
import type { Signal } from './signal.ts'
import { MemoryStorage, type Storage } from './storage.ts'
import { logoutIn, migrationIn, userIn } from './verdict.ts'

/** What a client speaks, where to, and what it keeps. Only `apiId` is needed. */
export interface ClientOptions<T extends SchemaTypes = ApiTypes> {
  /** from my.telegram.org; every server wants one, and a test DC takes any positive number */
  readonly apiId: number
  /** the methods and types to speak; default: the built-in ones, which are those of a login */
  readonly api?: Schema<T>
  /**
   * The data centres, home first; default: the public ones. An id that repeats has several addresses, which are
   * dialled in their order with a short head start each.
   */
  readonly dcs?: readonly DcAddress[]
  /** the RSA keys a server may prove itself with; default: the published ones */
  readonly keys?: readonly RsaPublicKey[]
  /** use the separate test environment of the service; default false */
  readonly test?: boolean
  /** default `intermediate`, or through a proxy what its secret asks for */
  readonly transport?: FramingName
  /** hide the transport in a key stream; not with `full` and `http`; default false */
  readonly obfuscated?: boolean
  /** the MTProxy to go through: it is dialled in place of every data centre, and everything is obfuscated */
  readonly proxy?: ProxyAddress
  /** how the client introduces itself; default: raw-mtproto, its version, and the system its host names */
  readonly info?: Partial<Omit<ClientInfo, 'apiId'>>
  /** logins and keys that exist already, and where new ones are kept; default: memory */
  readonly storage?: Storage
  /** sockets, clock, randomness, crypto; default: those of the platform */
  readonly host?: Host
  /** milliseconds until a connection that does not open counts as failed; default 10,000 */
  readonly connectTimeout?: number
  /** consecutive failures after which calls are given up, and the waits between them */
  readonly backoff?: DcClientOptions['backoff']
  /** forward secrecy: the traffic runs on temporary keys, which live this many seconds; default: none */
  readonly tempKeyLifetime?: number
  /** seconds of FLOOD_WAIT that a call waits for, all together; default 60 */
  readonly floodWait?: number
  /** repetitions of a call after internal errors of the server; default 5 */
  readonly retries?: number
  /** told once when the login is over without having been ended here, and why */
  readonly loggedOut?: (error: MtprotoError) => void
  /** told of everything on the wire, by DC */
  readonly trace?: (dc: number) => Trace
  /** told every key, and what opens the key exchanges: what opens a recording of the connections */
  readonly secrets?: SecretSink
}

/** How one call is made. */
export interface InvokeOptions {
  /** the data centre to ask; default: home */
  readonly dc?: number
  /** ends the wait: the promise rejects with ERR_ABORTED, and the server is told to drop the call */
  readonly signal?: Signal
  /** promises of invoke() on the same data centre: the server executes this call after those */
  readonly after?: Promise<unknown> | readonly Promise<unknown>[]
  /** seconds of FLOOD_WAIT to wait for, all together; default: as the client's */
  readonly floodWait?: number
  /** repetitions after internal errors of the server; default: as the client's */
  readonly retries?: number
  /** called when the server has taken the call, before it answers; not by `full` and `http` */
  readonly quickAck?: () => void
}

/** Something a server sent without being asked. */
export interface ReceivedUpdate<Value> {
  readonly dc: number
  readonly update: Value
}

/** What a login has to know of its client beyond calls. */
export interface DcObserver {
  /** an object came that nobody asked for */
  update(dc: number, update: unknown): void
  /** updates of this DC may have been missed */
  interrupted(dc: number): void
}

/** The number of a call, and the data centre it went to last. */
interface Place {
  readonly id: number
  dc: number | undefined
}

/** What a client says of itself, beside the system that its host names; the version is that of package.json. */
const INFO: Omit<ClientInfo, 'apiId' | 'systemVersion'> = {
  deviceModel: 'raw-mtproto',
  appVersion: '0.1.0',
  systemLangCode: 'en',
  langCode: 'en',
}

/** Seconds of FLOOD_WAIT, and repetitions after internal errors, unless the caller says otherwise. */
const FLOOD_WAIT = 60
const RETRIES = 5
/** A temporary key that lives shorter than this would be made more often than used, in seconds. */
const MIN_LIFETIME = 60
/** A call is sent from one data centre to another this often. */
const MAX_MIGRATIONS = 3
/** This many updates wait for a slow reader; then the oldest are lost. */
const UPDATES_KEPT = 1000

/** A client of all data centres, with one login. It connects by itself when something is called. */
export class Client<T extends SchemaTypes = ApiTypes> {
  readonly api: Schema<T>
  readonly apiId: number
  readonly host: Host
  readonly #options: ClientOptions<T>
  readonly #dcs: ReadonlyMap<number, readonly DcAddress[]>
  readonly #account: Account
  /** the calls that may still be named by another */
  readonly #calls = new WeakMap<Promise<unknown>, Place>()
  readonly #connections = new Map<number, Promise<DcConnection>>()
  readonly #observers = new Set<DcObserver>()
  readonly #queues = new Set<AsyncQueue<ReceivedUpdate<T['object']>>>()
  #lastCall = 0
  #closed = false

  /** Throws ERR_ARGUMENT when the options contradict each other. Nothing is connected yet. */
  constructor(options: ClientOptions<T>) {
    const { apiId, host = createHost(), test = false } = options
    const { dcs = host.webSocketOnly ? publicWebSocketDcs(test) : publicDcs(test) } = options
    if (!Number.isInteger(apiId) || apiId <= 0 || apiId > 0x7fffffff)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'apiId',
        got: apiId,
        expected: 'a positive number',
      })
    const hidden = options.obfuscated || dcs.some(({ webSocket }) => webSocket !== undefined)
    if (hidden && (options.transport === 'full' || options.transport === 'http'))
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'transport',
        got: options.transport,
        advice: 'this transport cannot be obfuscated, as a WebSocket has to be',
      })
    if (options.proxy !== undefined) checkProxy(options.proxy, options.transport, dcs)
    const { tempKeyLifetime = MIN_LIFETIME } = options
    if (!Number.isInteger(tempKeyLifetime) || tempKeyLifetime < MIN_LIFETIME)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'tempKeyLifetime',
        got: tempKeyLifetime,
        expected: `${MIN_LIFETIME} seconds or more`,
      })
    if (dcs[0] === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: 'dcs', expected: 'one or more' })
    this.#options = options
    this.apiId = apiId
    this.api = options.api ?? (api as Schema as Schema<T>)
    this.host = host
    this.#dcs = addressesById(dcs)
    this.#account = new Account(options.storage ?? new MemoryStorage(), dcs[0].id, {
      apiId,
      test,
      addresses: options.dcs,
    })
  }

  /**
   * The id of the data centre that calls go to when none is named: the first of the options, or after a login,
   * in this run or an earlier one, the account's own.
   */
  get homeDc(): number {
    return this.#account.homeDc
  }

  set homeDc(dc: number) {
    this.#account.setHomeDc(dc)
  }

  /** The id of the user who is logged in, as far as this client knows. */
  get userId(): bigint | undefined {
    return this.#account.userId
  }

  /** Reads what was stored; every call does this by itself. Rejects with what the storage throws. */
  restore(): Promise<void> {
    return this.#account.restore()
  }

  /**
   * Connects to a data centre (default: home), with a key exchange if there is no key for it yet.
   * Rejects with ERR_CONNECT_FAILED, ERR_UNKNOWN_DC, ERR_CLOSED, ERR_UNKNOWN_FINGERPRINT or another error of the
   * exchange.
   */
  async connect(dc?: number): Promise<void> {
    await this.restore()
    await (await this.#connection(dc ?? this.homeDc)).connect()
  }

  /**
   * Makes a call, connecting first where needed, and resolves with its decoded result. It is repeated where
   * the server says so: on another data centre, after a FLOOD_WAIT, after an internal error. Rejects with
   * RpcError when the server refuses, with ERR_TL_VALUE when the call does not fit its type, with
   * ERR_ABORTED, ERR_CLOSED, ERR_CONNECT_FAILED, ERR_UNKNOWN_DC, ERR_BAD_MSG, ERR_ARGUMENT, or a decoding
   * error. Source: /api/invoking
   */
  invoke<const M extends T['call']>(call: M, options: InvokeOptions = {}): Promise<ResultOf<T, M>> {
    const place: Place = { id: ++this.#lastCall, dc: undefined }
    const result = this.#invoke(call, place, options)
    this.#calls.set(result, place)
    return result
  }

  /**
   * Ends the login: the server forgets it and its keys, and the storage everything, even when the login was
   * over before. With forward secrecy the permanent key is used for this once, as it can only be destroyed by
   * itself. Keys of other data centres are forgotten here and left to the servers. The client is closed then.
   * Rejects with RpcError when the server refuses, and with what invoke() rejects with, such as ERR_CLOSED,
   * ERR_UNKNOWN_DC and ERR_ARGUMENT: nothing is forgotten then; or with what the storage throws. Source: /method/auth.logOut, /api/pfs
   */
  async logOut(): Promise<void> {
    await this.restore()
    const connection = await this.#connection(this.homeDc)
    try {
      await this.#perform(connection, { _: 'auth.logOut' } as T['call'], ++this.#lastCall, {})
    } catch (error) {
      // QR-19: a login that is over is what was asked for.
      if (!(error instanceof RpcError) || logoutIn(error) === undefined) throw error
    }
    this.#account.setUser(undefined)
    await connection.destroyKey()
    await this.close()
    await this.#account.clear()
  }

  /** The network is another one, or back again: connections are tried or tested at once. */
  networkChanged(): void {
    for (const connection of this.#connections.values())
      connection.then(
        open => open.networkChanged(),
        () => undefined,
      )
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

  /**
   * The clock of a data centre this client has talked to, in milliseconds since 1970. Rejects with ERR_UNKNOWN_DC
   * and ERR_CLOSED.
   */
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
      yield* queue.read()
    } finally {
      this.#queues.delete(queue)
    }
  }

  async #invoke<const M extends T['call']>(
    call: M,
    place: Place,
    options: InvokeOptions,
  ): Promise<ResultOf<T, M>> {
    await this.restore()
    let dc = options.dc ?? this.homeDc
    for (let migrations = 0; ; migrations++) {
      place.dc = dc
      const connection = await this.#connection(dc)
      try {
        const result = await this.#perform(connection, call, place.id, { ...options, dc })
        const user = userIn(result)
        if (user !== undefined) this.#account.setUser(user)
        return result
      } catch (error) {
        if (!(error instanceof RpcError)) throw error
        const migration = migrationIn(error)
        if (migration === undefined || migrations === MAX_MIGRATIONS) {
          this.#judge(error, dc, connection)
          throw error
        }
        dc = migration.dc
        if (migration.home) this.homeDc = dc
      }
    }
  }

  async #perform<const M extends T['call']>(
    connection: DcConnection,
    call: M,
    id: number,
    { dc, signal, after = [], floodWait, retries, quickAck }: InvokeOptions,
  ): Promise<ResultOf<T, M>> {
    const body = await connection.invoke({
      id,
      method: call._,
      body: encode(this.api, call),
      after: [after].flat().map(other => this.#idOf(other, dc)),
      floodWait: floodWait ?? this.#options.floodWait ?? FLOOD_WAIT,
      retries: retries ?? this.#options.retries ?? RETRIES,
      signal,
      quickAcked: quickAck,
    })
    return decodeResult(this.api, call, body)
  }

  /** The number of a call that another one has to follow. */
  #idOf(promise: Promise<unknown>, dc: number | undefined): number {
    const call = this.#calls.get(promise)
    if (call === undefined || call.dc !== dc)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'after',
        expected: 'promises of invoke() on the same data centre',
      })
    return call.id
  }

  /** QR-19: an error at home may mean that the login is over. */
  #judge(error: RpcError, dc: number, connection: DcConnection): void {
    const over = dc === this.homeDc ? logoutIn(error) : undefined
    if (over === 'key') connection.forgetKey(error)
    if (over !== undefined) this.#loggedOut(error)
  }

  #loggedOut(error: MtprotoError): void {
    if (!this.#account.loggedIn) return
    this.#account.setUser(undefined)
    this.#options.loggedOut?.(error)
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
    await this.restore()
    const addresses = this.#dcs.get(dc)
    // QR-11: without an address there is nothing to try.
    if (addresses === undefined)
      throw new MtprotoError('ERR_UNKNOWN_DC', {
        got: dc,
        expected: [...this.#dcs.keys()].join(', '),
        advice: 'give its address',
      })
    const { host } = this
    const { test = false, obfuscated = false, proxy, transport, trace, secrets } = this.#options
    const options: DcClientOptions = {
      crypto: host.crypto,
      random: host.random,
      compress: host.compress,
      now: host.now(),
      address: placeOf(dc, addresses, proxy),
      keys: this.#options.keys ?? serverKeys(test),
      dc: test ? dc + 10_000 : dc,
      framing: proxy ? framingThrough(proxy.secret, transport) : (transport ?? 'intermediate'),
      host: addresses[0] && authority(addresses[0]),
      // A WebSocket is always obfuscated.
      obfuscated: obfuscated || addresses[0]?.webSocket !== undefined,
      proxy,
      layer: this.api.layer,
      info: {
        ...{ ...INFO, systemVersion: host.system ?? 'unknown', ...this.#options.info },
        apiId: this.apiId,
      },
      state: this.#account.state(dc),
      tempKeyLifetime: this.#options.tempKeyLifetime,
      connectTimeout: this.#options.connectTimeout,
      backoff: this.#options.backoff,
      trace: trace?.(dc),
      secrets,
    }
    return new DcConnection(host, race(host, proxy ? [proxy] : addresses), options, {
      update: body => this.#updated(dc, body),
      interrupted: () => {
        for (const observer of this.#observers) observer.interrupted(dc)
      },
      stored: state => this.#account.setState(dc, state),
      keyLost: error => {
        if (dc === this.homeDc) this.#loggedOut(error)
      },
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
