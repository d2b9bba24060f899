// The session of a client with its calls: what is sent, what comes back for it, and what is sent again.
// Knows neither sockets nor keys. Source: /mtproto/service_messages, /mtproto/service_messages_about_messages
import { concat } from '../bytes/bytes.ts'
import { readInt64LE } from '../bytes/integers.ts'
import type { MessageFields } from '../envelope/encrypted.ts'
import { MtprotoError, RpcError } from '../errors.ts'
import type { Now, Random } from '../machine.ts'
import { badMsg } from '../session/bad-msg.ts'
import { type Compress, pack, unpack } from '../session/gzip-packed.ts'
import { type ClientInfo, wrapInLayer } from '../session/layer.ts'
import { type Arrival, constructorId, type Message } from '../session/message.ts'
import { unixOfMsgId } from '../session/msg-id.ts'
import type { ServerClock } from '../session/server-clock.ts'
import { SERVICE } from '../session/service.ts'
import { type Outgoing, Session } from '../session/session.ts'
import { find } from '../tl/codec.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { decode, decodeCall, encode } from '../tl/schema.ts'
import { isQuery, type Notice, type Query, SentMessages } from './query.ts'

export type ClientSessionOutput =
  /** the boxed result of the call, gzip unpacked */
  | { readonly kind: 'result'; readonly id: number; readonly body: Uint8Array }
  | { readonly kind: 'error'; readonly id: number; readonly error: MtprotoError }
  /** an object the server sent on its own */
  | { readonly kind: 'update'; readonly body: Uint8Array }
  /** the server lost the session's state, and updates may be missing */
  | { readonly kind: 'gap' }

/** One envelope to be sent, and for the trace the messages in it: the container, then its items. */
export interface Departure {
  readonly fields: MessageFields
  readonly messages: readonly TracedMessage[]
}

interface TracedMessage extends Message {
  readonly sessionId: bigint
  readonly container: bigint | undefined
}

export interface ClientSessionOptions {
  readonly random: Random
  readonly clock: ServerClock
  readonly layer: number
  readonly info: ClientInfo
  readonly serverSalt: bigint | undefined
  readonly compress?: Compress | undefined
}

/** Acknowledgements travel with the next call, or alone after this long, in milliseconds. */
const ACK_DELAY = 30_000
/** A line without traffic is pinged this often, in milliseconds; the server hangs up soon after the next is missing. */
const PING_INTERVAL = 60_000
const DISCONNECT_DELAY = 75
/** A ping that is not answered within this time means that the line is dead, in milliseconds. */
const PONG_TIMEOUT = 15_000
/** A message refused this often will be refused for ever. */
const MAX_REFUSALS = 8
/** A call is no larger than this, in bytes. */
const MAX_CALL = 2 ** 20

export class ClientSession {
  readonly #options: ClientSessionOptions
  readonly #clock: ServerClock
  readonly #queries = new Map<number, Query>()
  readonly #sent = new SentMessages()
  /** the layer wrapper, to be followed by the call */
  readonly #introduction: Uint8Array
  readonly #outputs: ClientSessionOutput[] = []
  #session: Session
  /** calls and service messages to be sent at the next flush */
  #queue: (Query | Notice)[] = []
  #serverSalt: bigint
  #saltChanged = false
  /** whether the server has accepted a call inside the layer wrapper */
  #initialised = false
  #lastCreation: bigint | undefined
  #pingAt = 0
  #pongDue: number | undefined

  /** Throws ERR_TL_VALUE when `layer` or `info` do not fit their types. */
  constructor(options: ClientSessionOptions) {
    this.#options = options
    this.#introduction = wrapInLayer(new Uint8Array(0), options.layer, options.info)
    this.#clock = options.clock
    this.#serverSalt = options.serverSalt ?? 0n
    this.#session = this.#newSession()
  }

  get serverSalt(): bigint {
    return this.#serverSalt
  }

  /** Whether the salt changed since this was last asked. */
  takeSaltChange(): boolean {
    const changed = this.#saltChanged
    this.#saltChanged = false
    return changed
  }

  invoke({ id, method, body }: { id: number; method: string; body: Uint8Array }): void {
    const query: Query = {
      id,
      method,
      body,
      refusals: 0,
      message: undefined,
      wrapped: false,
      repeated: false,
    }
    this.#queries.set(id, query)
    this.#queue.push(query)
    if (body.length > MAX_CALL) this.#settle(query, tooLarge(query))
  }

