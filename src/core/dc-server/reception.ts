// What a server does with an envelope of a session: whether it is heard at all, and what each message in it
// leads to. A container is heard or refused as a whole, and what is refused has no effect.
// Source: /mtproto/description, /mtproto/service_messages_about_messages
import { readInt32LE, readInt64LE } from '../bytes/integers.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError } from '../errors.ts'
import type { Now, Random } from '../machine.ts'
import type { RuleId } from '../rules.ts'
import { MAX_ITEMS_RECEIVED } from '../session/container.ts'
import { type Arrival, constructorId, type Message } from '../session/message.ts'
import { timeFault } from '../session/msg-id.ts'
import type { ServerClock } from '../session/server-clock.ts'
import { SERVICE, seqNoFault } from '../session/service.ts'
import { find } from '../tl/codec.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { decode, decodeCall, encode } from '../tl/schema.ts'
import type { Trace } from '../trace.ts'
import type { HttpTurn } from './http-turn.ts'
import { consider, isTooLong } from './message-states.ts'
import { badMsg, badServerSalt, rpcError, violatedRule } from './notices.ts'
import type { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'
import { serve } from './service-calls.ts'

export interface ReceptionOptions {
  readonly clock: ServerClock
  readonly random: Random
  readonly trace: Trace
  readonly strict: boolean | readonly RuleId[]
}

/** Where an envelope came from, and when. */
export interface Origin {
  readonly link: number
  readonly key: ServerKey
  readonly session: ServerSession
  readonly now: Now
  /** the request it came in, over HTTP */
  readonly turn: HttpTurn | undefined
}

/** What only the data centre can do. */
export interface ReceptionOwner {
  /** executes an API call, which was not executed before */
  call(origin: Origin, arrival: Arrival): void
  /** answers with the transport error -429 */
  refuseTooMany(origin: Origin): void
  /** ends a session of the key; false when there is none of this id */
  destroySession(key: ServerKey, sessionId: bigint, now: Now): boolean
}

/** What clients in use violate: recorded, and enforced only where that is asked for. */
const LENIENT: readonly RuleId[] = ['SES-60', 'SES-61']

export class Reception {
  readonly #options: ReceptionOptions
  readonly #owner: ReceptionOwner

  constructor(options: ReceptionOptions, owner: ReceptionOwner) {
    this.#options = options
    this.#owner = owner
  }

  receive(origin: Origin, message: OpenedMessage): void {
    const { key, session } = origin
    const unix = this.#unix(origin)
    // SES-66: with a wrong salt nothing is executed.
    if (!key.salts.accepts(message.salt, unix))
      return session.send(badServerSalt(message, key.salts.current(unix)), 'notice')
    const heard = this.#open(origin, message)
    if (heard === undefined) return
    const arrivals = session.session.receive(message, heard, origin.now, error =>
      this.#options.trace({ kind: 'rejected', link: origin.link, error }),
    )
    if (!session.announced) this.#announce(origin, message.msgId)
    for (const arrival of arrivals) this.#arrived(origin, arrival)
  }

  /** The messages of an envelope, or undefined when it is refused. */
  #open(origin: Origin, message: OpenedMessage): Message[] | undefined {
    const { session, now } = origin
    const { clock } = this.#options
    // SES-65: 1024 messages
    if (isContainer(message) && itemCount(message) > MAX_ITEMS_RECEIVED) {
      this.#tooMany(origin, `container of ${itemCount(message)} messages`)
      return undefined
    }
    let code: number | undefined
    try {
      const heard = session.session.open(message, clock, now)
      code = this.#fault(origin, message, heard)
      if (code === undefined) return heard
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      if (error.code === 'ERR_MESSAGE_PARITY') code = 18
      else if (error.code === 'ERR_CONTAINER_INVALID') code = 64
      else if (error.code === 'ERR_MESSAGE_TIME')
        code = timeFault(message.msgId, clock.unix(now)) === 'past' ? 16 : 17
      else throw error
      this.#violation(origin, message, code)
    }
    session.send(badMsg(message, code), 'notice')
    return undefined
  }

  /** The code that a well-formed message is refused with. */
  #fault(origin: Origin, message: Message, heard: readonly Message[]): number | undefined {
    const { session } = origin
    // SES-63: the id of a container is used once.
    if (isContainer(message) && session.session.stateOf(message.msgId) === 4) {
      this.#violation(origin, message, 19)
      return 19
    }
    let refusal: number | undefined
    for (const item of isContainer(message) ? [...heard, message] : heard) {
      if (session.session.stateOf(item.msgId) === 4) continue
      const order = session.order.add(item)
      const code = seqNoFault(constructorId(item.body), item.seqNo) ?? order
      if (code === undefined) continue
      this.#violation(origin, item, code)
      if (this.#enforces(violatedRule(code))) refusal ??= code
    }
    return refusal
  }

  /** SES-60, SES-61: clients in use get their seqnos wrong, so by default that is only recorded. */
  #enforces(rule: RuleId): boolean {
    const { strict } = this.#options
    if (!LENIENT.includes(rule)) return true
    return typeof strict === 'boolean' ? strict : strict.includes(rule)
  }

  /** SES-70: the first message of a session is told that the session begins with it. */
  #announce(origin: Origin, firstMsgId: bigint): void {
    const { key, session } = origin
    session.announced = true
    const body = encode(mtproto, {
      _: 'new_session_created',
      firstMsgId,
      uniqueId: readInt64LE(this.#options.random(8, 'unique_id')),
      serverSalt: key.salts.current(this.#unix(origin)),
    })
    session.send(body, 'notice')
  }

  #arrived(origin: Origin, arrival: Arrival): void {
    const { link, session } = origin
    const { trace } = this.#options
    const { id: sessionId } = session.session
    trace({ kind: 'message', direction: 'in', link, sessionId, ...arrival })
    try {
      this.#act(origin, arrival)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      trace({ kind: 'rejected', link, error })
    }
  }

  #act(origin: Origin, arrival: Arrival): void {
    const { key, session, now } = origin
    const { msgId, body, duplicate } = arrival
    const id = constructorId(body)
    if (find(mtproto.objects, id) !== undefined) {
      const value = decode(mtproto, body)
      // SES-65: 8192 ids
      if (isTooLong(value)) this.#tooMany(origin, `list of more ids than are taken: ${value._}`)
      else if (value._ === 'http_wait') origin.turn?.wait(value)
      else consider(value, session, arrival)
    } else if (duplicate) this.#again(session, arrival)
    else if (find(mtproto.calls, id) === undefined) this.#call(origin, arrival)
    else
      serve(decodeCall(mtproto, body), {
        key,
        session,
        msgId,
        now,
        unix: this.#unix(origin),
        destroySession: sessionId => this.#owner.destroySession(key, sessionId, now),
      })
  }

  /** ENC-29: a call that came before is not executed again; it gets the answer that it got. */
  #again(session: ServerSession, call: Message): void {
    // SES-62: below all ids that are remembered nobody knows whether it came before.
    if (session.session.stateOf(call.msgId) !== 4 && !session.knows(call.msgId))
      session.send(badMsg(call, 20), 'notice')
    else session.repeat(call.msgId)
  }

  #call(origin: Origin, arrival: Arrival): void {
    const { session } = origin
    session.receivesUpdates = true
    if (session.take(arrival.msgId)) this.#owner.call(origin, arrival)
    else session.reply(arrival.msgId, rpcError(-503, 'Timeout'))
  }

  #tooMany(origin: Origin, detail: string): void {
    this.#options.trace({ kind: 'violation', link: origin.link, rule: 'SES-65', detail })
    this.#owner.refuseTooMany(origin)
  }

  #violation({ link }: Origin, { msgId, seqNo }: Message, code: number): void {
    const detail = `code ${code} for msg_id ${msgId}, seqno ${seqNo}`
    this.#options.trace({ kind: 'violation', link, rule: violatedRule(code), detail })
  }

  #unix({ now }: Origin): number {
    return Math.floor(this.#options.clock.unix(now) / 1000)
  }
}

function isContainer({ body }: Message): boolean {
  return constructorId(body) === SERVICE.msgContainer
}

/** What a container says; a body that is cut off says nothing. */
function itemCount({ body }: Message): number {
  return body.length < 8 ? 0 : readInt32LE(body, 4)
}
