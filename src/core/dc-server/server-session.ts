// One session as the server keeps it: which calls were taken and how they were answered, and which of its
// own messages the client has not acknowledged. It outlives connections, and all it remembers is bounded.
// Source: /mtproto/description#session, /mtproto/service_messages_about_messages
import type { Stage } from '../machine.ts'
import { constructorId, isContentRelated, type Message } from '../session/message.ts'
import type { MsgIdKind } from '../session/msg-id.ts'
import { isContentConstructor } from '../session/service.ts'
import { type Draft, type Packet, Session, type SessionOptions } from '../session/session.ts'
import { mtproto, type RpcDropAnswer } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { detailedInfo, rpcResult } from './notices.ts'
import { Recent } from './recent.ts'
import { SeqNoOrder } from './seq-no-order.ts'

/** As many calls, answers, unacknowledged messages and seqnos are remembered as received ids. */
const CAPACITY = 1000
/** The bytes of the answers that are remembered, and of the messages that are not acknowledged. */
const MAX_BYTES = 4 * 1024 * 1024
/** What is larger than this many bytes is not sent a second time before the client asks for it. */
const LARGE = 8 * 1024

/** How a call was answered. */
interface Answer {
  /** undefined until it is sent */
  message: Message | undefined
  acked: boolean
}

/** What waits to be sent; an answer names the call it is for. */
interface Waiting {
  readonly outgoing: Draft | Message
  readonly answers: bigint | undefined
  /** whether only the news goes out that it is there to be had */
  readonly announced: boolean
  /** whether the hook on bodies has had it */
  readonly staged?: boolean
}

export class ServerSession {
  readonly session: Session
  readonly order: SeqNoOrder = new SeqNoOrder(CAPACITY)
  /** whether the client was told that this session begins */
  announced = false
  /** whether it has made a call, and so listens for updates */
  receivesUpdates = false
  /** the connection is closed at this moment unless another ping comes: monotonic milliseconds */
  disconnectAt: number | undefined
  readonly #stage: Stage<Draft>
  readonly #links = new Set<number>()
  readonly #running = new Set<bigint>()
  readonly #answers = new Recent<Answer>(CAPACITY, MAX_BYTES)
  readonly #unacked = new Recent<Waiting & { readonly outgoing: Message }>(CAPACITY, MAX_BYTES)
  #outbox: Waiting[] = []

  /** `stage` is the hook on the bodies it sends. */
  constructor(options: SessionOptions, stage: Stage<Draft> = draft => [draft]) {
    this.session = new Session(options)
    this.#stage = stage
  }

  /** The connections it is heard on, as long as they are open: over HTTP several, otherwise the last. */
  get links(): ReadonlySet<number> {
    return this.#links
  }

  /** Queues a message of the server. */
  send(body: Uint8Array, kind: MsgIdKind): void {
    this.#outbox.push({ outgoing: { body, kind }, answers: undefined, announced: false })
  }

