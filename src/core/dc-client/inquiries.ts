// What this side has asked the server in service messages and is still to be told: msgs_state_req about its
// own messages and msg_resend_req for answers it never saw, both answered by msgs_state_info, the second also
// by the message itself; and get_future_salts, answered by future_salts.
// Source: /mtproto/service_messages, /mtproto/service_messages_about_messages

/** A question on its way. */
export type Inquiry =
  /** which of these messages of ours has the server received? */
  | { readonly kind: 'state'; readonly msgIds: readonly bigint[] }
  /** send this answer again; `query` is the message of ours that it answers, if that is known */
  | { readonly kind: 'resend'; readonly answer: bigint; readonly query: bigint | undefined }
  /** which salts come next? */
  | { readonly kind: 'salts' }

/** No more questions than this are remembered; a reply to an older one is ignored. */
const CAPACITY = 256

export class Inquiries {
  readonly #open = new Map<bigint, Inquiry>()

  /** `msgId` is that of the question. */
  add(msgId: bigint, inquiry: Inquiry): void {
    this.#open.set(msgId, inquiry)
    if (this.#open.size > CAPACITY) this.#open.delete(this.#open.keys().next().value!)
  }

  /** SES-33: takes the question that a reply is for; undefined when none was asked under this id. */
  take(msgId: bigint): Inquiry | undefined {
    const inquiry = this.#open.get(msgId)
    this.#open.delete(msgId)
    return inquiry
  }

  /** Whether the answer was asked for already. */
  awaits(answer: bigint): boolean {
    for (const inquiry of this.#open.values())
      if (inquiry.kind === 'resend' && inquiry.answer === answer) return true
    return false
  }

  clear(): void {
    this.#open.clear()
  }
}
