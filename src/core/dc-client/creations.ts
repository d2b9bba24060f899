// What new_session_created means to a client: whether the server lost a state in which it may have had updates.
// Source: /mtproto/service_messages#new-session-creation-notification

export class Creations {
  /** the unique_id of the last one */
  #last: bigint | undefined
  /** the first envelope of the session that the server may have taken */
  #firstMsgId: bigint | undefined
  /** whether a session was given up in which the server may have had something for this client */
  #gaveUp = false
  /** whether the session may have begun on a connection that ended before the server said so */
  #unheard = false

  /** A connection begins. */
  connected(): void {
    this.#unheard ||= this.#firstMsgId !== undefined && this.#last === undefined
  }

  /** An envelope goes out. */
  sent(msgId: bigint): void {
    this.#firstMsgId ??= msgId
  }

  /** The server refused an envelope. */
  refused(msgId: bigint): void {
    if (msgId === this.#firstMsgId) this.#firstMsgId = undefined
  }

  /** The client replaces the session by a new one under the same key. */
  giveUp(): void {
    this.#gaveUp ||= this.#firstMsgId !== undefined
  }

  /** A session without a past begins. */
  restart(): void {
    this.#firstMsgId = undefined
    this.#unheard = false
  }

  /** SES-28: whether this creation was told before. */
  knows(uniqueId: bigint): boolean {
    return uniqueId === this.#last
  }

  /**
   * Takes a creation, and tells whether what the server kept before may be lost: it told of a creation before, or
   * may have on a connection that is gone, or a session was given up, or was sent something that this creation
   * does not name.
   */
  isGap(uniqueId: bigint, firstMsgId: bigint): boolean {
    const earlier = this.#firstMsgId !== undefined && this.#firstMsgId < firstMsgId
    const gap = earlier || this.#gaveUp || this.#unheard || this.#last !== undefined
    this.#gaveUp = this.#unheard = false
    this.#last = uniqueId
    return gap
  }
}
