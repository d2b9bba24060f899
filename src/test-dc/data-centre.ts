// One data centre of a TestDc: the DcServer machine with its sockets and its timer, and what it knows of
// each auth key. Calls go through the registry of methods; their answers are written for the client's layer.

import { readInt64LE } from '../core/bytes/integers.ts'
import { type AuthKey, createAuthKey } from '../core/crypto/auth-key.ts'
import type { DcState } from '../core/dc-client/dc-client-io.ts'
import { DcServer } from '../core/dc-server/dc-server.ts'
import type {
  DcServerInput,
  DcServerOptions,
  DcServerOutput,
  ServerCall,
} from '../core/dc-server/dc-server-io.ts'
import { RpcError } from '../core/errors.ts'
import { encodeResult } from '../core/tl/schema.ts'
import { compute } from '../host/compute.ts'
import { Driver } from '../host/driver.ts'
import type { Address, Listener, ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import type { Account } from './accounts.ts'
import { MethodContext } from './call-context.ts'
import { KeyState } from './key-state.ts'
import { idsAt } from './layers.ts'
import { type Registry, readCall } from './methods/registry.ts'
import type { Service } from './service.ts'

export interface DataCentreOptions extends DcServerOptions {
  readonly service: Service
  readonly registry: Registry
  /** told of an error that a handler of the owner threw and that is no RpcError */
  readonly failed: (method: string, error: unknown) => void
}

/** No more auth keys than this are remembered; the one seen first is forgotten. */
const MAX_KEYS = 10_000

export class DataCentre {
  readonly id: number
  /** where clients find it */
  address: Address = { host: '', port: 0 }
  readonly #options: DataCentreOptions
  readonly #server: DcServer
  readonly #driver: Driver<DcServerInput, DcServerOutput>
  readonly #sockets = new Map<number, Socket>()
  readonly #keys = new Map<bigint, KeyState>()
  #listener: Listener | undefined
  #lastLink = 0

  constructor(options: DataCentreOptions) {
    this.id = options.dcId
    this.#options = options
    this.#server = new DcServer(options)
    this.#driver = new Driver(this.#server, options.service.host, output => this.#perform(output))
  }

  /** Accepts connections on `address`, and tells clients to come to `advertised` at the same port. */
  async listen(host: ListeningHost, address: Address, advertised: string): Promise<void> {
    this.#listener = await host.listen(address, socket => this.accept(socket))
    this.address = { host: advertised, port: this.#listener.address.port }
  }

  /** Stops listening and hangs up. */
  async close(): Promise<void> {
    this.#driver.stop()
    await this.#listener?.close()
  }

  /** Every salt handed out so far is wrong from now on. */
  rotateSalts(): void {
    this.#driver.input({ kind: 'rotate-salts' })
  }

  /** Cuts every connection. */
  drop(): void {
    this.#driver.input({ kind: 'drop' })
  }

  /** Loses one key or all, with whatever login they had; nobody vouches for the keys bound to it any more. */
  forget(authKeyId?: bigint): void {
    if (authKeyId === undefined) this.#keys.clear()
    else {
      this.#keys.get(authKeyId)?.unbind()
      this.#keys.delete(authKeyId)
      for (const other of this.#keys.values()) if (other.permAuthKeyId === authKeyId) other.unbind()
    }
    this.#driver.input({ kind: 'forget', ...(authKeyId !== undefined && { authKeyId }) })
  }

  /** Sends an encoded object to the sessions of these keys. */
  push(authKeyIds: Iterable<bigint>, body: Uint8Array): void {
    for (const authKeyId of authKeyIds) this.#driver.input({ kind: 'push', authKeyId, body })
  }

  /** Pushes nothing to this session until its next call. */
  mute(authKeyId: bigint, sessionId: bigint): void {
    this.#driver.input({ kind: 'mute', authKeyId, sessionId })
  }

  /** Makes a key with which `account` is logged in already. */
  authorize(account: Account): DcState {
    const { random, crypto } = this.#options
    const authKey = createAuthKey(random(256, 'auth_key'), crypto)
    const serverSalt = readInt64LE(random(8, 'server_salt'))
    this.#driver.input({ kind: 'adopt', authKey, serverSalt })
    this.#key(authKey.id).login.state = { step: 'logged-in', account }
    return { authKey, serverSalt, timeOffset: 0 }
  }

  /** The permanent key of this id, if it is known. */
  permanentKey(authKeyId: bigint): AuthKey | undefined {
    return this.isTemporary(authKeyId) ? undefined : this.#server.key(authKeyId)?.authKey
  }

  isTemporary(authKeyId: bigint): boolean {
    return this.#server.key(authKeyId)?.expiresAt !== undefined
  }

  /** SES-81: binds a temporary key to a permanent one in place of the temporary key bound before. */
  bind(key: KeyState, permAuthKeyId: bigint): void {
    for (const other of this.#keys.values())
      if (other !== key && other.permAuthKeyId === permAuthKeyId) other.unbind()
    key.bind(this.#key(permAuthKeyId))
  }

  /** Takes a connection, whoever brings it. */
  accept(socket: Socket): SocketEvents {
    const link = ++this.#lastLink
    this.#sockets.set(link, socket)
    this.#driver.input({ kind: 'accepted', link })
    return {
      opened: () => {},
      received: bytes => this.#driver.input({ kind: 'bytes', link, bytes }),
      closed: () => {
        if (this.#sockets.delete(link)) this.#driver.input({ kind: 'closed', link })
      },
    }
  }

  // --- the machine ---

  #perform(output: DcServerOutput): void {
    switch (output.kind) {
      case 'write':
        return this.#sockets.get(output.link)?.write(output.bytes)
      case 'close':
        this.#sockets.get(output.link)?.close()
        this.#sockets.delete(output.link)
        return
      case 'compute':
        void compute(this.#options.service.host, output).then(outcome =>
          this.#driver.input(outcome),
        )
        return
      case 'call':
        return this.#call(output)
      case 'destroyed':
        return this.forget(output.authKeyId)
    }
  }

  // --- calls ---

  #call({ call: id, authKeyId, sessionId, msgId, body }: ServerCall): void {
    const { service, registry, failed } = this.#options
    const key = this.#key(authKeyId)
    const context = new MethodContext(service, this, key, sessionId, msgId)
    let name = 'a call'

    const refuse = (error: unknown): false => {
      if (!(error instanceof RpcError)) failed(name, error)
      const { errorCode, errorMessage } =
        error instanceof RpcError ? error : new RpcError(500, 'INTERNAL_SERVER_ERROR')
      this.#driver.input({ kind: 'refuse', call: id, errorCode, errorMessage })
      return false
    }

    try {
      const call = readCall(body, service.api)
      name = call._
      const answer = (result: unknown): true => {
        const ids = key.layer === undefined ? undefined : idsAt(key.layer, service.api)
        const encoded = encodeResult(service.api, call, result, ids)
        this.#driver.input({ kind: 'answer', call: id, body: encoded })
        return true
      }
      const result = registry.perform(call, context)
      const isLater = result instanceof Promise
      key.settle(msgId, isLater ? result.then(answer).catch(refuse) : answer(result))
    } catch (error) {
      refuse(error)
    }
  }

  #key(authKeyId: bigint): KeyState {
    let key = this.#keys.get(authKeyId)
    if (key === undefined) {
      key = new KeyState(this.id, authKeyId, this.isTemporary(authKeyId))
      this.#keys.set(authKeyId, key)
      if (this.#keys.size > MAX_KEYS) this.#keys.delete(this.#keys.keys().next().value!)
    }
    return key
  }
}
