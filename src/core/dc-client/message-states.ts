// What the two sides tell each other about the fate of messages: which arrived, which were answered, which
// are to be sent again. An answer that was not seen is asked for, never acknowledged.
// Source: /mtproto/service_messages_about_messages
import type { Now } from '../machine.ts'
import type { Session } from '../session/session.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import type { Inquiries } from './inquiries.ts'
import { isQuery, type Notice, type Query, type SentMessages } from './query.ts'

/** What the session does for this part of it. */
export interface StatesOwner {
  readonly queries: ReadonlyMap<number, Query>
  readonly sent: SentMessages
  readonly inquiries: Inquiries
  session(): Session
  notify(value: Mtproto.Types['object' | 'call'], sent?: (msgId: bigint) => void): void
  /** sends a call again as it is, or a service message */
  enqueue(cause: Query | Notice): void
  /** the server does not have the call: it goes out again as it is, unless that happened too often */
  lost(query: Query): void
}

/** The server is asked about a call that it has not answered for this long, and then ever more seldom, in milliseconds. */
const INQUIRY_DELAY = 15_000
const MAX_INQUIRY_DELAY = 120_000
/** No question and no reply about messages names more of them. */
const MAX_STATES = 8192
/** The low bits of a state: 4 is received, 1 to 3 are not. */
const STATE = 7
const RECEIVED = 4
/** The answer exists. */
const ANSWERED = 64

export class MessageStates {
  readonly #owner: StatesOwner
  /** no call has to be asked about before this moment: monotonic milliseconds */
  #inquireAt = Number.POSITIVE_INFINITY

  constructor(owner: StatesOwner) {
    this.#owner = owner
  }

  /** When the server is asked about calls next: monotonic milliseconds. */
  get deadline(): number {
    return this.#inquireAt
  }

  /** The call has just been sent: from now on its answer is missed. */
  watch(query: Query, now: Now): void {
    const delay = Math.min(INQUIRY_DELAY * 2 ** query.inquiries, MAX_INQUIRY_DELAY)
    query.inquireAt = now.monotonic + delay
    this.#inquireAt = Math.min(this.#inquireAt, query.inquireAt)
  }

  /** Asks for the state of the calls that have waited long: their answers may be lost. */
  inquire(now: Now): void {
    if (now.monotonic < this.#inquireAt) return
    this.#inquireAt = Number.POSITIVE_INFINITY
    const msgIds: bigint[] = []
    for (const query of this.#owner.queries.values()) {
      if (query.message === undefined) continue
      if (query.inquireAt <= now.monotonic && msgIds.length < MAX_STATES) {
        msgIds.push(query.message.msgId)
        query.inquiries++
        this.watch(query, now)
      }
      this.#inquireAt = Math.min(this.#inquireAt, query.inquireAt)
    }
    if (msgIds.length === 0) return
    this.#owner.notify({ _: 'msgs_state_req', msgIds }, msgId =>
      this.#owner.inquiries.add(msgId, { kind: 'state', msgIds }),
    )
  }

  /** The server answers a question about messages. */
  informed({ reqMsgId, info }: Mtproto.msgs_state_info): void {
    const inquiry = this.#owner.inquiries.take(reqMsgId)
    if (inquiry?.kind === 'state') this.told(inquiry.msgIds, info)
    if (inquiry?.kind !== 'resend' || inquiry.query === undefined || info.length !== 1) return
    // The answer is gone: the call is made once more, under the id it has, so that it is executed once.
    const sent = this.#owner.sent.get(inquiry.query)
    if (sent !== undefined && isQuery(sent.cause)) this.#owner.enqueue(sent.cause)
  }

  /**
   * SES-34, SES-35, SES-38: what the server says about messages of ours, one byte for each. A call that it did not
   * have when it spoke may have arrived since, in a container that was on its way: it is executed once only as
   * long as it keeps its id. If the server has forgotten whether it came, it says so, with code 20.
   */
  told(msgIds: readonly bigint[], info: Uint8Array): void {
    // SES-33: one byte for each, or the reply means nothing.
    if (msgIds.length !== info.length) return
    msgIds.forEach((msgId, index) => {
      const sent = this.#owner.sent.get(msgId)
      if (sent === undefined || !isQuery(sent.cause)) return
      const state = info[index]! & STATE
      if (state >= 1 && state < RECEIVED) this.#owner.lost(sent.cause)
      // Answered, but the answer never came: the same message again makes the server repeat it.
      else if (state === RECEIVED && (info[index]! & ANSWERED) !== 0)
        this.#owner.enqueue(sent.cause)
    })
  }

  /** SES-36, SES-37: the server has an answer, to our message `query` if that is known. */
  answered(answer: bigint, query: bigint | undefined, now: Now): void {
    const session = this.#owner.session()
    if (session.stateOf(answer) === RECEIVED) return session.acks.add(answer, now)
    if (this.#owner.inquiries.awaits(answer)) return
    this.#owner.notify({ _: 'msg_resend_req', msgIds: [answer] }, msgId =>
      this.#owner.inquiries.add(msgId, { kind: 'resend', answer, query }),
    )
  }

  /** SES-39: sends messages again exactly as they were; if one is not there, tells what is known of them all. */
  resend(reqMsgId: bigint, msgIds: readonly bigint[]): void {
    if (msgIds.length > MAX_STATES) return
    // Each once, however often it is named.
    const named = new Set(msgIds)
    const known = [...named].flatMap(msgId => this.#owner.sent.get(msgId) ?? [])
    if (known.length < named.size) return this.tell(reqMsgId, msgIds)
    for (const { message, cause } of known)
      this.#owner.enqueue(isQuery(cause) ? cause : { ...cause, message })
  }

  /** SES-32: tells the state of messages of the server, one byte for each. */
  tell(reqMsgId: bigint, msgIds: readonly bigint[]): void {
    if (msgIds.length > MAX_STATES) return
    const session = this.#owner.session()
    const info = Uint8Array.from(msgIds, msgId => session.stateOf(msgId))
    this.#owner.notify({ _: 'msgs_state_info', reqMsgId, info })
  }
}
