// The messages of the key exchange as bytes, written out from the layouts of /mtproto/auth_key and not by
// the codecs and formulas under test: what one side of a test says when the other one is being tested.
import { createHash } from 'node:crypto'
import { concat, equal } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import type { Crypto } from '../../../src/core/crypto/provider.ts'
import { createNodeCrypto } from '../../../src/runtime/node/crypto.ts'

export const crypto: Crypto = createNodeCrypto()

export const sha1 = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHash('sha1')
      .update(concat(...parts))
      .digest(),
  )

/** 4 bytes, little-endian. */
export const int = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

/** 8 bytes, little-endian. */
export const long = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, BigInt.asIntN(64, value), true)
  return bytes
}

/** A TL `bytes`. */
export const bytes = (data: Uint8Array): Uint8Array => {
  const { length } = data
  const head =
    length < 254
      ? Uint8Array.of(length)
      : Uint8Array.of(254, length & 255, length >> 8, length >> 16)
  return concat(head, data, new Uint8Array((4 - ((head.length + length) % 4)) % 4))
}

/** Constructor ids in the order of the wire. */
const IDS = {
  req_pq: '78974660',
  req_pq_multi: 'f18e7ebe',
  resPQ: '63241605',
  req_DH_params: 'bee412d7',
  server_DH_params_ok: '5c07e8d0',
  server_DH_params_fail: '5d04cb79',
  server_DH_inner_data: 'ba0d89b5',
  client_DH_inner_data: '54b64366',
  set_client_DH_params: '1f5f04f5',
  dh_gen_ok: '34f7cb3b',
  dh_gen_retry: 'b91fdc46',
  dh_gen_fail: '02ae9da6',
  p_q_inner_data: 'ec5ac983',
  p_q_inner_data_dc: '955ff5a9',
  p_q_inner_data_temp: 'd4846a3c',
  p_q_inner_data_temp_dc: '88dffd56',
  vector: '15c4b51c',
} as const

/** A constructor id as it travels. */
export const idOf = (name: keyof typeof IDS): Uint8Array => fromHex(IDS[name])

/** tmp_aes_key and tmp_aes_iv. */
export function temporaryAes(
  newNonce: Uint8Array,
  serverNonce: Uint8Array,
): { key: Uint8Array; iv: Uint8Array } {
  const a = sha1(newNonce, serverNonce)
  const b = sha1(serverNonce, newNonce)
  const c = sha1(newNonce, newNonce)
  return { key: concat(a, b.slice(0, 12)), iv: concat(b.slice(12), c, newNonce.slice(0, 4)) }
}

export function newNonceHash(
  newNonce: Uint8Array,
  number: number,
  authKey: Uint8Array,
): Uint8Array {
  return sha1(newNonce, Uint8Array.of(number), sha1(authKey).slice(0, 8)).slice(4)
}

/** Reads fields of known sizes one after another. */
export class Fields {
  readonly #data: Uint8Array
  #at = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  take(size: number): Uint8Array {
    this.#at += size
    return this.#data.slice(this.#at - size, this.#at)
  }

  /** Takes a constructor id and says whether it is this one. */
  is(id: Uint8Array): boolean {
    return equal(this.take(4), id)
  }

  bytes(): Uint8Array {
    const first = this.take(1)[0]!
    const size =
      first < 254 ? first : this.take(1)[0]! + 256 * this.take(1)[0]! + 65536 * this.take(1)[0]!
    const data = this.take(size)
    this.#at = (this.#at + 3) & ~3
    return data
  }
}

/** Returns the bytes with one bit flipped. */
export function flipped(data: Uint8Array, at = 0): Uint8Array {
  const copy = data.slice()
  copy[at]! ^= 1
  return copy
}
