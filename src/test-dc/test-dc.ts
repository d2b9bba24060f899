// Telegram data centres for tests, on this machine: any client that can be pointed at an address and an RSA
// key logs in to them by QR code. Several can run together and share their accounts and login tokens.
// Source: /api/qr-login, /api/datacenter. Nobody from outside reaches them unless they are told to listen
// elsewhere than on loopback.

import { createHost } from '#runtime'
import { fromBase64Url } from '../core/bytes/base64.ts'
import type { RsaPrivateKey, RsaPublicKey } from '../core/crypto/rsa.ts'
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import type { DcServerOptions } from '../core/dc-server/dc-server-io.ts'
import { MtprotoError, RpcError } from '../core/errors.ts'
import { parseLoginUrl } from '../core/login/login-url.ts'
import type { Random } from '../core/machine.ts'
import type { SecretSink } from '../core/secrets.ts'
import type { Schema, SchemaTypes } from '../core/tl/codec.ts'
import { type Types as ApiTypes, api } from '../core/tl/generated/api/index.ts'
import type { Trace } from '../core/trace.ts'
import { parseProxySecret } from '../core/transport/proxy-secret.ts'
import type { ListeningHost } from '../host/host.ts'
import type { Account, AccountOptions } from './accounts.ts'
import type { Control } from './control.ts'
import { DataCentre } from './data-centre.ts'
import { Log, type LogEntry } from './log.ts'
import type { Handler, MethodName } from './methods/handler.ts'
import { Registry } from './methods/registry.ts'
import { ProxyPort } from './proxy.ts'
import { makeRsaKey, rsaPublicKeyPem } from './rsa-key.ts'
import { Service } from './service.ts'

/** What each DcServer is given as it is: strictness, faults on stages, and the numbers of the key exchange. */
type ServerOptions = Partial<
  Pick<DcServerOptions, 'strict' | 'stages' | 'dhPrime' | 'g' | 'strayBytes' | 'collides'>
>

/** What there is to be: data centres, accounts, and what they do by themselves. */
export interface TestDcOptions<T extends SchemaTypes = ApiTypes> extends ServerOptions {
  /** the ids of the data centres; default: 2 alone */
  readonly dcs?: readonly number[]
  /** the port of the first, the others follow it; default 0: any free ones */
  readonly port?: number
  /** the address to listen on; default 127.0.0.1. Anything but loopback lets others in: see isPublic */
  readonly bind?: string
  /** how long a login token lives, in seconds; default 30 */
  readonly tokenTtl?: number
  /** accepts every login token after this many seconds, for the first account */
  readonly autoAccept?: number
  /** who is known; default: Ada, at home on the first data centre, without a password */
  readonly accounts?: readonly AccountOptions[]
  /** whether to be the separate test environment of the service; default false */
  readonly test?: boolean
  /** the methods and types that calls are read with; default: the built-in ones, those of a login */
  readonly api?: Schema<T>
  /**
   * opens an MTProxy in front of the data centres: the secret, in hexadecimal or base64, and the port, by default
   * any free one
   */
  readonly proxy?: { readonly secret: string; readonly port?: number }
  /** what the data centres prove themselves with; default: made fresh */
  readonly key?: RsaPrivateKey
  /** sockets, clock, crypto; default: those of Node */
  readonly host?: ListeningHost
  /** default: the randomness of the host */
  readonly random?: Random
  /** told of everything on the wire, by the id of the data centre */
  readonly trace?: (dc: number) => Trace
  /** told the keys of the data centres and every auth key: what opens a recording of their connections */
  readonly secrets?: SecretSink
}

/** Where one data centre listens. */
export interface TestDcAddress {
  readonly id: number
  readonly host: string
  readonly port: number
}

/** All that a client needs to know. */
export interface TestDcInfo {
  readonly event: 'listening'
  readonly dcs: readonly TestDcAddress[]
  readonly publicKeyPem: string
  /** the `tg://proxy` link to the MTProxy, if there is one */
  readonly proxy?: string
  /** where the control endpoint is, once there is one */
  readonly control?: string
}

/** Data centres that listen on this machine, and the accounts they share. */
export class TestDc<T extends SchemaTypes = ApiTypes> {
  /** in the order they were asked for */
  readonly dcs: readonly TestDcAddress[]
  readonly publicKey: RsaPublicKey
  /** PKCS #1 */
  readonly publicKeyPem: string
  /** whether it listens on an address that others can reach */
  readonly isPublic: boolean
  /** the `tg://proxy` link to the MTProxy, if there is one */
  readonly proxyLink: string | undefined
  readonly #service: Service
  readonly #registry: Registry
  readonly #log: Log
  readonly #timers: Set<() => void>
  readonly #proxy: ProxyPort | undefined
  #control: Promise<Control> | undefined
  #controlUrl: string | undefined

