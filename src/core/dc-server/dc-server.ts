// One data centre as it sees its clients: keys, their sessions, and the connections these are heard on.
// It answers the key exchange and the service messages itself and hands every other call to its owner.
// Source: /mtproto/description, /mtproto/service_messages, /mtproto/service_messages_about_messages
import { AuthKeyServer, type AuthKeyServerOptions } from '../auth-key/server.ts'
import { readInt64LE } from '../bytes/integers.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Job, JobValue } from '../crypto/job.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError } from '../errors.ts'
import { Link, type LinkStages } from '../link/link.ts'
import type { Machine, Now } from '../machine.ts'
import type { RuleId } from '../rules.ts'
import { type Compress, pack } from '../session/gzip-packed.ts'
import { type Arrival, constructorId, isContentRelated, type Message } from '../session/message.ts'
import { MsgIdSource, timeFault } from '../session/msg-id.ts'
import { ServerClock } from '../session/server-clock.ts'
import { isContentConstructor } from '../session/service.ts'
import { find } from '../tl/codec.ts'
import type * as Mtproto from '../tl/generated/mtproto/index.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { decode, decodeCall, encode } from '../tl/schema.ts'
import { noTrace, type Trace } from '../trace.ts'
import { ServerTransport } from '../transport/server-transport.ts'
import { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'

export type DcServerInput =
  | { readonly kind: 'accepted'; readonly link: number }
  | { readonly kind: 'bytes'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly link: number }
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  /** the boxed result of a call */
  | { readonly kind: 'answer'; readonly call: number; readonly body: Uint8Array }
  | { readonly kind: 'refuse'; readonly call: number; readonly errorCode: number; readonly errorMessage: string }
  /** an object for every session of a key that has made a call */
  | { readonly kind: 'push'; readonly authKeyId: bigint; readonly body: Uint8Array }
  /** a key that was agreed on elsewhere, and its first salt */
  | { readonly kind: 'adopt'; readonly authKey: AuthKey; readonly serverSalt: bigint }
  /** a session that wants no objects pushed, until its next call */
  | { readonly kind: 'mute'; readonly authKeyId: bigint; readonly sessionId: bigint }
  /** from now on every salt handed out before is wrong */
  | { readonly kind: 'rotate-salts' }
  /** keys are lost as if they had never been: one, or all */
  | { readonly kind: 'forget'; readonly authKeyId?: bigint }
  /** every connection is cut */
  | { readonly kind: 'drop' }

/** A call for the owner to answer or refuse, once. */
export interface ServerCall {
  readonly kind: 'call'
  readonly call: number
  readonly link: number
  readonly authKeyId: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly body: Uint8Array
}

export type DcServerOutput =
  | { readonly kind: 'write'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly link: number }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | ServerCall

export interface DcServerOptions extends Omit<AuthKeyServerOptions, 'hasKey'> {
  readonly now: Now
  /** pretends that a key of this id exists already, so that the client has to try again */
  readonly collides?: ((authKeyId: bigint) => boolean) | undefined
  readonly compress?: Compress | undefined
  readonly stages?: LinkStages | undefined
  readonly trace?: Trace | undefined
}

interface Connection {
  readonly id: number
  readonly transport: ServerTransport
  readonly wire: Link
}

interface PendingCall {
  readonly session: ServerSession
  readonly msgId: bigint
}

/** get_future_salts takes 1 to this many. */
const MAX_SALTS = 64
/** No more keys than this are kept; the one made first is forgotten. */
const MAX_KEYS = 10_000

export class DcServer implements Machine<DcServerInput, DcServerOutput> {
  readonly #options: DcServerOptions
  readonly #trace: Trace
  readonly #clock: ServerClock
  readonly #exchange: AuthKeyServer<number>
  readonly #plaintextIds: MsgIdSource
  readonly #keys = new Map<bigint, ServerKey>()
  readonly #connections = new Map<number, Connection>()
  readonly #calls = new Map<number, PendingCall>()
  readonly #outputs: DcServerOutput[] = []
  #lastCall = 0

  constructor(options: DcServerOptions) {
    this.#options = options
    this.#trace = options.trace ?? noTrace
    this.#clock = new ServerClock(options.now)
    this.#clock.sync(options.now.unix, options.now)
    this.#exchange = new AuthKeyServer({
      ...options,
      hasKey: authKeyId => this.#keys.has(authKeyId) || options.collides?.(authKeyId) === true,
    })
    this.#plaintextIds = new MsgIdSource(options.random)
  }

  handle(input: DcServerInput, now: Now): void {
    switch (input.kind) {
      case 'accepted':
        this.#accepted(input.link)
        break
      case 'bytes':
        this.#received(input.link, input.bytes, now)
        break
      case 'closed':
        this.#gone(input.link)
        break
      case 'computed':
        this.#exchange.handle(input, now)
        this.#drainExchange(now)
        break
      case 'answer':
        this.#answer(input.call, pack(input.body, this.#options.compress))
        break
      case 'refuse':
        // Some clients take a compressed rpc_error for a success, so it always goes as it is.
        this.#answer(input.call, rpcError(input.errorCode, input.errorMessage))
        break
      case 'push':
        for (const session of this.#keys.get(input.authKeyId)?.sessions.values() ?? [])
          if (session.receivesUpdates) session.send(pack(input.body, this.#options.compress), 'notice')
        break
      case 'adopt':
        this.#created(input.authKey, input.serverSalt, undefined, now)
        break
      case 'mute': {
        const session = this.#keys.get(input.authKeyId)?.sessions.get(input.sessionId)
        if (session !== undefined) session.receivesUpdates = false
        break
      }
      case 'rotate-salts':
        for (const key of this.#keys.values()) key.salts.rotate(this.#unix(now))
        break
      case 'forget':
        if (input.authKeyId === undefined) this.#keys.clear()
        else this.#keys.delete(input.authKeyId)
        break
      case 'drop':
        for (const { id } of [...this.#connections.values()]) this.#hangUp(id)
        break
    }
    this.#flush(now)
  }

  handleTimeout(now: Now): void {
    this.#exchange.handleTimeout(now)
    for (const session of this.#sessions()) {
      if (session.disconnectAt === undefined || now.monotonic < session.disconnectAt) continue
      session.disconnectAt = undefined
      if (session.link !== undefined) this.#hangUp(session.link)
    }
    this.#flush(now)
  }

  poll(): DcServerOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    let earliest = this.#exchange.deadline() ?? Number.POSITIVE_INFINITY
    for (const { link, disconnectAt, session } of this.#sessions())
      if (link !== undefined)
        earliest = Math.min(
          earliest,
          disconnectAt ?? Number.POSITIVE_INFINITY,
          session.acks.deadline() ?? Number.POSITIVE_INFINITY,
        )
    return Number.isFinite(earliest) ? earliest : undefined
  }

  /** A key as it is kept, or undefined when there is none of this id. */
  key(authKeyId: bigint): ServerKey | undefined {
    return this.#keys.get(authKeyId)
  }

  // --- connections ---

  #accepted(id: number): void {
    const { crypto, random, stages } = this.#options
    const transport = new ServerTransport({ crypto, random })
    const wire = new Link({
      side: 'server',
      transport,
      findKey: authKeyId => this.#keys.get(authKeyId)?.authKey,
      crypto,
      random,
      stages,
    })
    this.#connections.set(id, { id, transport, wire })
  }

  #received(id: number, bytes: Uint8Array, now: Now): void {
    const connection = this.#connections.get(id)
    if (connection === undefined) return
    const { wire } = connection
    wire.receive(bytes)
    for (let out = wire.poll(); out !== undefined; out = wire.poll()) {
      if (out.kind === 'write') this.#outputs.push({ kind: 'write', link: id, bytes: out.bytes })
      // What was received before the connection was closed from here takes no effect any more.
      if (!this.#connections.has(id)) continue
      switch (out.kind) {
        case 'plaintext': {
          const { msgId, body } = out.message
          this.#trace({ kind: 'plaintext', direction: 'in', link: id, msgId, body })
          this.#exchange.handle({ kind: 'message', connection: id, body }, now)
          this.#drainExchange(now)
          break
        }
        case 'opened':
          if (out.quickAck && connection.transport.supportsQuickAck)
            this.#outputs.push({
              kind: 'write',
              link: id,
              bytes: connection.transport.encodeQuickAck(out.message.quickAckToken),
            })
          this.#message(connection, out.message, now)
          break
        case 'rejected':
          this.#rejected(connection, out.error)
          break
        case 'broken':
          this.#trace({ kind: 'rejected', link: id, error: out.error })
          this.#hangUp(id)
          break
      }
    }
  }

  #rejected(connection: Connection, error: MtprotoError): void {
    this.#trace({ kind: 'rejected', link: connection.id, error })
    // ENC-26, HS-79: a key that is not known, or an unencrypted message that is none, is answered -404;
    // ENC-27: whatever is wrong inside an envelope, the connection is closed without a word.
    if (error.code === 'ERR_MSG_KEY_MISMATCH') this.#hangUp(connection.id)
    else this.#transportError(connection, -404)
  }

  #transportError({ id, transport, wire }: Connection, code: number): void {
    this.#trace({ kind: 'transport-error', direction: 'out', link: id, code })
    wire.sendFrame(transport.completeError(code))
    this.#drainWrites(id, wire)
  }

  #drainWrites(link: number, wire: Link): void {
    for (let out = wire.poll(); out !== undefined; out = wire.poll())
      if (out.kind === 'write') this.#outputs.push({ kind: 'write', link, bytes: out.bytes })
  }

  #hangUp(link: number): void {
    this.#outputs.push({ kind: 'close', link })
    this.#gone(link)
  }

  #gone(link: number): void {
    this.#connections.delete(link)
    for (const session of this.#sessions()) if (session.link === link) session.link = undefined
  }

  *#sessions(): Generator<ServerSession> {
    for (const key of this.#keys.values()) yield* key.sessions.values()
  }

  // --- keys ---

  #drainExchange(now: Now): void {
    for (let out = this.#exchange.poll(); out !== undefined; out = this.#exchange.poll()) {
      switch (out.kind) {
        case 'compute':
          this.#outputs.push(out)
          break
        case 'send': {
          const connection = this.#connections.get(out.connection)
          if (connection === undefined) break
          const msgId = this.#plaintextIds.next(this.#clock.unix(now), 'answer')
          this.#trace({ kind: 'plaintext', direction: 'out', link: connection.id, msgId, body: out.body })
          connection.wire.sendPlaintext(msgId, out.body)
          this.#drainWrites(connection.id, connection.wire)
          break
        }
        case 'transport-error': {
          const connection = this.#connections.get(out.connection)
          this.#trace({ kind: 'rejected', link: out.connection, error: out.error })
          if (connection !== undefined) this.#transportError(connection, out.code)
          break
        }
        case 'created':
          this.#created(out.authKey, out.serverSalt, out.expiresAt, now)
          break
      }
    }
  }

  #created(authKey: AuthKey, salt: bigint, expiresAt: number | undefined, now: Now): void {
    const key = new ServerKey(authKey, salt, this.#unix(now), expiresAt, this.#options.random)
    this.#keys.set(authKey.id, key)
    if (this.#keys.size > MAX_KEYS) this.#keys.delete(this.#keys.keys().next().value!)
  }

  #unix(now: Now): number {
    return Math.floor(this.#clock.unix(now) / 1000)
  }

  // --- messages ---

  #message(connection: Connection, message: OpenedMessage, now: Now): void {
    const key = this.#keys.get(message.authKey.id)!
    // HS-77: a temporary key ends with its time.
    if (key.expiresAt !== undefined && this.#unix(now) >= key.expiresAt) {
      this.#keys.delete(key.authKey.id)
      return this.#transportError(connection, -404)
    }
    const session = key.session(message.sessionId)
    if (session.link !== connection.id) session.reattach(connection.id)
    const { sessionId } = message
    const refuse = (code: number): void => {
      this.#violation(connection.id, message, code)
      session.send(badMsg(message, code), 'notice')
    }
    // SES-66: with a wrong salt nothing is executed.
    if (!key.salts.accepts(message.salt, this.#unix(now))) {
      const newServerSalt = key.salts.current(this.#unix(now))
      return session.send(badServerSalt(message, newServerSalt), 'notice')
    }
    try {
      const arrivals = session.session.accept(message, this.#clock, now, error =>
        this.#trace({ kind: 'rejected', link: connection.id, error }),
      )
      if (!session.announced) this.#announce(key, session, message.msgId, now)
      for (const arrival of arrivals) {
        this.#trace({ kind: 'message', direction: 'in', link: connection.id, sessionId, ...arrival })
        this.#checkSeqNo(connection.id, arrival)
        this.#act(connection.id, key, session, arrival, now)
      }
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      if (error.code === 'ERR_MESSAGE_PARITY') refuse(18)
      else if (error.code === 'ERR_CONTAINER_INVALID') refuse(64)
      else if (error.code === 'ERR_MESSAGE_TIME')
        refuse(timeFault(message.msgId, this.#clock.unix(now)) === 'past' ? 16 : 17)
      else this.#trace({ kind: 'rejected', link: connection.id, error })
    }
  }

  /** SES-70: the first message of a session is told that the session begins with it. */
  #announce(key: ServerKey, session: ServerSession, firstMsgId: bigint, now: Now): void {
    session.announced = true
    const body = encode(mtproto, {
      _: 'new_session_created',
      firstMsgId,
      uniqueId: readInt64LE(this.#options.random(8, 'unique_id')),
      serverSalt: key.salts.current(this.#unix(now)),
    })
    session.send(body, 'notice')
  }

  /** SES-60: parity of the seqno by kind of message; clients in use break this, so it is only recorded. */
  #checkSeqNo(link: number, arrival: Arrival): void {
    const expected = isContentConstructor(constructorId(arrival.body))
    if (expected !== isContentRelated(arrival)) this.#violation(link, arrival, expected ? 35 : 34)
  }

  #violation(link: number, { msgId, seqNo }: Message, code: number): void {
    const rule = VIOLATED[code] ?? 'SES-60'
    this.#trace({ kind: 'violation', link, rule, detail: `code ${code} for msg_id ${msgId}, seqno ${seqNo}` })
  }

  #act(link: number, key: ServerKey, session: ServerSession, arrival: Arrival, now: Now): void {
    const { msgId, body } = arrival
    const id = constructorId(body)
    if (find(mtproto.objects, id) !== undefined) {
      const value = decode(mtproto, body)
      if (value._ === 'msgs_ack') session.acked(value.msgIds)
      return
    }
    // ENC-29: a call that came before is not executed again; it gets the answer that it got.
    if (arrival.duplicate) return session.repeat(msgId)
    const service = find(mtproto.calls, id)
    if (service !== undefined && this.#service(key, session, decodeCall(mtproto, body), msgId, now)) return
    session.take(msgId)
    this.#calls.set(++this.#lastCall, { session, msgId })
    if (service !== undefined) return this.#answer(this.#lastCall, rpcError(400, 'INPUT_METHOD_INVALID'))
    session.receivesUpdates = true
    const { id: authKeyId } = key.authKey
    const { id: sessionId } = session.session
    this.#outputs.push({ kind: 'call', call: this.#lastCall, link, authKeyId, sessionId, msgId, body })
  }

  /** Answers a service call; false when it is none that the server knows. */
  #service(key: ServerKey, session: ServerSession, call: Mtproto.Call, msgId: bigint, now: Now): boolean {
    switch (call._) {
      case 'ping':
      case 'ping_delay_disconnect': {
        if (call._ === 'ping_delay_disconnect')
          session.disconnectAt = now.monotonic + Math.max(0, call.disconnectDelay) * 1000
        session.send(encode(mtproto, { _: 'pong', msgId, pingId: call.pingId }), 'answer')
        return true
      }
      case 'get_future_salts': {
        // SES-71: 1 to 64 salts, or none at all.
        if (call.num < 1 || call.num > MAX_SALTS) return false
        const unix = this.#unix(now)
        const salts = key.salts.future(call.num, unix).map(salt => ({ _: 'future_salt' as const, ...salt }))
        session.send(encode(mtproto, { _: 'future_salts', reqMsgId: msgId, now: unix, salts }), 'answer')
        return true
      }
      case 'destroy_session': {
        const found = call.sessionId !== session.session.id && key.sessions.delete(call.sessionId)
        const _ = found ? 'destroy_session_ok' : 'destroy_session_none'
        session.send(encode(mtproto, { _, sessionId: call.sessionId }), 'answer')
        return true
      }
    }
    return false
  }

  #answer(call: number, result: Uint8Array): void {
    const pending = this.#calls.get(call)
    if (pending === undefined) return
    this.#calls.delete(call)
    const { session, msgId } = pending
    session.session.acks.delete(msgId)
    session.send(encode(mtproto, { _: 'rpc_result', reqMsgId: msgId, result }), 'answer', msgId)
  }

  #flush(now: Now): void {
    for (const key of this.#keys.values()) {
      for (const session of key.sessions.values()) {
        const connection = session.link === undefined ? undefined : this.#connections.get(session.link)
        if (connection !== undefined) this.#depart(connection, key, session, now)
      }
    }
  }

  #depart(connection: Connection, key: ServerKey, session: ServerSession, now: Now): void {
    const { acks, id: sessionId } = session.session
    const due = acks.deadline()
    if (session.waiting || (due !== undefined && now.monotonic >= due))
      for (let msgIds = acks.take(); msgIds.length > 0; msgIds = acks.take())
        session.send(encode(mtproto, { _: 'msgs_ack', msgIds }), 'notice')
    if (!session.waiting) return
    const salt = key.salts.current(this.#unix(now))
    for (const { outer, items } of session.flush(this.#clock.unix(now))) {
      const container = items[0] === outer ? undefined : outer.msgId
      for (const item of items)
        this.#trace({
          kind: 'message',
          direction: 'out',
          link: connection.id,
          sessionId,
          ...item,
          container,
        })
      connection.wire.send({ ...outer, sessionId, salt }, key.authKey)
    }
    this.#drainWrites(connection.id, connection.wire)
  }
}

/** The rule behind each code of bad_msg_notification that a client can earn here. */
const VIOLATED: Readonly<Record<number, RuleId>> = {
  16: 'SES-62',
  17: 'SES-62',
  18: 'ENC-28',
  34: 'SES-60',
  35: 'SES-60',
  64: 'SES-64',
}

function rpcError(errorCode: number, errorMessage: string): Uint8Array {
  return encode(mtproto, { _: 'rpc_error', errorCode, errorMessage })
}

function badMsg({ msgId, seqNo }: Message, errorCode: number): Uint8Array {
  return encode(mtproto, {
    _: 'bad_msg_notification',
    badMsgId: msgId,
    badMsgSeqno: seqNo,
    errorCode,
  })
}

function badServerSalt({ msgId, seqNo }: Message, newServerSalt: bigint): Uint8Array {
  return encode(mtproto, {
    _: 'bad_server_salt',
    badMsgId: msgId,
    badMsgSeqno: seqNo,
    errorCode: 48,
    newServerSalt,
  })
}
