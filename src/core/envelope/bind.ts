// The message inside auth.bindTempAuthKey, by which the holder of a permanent key vouches for a temporary
// one: bind_auth_key_inner in a version 1 envelope under the permanent key.
// Source: /method/auth.bindTempAuthKey, /mtproto/description_v1. The size is always 104 bytes.
import { concat, equal } from '../bytes/bytes.ts'
import {
  readInt32LE,
  readInt64LE,
  readUint32LE,
  writeInt64LE,
  writeUint32LE,
} from '../bytes/integers.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Crypto } from '../crypto/provider.ts'
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import { bind_auth_key_inner, mtproto } from '../tl/generated/mtproto/index.ts'
import { Reader } from '../tl/reader.ts'
import { encode } from '../tl/schema.ts'
import { aesKeyV1, msgKeyV1 } from './kdf.ts'

const SIZE = 104
/** 16 random bytes, msg_id, seq_no and length, in front of bind_auth_key_inner. */
const HEADER_SIZE = 32
const INNER_SIZE = 40

/** What a binding says. The receiver compares it with the request around it and the session it came in. */
export interface Binding {
  /** the msg_id of the auth.bindTempAuthKey request itself */
  readonly msgId: bigint
  readonly nonce: bigint
  readonly tempAuthKeyId: bigint
  readonly permAuthKeyId: bigint
  readonly tempSessionId: bigint
  /** unix time in seconds */
  readonly expiresAt: number
}

/** Seals a binding under the permanent key it names: `encrypted_message`, 104 bytes. */
export function sealBinding(
  binding: Binding,
  permAuthKey: AuthKey,
  random: Random,
  crypto: Crypto,
): Uint8Array {
  const { msgId, ...inner } = binding
  const numbers = new Uint8Array(16)
  writeInt64LE(numbers, 0, msgId)
  writeUint32LE(numbers, 12, INNER_SIZE)
  const body = encode(mtproto, { _: 'bind_auth_key_inner', ...inner })
  const plaintext = concat(random(16, 'padding'), numbers, body)
  const msgKey = msgKeyV1(plaintext, crypto)
  const aes = aesKeyV1(permAuthKey.key, msgKey, 'client', crypto)
  const padded = concat(plaintext, random(8, 'padding'))
  const id = new Uint8Array(8)
  writeInt64LE(id, 0, permAuthKey.id)
  return concat(id, msgKey, crypto.aesIgeEncrypt(padded, aes.key, aes.iv))
}

/**
 * Opens an `encrypted_message` with the permanent key. Throws ERR_MSG_KEY_MISMATCH, always with the same
 * text, unless it is a binding that was sealed with this key and names it.
 */
export function openBinding(
  encryptedMessage: Uint8Array,
  permAuthKey: AuthKey,
  crypto: Crypto,
): Binding {
  const binding = tryOpen(encryptedMessage, permAuthKey, crypto)
  if (binding === undefined) throw new MtprotoError('ERR_MSG_KEY_MISMATCH', { rule: 'SES-80' })
  return binding
}

function tryOpen(
  encryptedMessage: Uint8Array,
  { id, key }: AuthKey,
  crypto: Crypto,
): Binding | undefined {
  if (encryptedMessage.length !== SIZE || readInt64LE(encryptedMessage) !== id) return undefined
  const msgKey = encryptedMessage.subarray(8, 24)
  const aes = aesKeyV1(key, msgKey, 'client', crypto)
  const padded = crypto.aesIgeDecrypt(encryptedMessage.subarray(24), aes.key, aes.iv)
  const plaintext = padded.subarray(0, HEADER_SIZE + INNER_SIZE)
  // SES-80: nothing is looked at before the msg_key, which covers all but the padding
  if (!equal(msgKeyV1(plaintext, crypto), msgKey)) return undefined
  if (readInt32LE(plaintext, 24) !== 0 || readInt32LE(plaintext, 28) !== INNER_SIZE)
    return undefined
  const inner = plaintext.subarray(HEADER_SIZE)
  if (readUint32LE(inner) !== bind_auth_key_inner.id) return undefined
  const { _, ...fields } = new Reader(inner.subarray(4)).bare(bind_auth_key_inner)
  return fields.permAuthKeyId === id ? { msgId: readInt64LE(plaintext, 16), ...fields } : undefined
}
