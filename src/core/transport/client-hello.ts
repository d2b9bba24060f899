// The hello with which a fake TLS connection begins: that of a current browser, byte for byte of its shape, whose
// random field proves that the client knows the secret and says what time it has.
// Source: RFC 8446 section 4.1.2, RFC 8701 (GREASE), draft-ietf-tls-ecdhe-mlkem, draft-ietf-tls-esni.
// Invariant: everything that a browser draws at random is drawn at random, and the keys it shows are possible keys.
import { concat, xor } from '../bytes/bytes.ts'
import { writeUint32LE } from '../bytes/integers.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { Crypto } from '../crypto/provider.ts'
import { x25519PublicKey } from '../crypto/x25519.ts'
import type { Random } from '../machine.ts'
import { bytes16, sized, words } from './tls-fields.ts'
import { encodeTlsRecord, FIRST_VERSION, HANDSHAKE, VERSION } from './tls-records.ts'

/** Where the random field stands in the record, and its length. */
export const RANDOM_AT = 11
export const RANDOM_LENGTH = 32
/** Where the time stands in the random field, as four bytes. */
export const TIME_AT = 28
/** The first byte of a handshake message. */
export const CLIENT_HELLO = 1

// Extensions, in the order of their numbers.
export const SERVER_NAME = 0x0000
const STATUS_REQUEST = 0x0005
const SUPPORTED_GROUPS = 0x000a
const EC_POINT_FORMATS = 0x000b
const SIGNATURE_ALGORITHMS = 0x000d
const ALPN = 0x0010
const SIGNED_CERTIFICATE_TIMESTAMP = 0x0012
const EXTENDED_MASTER_SECRET = 0x0017
const COMPRESS_CERTIFICATE = 0x001b
const SESSION_TICKET = 0x0023
const SUPPORTED_VERSIONS = 0x002b
const PSK_KEY_EXCHANGE_MODES = 0x002d
const KEY_SHARE = 0x0033
const APPLICATION_SETTINGS = 0x44cd
const ENCRYPTED_CLIENT_HELLO = 0xfe0d
const RENEGOTIATION_INFO = 0xff01

const CIPHERS = [
  ...[0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9],
  ...[0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035],
]
const SIGNATURES = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]

const X25519_MLKEM768 = 0x11ec
const X25519 = 0x001d
const SECP256R1 = 0x0017
const SECP384R1 = 0x0018
const TLS_1_3 = 0x0304

/** Of the public keys of X25519, in bytes. */
const KEY_LENGTH = 32
/** Of ML-KEM-768: its modulus, the pairs of coefficients in a public key, and the seed behind them. */
const Q = 3329
const PAIRS = 384
const SEED_LENGTH = 32

export interface ClientHelloOptions {
  /** the 16 bytes of the secret */
  readonly key: Uint8Array
  readonly domain: string
  /** what the server's clock shows, in seconds since 1970 */
  readonly time: number
  readonly crypto: Crypto
  readonly random: Random
}

/** Draws a hello and signs it. Returns the record as it travels, 1700 bytes or more. */
export function createClientHello({
  key,
  domain,
  time,
  crypto,
  random,
}: ClientHelloOptions): Uint8Array {
  const record = encodeTlsRecord(
    { type: HANDSHAKE, payload: unsigned(domain, random) },
    FIRST_VERSION,
  )
  // TR-43: the field is zero in what it signs, and the time is mixed into its end.
  const mask = new Uint8Array(RANDOM_LENGTH)
  writeUint32LE(mask, TIME_AT, time)
  record.set(xor(crypto.hmacSha256(key, record), mask), RANDOM_AT)
  return record
}

function unsigned(domain: string, random: Random): Uint8Array {
  const grease = greaseOf(random(5, 'tls'))
  const [cipher, group, version, first, last] = grease as [number, number, number, number, number]
  const hello = concat(
    words(VERSION),
    new Uint8Array(RANDOM_LENGTH),
    sized(1, random(32, 'tls')),
    bytes16(words(cipher, ...CIPHERS)),
    sized(1, Uint8Array.of(0)),
    bytes16(
      extension(first),
      ...shuffled(extensions(domain, group, version, random), random),
      extension(last, Uint8Array.of(0)),
    ),
  )
  return concat(Uint8Array.of(CLIENT_HELLO), sized(3, hello))
}

