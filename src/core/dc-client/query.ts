// A call on its way: what was sent for it and whether it has to be sent again.
import { MtprotoError } from '../errors.ts'
import type { Message } from '../session/message.ts'

/** A call as its owner gives it. */
export interface Invocation {
  /** the owner's number for it */
  readonly id: number
  /** the TL name of the method, for errors and traces */
  readonly method: string
  /** the encoded call, without wrappers */
  readonly body: Uint8Array
  /** the numbers of calls that the server has to finish first */
  readonly after?: readonly number[] | undefined
  /** seconds of FLOOD_WAIT that are waited for, all together; default 0 */
  readonly floodWait?: number | undefined
  /** how often the call is repeated after internal errors of the server; default 0 */
  readonly retries?: number | undefined
  /** whether to tell when the server has taken the call, before it answers */
  readonly quickAck?: boolean | undefined
}

export interface Query extends Invocation {
  /** makes the body in place of `body`, for a call that holds its own msg_id */
  make: ((msgId: bigint) => Uint8Array) | undefined
  /** what the server refused it for so far, counted */
  refusals: number
  /** how often it failed inside the server */
  failures: number
  /** the seconds it has waited for floods */
  waited: number
  /** as it was last sent, or undefined while it waits to be sent */
  message: Message | undefined
  /** whether it travelled inside the layer wrapper */
  wrapped: boolean
  /** whether `message` went out more than once, so that the server may have taken it already */
  repeated: boolean
  /** whether it waits until the calls it depends on are over */
  held: boolean
  /** it goes out no sooner than this: monotonic milliseconds */
  notBefore: number
  /** its state is asked for at this moment: monotonic milliseconds */
  inquireAt: number
  /** how often its state was asked for */
  inquiries: number
}

/** A new query, not sent yet. */
export function createQuery(invocation: Invocation): Query {
  return {
    ...invocation,
    make: undefined,
    refusals: 0,
    failures: 0,
    waited: 0,
    message: undefined,
    wrapped: false,
    repeated: false,
    held: false,
    notBefore: Number.NEGATIVE_INFINITY,
    inquireAt: Number.POSITIVE_INFINITY,
    inquiries: 0,
  }
}

/** A call is no larger than this, in bytes. */
const MAX_CALL = 2 ** 20

/** The error of a call that is too large to be sent, or undefined. */
export function tooLarge({ method, body }: Invocation): MtprotoError | undefined {
  if (body.length <= MAX_CALL) return undefined
  const got = `${body.length} bytes`
  return new MtprotoError('ERR_ARGUMENT', { at: method, got, expected: `${MAX_CALL} at most` })
}

/** The error of a call that the server lost again and again. */
export function keepsBeingLost(): MtprotoError {
  return new MtprotoError('ERR_BAD_MSG', { got: 'a message that keeps being lost' })
}

/** A service message of ours that is sent again when the server refuses it. */
export interface Notice {
  readonly body: Uint8Array
  /** a message that is sent again exactly as it was */
  readonly message?: Message
  /** told of the msg_id whenever it is sent */
  readonly sent?: (msgId: bigint) => void
  refusals: number
}

/** One message as it was sent. */
export interface Sent {
  readonly message: Message
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
    this.delete(sent.message.msgId)
    this.#byId.set(sent.message.msgId, sent)
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
    return [...this.#byId.values()].filter(
      ({ message, container }) => (container ?? message.msgId) < msgId,
    )
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
    const { message, container } = sent
    this.#byId.delete(message.msgId)
    this.#notices.delete(sent)
    if (container === undefined) return
    const siblings = this.#byContainer.get(container)
    siblings?.delete(sent)
    if (siblings?.size === 0) this.#byContainer.delete(container)
  }
}
