// One session as either side keeps it: how its messages are numbered and packed, which of the received
// ones count, and what is owed for them. It outlives connections; the owner decides what is sent when.
// Source: /mtproto/description#session, /mtproto/security_guidelines
import { readUint32LE } from '../bytes/integers.ts'
import { MtprotoError } from '../errors.ts'
import { MAX_RATIO } from '../gzip/gunzip.ts'
import type { Now, Random, Side } from '../machine.ts'
import {
  decodeContainer,
  encodeContainer,
  itemSize,
  MAX_BYTES_SENT,
  MAX_ITEMS_SENT,
} from './container.ts'
import { MAX_UNPACKED, unpack } from './gzip-packed.ts'
import { type Arrival, constructorId, isContentRelated, type Message } from './message.ts'
import { hasParityOf, type MsgIdKind, MsgIdSource, timeFault } from './msg-id.ts'
import { OwedAcks } from './owed-acks.ts'
import { ReceivedIds } from './received-ids.ts'
import { SeqNoCounter } from './seq-no.ts'
import type { ServerClock } from './server-clock.ts'
import { isContentConstructor, repairsClock, SERVICE } from './service.ts'

/** A message without its numbers: its body, and the kind of msg_id it needs. */
export interface Draft {
  readonly body: Uint8Array
  readonly kind: MsgIdKind
}

/** The same for a body that has to name its own msg_id. */
export interface SelfNaming {
  readonly body: (msgId: bigint) => Uint8Array
  readonly kind: MsgIdKind
}

/** What waits to be sent: a new message, or one that was sent before. */
export type Outgoing = Draft | SelfNaming | Message

/** What goes into one envelope. */
export interface Packet {
  /** the only item, or the container around the items */
  readonly outer: Message
  /** in the order of the bodies they were made of */
  readonly items: readonly Message[]
}

export interface SessionOptions {
  readonly id: bigint
  /** the side this is */
  readonly side: Side
  readonly random: Random
  /** how long an acknowledgement may wait for company, in milliseconds */
  readonly ackDelay: number
}

export class Session {
  readonly id: bigint
  readonly acks: OwedAcks
  readonly #side: Side
  readonly #peer: Side
  readonly #msgIds: MsgIdSource
  readonly #seqNos = new SeqNoCounter()
  readonly #received = new ReceivedIds()
  /** what the envelope received last may still unpack to, in bytes */
  #room = MAX_UNPACKED

  constructor({ id, side, random, ackDelay }: SessionOptions) {
    this.id = id
    this.acks = new OwedAcks(ackDelay)
    this.#side = side
    this.#peer = side === 'client' ? 'server' : 'client'
    this.#msgIds = new MsgIdSource(random)
  }

