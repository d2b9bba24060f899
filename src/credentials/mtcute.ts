// The session string of mtcute, version 3: URL-safe base64 without padding of the version (1 byte), flags, the
// main data centre, the one for files if it is another, the user if there is one, and the auth key, as TL
// values. Source: string-session of mtcute. A data centre is a byte string of its own: version 2, id, flags (1
// byte each), address and port.
import { toBase64Url } from '../core/bytes/base64.ts'
import { concat } from '../core/bytes/bytes.ts'
import { MtprotoError } from '../core/errors.ts'
import { Reader } from '../core/tl/reader.ts'
import { Writer } from '../core/tl/writer.ts'
import {
  type Credentials,
  checked,
  dcByte,
  invalid,
  needed,
  type SessionAddress,
} from './credentials.ts'
import { addressOf } from './public-address.ts'

const VERSION = 3
const DC_VERSION = 2

const HAS_SELF = 1
/** how the test environment was marked before each data centre told */
const TEST = 2
const HAS_MEDIA = 4
const KNOWN_FLAGS = HAS_SELF | TEST | HAS_MEDIA

const DC_IPV6 = 1
const DC_MEDIA_ONLY = 2
const DC_TEST = 4

interface Dc {
  readonly id: number
  readonly test: boolean
  readonly address: SessionAddress
}

/** Reads the string. Throws ERR_SESSION_STRING_INVALID. */
export function parseMtcute(data: Uint8Array): Credentials {
  if (data[0] !== VERSION) throw invalid('mtcute', 'version', data[0] ?? 'nothing', String(VERSION))
  const reader = new Reader(data.subarray(1))
  const flags = read('flags', () => reader.int())
  if ((flags & ~KNOWN_FLAGS) !== 0) throw invalid('mtcute', 'flags', flags, 'flags that are known')
  const main = dcOf(
    read('main dc', () => reader.bytes()),
    'main dc',
  )
  // SS-04: only then are files elsewhere
  const media =
    (flags & HAS_MEDIA) === 0
      ? undefined
      : dcOf(
          read('media dc', () => reader.bytes()),
          'media dc',
        )
  if (media !== undefined && (media.id !== main.id || media.test !== main.test))
    throw invalid('mtcute', 'media dc', 'another data centre', 'servers of the main one')
  const self = (flags & HAS_SELF) === 0 ? undefined : readSelf(reader)
  const authKey = read('auth key', () => reader.bytes())
  if (reader.remaining > 0)
    throw invalid('mtcute', 'end', `${reader.remaining} more bytes`, 'nothing')
  return checked('mtcute', {
    authKey,
    dcId: main.id,
    test: main.test || (flags & TEST) !== 0,
    address: main.address,
    mediaAddress: media?.address,
    ...self,
  })
}

/** Writes the string; throws ERR_ARGUMENT when the address is not known. */
export function formatMtcute(credentials: Credentials): string {
  const { authKey, mediaAddress, userId, isBot = false } = credentials
  const address = needed('mtcute', 'address', addressOf(credentials))
  const writer = new Writer()
  writer.int((userId === undefined ? 0 : HAS_SELF) | (mediaAddress === undefined ? 0 : HAS_MEDIA))
  writer.bytes(bytesOf(credentials, address, 0))
  if (mediaAddress !== undefined) writer.bytes(bytesOf(credentials, mediaAddress, DC_MEDIA_ONLY))
  if (userId !== undefined) {
    writer.long(userId)
    writer.bool(isBot)
  }
  writer.bytes(authKey)
  return toBase64Url(concat(Uint8Array.of(VERSION), writer.finish()))
}

function readSelf(reader: Reader): Pick<Credentials, 'userId' | 'isBot'> {
  const userId = read('user id', () => reader.long())
  return { userId, isBot: read('is bot', () => reader.bool()) }
}

/** A data centre as it is packed; what is inside begins at an odd place and is aligned to its own start. */
function dcOf(data: Uint8Array, field: string): Dc {
  const [version, id = 0, flags = 0] = data
  if (version !== DC_VERSION)
    throw invalid('mtcute', `${field}, version`, version ?? 'nothing', String(DC_VERSION))
  const reader = new Reader(data.subarray(3))
  const host = read(`${field}, address`, () => reader.string())
  const port = read(`${field}, port`, () => reader.int())
  return { id, test: (flags & DC_TEST) !== 0, address: { host, port } }
}

function bytesOf(
  credentials: Credentials,
  { host, port }: SessionAddress,
  kind: number,
): Uint8Array {
  const writer = new Writer()
  writer.string(host)
  writer.int(port)
  const flags = kind | (host.includes(':') ? DC_IPV6 : 0) | (credentials.test ? DC_TEST : 0)
  return concat(Uint8Array.of(DC_VERSION, dcByte(credentials), flags), writer.finish())
}

/** One value; where it cannot be read, the error names it and shows nothing of what is there. */
function read<T>(field: string, value: () => T): T {
  try {
    return value()
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    throw invalid('mtcute', field, 'damaged', 'a TL value')
  }
}
