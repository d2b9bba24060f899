// An authorization key: 256 bytes that both sides of a key exchange arrive at, and what SHA-1 makes of
// them. Source: /mtproto/auth_key, /mtproto/description. The id is always the one that belongs to the key.
import { readInt64LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { Crypto } from './provider.ts'

/** The size of an authorization key in bytes; leading zeros are part of it. */
export const AUTH_KEY_SIZE = 256

/** The key that client and data centre share. Whoever holds that of a login is logged in. */
export interface AuthKey {
  /** auth_key_id, the name of the key on the wire, a signed long */
  readonly id: bigint
  /** 256 bytes, big-endian, secret */
  readonly key: Uint8Array
}

/** Names a key of 256 bytes; throws ERR_ARGUMENT on any other size. Source: /mtproto/description */
export function createAuthKey(key: Uint8Array, crypto: Pick<Crypto, 'sha1'>): AuthKey {
  if (key.length !== AUTH_KEY_SIZE)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'auth_key',
      got: `${key.length} bytes`,
      expected: `${AUTH_KEY_SIZE} bytes`,
    })
  return { id: readInt64LE(crypto.sha1(key), 12), key }
}

/** Returns auth_key_aux_hash, the first 8 bytes of SHA1(auth_key). Source: /mtproto/auth_key */
export function authKeyAuxHash({ key }: AuthKey, crypto: Crypto): Uint8Array {
  return crypto.sha1(key).subarray(0, 8)
}
