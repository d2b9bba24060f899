// The session of a client with its calls: what is sent, what comes back for it, and what is sent again.
// Knows neither sockets nor keys. Source: /mtproto/service_messages, /mtproto/service_messages_about_messages
import { MtprotoError, RpcError } from '../errors.ts'
import type { Now } from '../machine.ts'
import { badMsg } from '../session/bad-msg.ts'
import { pack } from '../session/gzip-packed.ts'
import { type Arrival, constructorId, type Message } from '../session/message.ts'
import { unixOfMsgId } from '../session/msg-id.ts'
import type { ServerClock } from '../session/server-clock.ts'
import { SERVICE } from '../session/service.ts'
import type { Outgoing, Session } from '../session/session.ts'
import { find } from '../tl/codec.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { decode, decodeCall, encode } from '../tl/schema.ts'
import { afterCalls, mayFollow } from './after-calls.ts'
import { callReaction, mayRepeat } from './call-error.ts'
import { type ClientSalts, SALTS_ASKED } from './client-salts.ts'
import type { ClientSessionOptions, ClientSessionOutput, Departure } from './client-session-io.ts'
import { Creations } from './creations.ts'
import { Inquiries } from './inquiries.ts'
import { Introduction } from './introduction.ts'
import { KeepAlive } from './keep-alive.ts'
import { MessageStates } from './message-states.ts'
import { newSession } from './new-session.ts'
import {
  createQuery,
  type Invocation,
  isQuery,
  keepsBeingLost,
  type Notice,
  type Query,
  SentMessages,
  tooLarge,
} from './query.ts'

/** A message refused this often will be refused for ever. */
const MAX_REFUSALS = 8
/** A call refused this often waits here until the calls it depends on are over. */
const PATIENCE = 3
/** A clock that differs by less than this from what the server says is left alone, in milliseconds. */
const MAX_DRIFT = 15_000
/** The number of the one call that is the session's own, auth.bindTempAuthKey. */
const BINDING = -1
const NEVER = Number.POSITIVE_INFINITY

export class ClientSession {
  /** of the connection there is */
  readonly line: KeepAlive
  readonly #options: ClientSessionOptions
  readonly #clock: ServerClock
  readonly #salts: ClientSalts
  readonly #queries = new Map<number, Query>()
  readonly #sent = new SentMessages()
  readonly #inquiries = new Inquiries()
  readonly #creations = new Creations()
  readonly #states: MessageStates
  readonly #introduction: Introduction
  readonly #outputs: ClientSessionOutput[] = []
  #session: Session
  /** calls and service messages that are to be sent, some of them not yet */
  #queue: (Query | Notice)[] = []
  /** the first of the calls that pause goes on: monotonic milliseconds */
  #resumeAt = NEVER