  /**
   * Numbers bodies at server time `unix` (milliseconds) and packs them into as few envelopes as the
   * container limits allow, keeping their order; those that `most` envelopes do not hold are left out.
   */
  pack(
    bodies: readonly Outgoing[],
    unix: number,
    most: number = Number.POSITIVE_INFINITY,
  ): Packet[] {
    const packets: Packet[] = []
    let start = 0
    while (start < bodies.length && packets.length < most) {
      let end = start
      let size = 0
      while (end < bodies.length && end - start < MAX_ITEMS_SENT) {
        // A body that is not made yet is small.
        const { body } = bodies[end]!
        size += typeof body === 'function' ? 0 : itemSize(body)
        if (size > MAX_BYTES_SENT && end > start) break
        end++
      }
      packets.push(this.#packet(bodies.slice(start, end), unix))
      start = end
    }
    return packets
  }

  /** A container of nothing: what is said over HTTP when there is nothing to say. */
  packNothing(unix: number): Packet {
    return { outer: this.#container([], unix), items: [] }
  }

  /**
   * Checks a message that came out of an envelope of this session and receives it: see `open` and `receive`.
   */
  accept(
    message: Message,
    clock: ServerClock,
    now: Now,
    refused: (error: MtprotoError) => void,
  ): Arrival[] {
    const heard = this.open(message, clock, now)
    // C-9: what a container held beside the messages that repair the clock is lost like any other.
    if (isContainer(message) && heard.length < itemCount(message))
      refused(new MtprotoError('ERR_MESSAGE_TIME', { rule: 'C-9', got: message.msgId }))
    return this.receive(message, heard, now, refused)
  }

  /**
   * The items of a message, or the message itself when it is no container; only those that may be heard at
   * this time. Has no effect. Throws ERR_MESSAGE_PARITY, ERR_MESSAGE_TIME or ERR_CONTAINER_INVALID when the
   * whole message has to be ignored.
   */
  open(message: Message, clock: ServerClock, now: Now): Message[] {
    this.#checkParity(message)
    const items = isContainer(message) ? decodeContainer(message) : [message]
    for (const item of items) this.#checkParity(item)

    // C-9, C-10 (ENC-14, ENC-15, ENC-16): out of the time window only the messages that repair the clock are heard.
    const heard =
      clock.trusted && timeFault(message.msgId, clock.unix(now)) !== undefined
        ? items.filter(item => repairsClock(constructorId(item.body)))
        : items
    if (heard.length === 0 && items.length > 0)
      throw new MtprotoError('ERR_MESSAGE_TIME', { rule: 'C-9', got: message.msgId })
    return heard
  }

  /**
   * Notes the items that `open` found as received, and the acknowledgements that are owed for them. Returns
   * them with gzip unpacked, each marked when it is a duplicate. `refused` is told of single items that
   * cannot be unpacked.
   */
  receive(
    message: Message,
    heard: readonly Message[],
    now: Now,
    refused: (error: MtprotoError) => void,
  ): Arrival[] {
    // C-8 (ENC-12, ENC-13): the container has an id of its own; its items are judged by theirs.
    if (isContainer(message)) this.#received.add(message.msgId)
    const container = isContainer(message) ? message.msgId : undefined
    const arrivals: Arrival[] = []
    this.#room = MAX_UNPACKED
    for (const item of heard) {
      const status = this.#received.add(item.msgId)
      // SES-04, SES-05: odd seqnos are acknowledged, and again when they come again.
      if (isContentRelated(item) && status !== 'forgotten') this.acks.add(item.msgId, now)
      try {
        const body = this.unpack(item.body)
        arrivals.push({ ...item, body, container, duplicate: status !== 'new' })
      } catch (error) {
        if (!(error instanceof MtprotoError)) throw error
        refused(error)
      }
    }
    return arrivals
  }

  /**
   * SES-14: unpacks a body out of the envelope received last; all of its objects, and what is packed in these,
   * share one limit, and one that cannot be unpacked takes as much of it as it might have been. Throws as
   * unpack of gzip-packed.ts does.
   */
  unpack(body: Uint8Array): Uint8Array {
    const room = this.#room
    this.#room -= Math.min(room, MAX_RATIO * body.length)
    const unpacked = unpack(body, room)
    this.#room = unpacked === body ? room : room - unpacked.length
    return unpacked
  }

  /** What is known of a message of the peer: see ReceivedIds.stateOf. */
  stateOf(msgId: bigint): 1 | 2 | 3 | 4 {
    return this.#received.stateOf(msgId)
  }

  #packet(bodies: readonly Outgoing[], unix: number): Packet {
    const items = bodies.map(item => ('kind' in item ? this.#create(item, unix) : item))
    // A message goes out again only inside a container: the receiver would take it for a replay.
    if (bodies.length === 1 && 'kind' in bodies[0]!) return { outer: items[0]!, items }
    // The container is created last, so that its msg_id is above those of its items.
    return { outer: this.#container(items, unix), items }
  }

  #container(items: readonly Message[], unix: number): Message {
    const kind = this.#side === 'client' ? 'request' : 'notice'
    return this.#create({ body: encodeContainer(items), kind }, unix)
  }

  #create({ body, kind }: Draft | SelfNaming, unix: number): Message {
    const msgId = this.#msgIds.next(unix, kind)
    const finished = typeof body === 'function' ? body(msgId) : body
    const seqNo = this.#seqNos.next(isContentConstructor(constructorId(finished)))
    return { msgId, seqNo, body: finished }
  }

  #checkParity(message: Message): void {
    if (!hasParityOf(this.#peer, message.msgId))
      throw new MtprotoError('ERR_MESSAGE_PARITY', { rule: 'C-7', got: message.msgId })
  }
}

function isContainer({ body }: Message): boolean {
  return constructorId(body) === SERVICE.msgContainer
}

/** How many messages a container holds that was decoded. */
function itemCount({ body }: Message): number {
  return readUint32LE(body, 4)
}
