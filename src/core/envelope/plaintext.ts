// The envelope of the key exchange: auth_key_id 0, msg_id, message_length, body.
// Source: /mtproto/description#unencrypted-message. Nothing outside message_length is ever read.
import { readInt32LE, readInt64LE, writeInt64LE, writeUint32LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'

const HEADER_SIZE = 20
/** What a padded transport may leave behind the message, in bytes. */
const MAX_STRAY = 15

export interface PlaintextMessage {
  readonly msgId: bigint
  /** message_length, the size of the body in bytes */
  readonly length: number
  /** one TL object and whatever stray bytes follow it inside message_length */
  readonly body: Uint8Array
}

/** Does a payload start with auth_key_id 0? */
export function isPlaintext(payload: Uint8Array): boolean {
  return payload.length >= 8 && payload.subarray(0, 8).every(byte => byte === 0)
}

/** Fills in what a correct sender would: the length is that of the body. */
export function completePlaintext(msgId: bigint, body: Uint8Array): PlaintextMessage {
  return { msgId, length: body.length, body }
}

/** Writes the message as it stands, 20 bytes and the body. */
export function encodePlaintext({ msgId, length, body }: PlaintextMessage): Uint8Array {
  const payload = new Uint8Array(HEADER_SIZE + body.length)
  writeInt64LE(payload, 8, msgId)
  writeUint32LE(payload, 16, length)
  payload.set(body, HEADER_SIZE)
  return payload
}

/**
 * Reads an unencrypted message out of one transport payload. With `padded` the transport may have left up
 * to 15 bytes behind it. Throws ERR_PLAINTEXT_INVALID when the payload is not exactly such a message.
 */
export function decodePlaintext(payload: Uint8Array, padded: boolean): PlaintextMessage {
  // HS-51: a header of 20 bytes, and a length that is a multiple of 4 and stays inside the payload.
  if (payload.length < HEADER_SIZE)
    throw invalid('size', payload.length, `${HEADER_SIZE} bytes or more`)
  if (!isPlaintext(payload)) throw invalid('auth_key_id', readInt64LE(payload), '0')
  const length = readInt32LE(payload, 16)
  const stray = payload.length - HEADER_SIZE - length
  if (length < 0 || length % 4 !== 0 || stray < 0 || stray > (padded ? MAX_STRAY : 0))
    throw invalid('message_length', length, `${payload.length - HEADER_SIZE}`)
  const body = payload.subarray(HEADER_SIZE, HEADER_SIZE + length)
  return { msgId: readInt64LE(payload, 8), length, body }
}

function invalid(at: string, got: number | bigint, expected: string): MtprotoError {
  return new MtprotoError('ERR_PLAINTEXT_INVALID', { rule: 'HS-51', at, got, expected })
}