  /** Throws ERR_TL_VALUE when `layer` or `info` do not fit their types. */
  constructor(options: ClientSessionOptions) {
    this.#options = options
    this.#introduction = new Introduction(options)
    this.#clock = options.clock
    this.#salts = options.salts
    this.line = new KeepAlive(options.framing === 'http')
    this.#session = newSession(options.random, options.framing === 'http')
    this.#states = new MessageStates({
      queries: this.#queries,
      sent: this.#sent,
      inquiries: this.#inquiries,
      session: () => this.#session,
      notify: (value, sent) => this.#notify(value, sent),
      enqueue: cause => this.#enqueue(cause),
      lost: query => this.#again(query, keepsBeingLost(), true),
    })
  }

  get id(): bigint {
    return this.#session.id
  }

  /** Whether a call waits for its answer. */
  get busy(): boolean {
    return this.#queries.size > 0
  }

  invoke(invocation: Invocation): void {
    const query = createQuery(invocation)
    this.#queries.set(query.id, query)
    this.#queue.push(query)
    const error = tooLarge(query)
    if (error !== undefined) this.#settle(query, error)
  }

  /** SES-43: the call is given up, and the server is told so if it may know of it. */
  cancel(id: number): void {
    const query = this.#queries.get(id)
    if (query === undefined) return
    if (query.message !== undefined)
      this.#notify({ _: 'rpc_drop_answer', reqMsgId: query.message.msgId })
    this.#drop(query)
  }

  failAll(error: MtprotoError): void {
    this.#queries.delete(BINDING)
    for (const query of [...this.#queries.values()]) this.#settle(query, error)
    this.#queue = []
  }

  /** A new key, or none: everything starts over. `unbound`: calls wait until open() is called. */
  begin(on: 'dh_gen_ok' | 'key gone', unbound: boolean): void {
    this.#introduction.begin(on, unbound)
    this.#queries.delete(BINDING)
    this.#restart()
  }

  /** Calls may go out again, introduced anew. SES-50, D16: after each binding the client introduces itself. */
  open(): void {
    this.#introduction.bound()
  }

  /** Calls wait from now on. */
  close(): void {
    this.#introduction.unbind()
  }

  /** Sends auth.bindTempAuthKey, unless it is on its way. SES-54: it is made anew for each msg_id it gets. */
  bind(body: (msgId: bigint) => Uint8Array): void {
    if (this.#queries.has(BINDING)) return
    const query = createQuery({
      id: BINDING,
      method: 'auth.bindTempAuthKey',
      body: new Uint8Array(0),
    })
    query.make = body
    this.#queries.set(BINDING, query)
    this.#queue.push(query)
  }

  /** Asks the server to forget the key. */
  destroyAuthKey(): void {
    this.#notify({ _: 'destroy_auth_key' })
  }

  /** A new connection: what was not answered on the last one goes out again, under the ids it had. */
  connected(now: Now): void {
    this.line.begin(now)
    this.#creations.connected()
    // Replies to service messages are not sent again: what they were to tell is asked for anew.
    this.#inquiries.clear()
    this.#queue = [...this.#queue.filter(cause => !isQuery(cause)), ...this.#queries.values()]
  }

  deadline(): number {
    const acks = this.#session.acks.deadline() ?? NEVER
    const { deadline: line } = this.line
    return Math.min(acks, line, this.#states.deadline, this.#resumeAt, this.#askSaltsAt())
  }

  poll(): ClientSessionOutput | undefined {
    return this.#outputs.shift()
  }

  /** Everything there is to send now. */
  flush(now: Now): Departure[] {
    const { requests } = this.line
    if (this.line.due(now)) this.#notify(this.line.ping(this.#options.random, now))
    this.#states.inquire(now)
    if (now.monotonic >= this.#askSaltsAt()) this.#askSalts(now)
    const departures: Departure[] = []
    for (;;) {
      const ready: (Query | Notice)[] = []
      const later: (Query | Notice)[] = []
      for (const cause of this.#queue) (this.#isReady(cause, now) ? ready : later).push(cause)
      const { acks } = this.#session
      const isDue = requests?.idle || now.monotonic >= (acks.deadline() ?? NEVER)
      if (ready.length === 0 && !isDue) break
      for (let msgIds = acks.take(); msgIds.length > 0; msgIds = acks.take())
        ready.push({ body: encode(mtproto, { _: 'msgs_ack', msgIds }), refusals: 0 })
      const leaving = requests?.open(now, ready, this.#introduction.size) ?? ready.splice(0)
      this.#queue = [...ready, ...later]
      departures.push(...this.#depart(leaving, now))
    }
    const pauses = this.#queue.map(cause => (isQuery(cause) ? cause.notBefore : 0))
    this.#resumeAt = Math.min(NEVER, ...pauses.filter(at => at > now.monotonic))
    return departures
  }

  /** Makes the acknowledgements that are owed go out with the next flush. */
  hurryAcks(now: Now): void {
    this.#session.acks.hurry(now)
  }

  /**
   * Takes a message out of an opened envelope and acts on it. Throws, with no effect, what makes the whole
   * message worthless: ERR_SESSION_MISMATCH and the errors of Session.accept.
   */
  receive(
    message: Message & { readonly sessionId: bigint },
    now: Now,
    refused: (error: MtprotoError) => void,
  ): Arrival[] {
    // C-6 (ENC-10): the message was meant for this session.
    if (message.sessionId !== this.#session.id)
      throw new MtprotoError('ERR_SESSION_MISMATCH', { rule: 'C-6' })
    const arrivals = this.#session.accept(message, this.#clock, now, refused)
    this.line.heard()
    if (!this.#clock.trusted) this.#clock.sync(unixOfMsgId(message.msgId), now)
    for (const arrival of arrivals) {
      if (arrival.duplicate) continue
      try {
        this.#act(arrival, now)
      } catch (error) {
        if (!(error instanceof MtprotoError)) throw error
        refused(error)
      }
    }
    return arrivals
  }

  // --- outgoing ---

  #isReady(cause: Query | Notice, now: Now): boolean {
    if (!isQuery(cause)) return true
    if (cause.notBefore > now.monotonic) return false
    // SES-50: an unbound temporary key carries no call but its binding.
    if (this.#introduction.isUnbound && cause.id !== BINDING) return false
    return mayFollow(cause, this.#queries)
  }

  #depart(causes: readonly (Query | Notice)[], now: Now): Departure[] {
    const sessionId = this.#session.id
    const unix = this.#clock.unix(now)
    const salt = this.#salts.at(unix / 1000)
    const packets = this.#session.pack(
      causes.map(cause => this.#outgoing(cause)),
      unix,
      // Over HTTP each envelope is a request.
      this.line.requests && 1,
    )
    let next = 0
    const departures = packets.map(packet => {
      const { outer, items } = packet
      this.#creations.sent(outer.msgId)
      const container = items[0] === outer ? undefined : outer.msgId
      const quickAcks: number[] = []
      for (const message of items) {
        const cause = causes[next++]!
        this.#sent.add({ message, container, cause })
        if (!isQuery(cause)) cause.sent?.(message.msgId)
        else {
          cause.repeated = cause.message === message
          cause.message = message
          this.#states.watch(cause, now)
          if (cause.quickAck) quickAcks.push(cause.id)
        }
      }
      return { fields: { ...outer, sessionId, salt }, packet, quickAcks }
    })
    this.#queue.unshift(...causes.slice(next))
    return departures
  }

  #outgoing(cause: Query | Notice): Outgoing {
    if (cause.message !== undefined) return cause.message
    if (!isQuery(cause)) return { body: cause.body, kind: 'request' }
    if (cause.make !== undefined) return { body: cause.make, kind: 'request' }
    // SES-44: until the server has accepted one, every call introduces the client; parallel ones may overtake.
    cause.wrapped = !this.#introduction.isDone
    const body = cause.wrapped ? this.#introduction.wrap(cause.body) : cause.body
    const others = (cause.after ?? []).flatMap(id => this.#queries.get(id)?.message?.msgId ?? [])
    return { body: pack(afterCalls(body, others), this.#options.compress), kind: 'request' }
  }

  #notify(value: Mtproto.Types['object' | 'call'], sent?: (msgId: bigint) => void): void {
    this.#queue.push({ body: encode(mtproto, value), refusals: 0, ...(sent && { sent }) })
  }

  /** When new salts have to be asked for: monotonic milliseconds. */
  #askSaltsAt(): number {
    return this.#introduction.isDone ? this.#clock.monotonic(this.#salts.askAt * 1000) : NEVER
  }

  #askSalts(now: Now): void {
    this.#salts.asked(this.#clock.unix(now) / 1000)
    this.#notify({ _: 'get_future_salts', num: SALTS_ASKED }, msgId =>
      this.#inquiries.add(msgId, { kind: 'salts' }),
    )
  }

  // --- incoming ---

  #act(arrival: Arrival, now: Now): void {
    const id = constructorId(arrival.body)
    if (find(mtproto.calls, id)?.name === 'ping') {
      const { pingId } = decodeCall(mtproto, arrival.body) as Mtproto.ping
      return this.#notify({ _: 'pong', msgId: arrival.msgId, pingId })
    }
    if (find(mtproto.objects, id) === undefined) {
      this.#outputs.push({ kind: 'update', body: arrival.body })
      return
    }
    const value = decode(mtproto, arrival.body)
    switch (value._) {
      case 'rpc_result':
        return this.#result(value.reqMsgId, value.result, now)
      case 'bad_server_salt':
      case 'bad_msg_notification':
        return this.#refused(value, arrival.msgId, now)
      case 'pong':
        // C-10: only the answer to the last ping is sure to be new.
        if (this.line.answered(value.pingId)) this.#checkClock(unixOfMsgId(arrival.msgId), now)
        return
      case 'new_session_created':
        return this.#created(value, now)
      case 'future_salts':
        return this.#futureSalts(value, now)
      case 'msgs_state_req':
        return this.#states.tell(arrival.msgId, value.msgIds)
      case 'msgs_state_info':
        return this.#states.informed(value)
      case 'msgs_all_info':
        return this.#states.told(value.msgIds, value.info)
      case 'msg_detailed_info':
        return this.#states.answered(value.answerMsgId, value.msgId, now)
      case 'msg_new_detailed_info':
        return this.#states.answered(value.answerMsgId, undefined, now)
      case 'msg_resend_req':
        return this.#states.resend(arrival.msgId, value.msgIds)
      case 'destroy_auth_key_ok':
      case 'destroy_auth_key_none':
      case 'destroy_auth_key_fail':
        this.#outputs.push({ kind: 'key-destroyed' })
    }
  }

  #futureSalts({ reqMsgId, now: serverNow, salts }: Mtproto.future_salts, now: Now): void {
    // SES-26: only what was asked for.
    if (this.#inquiries.take(reqMsgId)?.kind !== 'salts') return
    this.#salts.learn(salts)
    this.#checkClock(serverNow * 1000, now)
  }

  /** The server has just told what its clock shows, in milliseconds. */
  #checkClock(unix: number, now: Now): void {
    if (Math.abs(unix - this.#clock.unix(now)) > MAX_DRIFT) this.#setClock(unix, now)
    else if (this.line.held(now)) this.#askAgain()
  }

  #setClock(unix: number, now: Now): void {
    this.#clock.sync(unix, now)
    this.#askAgain()
  }

  /** What was not believed is not acknowledged: on a new connection the server sends it again. */
  #askAgain(): void {
    if (this.line.missed) this.#outputs.push({ kind: 'missed' })
  }

  #result(reqMsgId: bigint, packed: Uint8Array, now: Now): void {
    const cause = this.#sent.get(reqMsgId)?.cause
    // SES-30: an answer to nothing that was asked, or to what was answered before, changes nothing.
    if (cause === undefined || !isQuery(cause)) return
    let body: Uint8Array
    try {
      body = this.#session.unpack(packed)
      if (constructorId(body) === SERVICE.rpcError) return this.#failed(cause, body, now)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      return this.#settle(cause, error)
    }
    if (cause.wrapped) this.#introduction.accepted()
    this.#salts.confirm(this.#clock.unix(now) / 1000)
    this.#drop(cause)
    if (cause.id === BINDING) this.#outputs.push({ kind: 'bound', error: undefined })
    else this.#outputs.push({ kind: 'result', id: cause.id, body })
  }

  #failed(query: Query, body: Uint8Array, now: Now): void {
    const { errorCode, errorMessage } = decode(mtproto, body) as Mtproto.rpc_error
    const error = new RpcError(errorCode, errorMessage, query.method)
    let reaction = callReaction(error)
    if (reaction === 'bind' && !this.#options.pfs) reaction = 'settle'
    if (reaction === 'introduce') this.#introduction.refused()
    else if (query.wrapped) this.#introduction.accepted()
    if (reaction === 'settle' || !mayRepeat(query, error, now)) return this.#settle(query, error)
    this.#sent.delete(query.message!.msgId)
    query.held = reaction === 'wait-for-others' || query.refusals >= PATIENCE
    if (reaction === 'bind') this.#outputs.push({ kind: 'unbound' })
    if (query.notBefore <= now.monotonic) return this.#again(query, error)
    query.message = undefined
    this.#enqueue(query)
  }

  #refused(
    value: Mtproto.bad_server_salt | Mtproto.bad_msg_notification,
    msgId: bigint,
    now: Now,
  ): void {
    const named = this.#sent.named(value.badMsgId)
    // SES-22: only what names a message of ours is believed.
    if (named.length === 0) return
    this.#creations.refused(value.badMsgId)
    const reaction = badMsg(value.errorCode)
    if (value._ === 'bad_server_salt')
      this.#salts.adopt(value.newServerSalt, this.#clock.unix(now) / 1000)
    if (reaction.syncClock) this.#setClock(unixOfMsgId(msgId), now)
    const error = new MtprotoError('ERR_BAD_MSG', {
      got: `${value.errorCode}: ${reaction.meaning}`,
    })
    // SES-23: a notification about a container is about each of its items.
    for (const { message, container, cause } of named) {
      // A call that was taken before is executed once only as long as it keeps its id. A salt belongs to the
      // envelope: with the right one the same message is good.
      const isOuter = container === value.badMsgId || value.errorCode === 48
      const keepsId = isQuery(cause) && cause.repeated && isOuter
      if (!keepsId) this.#sent.delete(message.msgId)
      this.#again(cause, error, keepsId)
    }
    if (reaction.action === 'new-session') this.#replaceSession()
  }

  #created({ uniqueId, firstMsgId, serverSalt }: Mtproto.new_session_created, now: Now): void {
    if (this.#creations.knows(uniqueId)) return
    this.#salts.adopt(serverSalt, this.#clock.unix(now) / 1000)
    // SES-27, SES-29: what was sent before the new state began was never received.
    for (const { message, cause } of this.#sent.below(firstMsgId)) {
      this.#sent.delete(message.msgId)
      this.#again(cause, keepsBeingLost())
    }
    if (this.#creations.isGap(uniqueId, firstMsgId)) this.#outputs.push({ kind: 'gap' })
  }

  /** SES-24: sends the message again, unless it was refused too often: then `error` is the answer. */
  #again(cause: Query | Notice, error: MtprotoError, keepsId = false): void {
    if (++cause.refusals < MAX_REFUSALS) {
      if (isQuery(cause) && !keepsId) cause.message = undefined
      this.#enqueue(cause)
    } else if (isQuery(cause)) {
      this.#settle(cause, error)
    }
  }

  #enqueue(cause: Query | Notice): void {
    if (!this.#queue.includes(cause)) this.#queue.push(cause)
  }

  /** The call is over: nothing more is sent for it, and nothing that comes for it counts. */
  #drop(query: Query): void {
    this.#queries.delete(query.id)
    if (query.message !== undefined) this.#sent.delete(query.message.msgId)
    const index = this.#queue.indexOf(query)
    if (index >= 0) this.#queue.splice(index, 1)
  }

  #settle(query: Query, error: MtprotoError): void {
    this.#drop(query)
    if (query.id === BINDING) this.#outputs.push({ kind: 'bound', error })
    else this.#outputs.push({ kind: 'error', id: query.id, error })
  }

  /** The server need not keep what it has of the session that is given up. */
  #replaceSession(): void {
    const sessionId = this.#session.id
    this.#creations.giveUp()
    this.#restart()
    this.#notify({ _: 'destroy_session', sessionId })
  }

  /** Drops the session for a new one, under which every call goes out anew. */
  #restart(): void {
    this.#session = newSession(this.#options.random, this.#options.framing === 'http')
    this.#creations.restart()
    this.#sent.clear()
    for (const query of this.#queries.values()) query.message = undefined
    this.#queue = [...this.#queries.values()]
  }
}