/** The extensions that a browser sends in any order. */
function extensions(domain: string, group: number, version: number, random: Random): Uint8Array[] {
  const groups = [group, X25519_MLKEM768, X25519, SECP256R1, SECP384R1]
  const share = (name: number, ...parts: Uint8Array[]): Uint8Array =>
    concat(words(name), bytes16(...parts))
  return [
    extension(SERVER_NAME, bytes16(Uint8Array.of(0), bytes16(encodeUtf8(domain)))),
    extension(STATUS_REQUEST, Uint8Array.of(1, 0, 0, 0, 0)),
    extension(SUPPORTED_GROUPS, bytes16(words(...groups))),
    extension(EC_POINT_FORMATS, sized(1, Uint8Array.of(0))),
    extension(SIGNATURE_ALGORITHMS, bytes16(words(...SIGNATURES))),
    extension(ALPN, bytes16(protocol('h2'), protocol('http/1.1'))),
    extension(SIGNED_CERTIFICATE_TIMESTAMP),
    extension(EXTENDED_MASTER_SECRET),
    extension(COMPRESS_CERTIFICATE, sized(1, words(2))),
    extension(SESSION_TICKET),
    extension(SUPPORTED_VERSIONS, sized(1, words(version, TLS_1_3, VERSION))),
    extension(PSK_KEY_EXCHANGE_MODES, sized(1, Uint8Array.of(1))),
    extension(
      KEY_SHARE,
      bytes16(
        share(group, Uint8Array.of(0)),
        share(X25519_MLKEM768, mlKemKey(random), x25519Key(random)),
        share(X25519, x25519Key(random)),
      ),
    ),
    extension(APPLICATION_SETTINGS, bytes16(protocol('h2'))),
    extension(ENCRYPTED_CLIENT_HELLO, outerHello(random)),
    extension(RENEGOTIATION_INFO, Uint8Array.of(0)),
  ]
}

function extension(type: number, ...content: Uint8Array[]): Uint8Array {
  return concat(words(type), bytes16(...content))
}

function protocol(name: string): Uint8Array {
  return sized(1, encodeUtf8(name))
}

/** Numbers that mean nothing, one for each byte; the last two, which are extensions, differ. */
function greaseOf(draw: Uint8Array): number[] {
  const grease = Array.from(draw, byte => ((byte & 0xf0) | 0x0a) * 0x0101)
  if (grease[3] === grease[4]) grease[4]! ^= 0x1010
  return grease
}

/** An encrypted hello for a server whose key is not known, which is none: HKDF-SHA256, AES-128-GCM. */
function outerHello(random: Random): Uint8Array {
  const [config = 0, size = 0] = random(2, 'tls')
  return concat(
    Uint8Array.of(0),
    words(1, 1),
    Uint8Array.of(config),
    bytes16(x25519Key(random)),
    bytes16(random(144 + 32 * (size & 3), 'tls')),
  )
}

/** A public key that nobody has the private key of any more. */
export function x25519Key(random: Random): Uint8Array {
  return x25519PublicKey(random(KEY_LENGTH, 'tls'))
}

/** A public key of ML-KEM-768 as far as anybody can tell: coefficients below q in 12 bits each, and a seed. */
function mlKemKey(random: Random): Uint8Array {
  const key = new Uint8Array(3 * PAIRS)
  const draw = random(3 * 2 * PAIRS, 'tls')
  const coefficient = (index: number): number =>
    ((draw[3 * index]! << 16) | (draw[3 * index + 1]! << 8) | draw[3 * index + 2]!) % Q
  for (let pair = 0; pair < PAIRS; pair++) {
    const low = coefficient(2 * pair)
    const high = coefficient(2 * pair + 1)
    key.set([low, (low >> 8) | (high << 4), high >> 4], 3 * pair)
  }
  return concat(key, random(SEED_LENGTH, 'tls'))
}

function shuffled(items: Uint8Array[], random: Random): Uint8Array[] {
  const draw = random(2 * items.length, 'tls')
  for (let last = items.length - 1; last > 0; last--) {
    const other = ((draw[2 * last]! << 8) | draw[2 * last + 1]!) % (last + 1)
    ;[items[last], items[other]] = [items[other]!, items[last]!]
  }
  return items
}
