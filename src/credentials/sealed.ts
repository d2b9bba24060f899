// A text sealed with a passphrase, so that a file alone is of no use to whoever finds it. docs/sessions.md has
// the bytes. Keys by scrypt (RFC 7914); AES-256-CTR, then HMAC-SHA-256 over everything in front of it.
// Invariant: nothing is decrypted before the tag was found right.
import { scrypt } from '@noble/hashes/scrypt.js'
import { fromBase64Url, toBase64Url } from '../core/bytes/base64.ts'
import { concat, equal } from '../core/bytes/bytes.ts'
import { decodeUtf8, encodeUtf8 } from '../core/bytes/utf8.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Random } from '../core/machine.ts'

/** What a sealed text begins with; the rest is URL-safe base64. */
const PREFIX = 'raw-mtproto-sealed:'
const VERSION = 1

/** version, log2 N, r, p */
const COST_SIZE = 4
const SALT_SIZE = 16
const IV_SIZE = 16
const TAG_SIZE = 32
const KEY_SIZE = 32
const HEAD_SIZE = COST_SIZE + SALT_SIZE + IV_SIZE

/** What a new passphrase costs to try once: 128 MiB, and half a second of a slow machine in JavaScript. */
const COST: Cost = { logN: 17, r: 8, p: 1 }
/** What a file may ask for: the memory 128 · N · r in bytes, and the repetitions p. */
const MIN_LOG_N = 14
const MAX_LOG_N = 20
const MAX_MEMORY = 2 ** 28
const MAX_P = 4

interface Cost {
  readonly logN: number
  readonly r: number
  readonly p: number
}

/** The keys of one passphrase under one salt. */
interface Keys {
  readonly cost: Cost
  readonly salt: Uint8Array
  readonly cipher: Uint8Array
  readonly mac: Uint8Array
}

/** Does the text begin like a sealed one? */
export function isSealed(text: string): boolean {
  return text.startsWith(PREFIX)
}

/** Seals and opens texts with one passphrase. The keys are derived once and kept: only the first use takes long. */
export class Seal {
  readonly #passphrase: Uint8Array
  readonly #crypto: Crypto
  readonly #random: Random
  #keys: Keys | undefined

  /**
   * Throws ERR_ARGUMENT for an empty passphrase. It is taken in Unicode's form NFKC,
   * so that it does not matter how it was typed.
   */
  constructor(passphrase: string, crypto: Crypto, random: Random) {
    if (passphrase === '')
      throw new MtprotoError('ERR_ARGUMENT', { at: 'passphrase', got: 'nothing' })
    this.#passphrase = encodeUtf8(passphrase.normalize('NFKC'))
    this.#crypto = crypto
    this.#random = random
  }

  /** The text, sealed. */
  seal(text: string): string {
    this.#keys ??= this.#derive(COST, this.#random(SALT_SIZE, 'seal'))
    const { cost, salt, cipher, mac } = this.#keys
    const iv = this.#random(IV_SIZE, 'seal')
    const head = concat(Uint8Array.of(VERSION, cost.logN, cost.r, cost.p), salt, iv)
    const hidden = this.#crypto.aesCtr(cipher, iv).update(encodeUtf8(text))
    const tag = this.#crypto.hmacSha256(mac, head, hidden)
    return `${PREFIX}${toBase64Url(concat(head, hidden, tag))}\n`
  }

  /**
   * The text that was sealed. Throws ERR_PASSPHRASE_WRONG, which also stands for a changed text, and
   * ERR_STORAGE_INVALID when the text is not sealed, is cut, or asks for more work than is allowed.
   */
  open(text: string): string {
    if (!isSealed(text)) throw damaged('a text that is not sealed', 'a sealed one')
    const data = bytesOf(text.slice(PREFIX.length).trimEnd())
    if (data.length < HEAD_SIZE + TAG_SIZE) throw damaged(`${data.length} bytes`, 'more')
    const [version, logN, r, p] = data as Iterable<number> as [number, number, number, number]
    if (version !== VERSION) throw damaged(`version ${version}`, `version ${VERSION}`)
    const end = data.length - TAG_SIZE
    const salt = data.slice(COST_SIZE, COST_SIZE + SALT_SIZE)
    const keys = this.#keysFor(allowed({ logN, r, p }), salt)
    const tag = this.#crypto.hmacSha256(keys.mac, data.subarray(0, end))
    if (!equal(tag, data.subarray(end))) throw new MtprotoError('ERR_PASSPHRASE_WRONG')
    this.#keys = keys
    const iv = data.subarray(COST_SIZE + SALT_SIZE, HEAD_SIZE)
    return decodeUtf8(this.#crypto.aesCtr(keys.cipher, iv).update(data.subarray(HEAD_SIZE, end)))
  }

  #keysFor(cost: Cost, salt: Uint8Array): Keys {
    const known = this.#keys
    const isSame =
      known !== undefined &&
      equal(known.salt, salt) &&
      known.cost.logN === cost.logN &&
      known.cost.r === cost.r &&
      known.cost.p === cost.p
    return isSame ? known : this.#derive(cost, salt)
  }

  #derive(cost: Cost, salt: Uint8Array): Keys {
    const { logN, r, p } = cost
    const derived = scrypt(this.#passphrase, salt, { N: 2 ** logN, r, p, dkLen: 2 * KEY_SIZE })
    return { cost, salt, cipher: derived.slice(0, KEY_SIZE), mac: derived.slice(KEY_SIZE) }
  }
}

/** The cost that a text asks for, which has to be neither too low to protect nor too high to bear. */
function allowed(cost: Cost): Cost {
  const { logN, r, p } = cost
  const isLow = logN < MIN_LOG_N || r < 1 || p < 1
  const isHigh = logN > MAX_LOG_N || 128 * 2 ** logN * r > MAX_MEMORY || p > MAX_P
  if (isLow || isHigh)
    throw damaged(
      `a cost of 2^${logN}, ${r}, ${p}`,
      `2^${MIN_LOG_N} and ${MAX_MEMORY} bytes at most`,
    )
  return cost
}

function bytesOf(digits: string): Uint8Array {
  try {
    return fromBase64Url(digits)
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    throw damaged('damaged base64', 'base64')
  }
}

function damaged(got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_STORAGE_INVALID', {
    ...{ at: 'the sealed text', got, expected },
    advice: 'take it from a backup',
  })
}
