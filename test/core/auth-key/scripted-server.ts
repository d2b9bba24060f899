// A server that says what a test wants: each answer is honest but for the fields given.
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { telegramPrime } from '../../../src/core/crypto/dh-group.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { bytes, crypto, Fields, idOf, int, long, newNonceHash, sha1, temporaryAes } from './wire.ts'

export const SERVER_NONCE: Uint8Array = fromHex('e11dbc3bc97d91a26154f932af019943')
export const NEW_NONCE: Uint8Array = fromHex(
  'a8bbc849512dac6c67b6efd9157d6ca7377a1776307d84265c6be9bdcf802ac1',
)
export const PQ: Uint8Array = fromHex('256595edb7766797')
export const P: Uint8Array = fromHex('5a300d4b')
export const Q: Uint8Array = fromHex('6a26db65')
/** 2024-02-08 20:45:05 UTC */
export const SERVER_TIME = 1_707_425_105

const SECRET = fromHex('5b'.repeat(256))

/** What may be set in any answer. */
interface Outer {
  nonce?: Uint8Array
  serverNonce?: Uint8Array
  /** stray bytes behind the object */
  stray?: Uint8Array
}

export interface Inner {
  nonce?: Uint8Array
  serverNonce?: Uint8Array
  constructorId?: Uint8Array
  g?: number
  dhPrime?: Uint8Array
  gA?: Uint8Array
  serverTime?: number
}

interface Hashed {
  /** what stands in place of SHA1(data) */
  hash?: (data: Uint8Array, padding: Uint8Array) => Uint8Array
  padding?: Uint8Array
  encrypted?: Uint8Array
}

const hashOfData = (data: Uint8Array): Uint8Array => sha1(data)

export class ScriptedServer {
  readonly nonce: Uint8Array
  readonly serverNonce: Uint8Array
  readonly newNonce: Uint8Array
  g = 3
  dhPrime: Uint8Array = telegramPrime()

  /** Reads req_pq_multi, the client's first message; `newNonce` is what the client will draw. */
  constructor(
    request: Uint8Array,
    {
      serverNonce = SERVER_NONCE,
      newNonce = NEW_NONCE,
    }: { serverNonce?: Uint8Array; newNonce?: Uint8Array | undefined } = {},
  ) {
    this.nonce = request.slice(4, 20)
    this.serverNonce = serverNonce
    this.newNonce = newNonce
  }

  resPQ({
    pq = PQ,
    fingerprints = [testRsaKey.fingerprint],
    ...outer
  }: Outer & { pq?: Uint8Array; fingerprints?: bigint[] } = {}): Uint8Array {
    const list = concat(idOf('vector'), int(fingerprints.length), ...fingerprints.map(long))
    return this.#answer(idOf('resPQ'), outer, bytes(pq), list)
  }

  paramsOk(
    { hash = hashOfData, padding, encrypted, ...outer }: Outer & Hashed = {},
    inner: Inner = {},
  ): Uint8Array {
    const data = this.#innerData(inner)
    const { key, iv } = temporaryAes(this.newNonce, this.serverNonce)
    const fill = padding ?? new Uint8Array((16 - ((20 + data.length) % 16)) % 16).fill(0x77)
    const framed = concat(hash(data, fill), data, fill)
    return this.#answer(
      idOf('server_DH_params_ok'),
      outer,
      bytes(encrypted ?? crypto.aesIgeEncrypt(framed, key, iv)),
    )
  }

  paramsFail({ hash, ...outer }: Outer & { hash?: Uint8Array } = {}): Uint8Array {
    return this.#answer(idOf('server_DH_params_fail'), outer, hash ?? sha1(this.newNonce).slice(4))
  }

  /** Reads set_client_DH_params. */
  readKey(request: Uint8Array): { retryId: Uint8Array; gB: Uint8Array; authKey: Uint8Array } {
    const outer = new Fields(request)
    if (!outer.is(idOf('set_client_DH_params'))) throw new Error('not set_client_DH_params')
    outer.take(32)
    const { key, iv } = temporaryAes(this.newNonce, this.serverNonce)
    const framed = crypto.aesIgeDecrypt(outer.bytes(), key, iv)
    const inner = new Fields(framed.slice(20))
    if (!inner.is(idOf('client_DH_inner_data'))) throw new Error('not client_DH_inner_data')
    inner.take(32)
    const retryId = inner.take(8)
    const gB = inner.bytes()
    return { retryId, gB, authKey: crypto.modPow(gB, SECRET, this.dhPrime) }
  }

  dhGen(
    number: 1 | 2 | 3,
    authKey: Uint8Array,
    { hash, ...outer }: Outer & { hash?: Uint8Array } = {},
  ): Uint8Array {
    const id = { 1: idOf('dh_gen_ok'), 2: idOf('dh_gen_retry'), 3: idOf('dh_gen_fail') }[number]
    return this.#answer(id, outer, hash ?? newNonceHash(this.newNonce, number, authKey))
  }

  gA(): Uint8Array {
    return crypto.modPow(Uint8Array.of(this.g), SECRET, this.dhPrime)
  }

  #innerData(inner: Inner): Uint8Array {
    return concat(
      inner.constructorId ?? idOf('server_DH_inner_data'),
      inner.nonce ?? this.nonce,
      inner.serverNonce ?? this.serverNonce,
      int(inner.g ?? this.g),
      bytes(inner.dhPrime ?? this.dhPrime),
      bytes(inner.gA ?? this.gA()),
      int(inner.serverTime ?? SERVER_TIME),
    )
  }

  #answer(id: Uint8Array, outer: Outer, ...fields: Uint8Array[]): Uint8Array {
    const nonces = [outer.nonce ?? this.nonce, outer.serverNonce ?? this.serverNonce]
    return concat(id, ...nonces, ...fields, outer.stray ?? new Uint8Array(0))
  }
}
