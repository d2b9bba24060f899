// A client that does nothing by itself: it makes a key, permanent or temporary, and sends exactly the calls
// it is given, bare or wrapped, each as a message of its own.
import assert from 'node:assert/strict'
import { AuthKeyClient } from '../../src/core/auth-key/client.ts'
import { concat } from '../../src/core/bytes/bytes.ts'
import { readInt64LE } from '../../src/core/bytes/integers.ts'
import type { AuthKey } from '../../src/core/crypto/auth-key.ts'
import { solve } from '../../src/core/crypto/solve.ts'
import { RpcError } from '../../src/core/errors.ts'
import { Link } from '../../src/core/link/link.ts'
import { decodeContainer } from '../../src/core/session/container.ts'
import { unpack } from '../../src/core/session/gzip-packed.ts'
import { constructorId, type Message } from '../../src/core/session/message.ts'
import { MsgIdSource } from '../../src/core/session/msg-id.ts'
import { SERVICE } from '../../src/core/session/service.ts'
import { api, type Call, type ResultOf, type Types } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { decode, decodeResult, encode } from '../../src/core/tl/schema.ts'
import { ClientTransport } from '../../src/core/transport/client-transport.ts'
import type { Host, Socket } from '../../src/host/host.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import type { TestDc } from '../../src/test-dc/index.ts'

export interface RawClientOptions {
  /** the id of the data centre; the first one by default */
  readonly dc?: number
  /** makes the key a temporary one: seconds */
  readonly expiresIn?: number
  /** a key that exists already */
  readonly state?: { readonly authKey: AuthKey; readonly serverSalt: bigint }
  /** that of Node by default */
  readonly host?: Host
}

interface Pending {
  resolve(result: Uint8Array): void
  reject(error: unknown): void
}

export class RawClient {
  readonly host: Host
  readonly sessionId: bigint
  /** what came unasked, encoded */
  readonly updates: Uint8Array[] = []
  /** the boxed results as they came, by the msg_id of the call */
  readonly results: Map<bigint, Uint8Array> = new Map()
  authKey!: AuthKey
  salt = 0n
  readonly #msgIds: MsgIdSource
  readonly #pending = new Map<bigint, Pending>()
  #socket!: Socket
  #wire!: Link
  #onPlaintext: ((body: Uint8Array) => void) | undefined
  #contents = 0

  private constructor(host: Host) {
    this.host = host
    this.sessionId = readInt64LE(this.host.random(8, 'session_id'))
    this.#msgIds = new MsgIdSource(this.host.random)
  }

  static async connect(dc: TestDc, options: RawClientOptions = {}): Promise<RawClient> {
    const client = new RawClient(options.host ?? createHost())
    const address = dc.dcs.find(({ id }) => id === (options.dc ?? dc.dcs[0]!.id))!
    await client.#open(address)
    if (options.state !== undefined) {
      client.authKey = options.state.authKey
      client.salt = options.state.serverSalt
    } else await client.#exchange(dc, address.id, options.expiresIn)
    return client
  }

  nextMsgId(): bigint {
    return this.#msgIds.next(this.host.now().unix, 'request')
  }

  /** Makes one call as it is; `build` gets the msg_id the call will have. */
  async call<M extends Call>(call: M, msgId: bigint = this.nextMsgId()): Promise<ResultOf<M>> {
    const result = await this.send(encode(api, call), msgId)
    return decodeResult<Types, M>(api, call, result)
  }

  /** The same inside invokeWithLayer(initConnection(…)). */
  async wrapped<M extends Call>(query: M, layer = 223, apiId = 1): Promise<ResultOf<M>> {
    const result = await this.send(encode(api, wrap(query, layer, apiId)))
    return decodeResult<Types, M>(api, query, result)
  }

