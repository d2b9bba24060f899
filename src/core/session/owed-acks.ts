// The acknowledgements owed to the peer: every content-related message received, duplicates included.
// Source: /mtproto/service_messages_about_messages#acknowledgment-of-receipt
import type { Now } from '../machine.ts'

/** SES-06: no more ids than this travel in one msgs_ack; beyond it a server answers -429. */
export const MAX_ACK_IDS = 8192
/** As many waiting acknowledgements as this are worth a message of their own. */
const ENOUGH = 16

export class OwedAcks {
  readonly #ids = new Set<bigint>()
  readonly #delay: number
  #due: number | undefined

  /** `delay`: how long an acknowledgement may wait for a message to travel with, in milliseconds; for ever if infinite. */
  constructor(delay: number) {
    this.#delay = delay
  }

  add(msgId: bigint, now: Now): void {
    this.#ids.add(msgId)
    this.#due ??= now.monotonic + this.#delay
    if (this.#ids.size > ENOUGH && Number.isFinite(this.#delay)) this.#due = now.monotonic
  }

  /** Whether the acknowledgement of a message is still owed. */
  has(msgId: bigint): boolean {
    return this.#ids.has(msgId)
  }

  /** An answer to the message acknowledges it as well. */
  delete(msgId: bigint): void {
    if (this.#ids.delete(msgId) && this.#ids.size === 0) this.#due = undefined
  }

  /** What is owed waits no longer. */
  hurry(now: Now): void {
    if (this.#due !== undefined) this.#due = now.monotonic
  }

  /** When the acknowledgements stop waiting: monotonic milliseconds, or undefined when none are owed. */
  deadline(): number | undefined {
    return this.#due
  }

  /** Takes the ids for one msgs_ack, oldest first; empty when none are owed. */
  take(): bigint[] {
    const ids: bigint[] = []
    for (const id of this.#ids) {
      if (ids.length === MAX_ACK_IDS) break
      ids.push(id)
      this.#ids.delete(id)
    }
    if (this.#ids.size === 0) this.#due = undefined
    return ids
  }
}
