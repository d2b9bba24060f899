// RSA_PAD: how the client's inner data travels to the holder of an RSA key, and how the server takes it
// apart again, together with the older form by SHA1 that some clients still send.
// Source: /mtproto/auth_key#41-rsa-paddata-server-public-key
import { concat, equal, reversed, xor } from '../bytes/bytes.ts'
import { toBigInt } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import type { Random } from '../machine.ts'
import type { ModPowJob } from './job.ts'
import type { Crypto } from './provider.ts'
import type { RsaPrivateKey, RsaPublicKey } from './rsa.ts'

const MAX_DATA = 144
const PADDED = 192
const TEMP_KEY = 32
/** A try fails with probability below 1/2, so only broken randomness gets this far. */
const MAX_TRIES = 128

/**
 * Encrypts at most 144 bytes of `data` to 256 bytes. Draws 'padding' once and 'temp_key' until the block
 * is below the modulus. Throws ERR_ARGUMENT when the data is too long.
 */
export function rsaPad(
  data: Uint8Array,
  key: RsaPublicKey,
  random: Random,
  crypto: Crypto,
): Uint8Array {
  if (data.length > MAX_DATA)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'RSA_PAD data',
      got: data.length,
      expected: MAX_DATA,
    })
  const padded = concat(data, random(PADDED - data.length, 'padding'))
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const block = pad(padded, random(TEMP_KEY, 'temp_key'), crypto)
    // HS-13: a block that is not below n gets another temp_key
    if (toBigInt(block) < toBigInt(key.n)) return crypto.modPow(block, key.e, key.n)
  }
  throw new MtprotoError('ERR_ARGUMENT', { at: 'random', got: 'the same temp_key again and again' })
}

/** (temp_key ⊕ SHA256(encrypted)) | encrypted, where encrypted hides the reversed data and its hash. */
function pad(padded: Uint8Array, tempKey: Uint8Array, crypto: Crypto): Uint8Array {
  const hash = crypto.sha256(tempKey, padded)
  const encrypted = crypto.aesIgeEncrypt(
    concat(reversed(padded), hash),
    tempKey,
    new Uint8Array(32),
  )
  return concat(xor(tempKey, crypto.sha256(encrypted)), encrypted)
}

/**
 * The job that undoes the RSA operation: the private power of 256 bytes, whose value is the block inside.
 * Throws ERR_RSA_DATA_INVALID unless `encrypted` has 256 bytes and is below n.
 */
export function rsaDecryptJob(encrypted: Uint8Array, { n, d }: RsaPrivateKey): ModPowJob {
  // HS-67: exactly 256 bytes, below n
  if (encrypted.length !== n.length || toBigInt(encrypted) >= toBigInt(n))
    throw new MtprotoError('ERR_RSA_DATA_INVALID', { rule: 'HS-67', got: encrypted.length })
  return { kind: 'mod-pow', base: encrypted, exponent: d, modulus: n }
}

/**
 * Undoes RSA_PAD on a block from rsaDecryptJob: returns the 192 bytes data | padding. Throws
 * ERR_RSA_DATA_INVALID when the hash inside does not match.
 */
export function rsaUnpad(block: Uint8Array, crypto: Crypto): Uint8Array {
  const encrypted = block.subarray(TEMP_KEY)
  const tempKey = xor(block.subarray(0, TEMP_KEY), crypto.sha256(encrypted))
  const decrypted = crypto.aesIgeDecrypt(encrypted, tempKey, new Uint8Array(32))
  const padded = reversed(decrypted.subarray(0, PADDED))
  // HS-67: SHA256(temp_key | data | padding)
  if (!equal(crypto.sha256(tempKey, padded), decrypted.subarray(PADDED)))
    throw new MtprotoError('ERR_RSA_DATA_INVALID', { rule: 'HS-67', at: 'SHA256' })
  return padded
}

/**
 * Takes the older form, 0 | SHA1(data) | data | padding, apart. Where data ends only its TL object
 * tells, so the caller compares `hash` with SHA1 over the bytes that object took. Throws
 * ERR_RSA_DATA_INVALID when the block does not begin with 0.
 */
export function rsaUnpadLegacy(block: Uint8Array): {
  /** 20 bytes */
  readonly hash: Uint8Array
  /** data | padding, 235 bytes */
  readonly data: Uint8Array
} {
  // HS-67: the older form is 255 bytes long
  if (block[0] !== 0) throw new MtprotoError('ERR_RSA_DATA_INVALID', { rule: 'HS-67', at: 'SHA1' })
  return { hash: block.subarray(1, 21), data: block.subarray(21) }
}