  private constructor(
    service: Service,
    registry: Registry,
    log: Log,
    timers: Set<() => void>,
    key: RsaPublicKey,
    bind: string,
    proxy: ProxyPort | undefined,
  ) {
    this.#service = service
    this.#registry = registry
    this.#log = log
    this.#timers = timers
    this.dcs = [...service.dcs.values()].map(({ id, address }) => ({ id, ...address }))
    this.publicKey = { n: key.n, e: key.e, fingerprint: key.fingerprint }
    this.publicKeyPem = rsaPublicKeyPem(key)
    this.isPublic = !isLoopback(bind)
    this.#proxy = proxy
    this.proxyLink = proxy?.link
  }

  /**
   * Starts to listen. Rejects with ERR_ARGUMENT for ids that repeat or are not 1 … 999, an account that
   * cannot be, or a port that cannot be had, and with ERR_PROXY_SECRET_INVALID.
   */
  static async start<T extends SchemaTypes = ApiTypes>(
    options: TestDcOptions<T> = {},
  ): Promise<TestDc<T>> {
    const { dcs = [2], port = 0, bind = '127.0.0.1', accounts = [{}], tokenTtl = 30 } = options
    const {
      test = false,
      host = createHost(),
      random = host.random,
      trace,
      autoAccept,
      secrets,
    } = options
    checkIds(dcs)
    const { crypto, compress } = host
    const key = options.key ?? makeRsaKey(random, crypto)
    secrets?.({ kind: 'rsa-key', n: key.n, e: key.e, d: key.d })
    const schema: Schema = (options.api ?? api) as Schema
    const log = new Log(schema)
    const registry = new Registry()
    const timers = new Set<() => void>()
    const service = new Service({
      host,
      random,
      api: schema,
      test,
      dcs,
      tokenTtl,
      exported: token => {
        if (autoAccept === undefined) return
        const disarm = host.setTimer(autoAccept * 1000, () => {
          timers.delete(disarm)
          acceptUnlessRefused(service, token)
        })
        timers.add(disarm)
      },
    })
    for (const account of accounts) service.accounts.add(account)
    for (const dcId of dcs) {
      const observe = trace?.(dcId)
      const { strict, stages, dhPrime, g, strayBytes, collides } = options
      const dataCentre = new DataCentre({
        service,
        registry,
        crypto,
        random,
        compress,
        now: host.now(),
        keys: [key],
        dcId,
        test,
        strict,
        stages,
        collides,
        secrets,
        ...(dhPrime && { dhPrime }),
        ...(g !== undefined && { g }),
        ...(strayBytes !== undefined && { strayBytes }),
        trace: event => {
          log.record(dcId, event, host.now().unix)
          observe?.(event)
        },
        failed: (method, error) => log.recordFailure(dcId, method, error, host.now().unix),
      })
      service.dcs.set(dcId, dataCentre)
    }
    const secret = options.proxy && parseProxySecret(options.proxy.secret)
    let proxy: ProxyPort | undefined
    try {
      let next = port
      for (const dataCentre of service.dcs.values()) {
        await dataCentre.listen(host, { host: bind, port: next }, advertised(bind))
        if (port !== 0) next++
      }
      if (secret !== undefined)
        proxy = await ProxyPort.listen(
          { host, random, secret, find: dcId => acceptorOf(service, dcId) },
          { host: bind, port: options.proxy?.port ?? 0 },
          advertised(bind),
        )
    } catch (error) {
      await closeAll(service)
      throw error
    }
    return new TestDc<T>(service, registry, log, timers, key, bind, proxy)
  }

  /** What was heard and said, oldest first: the last 10,000 events. The array goes on changing. */
  get log(): readonly LogEntry[] {
    return this.#log.entries
  }

  /** All that a client needs to know, as JSON. */
  get info(): TestDcInfo {
    const { dcs, publicKeyPem, proxyLink } = this
    const control = this.#controlUrl
    return {
      ...{ event: 'listening', dcs, publicKeyPem },
      ...(proxyLink !== undefined && { proxy: proxyLink }),
      ...(control !== undefined && { control }),
    }
  }

  /** Adds somebody who can log in. Throws ERR_ARGUMENT for an id that is taken or an unknown data centre. */
  addAccount(options: AccountOptions): Account {
    return this.#service.accounts.add(options)
  }

