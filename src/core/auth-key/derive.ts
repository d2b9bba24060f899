// What both sides compute from the nonces and the new key: temporary AES key, the framing of the two
// encrypted Diffie-Hellman messages, the hashes that confirm a key, the first salt.
// Source: /mtproto/auth_key. Nonces are byte strings of fixed size and never lose leading zeros.
import { concat, equal, xor } from '../bytes/bytes.ts'
import { readInt64LE } from '../bytes/integers.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import type { RuleId } from '../rules.ts'
import type { Boxed, TlObject } from '../tl/codec.ts'
import { readObject } from './checks.ts'

const HASH_SIZE = 20
const BLOCK = 16

/** The AES-256-IGE key that covers server_DH_inner_data and client_DH_inner_data. */
export interface TmpAes {
  /** 32 bytes */
  readonly tmpAesKey: Uint8Array
  /** 32 bytes; both directions start from it */
  readonly tmpAesIv: Uint8Array
}

/** Derives the temporary key from a `newNonce` of 32 bytes and a `serverNonce` of 16. */
export function tmpAes(newNonce: Uint8Array, serverNonce: Uint8Array, crypto: Crypto): TmpAes {
  // HS-35: both at their full width
  const newServer = crypto.sha1(newNonce, serverNonce)
  const serverNew = crypto.sha1(serverNonce, newNonce)
  const newNew = crypto.sha1(newNonce, newNonce)
  return {
    tmpAesKey: concat(newServer, serverNew.subarray(0, 12)),
    tmpAesIv: concat(serverNew.subarray(12, 20), newNew, newNonce.subarray(0, 4)),
  }
}

/** What is encrypted under the temporary key. */
export interface HashedData {
  /** SHA-1 of the data, 20 bytes */
  readonly hash: Uint8Array
  readonly data: Uint8Array
  /** 0 to 15 random bytes that fill the last block */
  readonly padding: Uint8Array
}

/** Gives `data` its hash and its padding. */
export function completeHashed(data: Uint8Array, random: Random, crypto: Crypto): HashedData {
  const padding = random(-(HASH_SIZE + data.length) & (BLOCK - 1), 'padding')
  return { hash: crypto.sha1(data), data, padding }
}

/** Encrypts hash | data | padding, which together are a multiple of 16 bytes. */
export function sealHashed(
  { hash, data, padding }: HashedData,
  { tmpAesKey, tmpAesIv }: TmpAes,
  crypto: Crypto,
): Uint8Array {
  return crypto.aesIgeEncrypt(concat(hash, data, padding), tmpAesKey, tmpAesIv)
}

/** The rules that a side names when it opens the other side's data. */
export interface HashedDataRules {
  /** the encrypted size */
  readonly size: RuleId
  /** the type of the data */
  readonly type: RuleId
  readonly hash: RuleId
  readonly padding: RuleId
}

/**
 * Decrypts what sealHashed made of one object of `type`. Only the object tells where the data ends; the hash
 * has to cover exactly that, and less than a block may follow. Throws ERR_DH_ANSWER_INVALID.
 */
export function openHashed<T extends TlObject>(
  encrypted: Uint8Array,
  { tmpAesKey, tmpAesIv }: TmpAes,
  type: Boxed<T>,
  rules: HashedDataRules,
  crypto: Crypto,
): T {
  if (encrypted.length < 2 * BLOCK || encrypted.length % BLOCK !== 0)
    throw invalid(rules.size, `${encrypted.length} bytes`)
  const hashed = crypto.aesIgeDecrypt(encrypted, tmpAesKey, tmpAesIv)
  const data = hashed.subarray(HASH_SIZE)
  const { value, length } = readObject(data, type, 'ERR_DH_ANSWER_INVALID', rules.type)
  if (!equal(crypto.sha1(data.subarray(0, length)), hashed.subarray(0, HASH_SIZE)))
    throw invalid(rules.hash, 'another SHA-1')
  if (data.length - length >= BLOCK)
    throw invalid(rules.padding, `${data.length - length} bytes of padding`)
  return value
}

function invalid(rule: RuleId, got: string): MtprotoError {
  return new MtprotoError('ERR_DH_ANSWER_INVALID', { rule, got })
}

/**
 * Returns new_nonce_hash1 (the key is good), 2 (try again) or 3 (failed), 16 bytes.
 * `auxHash` is auth_key_aux_hash, 8 bytes.
 */
export function newNonceHash(
  number: 1 | 2 | 3,
  newNonce: Uint8Array,
  auxHash: Uint8Array,
  crypto: Crypto,
): Uint8Array {
  return crypto.sha1(newNonce, Uint8Array.of(number), auxHash).subarray(4, 20)
}

/** Returns new_nonce_hash of server_DH_params_fail, 16 bytes. */
export function failedNewNonceHash(newNonce: Uint8Array, crypto: Crypto): Uint8Array {
  return crypto.sha1(newNonce).subarray(4, 20)
}

/** Returns the salt that the new key starts with. */
export function firstServerSalt(newNonce: Uint8Array, serverNonce: Uint8Array): bigint {
  return readInt64LE(xor(newNonce.subarray(0, 8), serverNonce.subarray(0, 8)))
}
