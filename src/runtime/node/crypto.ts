// The primitives by OpenSSL through node:crypto, each only after it has given a known answer: runtimes
// that present themselves as Node refuse some of them. What they refuse, and what OpenSSL cannot do
// faster, the portable implementation does.
import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  pbkdf2Sync,
  publicEncrypt,
} from 'node:crypto'
import { xor } from '../../core/bytes/bytes.ts'
import { toHex } from '../../core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../core/bytes/integers.ts'
import { aesModes } from '../../core/crypto/aes-modes.ts'
import { fastAes } from '../../core/crypto/aes-tables.ts'
import { checkCtrSizes } from '../../core/crypto/ctr.ts'
import { checkIgeSizes } from '../../core/crypto/ige.ts'
import { portable } from '../../core/crypto/portable.ts'
import { checkModulus } from '../../core/crypto/pow-mod.ts'
import type { Crypto } from '../../core/crypto/provider.ts'

/** What OpenSSL cannot do, or not faster. */
const light = aesModes(fastAes)

/** Returns the provider; each primitive is probed when it is first used. */
export function createNodeCrypto(): Crypto {
  const abc = Uint8Array.of(0x61, 0x62, 0x63)
  const zeros = (length: number): Uint8Array => new Uint8Array(length)
  return {
    sha1: proven(hash('sha1'), portable.sha1, sha1 => begins(sha1(abc), 20, 'a9993e364706816a')),
    sha256: proven(hash('sha256'), portable.sha256, sha256 =>
      begins(sha256(abc), 32, 'ba7816bf8f01cfea'),
    ),
    sha512: proven(hash('sha512'), portable.sha512, sha512 =>
      begins(sha512(abc), 64, 'ddaf35a193617aba'),
    ),
    hmacSha256: proven(hmacSha256, portable.hmacSha256, hmac =>
      begins(hmac(abc, abc), 32, '2f02e24ae2e1fe88'),
    ),
    pbkdf2Sha512: proven(pbkdf2Sha512, portable.pbkdf2Sha512, pbkdf2 =>
      begins(pbkdf2(abc, abc, 2), 64, 'ce176ee7b5b1ec7c'),
    ),
    aesIgeEncrypt: proven(aesIgeEncrypt, portable.aesIgeEncrypt, encrypt =>
      begins(
        encrypt(zeros(NATIVE_IGE), zeros(32), zeros(32)).subarray(-16),
        16,
        'fb0df03a1c8e33ba',
      ),
    ),
    aesIgeDecrypt: light.aesIgeDecrypt,
    aesCtr: proven(aesCtr, portable.aesCtr, ctr => {
      const stream = ctr(zeros(32), zeros(16).fill(255))
      stream.update(zeros(5))
      return begins(stream.update(zeros(24)), 24, 'a32b1a182bfa4987')
    }),
    modPow: proven(modPow, portable.modPow, power => {
      // 2^2048 = 1 modulo 2^2048 - 1, so 2^exponent is one single bit: exponent mod 2048
      const exponent = zeros(256).fill(0xaa)
      const result = power(Uint8Array.of(2), exponent, zeros(256).fill(0xff))
      return toBigInt(result) === 1n << (toBigInt(exponent) % 2048n)
    }),
  }
}

/** Chooses `native` if the probe, run at the first call, holds for it, otherwise `fallback`. */
function proven<A extends unknown[], R>(
  native: (...args: A) => R,
  fallback: (...args: A) => R,
  probe: (candidate: (...args: A) => R) => boolean,
): (...args: A) => R {
  let chosen: typeof native | undefined
  return (...args) => {
    chosen ??= holds(() => probe(native)) ? native : fallback
    return chosen(...args)
  }
}

function holds(probe: () => boolean): boolean {
  try {
    return probe()
  } catch {
    return false
  }
}

function begins(data: Uint8Array, length: number, hex: string): boolean {
  return data.length === length && toHex(data).startsWith(hex)
}

