// The msg_ids received in a session, so that nothing takes effect twice.
// Source: /mtproto/security_guidelines#checking-msg-id

/** What is known of an id: never seen, seen before, or below all that are remembered. */
export type Receipt = 'new' | 'seen' | 'forgotten'

/** C-8: remembers the highest `capacity` ids; below them nothing can be told apart from a replay. */
export class ReceivedIds {
  readonly #capacity: number
  /** ascending */
  readonly #ids: bigint[] = []

  constructor(capacity = 1000) {
    this.#capacity = capacity
  }

  /** Remembers an id, and tells what it was until now; a message takes effect only when its id is new. */
  add(msgId: bigint): Receipt {
    const index = this.#indexOf(msgId)
    if (this.#ids[index] === msgId) return 'seen'
    if (index === 0 && this.#ids.length === this.#capacity) return 'forgotten'
    this.#ids.splice(index, 0, msgId)
    if (this.#ids.length > this.#capacity) this.#ids.shift()
    return 'new'
  }

  /** The index of the first remembered id that is not below `msgId`. Ids mostly rise, so look from the end. */
  #indexOf(msgId: bigint): number {
    let index = this.#ids.length
    while (index > 0 && this.#ids[index - 1]! >= msgId) index--
    return index
  }
}
