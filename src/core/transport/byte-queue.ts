// Bytes that have arrived and were not read yet. TCP may cut and join segments as it likes, so a framing
// reads from here. Each byte is copied in once and out once, however small the chunks are; the memory
// held follows what really arrived, never what a length field announces.

const SMALLEST = 1024

/** A first-in first-out queue of bytes. */
export class ByteQueue {
  #buffer: Uint8Array = new Uint8Array(0)
  #start = 0
  #end = 0

  /** How many bytes wait. */
  get length(): number {
    return this.#end - this.#start
  }

  /** Appends a copy of `chunk`. */
  push(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(this.length + chunk.length)
    this.#buffer.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** Returns a view of the first `count` bytes, or of all when fewer wait; valid until the next push. */
  peek(count: number): Uint8Array {
    return this.#buffer.subarray(this.#start, Math.min(this.#start + count, this.#end))
  }

  /** Removes the first `count` bytes, or all when fewer wait, and returns them as an array of their own. */
  take(count: number): Uint8Array {
    const taken = this.peek(count).slice()
    this.#start += taken.length
    if (this.#start === this.#end) {
      this.#start = this.#end = 0
      if (this.#buffer.length > SMALLEST) this.#buffer = new Uint8Array(0)
    }
    return taken
  }

  /** Moves what waits to the front, into a buffer twice as large unless half of the old one is free. */
  #makeRoom(needed: number): void {
    const old = this.#buffer
    if (needed > old.length / 2) this.#buffer = new Uint8Array(Math.max(2 * needed, SMALLEST))
    this.#buffer.set(old.subarray(this.#start, this.#end))
    this.#end -= this.#start
    this.#start = 0
  }
}
