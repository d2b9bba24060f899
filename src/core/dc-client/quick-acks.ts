// The quick acknowledgements asked for on one connection: which calls went out in the envelope with a token.
// Source: /mtproto/mtproto-transports#quick-ack

/** No more envelopes than this are waited for; older ones are given up. */
const CAPACITY = 1000

export class QuickAcks {
  readonly #calls = new Map<number, readonly number[]>()

  add(token: number, calls: readonly number[]): void {
    this.#calls.set(token, calls)
    if (this.#calls.size > CAPACITY) this.#calls.delete(this.#calls.keys().next().value!)
  }

  /** TR-10: the calls the server has taken; none for a token that was not asked for. */
  take(token: number): readonly number[] {
    const calls = this.#calls.get(token) ?? []
    this.#calls.delete(token)
    return calls
  }

  /** The connection is gone, and with it every token. */
  clear(): void {
    this.#calls.clear()
  }
}