  /** Queues an object nobody asked for, if it listens for these and not too much waits already. */
  push(body: Uint8Array): void {
    if (this.receivesUpdates && this.#outbox.length < CAPACITY) this.send(body, 'notice')
  }

  // --- calls ---

  /** Notes that a call is being executed; false when too many are. */
  take(msgId: bigint): boolean {
    if (this.#running.size >= CAPACITY) return false
    this.#running.add(msgId)
    return true
  }

  /** Answers a call that is being executed with a boxed result; any other is answered already. */
  answer(msgId: bigint, result: Uint8Array): void {
    if (this.#running.has(msgId)) this.reply(msgId, result)
  }

  /** Answers a call with a boxed result, which takes the place of any answer that was not sent yet. */
  reply(msgId: bigint, result: Uint8Array): void {
    this.#running.delete(msgId)
    this.#outbox = this.#outbox.filter(({ answers }) => answers !== msgId)
    this.session.acks.delete(msgId)
    this.#answers.set(msgId, { message: undefined, acked: false }, 0)
    const outgoing = { body: rpcResult(msgId, result), kind: 'answer' } as const
    this.#outbox.push({ outgoing, answers: msgId, announced: false })
  }

  /** Whether it is remembered that this call was taken. */
  knows(msgId: bigint): boolean {
    return this.#running.has(msgId) || this.#answers.get(msgId) !== undefined
  }

  /** SES-68: sends the answer again that a repeated call was given before, if it has one by now. */
  repeat(msgId: bigint): void {
    const message = this.#answers.get(msgId)?.message
    if (message === undefined) return
    this.session.acks.delete(msgId)
    this.#sendAgain(message, msgId, message.body.length > LARGE)
  }

  /** SES-77: the answer of this call is not wanted. Returns what became of it. */
  drop(msgId: bigint): RpcDropAnswer {
    const answer = this.#answers.get(msgId)
    if (this.#running.has(msgId) || (answer !== undefined && answer.message === undefined)) {
      const result: RpcDropAnswer = { _: 'rpc_answer_dropped_running' }
      this.reply(msgId, encode(mtproto, result))
      return result
    }
    if (answer?.message === undefined || answer.acked) return { _: 'rpc_answer_unknown' }
    const { message } = answer
    this.#answers.delete(msgId)
    this.acked([message.msgId])
    const bytes = message.body.length
    return { _: 'rpc_answer_dropped', msgId: message.msgId, seqNo: message.seqNo, bytes }
  }

  // --- messages ---

  /** The client has these messages: they are not sent again. */
  acked(msgIds: readonly bigint[]): void {
    const acked = new Set<Message>()
    for (const msgId of msgIds) {
      const sent = this.#unacked.get(msgId)
      if (sent === undefined) continue
      acked.add(sent.outgoing)
      this.#unacked.delete(msgId)
      const answer = sent.answers === undefined ? undefined : this.#answers.get(sent.answers)
      if (answer !== undefined) answer.acked = true
    }
    this.#outbox = this.#outbox.filter(({ outgoing }) => 'kind' in outgoing || !acked.has(outgoing))
  }

  /** SES-73: sends these messages again as they were; false when one of them is not there to be sent. */
  resend(msgIds: readonly bigint[]): boolean {
    const sent = msgIds.map(msgId => this.#unacked.get(msgId))
    if (sent.includes(undefined)) return false
    for (const { outgoing, answers } of sent as Waiting[])
      this.#sendAgain(outgoing as Message, answers, false)
    return true
  }

  /** SES-72: what is known of a message of the client, as a byte of msgs_state_info. */
  stateOf(msgId: bigint): number {
    const received = this.session.stateOf(msgId)
    if (received !== 4) return received
    const answer = this.#answers.get(msgId)
    const needsAck = isContentRelated({ seqNo: this.order.seqNoOf(msgId) ?? 0 })
    let state: number = received
    if (needsAck && !this.session.acks.has(msgId)) state += 8
    if (!needsAck) state += 16
    if (this.knows(msgId)) state += 32
    if (answer !== undefined) state += 64
    // Whoever has the answer knows that the call was received.
    if (answer?.acked === true) state += 128
    return state
  }

  // --- connections ---

  /**
   * SES-69: on a new connection everything unacknowledged goes out again. When it is the only one, what nobody
   * acknowledges was about an old one: a refusal of a message may have been overtaken by the message in a new
   * container.
   */
  attach(link: number): void {
    if (this.#links.size === 0)
      this.#outbox = this.#outbox.filter(({ outgoing: { body } }) =>
        isContentConstructor(constructorId(body)),
      )
    this.#links.add(link)
    this.sendUnacked()
  }

  /** Queues everything unacknowledged once more. */
  sendUnacked(): void {
    for (const { outgoing, answers } of this.#unacked.values())
      this.#sendAgain(outgoing, answers, outgoing.body.length > LARGE)
  }

  /** One of its connections is gone. */
  left(link: number): void {
    this.#links.delete(link)
  }

  /** All of them are, and with them the moment at which one was to be closed. */
  detach(): void {
    this.#links.clear()
    this.disconnectAt = undefined
  }

  /** When it wants to be looked at, while it has a connection: monotonic milliseconds, or undefined. */
  deadline(): number | undefined {
    const acks = this.session.acks.deadline()
    if (acks === undefined || this.disconnectAt === undefined) return acks ?? this.disconnectAt
    return Math.min(acks, this.disconnectAt)
  }

  /** How many messages are to be sent. */
  get waiting(): number {
    return this.#outbox.length
  }

  /** Numbers and packs what waits, or as much of it as `most` envelopes hold. */
  flush(unix: number, most?: number): Packet[] {
    const waiting = this.#outbox.flatMap(item => this.#staged(item))
    const packets = this.session.pack(
      waiting.map(({ outgoing }) => outgoing),
      unix,
      most,
    )
    let next = 0
    for (const message of packets.flatMap(({ items }) => items))
      this.#sent(message, waiting[next++]!.answers)
    this.#outbox = waiting.slice(next)
    return packets
  }

  /** What goes out for something that waits: the message again, or bodies that are new. */
  #staged(item: Waiting): Waiting[] {
    const { outgoing, answers, announced } = item
    if (item.staged || (!('kind' in outgoing) && !announced)) return [item]
    const draft = 'kind' in outgoing ? outgoing : detailedInfo(outgoing, answers)
    return [...this.#stage(draft)].map(outgoing => ({
      outgoing,
      answers: announced ? undefined : answers,
      announced: false,
      staged: true,
    }))
  }

  #sent(message: Message, answers: bigint | undefined): void {
    const size = message.body.length
    if (isContentRelated(message))
      this.#unacked.set(message.msgId, { outgoing: message, answers, announced: false }, size)
    if (answers !== undefined) this.#answers.set(answers, { message, acked: false }, size)
  }

  #sendAgain(outgoing: Message, answers: bigint | undefined, announced: boolean): void {
    this.#outbox = this.#outbox.filter(waiting => waiting.outgoing !== outgoing)
    this.#outbox.push({ outgoing, answers, announced })
  }
}
