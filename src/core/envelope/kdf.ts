// How a message and an auth key give msg_key, AES key and IV: version 2 for every message of a session,
// version 1 for auth.bindTempAuthKey alone. Source: /mtproto/description, /mtproto/description_v1.
// The two sides read the auth key at different offsets, so that no packet can be reflected.
import { concat } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { Side } from '../machine.ts'

/** An AES-256-IGE key of 32 bytes with its IV of 32 bytes. */
export interface AesKey {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/** x in the formulas; `side` is that of the sender, whoever computes. */
function offset(side: Side): number {
  return side === 'client' ? 0 : 8
}

/**
 * Returns msg_key_large, 32 bytes, of a version 2 plaintext including its padding. Bytes 8 to 24 are the
 * msg_key; the first 4 give the quick-ack token.
 */
export function msgKeyLarge(
  plaintext: Uint8Array,
  authKey: Uint8Array,
  side: Side,
  crypto: Crypto,
): Uint8Array {
  const x = offset(side)
  return crypto.sha256(authKey.subarray(88 + x, 120 + x), plaintext)
}

/** Returns the version 2 AES key for an `authKey` of 256 bytes and a `msgKey` of 16. */
export function aesKeyV2(
  authKey: Uint8Array,
  msgKey: Uint8Array,
  side: Side,
  crypto: Crypto,
): AesKey {
  const x = offset(side)
  const a = crypto.sha256(msgKey, authKey.subarray(x, 36 + x))
  const b = crypto.sha256(authKey.subarray(40 + x, 76 + x), msgKey)
  return {
    key: concat(a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)),
    iv: concat(b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)),
  }
}

/** Returns the version 1 msg_key, 16 bytes, of a plaintext without its padding. */
export function msgKeyV1(plaintext: Uint8Array, crypto: Crypto): Uint8Array {
  return crypto.sha1(plaintext).subarray(4, 20)
}

/** Returns the version 1 AES key for an `authKey` of 256 bytes and a `msgKey` of 16. */
export function aesKeyV1(
  authKey: Uint8Array,
  msgKey: Uint8Array,
  side: Side,
  crypto: Crypto,
): AesKey {
  const x = offset(side)
  const a = crypto.sha1(msgKey, authKey.subarray(x, 32 + x))
  const b = crypto.sha1(authKey.subarray(32 + x, 48 + x), msgKey, authKey.subarray(48 + x, 64 + x))
  const c = crypto.sha1(authKey.subarray(64 + x, 96 + x), msgKey)
  const d = crypto.sha1(msgKey, authKey.subarray(96 + x, 128 + x))
  return {
    key: concat(a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)),
    iv: concat(a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)),
  }
}
