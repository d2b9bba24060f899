// The session string of GramJS and teleproto: `1`, then standard base64 of the data centre (1 byte), the
// length of the address (2, big-endian), the address in ASCII, the port (2, big-endian) and the auth key (256).
// Source: StringSession of GramJS 2. Both read the port as signed: above 32,767 only they cannot use it.
import { toBase64 } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import { type Credentials, checked, dcByte, HOST, needed, type SessionHint } from './credentials.ts'
import { addressOf, isTest } from './public-address.ts'

/** The bytes beside the address: data centre, length, port and key. */
const FIXED = 261

/** Is what follows the `1` laid out like this: a length that leaves 258 bytes, and a host of that length? */
export function isGramjs(data: Uint8Array): boolean {
  const length = (data[1]! << 8) | data[2]!
  // SS-02: a packed IPv6 address such as ::1 begins like a length and is followed by no letters
  return data.length === FIXED + length && HOST.test(ascii(data.subarray(3, 3 + length)))
}

/** Reads what follows the `1`, for which isGramjs holds. Throws ERR_SESSION_STRING_INVALID. */
export function parseGramjs(data: Uint8Array, hint: SessionHint): Credentials {
  const end = data.length - 258
  const host = ascii(data.subarray(3, end))
  const address = { host, port: (data[end]! << 8) | data[end + 1]! }
  const authKey = data.slice(end + 2)
  return checked('gramjs', { authKey, dcId: data[0]!, test: isTest(address, hint), address })
}

/** Writes the string; throws ERR_ARGUMENT when the address is not known. */
export function formatGramjs(credentials: Credentials): string {
  const { host, port } = needed('gramjs', 'address', addressOf(credentials))
  const address = encodeUtf8(host)
  const head = Uint8Array.of(dcByte(credentials), address.length >> 8, address.length & 0xff)
  const tail = Uint8Array.of(port >> 8, port & 0xff)
  return `1${toBase64(concat(head, address, tail, credentials.authKey))}`
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
