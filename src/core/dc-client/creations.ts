// What new_session_created means to a client: whether the server lost a state in which it may have had updates.
// Source: /mtproto/service_messages#new-session-creation-notification

export class Creations {
  /** the unique_id of the last one */
  #last: bigint | undefined
  /** the first envelope of the session that the server may have taken */
  #firstMsgId: bigint | undefined
  /** whether a session was given up in which the server may have had something for this client */
  #gaveUp = false

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
  }

  /** SES-28: whether this creation was told before. */
  knows(uniqueId: bigint): boolean {
    return uniqueId === this.#last
  }

  /**
   * Takes a creation, and tells whether what the server kept before is lost: it told of a creation before, or a
   * session was given up, or was sent something that this creation does not name.
   */
  isGap(uniqueId: bigint, firstMsgId: bigint): boolean {
    const earlier = this.#firstMsgId !== undefined && this.#firstMsgId < firstMsgId
    const gap = earlier || this.#gaveUp || this.#last !== undefined
    this.#gaveUp = false
    this.#last = uniqueId
    return gap
  }
}
