// The session string of Telethon: `1`, then URL-safe base64 with padding of the data centre (1 byte), the
// packed IP address (4 or 16), the port (2, big-endian) and the auth key (256).
// Source: StringSession of Telethon 1

import { toBase64Url } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { MtprotoError } from '../core/errors.ts'
import { type Credentials, checked, dcByte, needed, type SessionHint } from './credentials.ts'
import { packIp, unpackIp } from './ip.ts'
import { addressOf, isTest } from './public-address.ts'

/** The sizes after the `1`, in bytes: with an IPv4 address and with an IPv6 address. */
export const TELETHON_SIZES: readonly number[] = [263, 275]

/** Reads what follows the `1`, 263 or 275 bytes. Throws ERR_SESSION_STRING_INVALID. */
export function parseTelethon(data: Uint8Array, hint: SessionHint): Credentials {
  const end = data.length - 258
  const address = {
    host: unpackIp(data.subarray(1, end)),
    port: (data[end]! << 8) | data[end + 1]!,
  }
  const authKey = data.slice(end + 2)
  return checked('telethon', { authKey, dcId: data[0]!, test: isTest(address, hint), address })
}

/** Writes the string; throws ERR_ARGUMENT when the address is not known or is no IP address. */
export function formatTelethon(credentials: Credentials): string {
  const { host, port } = needed('telethon', 'address', addressOf(credentials))
  const ip = packIp(host)
  if (ip === undefined)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'address', got: host, expected: 'an IP address' })
  const head = Uint8Array.of(dcByte(credentials), ...ip, port >> 8, port & 0xff)
  const text = toBase64Url(concat(head, credentials.authKey))
  return `1${text}${'='.repeat(-text.length & 3)}`
}
