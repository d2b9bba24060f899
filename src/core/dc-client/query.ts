// A call on its way: what was sent for it and whether it has to be sent again.
import type { Message } from '../session/message.ts'

export interface Query {
  /** the owner's number for it */
  readonly id: number
  /** the TL name of the method, for errors and traces */
  readonly method: string
  /** the encoded call, without the layer wrapper */
  readonly body: Uint8Array
  /** what the server refused it for so far, counted */
  refusals: number
  /** as it was last sent, or undefined while it waits to be sent */
  message: Message | undefined
  /** whether it travelled inside the layer wrapper */
  wrapped: boolean
  /** whether `message` went out on an earlier connection, so that the server may have taken it already */
  repeated: boolean
}

/** A service message of ours that is sent again when the server refuses it. */
export interface Notice {
  readonly body: Uint8Array
  refusals: number
}

/** One message as it was sent. */
export interface Sent {
  readonly msgId: bigint
  /** the container it travelled in */
  readonly container: bigint | undefined
  readonly cause: Query | Notice
}

/** Tells the two causes of a message apart. */
export function isQuery(cause: Query | Notice): cause is Query {
  return 'method' in cause
}

/** As many sent service messages are remembered as a server might still complain about. */
const NOTICES = 1000

/**
 * The messages sent in a session, by their ids and by the ids of their containers: those of every call
 * that is open, until delete(), and the latest service messages.
 */
export class SentMessages {
  readonly #byId = new Map<bigint, Sent>()
  readonly #byContainer = new Map<bigint, Set<Sent>>()
  readonly #notices = new Set<Sent>()

  add(sent: Sent): void {
    this.delete(sent.msgId)
    this.#byId.set(sent.msgId, sent)
    if (!isQuery(sent.cause)) this.#notices.add(sent)
    if (this.#notices.size > NOTICES) this.#forget(this.#notices.values().next().value!)
    if (sent.container !== undefined) {
      const siblings = this.#byContainer.get(sent.container)
      if (siblings === undefined) this.#byContainer.set(sent.container, new Set([sent]))
      else siblings.add(sent)
    }
  }

  get(msgId: bigint): Sent | undefined {
    return this.#byId.get(msgId)
  }

  /** What a notification about `msgId` names: that message, or every item of that container. */
  named(msgId: bigint): Sent[] {
    const sent = this.#byId.get(msgId)
    return sent === undefined ? [...(this.#byContainer.get(msgId) ?? [])] : [sent]
  }

  /** Those whose container, or else whose own id, is below `msgId`. */
  below(msgId: bigint): Sent[] {
    return [...this.#byId.values()].filter(sent => (sent.container ?? sent.msgId) < msgId)
  }

  delete(msgId: bigint): void {
    const sent = this.#byId.get(msgId)
    if (sent !== undefined) this.#forget(sent)
  }

  clear(): void {
    this.#byId.clear()
    this.#byContainer.clear()
    this.#notices.clear()
  }

  #forget(sent: Sent): void {
    const { msgId, container } = sent
    this.#byId.delete(msgId)
    this.#notices.delete(sent)
    if (container === undefined) return
    const siblings = this.#byContainer.get(container)
    siblings?.delete(sent)
    if (siblings?.size === 0) this.#byContainer.delete(container)
  }
}
