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

  /**
   * What a peer is told about a message of its own, as the low bits of a byte of msgs_state_info: 1 below all
   * that are remembered, 2 not received, 3 above all that were received, 4 received.
   * Source: /mtproto/service_messages_about_messages#informational-message-regarding-status-of-messages
   */
  stateOf(msgId: bigint): 1 | 2 | 3 | 4 {
    const index = this.#indexOf(msgId)
    if (this.#ids[index] === msgId) return 4
    if (index === this.#ids.length) return 3
    return index === 0 ? 1 : 2
  }

  /** The index of the first remembered id that is not below `msgId`. Ids mostly rise, so look from the end. */
  #indexOf(msgId: bigint): number {
    let index = this.#ids.length
    while (index > 0 && this.#ids[index - 1]! >= msgId) index--
    return index
  }
}
