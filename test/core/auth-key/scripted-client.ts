// A client that says what a test wants: each request is honest but for the fields given.
import { concat, reversed, xor } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../../src/core/bytes/integers.ts'
import { factorize } from '../../../src/core/crypto/pq.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { bytes, crypto, Fields, idOf, int, long, sha1, temporaryAes } from './wire.ts'

export const NONCE: Uint8Array = fromHex('406709f612fadfbec3f0289d0aa67eef')
export const NEW_NONCE: Uint8Array = fromHex('c3'.repeat(32))

const SECRET = fromHex('6d'.repeat(256))

interface Outer {
  nonce?: Uint8Array
  serverNonce?: Uint8Array
  stray?: Uint8Array
}

export interface DhParamsRequest extends Outer {
  p?: Uint8Array
  q?: Uint8Array
  fingerprint?: bigint
  encryptedData?: Uint8Array
  inner?: {
    constructorId?: Uint8Array
    pq?: Uint8Array
    p?: Uint8Array
    q?: Uint8Array
    nonce?: Uint8Array
    serverNonce?: Uint8Array
    /** dc, expires_in or both, as the constructor wants them */
    tail?: Uint8Array
  }
  /** encrypts the inner data in another way than RSA_PAD */
  encrypt?: (data: Uint8Array) => Uint8Array
}

export interface ClientDhRequest extends Outer {
  retryId?: bigint
  gB?: Uint8Array
  hash?: Uint8Array
  padding?: Uint8Array
  encryptedData?: Uint8Array
  inner?: { nonce?: Uint8Array; serverNonce?: Uint8Array; constructorId?: Uint8Array }
}

export class ScriptedClient {
  readonly nonce: Uint8Array
  readonly newNonce: Uint8Array
  serverNonce: Uint8Array = new Uint8Array(16)
  pq: Uint8Array = new Uint8Array(0)
  p: Uint8Array = new Uint8Array(0)
  q: Uint8Array = new Uint8Array(0)
  g = 0
  dhPrime: Uint8Array = new Uint8Array(0)
  gA: Uint8Array = new Uint8Array(0)
  serverTime = 0
  secret: Uint8Array = SECRET

  constructor(nonce: Uint8Array = NONCE, newNonce: Uint8Array = NEW_NONCE) {
    this.nonce = nonce
    this.newNonce = newNonce
  }

  reqPQ(
    name: 'req_pq' | 'req_pq_multi' = 'req_pq_multi',
    stray: Uint8Array = new Uint8Array(0),
  ): Uint8Array {
    return concat(idOf(name), this.nonce, stray)
  }

  readResPQ(answer: Uint8Array): void {
    const fields = new Fields(answer)
    if (!fields.is(idOf('resPQ'))) throw new Error('not resPQ')
    fields.take(16)
    this.serverNonce = fields.take(16)
    this.pq = fields.bytes()
    const { p, q } = factorize(toBigInt(this.pq))!
    this.p = fromBigInt(p)
    this.q = fromBigInt(q)
  }

  reqDhParams({ inner = {}, ...outer }: DhParamsRequest = {}): Uint8Array {
    const data = concat(
      inner.constructorId ?? idOf('p_q_inner_data_dc'),
      bytes(inner.pq ?? this.pq),
      bytes(inner.p ?? this.p),
      bytes(inner.q ?? this.q),
      inner.nonce ?? this.nonce,
      inner.serverNonce ?? this.serverNonce,
      this.newNonce,
      inner.tail ?? int(2),
    )
    return concat(
      idOf('req_DH_params'),
      outer.nonce ?? this.nonce,
      outer.serverNonce ?? this.serverNonce,
      bytes(outer.p ?? this.p),
      bytes(outer.q ?? this.q),
      long(outer.fingerprint ?? testRsaKey.fingerprint),
      bytes(outer.encryptedData ?? outer.encrypt?.(data) ?? rsaPad(data)),
      outer.stray ?? new Uint8Array(0),
    )
  }

  readParamsOk(answer: Uint8Array): void {
    const outer = new Fields(answer)
    if (!outer.is(idOf('server_DH_params_ok'))) throw new Error('not server_DH_params_ok')
    outer.take(32)
    const { key, iv } = temporaryAes(this.newNonce, this.serverNonce)
    const inner = new Fields(crypto.aesIgeDecrypt(outer.bytes(), key, iv).slice(20))
    if (!inner.is(idOf('server_DH_inner_data'))) throw new Error('not server_DH_inner_data')
    inner.take(32)
    this.g = inner.take(4)[0]!
    this.dhPrime = inner.bytes()
    this.gA = inner.bytes()
    this.serverTime = new DataView(inner.take(4).buffer).getInt32(0, true)
  }

  setClientDhParams({ inner = {}, ...outer }: ClientDhRequest = {}): Uint8Array {
    const data = concat(
      inner.constructorId ?? idOf('client_DH_inner_data'),
      inner.nonce ?? this.nonce,
      inner.serverNonce ?? this.serverNonce,
      long(outer.retryId ?? 0n),
      bytes(outer.gB ?? this.gB()),
    )
    const { key, iv } = temporaryAes(this.newNonce, this.serverNonce)
    const fill = outer.padding ?? new Uint8Array((16 - ((20 + data.length) % 16)) % 16)
    const framed = concat(outer.hash ?? sha1(data), data, fill)
    return concat(
      idOf('set_client_DH_params'),
      outer.nonce ?? this.nonce,
      outer.serverNonce ?? this.serverNonce,
      bytes(outer.encryptedData ?? crypto.aesIgeEncrypt(framed, key, iv)),
      outer.stray ?? new Uint8Array(0),
    )
  }

  gB(): Uint8Array {
    return crypto.modPow(Uint8Array.of(this.g), this.secret, this.dhPrime)
  }

  authKey(): Uint8Array {
    return crypto.modPow(this.gA, this.secret, this.dhPrime)
  }
}

/** RSA_PAD with random bytes that are all 0x11 and a temp_key that counts up from `start`. */
export function rsaPad(data: Uint8Array, start = 0): Uint8Array {
  const padded = concat(data, new Uint8Array(192 - data.length).fill(0x11))
  for (let tries = start; ; tries++) {
    const tempKey = new Uint8Array(32).fill(tries)
    const plain = concat(reversed(padded), crypto.sha256(tempKey, padded))
    const encrypted = crypto.aesIgeEncrypt(plain, tempKey, new Uint8Array(32))
    const block = concat(xor(tempKey, crypto.sha256(encrypted)), encrypted)
    if (toBigInt(block) < toBigInt(testRsaKey.n)) return rsa(block)
  }
}

/** The form before RSA_PAD: SHA1(data) | data | random bytes, 255 in all. */
export function rsaLegacy(data: Uint8Array): Uint8Array {
  return rsa(
    concat(Uint8Array.of(0), sha1(data), data, new Uint8Array(235 - data.length).fill(0x22)),
  )
}

export function rsa(block: Uint8Array): Uint8Array {
  return crypto.modPow(block, testRsaKey.e, testRsaKey.n)
}
