// The session string of Pyrogram and its forks: URL-safe base64 without padding of the data centre (1 byte),
// the api id (4, big-endian), whether it is the test environment (1), the auth key (256), the user id (8,
// big-endian) and whether that is a bot (1). Two older layouts lack the api id; the first of them has 4 bytes
// for the user id. Source: Storage of Pyrogram 2. No layout holds an address.
import { toBase64Url } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { fromBigInt, toBigInt } from '../core/bytes/integers.ts'
import { type Credentials, checked, dcByte, invalid, needed } from './credentials.ts'

/** By the size of the whole: how many bytes the api id and the user id take. */
const LAYOUTS: Readonly<Record<number, { readonly apiId: number; readonly userId: number }>> = {
  271: { apiId: 4, userId: 8 },
  267: { apiId: 0, userId: 8 },
  263: { apiId: 0, userId: 4 },
}

/** The sizes of the three layouts in bytes. */
export const PYROGRAM_SIZES: readonly number[] = [271, 267, 263]

/** Reads a string of one of PYROGRAM_SIZES. Throws ERR_SESSION_STRING_INVALID. */
export function parsePyrogram(data: Uint8Array): Credentials {
  // SS-03: nothing but the length tells the layouts apart
  const layout = LAYOUTS[data.length]!
  const test = 1 + layout.apiId
  const user = test + 1 + 256
  const apiId = Number(toBigInt(data.subarray(1, test)))
  return checked('pyrogram', {
    authKey: data.slice(test + 1, user),
    dcId: data[0]!,
    test: flag(data[test]!, 'test'),
    userId: toBigInt(data.subarray(user, user + layout.userId)),
    isBot: flag(data[user + layout.userId]!, 'is bot'),
    ...(layout.apiId > 0 && { apiId }),
  })
}

/** Writes the newest layout; throws ERR_ARGUMENT when the api id or the user id is not known. */
export function formatPyrogram(credentials: Credentials): string {
  const { authKey, test, isBot = false } = credentials
  const apiId = needed('pyrogram', 'api id', credentials.apiId)
  const userId = needed('pyrogram', 'user id', credentials.userId)
  return toBase64Url(
    concat(
      Uint8Array.of(dcByte(credentials)),
      fromBigInt(BigInt(apiId), 4),
      Uint8Array.of(Number(test)),
      authKey,
      fromBigInt(userId, 8),
      Uint8Array.of(Number(isBot)),
    ),
  )
}

function flag(byte: number, field: string): boolean {
  if (byte > 1) throw invalid('pyrogram', field, byte, '0 or 1')
  return byte === 1
}
