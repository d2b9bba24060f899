// The envelope of a session: complete → seal → encode on the way out, open on the way in.
// Source: /mtproto/description#encrypted-message, /mtproto/security_guidelines. Nothing of a received
// message is believed, and no field of it leaves here, before its msg_key has been recomputed.
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
import type { Random, Side } from '../machine.ts'
import { aesKeyV2, msgKeyLarge } from './kdf.ts'

/** auth_key_id and msg_key, in front of the ciphertext. */
const OUTER_SIZE = 24
/** salt, session_id, msg_id, seq_no and length, in front of the body. */
const HEADER_SIZE = 32
const MIN_PADDING = 12
const MAX_PADDING = 1024
const BLOCK = 16

/** What is known of a message before it has a length and padding. */
export interface MessageFields {
  readonly salt: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: Uint8Array
}

/** Everything that is encrypted, field by field. */
export interface EncryptedMessage extends MessageFields {
  /** the declared size of the body in bytes */
  readonly length: number
  readonly padding: Uint8Array
}

/** A message as it goes to the transport. */
export interface SealedMessage {
  readonly authKeyId: bigint
  /** 16 bytes */
  readonly msgKey: Uint8Array
  /** a multiple of 16 bytes */
  readonly ciphertext: Uint8Array
  /** what the server answers when a quick acknowledgement is asked for; bit 31 is set */
  readonly quickAckToken: number
}

/** A message that passed every check of its envelope. */
export interface OpenedMessage extends EncryptedMessage {
  readonly authKey: AuthKey
  /** what a server answers when a quick acknowledgement was asked for; bit 31 is set */
  readonly quickAckToken: number
}

/**
 * Fills in what a correct sender would: the length of the body, and random padding of 12 to 267 bytes.
 * It is the least that makes whole blocks plus up to 15 blocks more, which blurs the size of the body.
 */
export function complete(fields: MessageFields, random: Random): EncryptedMessage {
  const { length } = fields.body
  // ENC-25: 12 random bytes at least, to the end of a block
  const least = MIN_PADDING + (-(HEADER_SIZE + length + MIN_PADDING) & (BLOCK - 1))
  const more = BLOCK * (random(1, 'padding')[0]! % BLOCK)
  return { ...fields, length, padding: random(least + more, 'padding') }
}

/**
 * Encrypts a message as it stands, right or wrong, with the key of its sender's side. Header, body and
 * padding together have to be a multiple of 16 bytes. Source: /mtproto/description
 */
export function seal(
  message: EncryptedMessage,
  { id, key }: AuthKey,
  side: Side,
  crypto: Crypto,
): SealedMessage {
  const header = new Uint8Array(HEADER_SIZE)
  writeInt64LE(header, 0, message.salt)
  writeInt64LE(header, 8, message.sessionId)
  writeInt64LE(header, 16, message.msgId)
  writeUint32LE(header, 24, message.seqNo)
  writeUint32LE(header, 28, message.length)
  const plaintext = concat(header, message.body, message.padding)
  const large = msgKeyLarge(plaintext, key, side, crypto)
  const msgKey = large.subarray(8, 24)
  const aes = aesKeyV2(key, msgKey, side, crypto)
  return {
    authKeyId: id,
    msgKey,
    ciphertext: crypto.aesIgeEncrypt(plaintext, aes.key, aes.iv),
    quickAckToken: quickAckToken(large),
  }
}

/** Writes a sealed message as the payload of one transport frame. */
export function encodeSealed({ authKeyId, msgKey, ciphertext }: SealedMessage): Uint8Array {
  const id = new Uint8Array(8)
  writeInt64LE(id, 0, authKeyId)
  return concat(id, msgKey, ciphertext)
}

export interface OpenOptions {
  /** finds the key by its id, or nothing */
  readonly findKey: (authKeyId: bigint) => AuthKey | undefined
  /** the side that sent the message */
  readonly side: Side
  /** whether the transport may have left up to 15 bytes behind the ciphertext */
  readonly padded: boolean
  readonly crypto: Crypto
}

/**
 * Opens one transport payload. Throws ERR_UNKNOWN_AUTH_KEY when there is no such key, and for anything
 * else that is wrong the one error ERR_MSG_KEY_MISMATCH, always with the same text and after the same work.
 * Source: /mtproto/security_guidelines
 */
export function open(payload: Uint8Array, options: OpenOptions): OpenedMessage {
  const { findKey, side, padded, crypto } = options
  // C-1 (ENC-02, ENC-22): the key is one of ours; auth_key_id 0, an unencrypted message, never is.
  const authKeyId = payload.length < 8 ? 0n : readInt64LE(payload)
  const authKey = authKeyId === 0n ? undefined : findKey(authKeyId)
  if (authKey === undefined)
    throw new MtprotoError('ERR_UNKNOWN_AUTH_KEY', { rule: 'C-1', got: authKeyId })

  const msgKey = payload.subarray(8, OUTER_SIZE)
  const ciphertext = payload.subarray(OUTER_SIZE)
  // ENC-21: what a padded transport left behind the last whole block
  const stray = ciphertext.length % BLOCK
  const blocks = ciphertext.subarray(0, ciphertext.length - stray)
  const aes = aesKeyV2(authKey.key, msgKey, side, crypto)
  const plaintext = crypto.aesIgeDecrypt(blocks, aes.key, aes.iv)

  // C-2, C-3 (ENC-03, ENC-04, ENC-18): whatever else may be wrong, the msg_key is recomputed first, and every fault looks the same.
  const large = msgKeyLarge(plaintext, authKey.key, side, crypto)
  const authentic = equal(large.subarray(8, 24), msgKey)
  const aligned = padded || stray === 0
  const hasHeader = plaintext.length >= HEADER_SIZE
  const length = hasHeader ? readInt32LE(plaintext, 28) : -1
  const paddingSize = plaintext.length - HEADER_SIZE - length
  // C-4 (ENC-05, ENC-06): 0 <= length, length mod 4 = 0; with C-5 the body ends inside the plaintext.
  const wellSized = length >= 0 && length % 4 === 0
  // C-5 (ENC-07, ENC-08, ENC-09): 12 <= padding <= 1024.
  const wellPadded = paddingSize >= MIN_PADDING && paddingSize <= MAX_PADDING
  if (!(authentic && aligned && wellSized && wellPadded))
    throw new MtprotoError('ERR_MSG_KEY_MISMATCH', { rule: 'C-3' })

  return {
    salt: readInt64LE(plaintext, 0),
    sessionId: readInt64LE(plaintext, 8),
    msgId: readInt64LE(plaintext, 16),
    seqNo: readInt32LE(plaintext, 24),
    length,
    body: plaintext.subarray(HEADER_SIZE, HEADER_SIZE + length),
    padding: plaintext.subarray(HEADER_SIZE + length),
    authKey,
    quickAckToken: quickAckToken(large),
  }
}

function quickAckToken(large: Uint8Array): number {
  return (readUint32LE(large) | 0x80000000) >>> 0
}
