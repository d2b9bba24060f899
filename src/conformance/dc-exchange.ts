// The key exchanges of the harness's data centre: honest but for what a case sets, which is about the first.
// Source: /mtproto/auth_key

import { AuthKeyServer } from '../core/auth-key/server.ts'
import { toHex } from '../core/bytes/hex.ts'
import { type AuthKey, createAuthKey } from '../core/crypto/auth-key.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import type { Now, Random, Stage } from '../core/machine.ts'
import type { SecretSink } from '../core/secrets.ts'
import { constructorId } from '../core/session/message.ts'
import { MsgIdSource } from '../core/session/msg-id.ts'
import { find } from '../core/tl/codec.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import type { Host } from '../host/host.ts'
import type { DcConnection } from './dc-connection.ts'
import type { DcSetup, HeardRequest } from './dc-setup.ts'

/** A key, the connection it was made on, and the nonce it began with; 0 and none when it was known before. */
export interface MadeKey {
  readonly link: number
  readonly nonce?: string
  readonly authKey: AuthKey
  readonly salt: bigint
  readonly expiresAt?: number
}

export interface DcExchangeOptions {
  readonly host: Host
  readonly random: Random
  readonly dcId: number
  /** the test environment */
  readonly test: boolean
  readonly rsaKey: RsaPrivateKey
  readonly setup: DcSetup
  readonly now: () => Now
  readonly connection: (link: number) => DcConnection | undefined
  /** hears every key, as soon as it is there */
  readonly secrets: SecretSink
}

export class DcExchange {
  readonly requests: HeardRequest[] = []
  /** keys in the order they were made */
  readonly keys: MadeKey[] = []
  /** where the first exchange was spoilt: the connection, and how many requests came before */
  spoilt: { readonly link: number; readonly requests: number } | undefined
  readonly #host: Host
  readonly #setup: DcSetup
  readonly #now: () => Now
  readonly #connection: DcExchangeOptions['connection']
  readonly #secrets: SecretSink
  readonly #server: AuthKeyServer<number>
  readonly #msgIds: MsgIdSource
  #silences: number
  #collisions: number
  /** what was computed last; of an exchange that ends, the key */
  #computed: unknown

  constructor(options: DcExchangeOptions) {
    const { host, random, dcId, test, rsaKey, setup, now, connection, secrets } = options
    this.#host = host
    this.#setup = setup
    this.#now = now
    this.#connection = connection
    this.#secrets = secrets
    this.#msgIds = new MsgIdSource(random)
    this.#collisions = setup.collisions ?? 0
    this.#silences = setup.silence?.times ?? 0
    if (setup.known !== undefined)
      this.#keep({ link: 0, authKey: createAuthKey(setup.known, host.crypto), salt: 0n })
    this.#server = new AuthKeyServer({
      crypto: host.crypto,
      random,
      keys: [rsaKey],
      dcId,
      test,
      strayBytes: false,
      hasKey: () => this.#collides(),
      ...(setup.dhPrime && { dhPrime: setup.dhPrime }),
      ...(setup.g !== undefined && { g: setup.g }),
      stages: {
        innerData: this.inFirst(setup.innerData),
        hashed: this.inFirst(setup.hashed),
        answer: this.inFirst(setup.answer),
      },
    })
  }

  /** Answers an unencrypted request. */
  request(connection: DcConnection, body: Uint8Array): void {
    const { link } = connection
    const name = requestName(body)
    const { silence, refused } = this.#setup
    this.requests.push({ link, name, body, at: this.#now().monotonic })
    if (silence?.request === name && this.#silences-- > 0) return
    if (refused?.request === name && this.isFirst) {
      this.#spoil()
      return connection.sendError(refused.code)
    }
    this.#server.handle({ kind: 'message', connection: link, body }, this.#now())
    this.#drain()
  }

  #collides(): boolean {
    const { collides } = this.#setup
    if (collides === undefined) return this.#collisions-- > 0
    return this.keys.length === 0 && collides(this.#computed as Uint8Array)
  }

  /** Whether the first exchange lasts: none with another nonce or on another connection has begun. */
  get isFirst(): boolean {
    const [first, ...rest] = this.requests
    return rest.every(each => each.link === first!.link && nonceOf(each) === nonceOf(first!))
  }

  /** The hook while the first exchange lasts; notes where it changed something. */
  inFirst<Record>(stage: Stage<Record> | undefined): Stage<Record> {
    return record => {
      if (stage === undefined || !this.isFirst) return [record]
      const records = [...stage(record)]
      if (records.length !== 1 || records[0] !== record) this.#spoil()
      return records
    }
  }

  #keep(made: MadeKey): void {
    const { authKey, expiresAt } = made
    this.keys.push(made)
    this.#secrets({ kind: 'auth-key', key: authKey.key, temporary: expiresAt !== undefined })
  }

  #spoil(): void {
    const { link } = this.requests.at(-1)!
    this.spoilt ??= { link, requests: this.requests.length }
  }

  #drain(): void {
    for (let out = this.#server.poll(); out !== undefined; out = this.#server.poll()) {
      if (out.kind === 'compute') {
        const { id } = out
        void Promise.resolve(this.#host.compute(out.job)).then(value => {
          this.#computed = value
          this.#server.handle({ kind: 'computed', id, value }, this.#now())
          this.#drain()
        })
      } else if (out.kind === 'created') {
        const { connection: link, authKey, serverSalt: salt, expiresAt } = out
        const nonce = nonceOf(this.requests.findLast(each => each.link === link)!)
        this.#keep({ link, nonce, authKey, salt, ...(expiresAt && { expiresAt }) })
      } else {
        const connection = this.#connection(out.connection)
        if (out.kind === 'transport-error') connection?.sendError(out.code)
        else connection?.sendPlaintext(this.#msgIds.next(this.#now().unix, 'answer'), out.body)
      }
    }
  }
}

/** The nonce that every request of an exchange begins with, in hexadecimal. */
export function nonceOf({ body }: HeardRequest): string {
  return toHex(body.subarray(4, 20))
}

function requestName(body: Uint8Array): string {
  return find(mtproto.calls, constructorId(body))?.name ?? 'unknown'
}
