// RSA keys of data centres: their PEM form, their checks and their fingerprints. A server's own key adds
// the private exponent. Source: /mtproto/auth_key#41-rsa-paddata-server-public-key, RFC 8017, RFC 5280
import { sha1 } from '@noble/hashes/legacy.js'
import { fromBase64 } from '../bytes/base64.ts'
import { concat, equal } from '../bytes/bytes.ts'
import { fromHex } from '../bytes/hex.ts'
import { readInt64LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import { DER_BIT_STRING, DER_SEQUENCE, DerReader } from './der.ts'

/** The RSA key of 2048 bits that data centres prove themselves with. Source: /mtproto/auth_key */
export interface RsaPublicKey {
  /** the modulus, 256 bytes, big-endian */
  readonly n: Uint8Array
  /** the public exponent, big-endian without leading zeros */
  readonly e: Uint8Array
  /** what the server lists in resPQ, as a signed long */
  readonly fingerprint: bigint
}

/** The key of a data centre, as it holds it itself. */
export interface RsaPrivateKey extends RsaPublicKey {
  /** the private exponent, big-endian */
  readonly d: Uint8Array
}

/** A 2048-bit key is about 450 characters in PEM. */
const MAX_PEM_LENGTH = 4096
const PEM = /^-----BEGIN ((?:RSA )?PUBLIC KEY)-----\s([\w+/=\s]+)-----END \1-----$/
const RSA_ENCRYPTION = '06092a864886f70d0101010500'

/**
 * Reads a PEM block `RSA PUBLIC KEY` (PKCS #1) or `PUBLIC KEY` (SubjectPublicKeyInfo). Throws
 * ERR_RSA_KEY_INVALID unless it is exactly one RSA key of 2048 bits.
 */
export function parseRsaPublicKey(pem: string): RsaPublicKey {
  if (pem.length > MAX_PEM_LENGTH) throw invalid(`${pem.length} characters`)
  const block = PEM.exec(pem.trim())
  if (block === null) throw invalid('no PEM block of a public key')
  const der = decodeBody(block[2]!)
  return block[1] === 'PUBLIC KEY' ? readPublicKeyInfo(der) : readRsaPublicKey(der)
}

/**
 * Makes a key from its numbers, big-endian. Throws ERR_RSA_KEY_INVALID unless n has 2048 bits and is
 * odd, and e is odd, above 1 and of 4 bytes at most, both without leading zeros.
 */
export function rsaPublicKey(n: Uint8Array, e: Uint8Array): RsaPublicKey {
  // B12: only 2048-bit keys
  if (n.length !== 256 || n[0]! < 0x80) throw invalid(`a modulus of ${bitLength(n)} bits`)
  const lastOfE = e[e.length - 1] ?? 0
  if (e.length > 4 || e[0] === 0 || lastOfE % 2 === 0 || (e.length === 1 && lastOfE === 1))
    throw invalid('an unusable exponent')
  if (n[255]! % 2 === 0) throw invalid('an even modulus')
  return { n, e, fingerprint: rsaFingerprint(n, e) }
}

/** Bytes 12 … 20 of SHA1(n | e), both as TL strings of minimal big-endian bytes; a signed long. */
export function rsaFingerprint(n: Uint8Array, e: Uint8Array): bigint {
  return readInt64LE(sha1(concat(tlString(n), tlString(e))), 12)
}

function decodeBody(text: string): Uint8Array {
  try {
    return fromBase64(text.replace(/\s/g, ''))
  } catch (cause) {
    throw new MtprotoError('ERR_RSA_KEY_INVALID', { at: 'PEM', got: 'broken base64', cause })
  }
}

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } */
function readRsaPublicKey(der: Uint8Array): RsaPublicKey {
  const outer = new DerReader(der)
  const fields = new DerReader(outer.value(DER_SEQUENCE))
  outer.end()
  const n = fields.integer()
  const e = fields.integer()
  fields.end()
  return rsaPublicKey(n, e)
}

/** SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING } */
function readPublicKeyInfo(der: Uint8Array): RsaPublicKey {
  const outer = new DerReader(der)
  const fields = new DerReader(outer.value(DER_SEQUENCE))
  outer.end()
  const algorithm = fields.value(DER_SEQUENCE)
  const key = fields.value(DER_BIT_STRING)
  fields.end()
  if (!equal(algorithm, fromHex(RSA_ENCRYPTION))) throw invalid('a key that is not RSA')
  if (key[0] !== 0) throw invalid('a bit string that is not whole bytes')
  return readRsaPublicKey(key.subarray(1))
}

/** A TL `string` of less than 2^24 bytes. */
function tlString(data: Uint8Array): Uint8Array {
  const { length } = data
  const head =
    length < 254 ? Uint8Array.of(length) : Uint8Array.of(254, length, length >>> 8, length >>> 16)
  return concat(head, data, new Uint8Array(-(head.length + length) & 3))
}

function bitLength(n: Uint8Array): number {
  return n.length === 0 ? 0 : 8 * n.length - Math.clz32(n[0]!) + 24
}

function invalid(got: string): MtprotoError {
  return new MtprotoError('ERR_RSA_KEY_INVALID', { at: 'PEM', got })
}