  /** Sends a body of a call and resolves with its boxed result. */
  send(
    body: Uint8Array,
    msgId: bigint = this.nextMsgId(),
    seqNo: number = 2 * this.#contents++ + 1,
  ): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#pending.set(msgId, { resolve, reject })
      const { sessionId, salt } = this
      this.#wire.send({ msgId, seqNo, sessionId, salt, body }, this.authKey)
      this.#flush()
    })
  }

  close(): void {
    this.#socket.close()
  }

  #open(address: { host: string; port: number }): Promise<void> {
    const { crypto, random } = this.host
    const transport = new ClientTransport({ framing: 'intermediate', crypto, random })
    this.#wire = new Link({
      side: 'client',
      transport,
      start: transport.start(),
      findKey: id => (id === this.authKey?.id ? this.authKey : undefined),
      crypto,
      random,
    })
    return new Promise((resolve, reject) => {
      this.#socket = this.host.connect(address, {
        opened: resolve,
        received: bytes => {
          this.#wire.receive(bytes)
          this.#read()
        },
        closed: () => {
          reject(new Error('closed'))
          for (const { reject } of this.#pending.values()) reject(new Error('closed'))
        },
      })
    })
  }

  #exchange(dc: TestDc, dcId: number, expiresIn: number | undefined): Promise<void> {
    const { crypto, random } = this.host
    const machine = new AuthKeyClient({
      crypto,
      random,
      keys: [dc.publicKey],
      dc: dcId,
      ...(expiresIn !== undefined && { expiresIn }),
    })
    return new Promise((resolve, reject) => {
      const advance = (input: Parameters<AuthKeyClient['handle']>[0]): void => {
        machine.handle(input, this.host.now())
        for (let out = machine.poll(); out !== undefined; out = machine.poll()) {
          if (out.kind === 'send') this.#wire.sendPlaintext(this.nextMsgId(), out.body)
          else if (out.kind === 'compute')
            advance({ kind: 'computed', id: out.id, value: solve(out.job, crypto) })
          else if (out.kind === 'failed') reject(out.error)
          else {
            this.authKey = out.result.authKey
            this.salt = out.result.serverSalt
            resolve()
          }
        }
        this.#flush()
      }
      this.#onPlaintext = body => advance({ kind: 'message', body })
      advance({ kind: 'start' })
    })
  }

  #flush(): void {
    for (let bytes = this.#wire.pollWrite(); bytes !== undefined; bytes = this.#wire.pollWrite())
      this.#socket.write(bytes)
  }

  #read(): void {
    for (let out = this.#wire.poll(); out !== undefined; out = this.#wire.poll()) {
      if (out.kind === 'plaintext') this.#onPlaintext?.(out.message.body)
      else if (out.kind === 'opened') {
        const { message } = out
        const isContainer = constructorId(message.body) === SERVICE.msgContainer
        for (const item of isContainer ? decodeContainer(message) : [message]) this.#take(item)
      } else if (out.kind === 'transport-error') {
        const error = new Error(`transport error ${out.code}`)
        for (const { reject } of this.#pending.values()) reject(error)
      } else assert.fail(`unexpected: ${out.kind}`)
    }
  }

  #take({ body }: Message): void {
    const id = constructorId(body)
    if (id === SERVICE.rpcResult) {
      const value = decode(mtproto, body)
      assert(value._ === 'rpc_result')
      const result = unpack(value.result)
      this.results.set(value.reqMsgId, result)
      const pending = this.#pending.get(value.reqMsgId)
      if (constructorId(result) !== SERVICE.rpcError) return pending?.resolve(result)
      const error = decode(mtproto, result)
      assert(error._ === 'rpc_error')
      pending?.reject(new RpcError(error.errorCode, error.errorMessage))
    } else if (mtproto.objects.constructors().every(codec => codec.id !== id)) {
      this.updates.push(unpack(body))
    }
  }
}

/** A call as the first one on a key has to be made. */
export function wrap<M extends Call>(query: M, layer = 223, apiId = 1): Call {
  return {
    _: 'invokeWithLayer',
    layer,
    query: {
      _: 'initConnection',
      apiId,
      deviceModel: 'raw',
      systemVersion: '1',
      appVersion: '2',
      systemLangCode: 'en',
      langPack: '',
      langCode: 'en',
      query,
    },
  }
}

/** The body of a call that no schema has. */
export const unknownCall: Uint8Array = concat(
  Uint8Array.of(0xef, 0xbe, 0xad, 0xde),
  new Uint8Array(8),
)
