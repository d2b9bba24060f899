// The seqnos of the messages received, in the order of their msg_ids: both rise together, and gaps are legal.
// Source: /mtproto/service_messages_about_messages#notice-of-ignored-error-message (codes 32 and 33)
import type { Message } from '../session/message.ts'

interface Held {
  readonly msgId: bigint
  readonly seqNo: number
  /** whether it fitted in, so that others are judged by it */
  readonly fits: boolean
  /** the highest seqno of those that fit, from the lowest msg_id up to here; -1 without any */
  highest: number
}

export class SeqNoOrder {
  readonly #capacity: number
  /** by ascending msg_id */
  readonly #held: Held[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Takes a message that was not received before. Returns the code of bad_msg_notification it deserves. */
  add({ msgId, seqNo }: Pick<Message, 'msgId' | 'seqNo'>): 32 | 33 | undefined {
    let index = this.#held.length
    let lowestAbove = Number.POSITIVE_INFINITY
    for (; index > 0 && this.#held[index - 1]!.msgId > msgId; index--) {
      const above = this.#held[index - 1]!
      if (above.fits) lowestAbove = Math.min(lowestAbove, above.seqNo)
    }
    const highestBelow = this.#held[index - 1]?.highest ?? -1
    const fault = faultBetween(highestBelow, seqNo, lowestAbove)
    const fits = fault === undefined
    this.#held.splice(index, 0, {
      msgId,
      seqNo,
      fits,
      highest: fits ? Math.max(highestBelow, seqNo) : highestBelow,
    })
    if (fits)
      for (const above of this.#held.slice(index + 1))
        above.highest = Math.max(above.highest, seqNo)
    if (this.#held.length > this.#capacity) this.#held.shift()
    return fault
  }

  /** The seqno of a message; undefined when it is not held, or not any more. */
  seqNoOf(msgId: bigint): number | undefined {
    return this.#held.findLast(held => held.msgId === msgId)?.seqNo
  }
}

/** SES-61: only messages that are not content-related share their seqno with others. */
function faultBetween(below: number, seqNo: number, above: number): 32 | 33 | undefined {
  const isOdd = (seqNo & 1) === 1
  if (below > seqNo || (below === seqNo && isOdd)) return 32
  if (above < seqNo || (above === seqNo && isOdd)) return 33
  return undefined
}