/** The same bytes without the methods of Buffer, some of which share memory where Uint8Array copies. */
function plain(data: Buffer): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.length)
}

function hash(algorithm: string): (...parts: Uint8Array[]) => Uint8Array {
  return (...parts) => {
    const state = createHash(algorithm)
    for (const part of parts) state.update(part)
    return plain(state.digest())
  }
}

function hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const state = createHmac('sha256', key)
  for (const part of parts) state.update(part)
  return plain(state.digest())
}

function pbkdf2Sha512(password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  return plain(pbkdf2Sync(password, salt, iterations, 64, 'sha512'))
}

function aesCtr(key: Uint8Array, iv: Uint8Array): { update(data: Uint8Array): Uint8Array } {
  checkCtrSizes(key, iv)
  const cipher = createCipheriv('aes-256-ctr', key, iv)
  return { update: data => plain(cipher.update(data)) }
}

/** From this many bytes on, setting up OpenSSL costs less than it saves. */
const NATIVE_IGE = 128

/**
 * IGE by CBC. With dᵢ = cᵢ ⊕ pᵢ₋₁ the rule cᵢ = E(pᵢ ⊕ cᵢ₋₁) ⊕ pᵢ₋₁ reads dᵢ = E(pᵢ ⊕ pᵢ₋₂ ⊕ dᵢ₋₁), which is
 * CBC over pᵢ ⊕ pᵢ₋₂ with c₀ as its iv (p₋₁ being 0). Decryption has no such form: the plaintext of each
 * block goes into the cipher's input for the next.
 */
function aesIgeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  if (data.length < NATIVE_IGE) return light.aesIgeEncrypt(data, key, iv)
  checkIgeSizes(data, key, iv)
  const cipher = createCipheriv(
    key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc',
    key,
    iv.subarray(0, 16),
  )
  const previous = new Uint8Array(data.length)
  previous.set(iv.subarray(16))
  previous.set(data.subarray(0, -16), 16)
  const mixed = data.slice()
  mixed.set(xor(data.subarray(16), previous.subarray(0, -16)), 16)
  return xor(plain(cipher.update(mixed)), previous)
}

/**
 * Raw RSA with the exponent as public exponent is a modular power about ten times as fast. OpenSSL takes
 * it as public and makes no effort to hide it: the time depends on the bits of the exponent and the
 * sizes of the numbers, though not on the base. The same caution holds as for the portable one.
 *
 * OpenSSL wants an odd modulus, an exponent below it and a base below it. Where only the length of the
 * exponent is in the way, its lowest bits are left out and made up for by squaring.
 */
function modPow(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  const m = checkModulus(modulus)
  const e = toBigInt(exponent)
  const size = bitLength(m)
  const spare = Math.max(0, bitLength(e) - size + 1)
  const unfit = m % 2n === 0n || size < MIN_MODULUS || size > MAX_MODULUS || spare > MAX_SPARE
  if (unfit) return portable.modPow(base, exponent, modulus)
  const b = toBigInt(base) % m
  let power = rawRsa(b, e >> BigInt(spare), m)
  for (let bit = spare - 1; bit >= 0; bit--) {
    power = (power * power) % m
    if ((e >> BigInt(bit)) & 1n) power = (power * b) % m
  }
  return fromBigInt(power, modulus.length)
}

/** Bits; there is little to gain below, and above it OpenSSL takes short exponents only. */
const MIN_MODULUS = 512
const MAX_MODULUS = 3072
/** Bits; each costs two multiplications. */
const MAX_SPARE = 64

function rawRsa(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const n = fromBigInt(modulus)
  const key = createPublicKey({
    key: { kty: 'RSA', n: base64Url(n), e: base64Url(fromBigInt(exponent)) },
    format: 'jwk',
  })
  const padding = constants.RSA_NO_PADDING
  return toBigInt(publicEncrypt({ key, padding }, fromBigInt(base, n.length)))
}

function base64Url(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64url')
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}