  /** The account of this user id; without one, the first account. Throws ERR_ARGUMENT when there is none. */
  account(id?: bigint): Account {
    const { accounts } = this.#service
    const account = id === undefined ? accounts.first : accounts.find(id)
    if (account === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'account',
        ...(id !== undefined && { got: id }),
      })
    return account
  }

  /**
   * Makes an auth key that is logged in: the `state` of a client that is the phone. Default: the first
   * account, on the data centre it is at home on. Throws ERR_ARGUMENT for an unknown data centre.
   */
  authorize(options: { readonly account?: Account; readonly dc?: number } = {}): DcState {
    const { account = this.account() } = options
    const { dc = account.dc } = options
    const dataCentre = this.#service.dcs.get(dc)
    if (dataCentre === undefined) throw new MtprotoError('ERR_ARGUMENT', { at: 'dc', got: dc })
    return dataCentre.authorize(account)
  }

  /**
   * Does what the phone does that scanned a code. The token is its bytes, their URL-safe base64, or a
   * `tg://login` link; the account is the first one by default, or the one of a user id. Throws RpcError
   * as auth.acceptLoginToken would, ERR_ARGUMENT, ERR_LOGIN_URL_INVALID or ERR_TEXT_INVALID.
   */
  accept(token: Uint8Array | string, account?: Account | bigint): void {
    const owner = typeof account === 'object' ? account : this.account(account)
    this.#service.accept(typeof token === 'string' ? readToken(token) : token, owner)
  }

  /**
   * Answers a method of the schema, in place of what came with the test DC or where there was nothing. The
   * handler returns the result, or throws an RpcError for the client; another error becomes a
   * 500 INTERNAL_SERVER_ERROR and an entry of the log.
   */
  handle<N extends MethodName<T>>(method: N, handler: Handler<T, N>): void {
    this.#registry.set(method, handler)
  }

  /** Makes every salt handed out so far wrong. */
  rotateSalts(): void {
    for (const dataCentre of this.#service.dcs.values()) dataCentre.rotateSalts()
  }

  /** Cuts every connection. */
  drop(): void {
    for (const dataCentre of this.#service.dcs.values()) dataCentre.drop()
  }

  /** Loses every auth key, with the logins and tokens that hang on them. */
  forget(): void {
    this.#service.tokens.clear()
    for (const dataCentre of this.#service.dcs.values()) dataCentre.forget()
  }

  /** Starts the HTTP control endpoint on a free port of loopback, once. Rejects with ERR_ARGUMENT. */
  async control(): Promise<{ readonly url: string }> {
    this.#control ??= import('./control.ts').then(({ startControl }) => startControl(this))
    const { url } = await this.#control
    this.#controlUrl = url
    return { url }
  }

  /** Stops listening and cuts every connection. */
  async close(): Promise<void> {
    for (const disarm of this.#timers) disarm()
    this.#timers.clear()
    await (await this.#control)?.close()
    await this.#proxy?.close()
    await closeAll(this.#service)
  }
}

function checkIds(dcs: readonly number[]): void {
  const isId = (id: number) => Number.isInteger(id) && id >= 1 && id <= 999
  if (dcs.length === 0 || !dcs.every(isId) || new Set(dcs).size !== dcs.length)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'dcs',
      got: dcs.join(', '),
      expected: 'different numbers from 1 to 999',
    })
}

/** What accepts connections for a data centre by the number a client behind a proxy gives: negative for media. */
function acceptorOf({ dcs, test }: Service, dcId: number): DataCentre['accept'] | undefined {
  const dataCentre = dcs.get(test ? Math.abs(dcId) - 10_000 : Math.abs(dcId))
  return dataCentre && (socket => dataCentre.accept(socket))
}

async function closeAll({ dcs }: Service): Promise<void> {
  await Promise.all([...dcs.values()].map(dataCentre => dataCentre.close()))
}

/** Whoever accepts on its own has nobody to tell that the token was taken or over by then. */
function acceptUnlessRefused(service: Service, token: Uint8Array): void {
  try {
    service.accept(token, service.accounts.first)
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
  }
}

function readToken(text: string): Uint8Array {
  return text.startsWith('tg:') ? parseLoginUrl(text) : fromBase64Url(text)
}

function isLoopback(address: string): boolean {
  return /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(address)
}

/** Where clients are sent: the address that is listened on, or loopback when that is all of them. */
function advertised(bind: string): string {
  if (bind === '0.0.0.0' || bind === 'localhost') return '127.0.0.1'
  return bind === '::' ? '::1' : bind
}
