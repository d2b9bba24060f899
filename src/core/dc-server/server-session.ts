// One session as the server keeps it: which calls were taken and how they were answered, and which of its
// own messages the client has not acknowledged. It outlives connections.
// Source: /mtproto/description#session, /mtproto/service_messages_about_messages
import { isContentRelated, type Message } from '../session/message.ts'
import type { MsgIdKind } from '../session/msg-id.ts'
import { type Outgoing, type Packet, Session, type SessionOptions } from '../session/session.ts'

/** A call that was taken: its answer, or undefined while it is being worked on. */
interface Taken {
  answer: Message | undefined
}

/** As many calls, and as many unacknowledged messages, are remembered as received ids. */
const CAPACITY = 1000

/** What waits to be sent; an answer names the call it is for. */
interface Waiting {
  readonly outgoing: Outgoing
  readonly answers: bigint | undefined
}

export class ServerSession {
  readonly session: Session
  /** whether the client was told that this session begins */
  announced = false
  /** whether it has made a call, and so listens for updates */
  receivesUpdates = false
  /** the connection is closed at this moment unless another ping comes: monotonic milliseconds */
  disconnectAt: number | undefined
  #link: number | undefined
  readonly #taken = new Map<bigint, Taken>()
  readonly #unacked = new Map<bigint, Message>()
  #outbox: Waiting[] = []

  constructor(options: SessionOptions) {
    this.session = new Session(options)
  }

  /** The connection it was last heard on, as long as that is open; its messages go out there. */
  get link(): number | undefined {
    return this.#link
  }

  /** Queues a message of the server. */
  send(body: Uint8Array, kind: MsgIdKind, answers?: bigint): void {
    this.#outbox.push({ outgoing: { body, kind }, answers })
  }

  /** Queues an object nobody asked for, if it listens for these and not too much waits already. */
  push(body: Uint8Array): void {
    if (this.receivesUpdates && this.#outbox.length < CAPACITY) this.send(body, 'notice')
  }

  /** Notes that a call is being executed. */
  take(msgId: bigint): void {
    this.#taken.set(msgId, { answer: undefined })
    if (this.#taken.size > CAPACITY) this.#taken.delete(this.#taken.keys().next().value!)
  }

  /** SES-68: sends the answer again that a repeated call was given before, if it has one by now. */
  repeat(msgId: bigint): void {
    const answer = this.#taken.get(msgId)?.answer
    if (answer === undefined) return
    this.session.acks.delete(msgId)
    this.#sendAgain(answer)
  }

  /** The client has these messages: they are not sent again. */
  acked(msgIds: readonly bigint[]): void {
    const acked = new Set(msgIds.map(msgId => this.#unacked.get(msgId)))
    for (const msgId of msgIds) this.#unacked.delete(msgId)
    this.#outbox = this.#outbox.filter(({ outgoing }) => 'kind' in outgoing || !acked.has(outgoing))
  }

  /** SES-69: on a new connection everything unacknowledged goes out again. */
  attach(link: number): void {
    this.#link = link
    for (const message of this.#unacked.values()) this.#sendAgain(message)
  }

  /** Its connection is gone, and with it the moment at which that was to be closed. */
  detach(): void {
    this.#link = undefined
    this.disconnectAt = undefined
  }

  /** When it wants to be looked at, while it has a connection: monotonic milliseconds, or undefined. */
  deadline(): number | undefined {
    const acks = this.session.acks.deadline()
    if (acks === undefined || this.disconnectAt === undefined) return acks ?? this.disconnectAt
    return Math.min(acks, this.disconnectAt)
  }

  /** Numbers and packs what waits. */
  flush(unix: number): Packet[] {
    const waiting = this.#outbox
    this.#outbox = []
    const packets = this.session.pack(
      waiting.map(({ outgoing }) => outgoing),
      unix,
    )
    let next = 0
    for (const message of packets.flatMap(({ items }) => items)) {
      const { answers } = waiting[next++]!
      if (isContentRelated(message)) this.#unacked.set(message.msgId, message)
      if (this.#unacked.size > CAPACITY) this.#unacked.delete(this.#unacked.keys().next().value!)
      const taken = answers === undefined ? undefined : this.#taken.get(answers)
      if (taken !== undefined) taken.answer = message
    }
    return packets
  }

  get waiting(): boolean {
    return this.#outbox.length > 0
  }

  #sendAgain(message: Message): void {
    if (this.#outbox.every(({ outgoing }) => outgoing !== message))
      this.#outbox.push({ outgoing: message, answers: undefined })
  }
}