  cancel(id: number): void {
    const query = this.#queries.get(id)
    if (query !== undefined) this.#drop(query)
  }

  failAll(error: MtprotoError): void {
    for (const query of [...this.#queries.values()]) this.#settle(query, error)
    this.#queue = []
  }

  /** A new key: everything starts over under it. */
  begin(serverSalt: bigint): void {
    this.#serverSalt = serverSalt
    this.#initialised = false
    this.#restart()
  }

  /** A new connection: what was not answered on the last one goes out again, under the ids it had. */
  connected(now: Now): void {
    this.#pongDue = undefined
    this.#pingAt = now.monotonic + PING_INTERVAL
    this.#queue = [...this.#queries.values()]
    for (const query of this.#queries.values()) query.repeated = query.message !== undefined
  }

  /** Whether the server owes a pong for too long. */
  silent(now: Now): boolean {
    return this.#pongDue !== undefined && now.monotonic >= this.#pongDue
  }

  deadline(): number | undefined {
    const acks = this.#session.acks.deadline() ?? Number.POSITIVE_INFINITY
    return Math.min(acks, this.#pongDue ?? this.#pingAt)
  }

  poll(): ClientSessionOutput | undefined {
    return this.#outputs.shift()
  }

  /** Everything there is to send now. */
  flush(now: Now): Departure[] {
    if (now.monotonic >= this.#pingAt && this.#pongDue === undefined) this.#ping(now)
    const acks = this.#session.acks
    const due = acks.deadline()
    if (this.#queue.length > 0 || (due !== undefined && now.monotonic >= due))
      for (let msgIds = acks.take(); msgIds.length > 0; msgIds = acks.take())
        this.#notify({ _: 'msgs_ack', msgIds })
    const queue = this.#queue
    if (queue.length === 0) return []
    this.#queue = []
    return this.#depart(queue, this.#clock.unix(now))
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
    // C-6: the message was meant for this session.
    if (message.sessionId !== this.#session.id)
      throw new MtprotoError('ERR_SESSION_MISMATCH', { rule: 'C-6' })
    const arrivals = this.#session.accept(message, this.#clock, now, refused)
    this.#pongDue = undefined
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

  #depart(queue: readonly (Query | Notice)[], unix: number): Departure[] {
    const departures: Departure[] = []
    const sessionId = this.#session.id
    let next = 0
    for (const { outer, items } of this.#session.pack(
      queue.map(item => this.#outgoing(item)),
      unix,
    )) {
      const container = items[0] === outer ? undefined : outer.msgId
      for (const message of items) {
        const cause = queue[next++]!
        if (isQuery(cause)) cause.message = message
        this.#sent.add({ msgId: message.msgId, container, cause })
      }
      const messages: TracedMessage[] = items.map(item => ({ ...item, sessionId, container }))
      if (container !== undefined) messages.unshift({ ...outer, sessionId, container: undefined })
      departures.push({ fields: { ...outer, sessionId, salt: this.#serverSalt }, messages })
    }
    return departures
  }

  #outgoing(cause: Query | Notice): Outgoing {
    if (!isQuery(cause)) return { body: cause.body, kind: 'request' }
    if (cause.message !== undefined) return cause.message
    // SES-44: until the server has accepted one, every call introduces the client; parallel ones may overtake.
    cause.wrapped = !this.#initialised
    const body = cause.wrapped ? concat(this.#introduction, cause.body) : cause.body
    return { body: pack(body, this.#options.compress), kind: 'request' }
  }

  #notify(value: Mtproto.Types['object' | 'call']): void {
    this.#queue.push({ body: encode(mtproto, value), refusals: 0 })
  }

  #ping(now: Now): void {
    const pingId = readInt64LE(this.#options.random(8, 'ping_id'))
    this.#notify({ _: 'ping_delay_disconnect', pingId, disconnectDelay: DISCONNECT_DELAY })
    this.#pingAt = now.monotonic + PING_INTERVAL
    this.#pongDue = now.monotonic + PONG_TIMEOUT
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
        return this.#result(value.reqMsgId, value.result)
      case 'bad_server_salt':
      case 'bad_msg_notification':
        return this.#refused(value, arrival.msgId, now)
      case 'new_session_created':
        return this.#created(value)
    }
  }

  #result(reqMsgId: bigint, packed: Uint8Array): void {
    const cause = this.#sent.get(reqMsgId)?.cause
    // SES-30: an answer to nothing that was asked, or to what was answered before, changes nothing.
    if (cause === undefined || !isQuery(cause)) return
    let body: Uint8Array
    try {
      body = unpack(packed)
      if (constructorId(body) === SERVICE.rpcError) return this.#failed(cause, body)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      return this.#settle(cause, error)
    }
    if (cause.wrapped) this.#initialised = true
    this.#drop(cause)
    this.#outputs.push({ kind: 'result', id: cause.id, body })
  }

  #failed(query: Query, body: Uint8Array): void {
    const { errorCode, errorMessage } = decode(mtproto, body) as Mtproto.rpc_error
    const error = new RpcError(errorCode, errorMessage, query.method)
    // SES-45: the server does not remember how this client introduced itself.
    if (/^CONNECTION_(NOT_INITED|LAYER_INVALID)$/.test(errorMessage)) {
      this.#initialised = false
      this.#sent.delete(query.message!.msgId)
      return this.#again(query, error)
    }
    if (query.wrapped) this.#initialised = true
    this.#settle(query, error)
  }

  #refused(
    value: Mtproto.bad_server_salt | Mtproto.bad_msg_notification,
    msgId: bigint,
    now: Now,
  ): void {
    const named = this.#sent.named(value.badMsgId)
    // SES-22: only what names a message of ours is believed.
    if (named.length === 0) return
    const reaction = badMsg(value.errorCode)
    if (value._ === 'bad_server_salt') this.#adoptSalt(value.newServerSalt)
    if (reaction.syncClock) this.#clock.sync(unixOfMsgId(msgId), now)
    const error = new MtprotoError('ERR_BAD_MSG', {
      got: `${value.errorCode}: ${reaction.meaning}`,
    })
    // SES-23: a notification about a container is about each of its items.
    for (const { msgId, container, cause } of named) {
      this.#sent.delete(msgId)
      // A call that was taken before is executed once only as long as it keeps its id.
      const keepsId = isQuery(cause) && cause.repeated && container === value.badMsgId
      this.#again(cause, error, keepsId)
    }
    if (reaction.action === 'new-session') this.#restart()
  }

  #created({ uniqueId, firstMsgId, serverSalt }: Mtproto.new_session_created): void {
    // SES-28: the same creation may be told more than once.
    if (uniqueId === this.#lastCreation) return
    this.#adoptSalt(serverSalt)
    const error = new MtprotoError('ERR_BAD_MSG', { got: 'a session that keeps being lost' })
    // SES-27, SES-29: what was sent before the new state began was never received.
    for (const { msgId, cause } of this.#sent.below(firstMsgId)) {
      this.#sent.delete(msgId)
      this.#again(cause, error)
    }
    if (this.#lastCreation !== undefined) this.#outputs.push({ kind: 'gap' })
    this.#lastCreation = uniqueId
  }

  #adoptSalt(serverSalt: bigint): void {
    if (serverSalt === this.#serverSalt) return
    this.#serverSalt = serverSalt
    this.#saltChanged = true
  }

  /** Sends the message again, unless it was refused too often: then `error` is the answer. */
  #again(cause: Query | Notice, error: MtprotoError, keepsId = false): void {
    if (++cause.refusals < MAX_REFUSALS) {
      if (isQuery(cause) && !keepsId) cause.message = undefined
      if (!this.#queue.includes(cause)) this.#queue.push(cause)
    } else if (isQuery(cause)) {
      this.#settle(cause, error)
    }
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
    this.#outputs.push({ kind: 'error', id: query.id, error })
  }

  /** Drops the session for a new one, under which every call goes out anew. */
  #restart(): void {
    this.#session = this.#newSession()
    this.#sent.clear()
    for (const query of this.#queries.values()) query.message = undefined
    this.#queue = [...this.#queries.values()]
  }

  #newSession(): Session {
    const { random } = this.#options
    let id = 0n
    while (id === 0n) id = readInt64LE(random(8, 'session_id'))
    return new Session({ id, side: 'client', random, ackDelay: ACK_DELAY })
  }
}

function tooLarge({ method, body }: Query): MtprotoError {
  const got = `${body.length} bytes`
  return new MtprotoError('ERR_ARGUMENT', { at: method, got, expected: `${MAX_CALL} at most` })
}
