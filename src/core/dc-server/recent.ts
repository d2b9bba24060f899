// What is remembered by msg_id for as long as there is room: bounded in number and in bytes, the oldest is
// forgotten first. The newest always stays.

interface Kept<T> {
  readonly value: T
  readonly size: number
}

export class Recent<T> {
  readonly #maxCount: number
  readonly #maxBytes: number
  readonly #kept = new Map<bigint, Kept<T>>()
  #bytes = 0

  constructor(maxCount: number, maxBytes: number) {
    this.#maxCount = maxCount
    this.#maxBytes = maxBytes
  }

  /** Remembers a value of `size` bytes in place of the one before. */
  set(msgId: bigint, value: T, size: number): void {
    this.#bytes += size - (this.#kept.get(msgId)?.size ?? 0)
    this.#kept.set(msgId, { value, size })
    while (
      this.#kept.size > this.#maxCount ||
      (this.#bytes > this.#maxBytes && this.#kept.size > 1)
    )
      this.delete(this.#kept.keys().next().value!)
  }

  get(msgId: bigint): T | undefined {
    return this.#kept.get(msgId)?.value
  }

  delete(msgId: bigint): void {
    this.#bytes -= this.#kept.get(msgId)?.size ?? 0
    this.#kept.delete(msgId)
  }

  /** The oldest first. */
  *values(): Iterable<T> {
    for (const { value } of this.#kept.values()) yield value
  }
}
