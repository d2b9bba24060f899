// The msg_ids received in a session, so that nothing takes effect twice.
// Source: /mtproto/security_guidelines#checking-msg-id

/** C-8: remembers the highest `capacity` ids; below them nothing can be told apart from a replay. */
export class ReceivedIds {
  readonly #capacity: number
  /** ascending */
  readonly #ids: bigint[] = []

  constructor(capacity = 1000) {
    this.#capacity = capacity
  }

  /** Whether a message with this id has to be ignored: it was seen, or it is below all that are remembered. */
  has(msgId: bigint): boolean {
    const index = this.#indexOf(msgId)
    return this.#ids[index] === msgId || (index === 0 && this.#ids.length === this.#capacity)
  }

  /** Remembers an id that has() does not know. */
  add(msgId: bigint): void {
    this.#ids.splice(this.#indexOf(msgId), 0, msgId)
    if (this.#ids.length > this.#capacity) this.#ids.shift()
  }

  /** The index of the first remembered id that is not below `msgId`. Ids mostly rise, so look from the end. */
  #indexOf(msgId: bigint): number {
    let index = this.#ids.length
    while (index > 0 && this.#ids[index - 1]! >= msgId) index--
    return index
  }
}
