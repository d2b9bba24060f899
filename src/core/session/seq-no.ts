// Message sequence numbers: twice the count of content-related messages created before, plus one for a
// message that is itself content-related. Source: /mtproto/description#message-sequence-number-msg-seqno

/** SES-03: numbers the messages of one sender in one session. */
export class SeqNoCounter {
  #contentRelated = 0

  /** The seqno of the next message. */
  next(contentRelated: boolean): number {
    if (!contentRelated) return 2 * this.#contentRelated
    return 2 * this.#contentRelated++ + 1
  }
}
