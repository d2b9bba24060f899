// Random strings of 32 bytes that stand for something until they expire: login tokens, and logins on
// their way to another data centre. Kept by their hash, so that a look-up tells nothing by its timing.
import { toHex } from '../core/bytes/hex.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import type { Random } from '../core/machine.ts'

const SIZE = 32
/** More are not remembered; the oldest is forgotten first. */
const CAPACITY = 10_000

export class TokenStore<T> {
  readonly #random: Random
  readonly #crypto: Crypto
  readonly #values = new Map<string, T>()

  constructor(random: Random, crypto: Crypto) {
    this.#random = random
    this.#crypto = crypto
  }

  /** Draws a token for a value. */
  issue(value: T): Uint8Array {
    const token = this.#random(SIZE, 'token')
    if (this.#values.size === CAPACITY) this.#values.delete(this.#values.keys().next().value!)
    this.#values.set(this.#name(token), value)
    return token
  }

  /** What a token of any length stands for, or undefined when it was never issued or is forgotten. */
  find(token: Uint8Array): T | undefined {
    return this.#values.get(this.#name(token))
  }

  /** Everything that tokens stand for. */
  values(): IterableIterator<T> {
    return this.#values.values()
  }

  clear(): void {
    this.#values.clear()
  }

  #name(token: Uint8Array): string {
    return toHex(this.#crypto.sha256(token))
  }
}
