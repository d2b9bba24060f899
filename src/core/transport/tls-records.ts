// The records of TLS 1.3, as far as somebody sees them who cannot read what is inside: type, version, length.
// Source: RFC 8446 section 5. A fake TLS connection carries its bytes in records of application data.
import { concat } from '../bytes/bytes.ts'
import { MtprotoError } from '../errors.ts'
import type { ByteQueue } from './byte-queue.ts'

export interface TlsRecord {
  readonly type: number
  readonly payload: Uint8Array
}

export const CHANGE_CIPHER = 0x14
export const HANDSHAKE = 0x16
export const DATA = 0x17

/** What records say their version is: TLS 1.2, and in the first record of a connection 1.0. */
export const VERSION = 0x0303
export const FIRST_VERSION = 0x0301

/** The largest payload of a record, in bytes: 2^14 and what its encryption may add. RFC 8446 section 5.2 */
export const MAX_RECORD: number = 2 ** 14 + 256
export const HEADER_LENGTH = 5

/** The record that both ends send once behind their hello, for the sake of old machines in between. */
export const CHANGE_CIPHER_RECORD: Uint8Array = Uint8Array.of(0x14, 3, 3, 0, 1, 1)

/** Returns a record as it travels, its length unchecked. */
export function encodeTlsRecord(
  { type, payload }: TlsRecord,
  version: number = VERSION,
): Uint8Array {
  const { length } = payload
  const header = Uint8Array.of(type, version >> 8, version, length >> 8, length)
  return concat(header, payload)
}

/**
 * Takes the next record out of `queue`, or returns undefined until it is complete. Throws ERR_FRAME_INVALID for
 * what is no record of this version, ERR_FRAME_TOO_LARGE for one above MAX_RECORD.
 */
export function readTlsRecord(queue: ByteQueue, version: number = VERSION): TlsRecord | undefined {
  if (queue.length < HEADER_LENGTH) return undefined
  const [type = 0, major = 0, minor = 0, high = 0, low = 0] = queue.peek(HEADER_LENGTH)
  const length = (high << 8) | low
  if (((major << 8) | minor) !== version || type < CHANGE_CIPHER || type > DATA)
    throw new MtprotoError('ERR_FRAME_INVALID', { rule: 'TR-46', at: 'the header of a TLS record' })
  // TR-46: too large a record is refused before it is waited for.
  if (length > MAX_RECORD)
    throw new MtprotoError('ERR_FRAME_TOO_LARGE', {
      rule: 'TR-46',
      at: 'a TLS record',
      got: length,
      expected: MAX_RECORD,
    })
  if (queue.length < HEADER_LENGTH + length) return undefined
  queue.take(HEADER_LENGTH)
  return { type, payload: queue.take(length) }
}

/**
 * What a record carries once both ends have said hello. A change of cipher carries nothing, wherever it comes.
 * Throws ERR_FRAME_INVALID for anything but that and data.
 */
export function dataIn({ type, payload }: TlsRecord): Uint8Array {
  if (type === DATA) return payload
  if (type === CHANGE_CIPHER && payload.length === 1) return payload.subarray(1)
  throw new MtprotoError('ERR_FRAME_INVALID', { rule: 'TR-46', at: 'a TLS record', got: type })
}

/** Cuts bytes into records of application data with `size` bytes at most. */
export function dataRecords(bytes: Uint8Array, size: number): TlsRecord[] {
  const records: TlsRecord[] = []
  for (let at = 0; at < bytes.length; at += size)
    records.push({ type: DATA, payload: bytes.subarray(at, at + size) })
  return records
}
