// A pair with forward secrecy: the server's owner binds temporary keys as a data centre does, and notes it.

import { fromHex } from '../../../src/core/bytes/hex.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../../../src/core/bytes/integers.ts'
import type { ServerCall } from '../../../src/core/dc-server/dc-server-io.ts'
import { type Binding, openBinding } from '../../../src/core/envelope/bind.ts'
import { crypto, Pair, type PairOptions } from '../../support/pair.ts'

/** auth.bindTempAuthKey: perm_auth_key_id, nonce, expires_at and 104 bytes with their length. */
const BIND = 0xcdd42a05
const BIND_SIZE = 4 + 8 + 8 + 4 + 1 + 104 + 3

/** A request to bind, and what is sealed in it. */
export interface Bind {
  readonly call: ServerCall
  readonly permAuthKeyId: bigint
  readonly nonce: bigint
  readonly expiresAt: number
  readonly binding: Binding
}

export class PfsPair extends Pair {
  readonly lifetime: number
  readonly binds: Bind[] = []
  /** the keys that calls are taken with */
  readonly bound: Set<bigint> = new Set()
  /** the calls that were executed, bindings not counted */
  readonly executed: ServerCall[] = []
  /** what the next bindings are refused with */
  refusals: string[] = []
  /** whether bindings wait for ever */
  silent = false

  constructor({ client, lifetime = 86_400, ...options }: PairOptions & { lifetime?: number } = {}) {
    super({ ...options, client: { tempKeyLifetime: lifetime, ...client } })
    this.lifetime = lifetime
    this.onCall = call => this.#serve(call)
  }

  /** The key that the calls travel with. */
  get carrier(): bigint {
    return this.binds.at(-1)!.call.authKeyId
  }

  refuse({ call }: ServerCall, errorCode: number, errorMessage: string): void {
    this.server.handle({ kind: 'refuse', call, errorCode, errorMessage }, this.now('server'))
  }

  /** The auth_key_ids on the wire, in the order of their first use; 0 is that of the key exchange. */
  keyIds(): bigint[] {
    const ids = new Set<bigint>()
    for (const writes of this.recorded.values()) {
      const bytes = Buffer.concat(writes)
      for (let at = 4; at < bytes.length; at += 4 + readInt32LE(bytes, at))
        ids.add(readInt64LE(bytes, at + 4))
    }
    return [...ids]
  }

  #serve(call: ServerCall): void {
    if (readUint32LE(call.body) === BIND) this.#bind(call)
    else if (!this.bound.has(call.authKeyId)) this.refuse(call, 401, 'AUTH_KEY_PERM_EMPTY')
    else {
      this.executed.push(call)
      this.answer(call)
    }
  }

  #bind(call: ServerCall): void {
    const { body } = call
    if (body.length !== BIND_SIZE) throw new Error(`a binding of ${body.length} bytes`)
    const permAuthKeyId = readInt64LE(body, 4)
    const permanent = this.server.key(permAuthKeyId)!.authKey
    this.binds.push({
      call,
      permAuthKeyId,
      nonce: readInt64LE(body, 12),
      expiresAt: readInt32LE(body, 20),
      binding: openBinding(body.subarray(25, 129), permanent, crypto),
    })
    const refusal = this.refusals.shift()
    if (refusal !== undefined) this.refuse(call, 400, refusal)
    else if (!this.silent) {
      this.bound.clear()
      this.bound.add(call.authKeyId)
      this.server.handle(
        { kind: 'answer', call: call.call, body: fromHex('b5757299') },
        this.now('server'),
      )
    }
  }
}
