// One data centre as it sees its clients: keys, their sessions, and the connections these are heard on.
// It answers the key exchange and the service messages itself and hands every other call to its owner.
// Source: /mtproto/description, /mtproto/service_messages, /mtproto/service_messages_about_messages
import { AuthKeyServer } from '../auth-key/server.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError } from '../errors.ts'
import type { Machine, Now } from '../machine.ts'
import { pack } from '../session/gzip-packed.ts'
import type { Message } from '../session/message.ts'
import { MsgIdSource } from '../session/msg-id.ts'
import { ServerClock } from '../session/server-clock.ts'
import type { Packet } from '../session/session.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { noTrace, type Trace } from '../trace.ts'
import { Alarms } from './alarms.ts'
import { Connection } from './connection.ts'
import type { DcServerInput, DcServerOptions, DcServerOutput } from './dc-server-io.ts'
import { HttpTurn, momentFor } from './http-turn.ts'
import { rpcError } from './notices.ts'
import { Patience } from './patience.ts'
import { type Origin, Reception } from './reception.ts'
import { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'

interface PendingCall {
  readonly session: ServerSession
  readonly msgId: bigint
}

const unchanged = (packet: Packet): Packet[] => [packet]

/** No more keys than this are kept; the one made first is forgotten. */
const MAX_KEYS = 10_000

/** The server's side of one data centre: give it bytes, and answer the calls that come out. */
export class DcServer implements Machine<DcServerInput, DcServerOutput> {
  readonly #options: DcServerOptions
  readonly #trace: Trace
  readonly #clock: ServerClock
  readonly #exchange: AuthKeyServer<number>
  readonly #plaintextIds: MsgIdSource
  readonly #reception: Reception
  readonly #keys = new Map<bigint, ServerKey>()
  readonly #connections = new Map<number, Connection>()
  readonly #calls = new Map<number, PendingCall>()
  /** sessions that may have something to send */
  readonly #touched = new Set<ServerSession>()
  readonly #alarms = new Alarms<ServerSession>()
  readonly #patience = new Patience()
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
    const { random, strict = false } = options
    this.#reception = new Reception(
      { clock: this.#clock, random, trace: this.#trace, strict },
      {
        call: (origin, arrival) => this.#call(origin, arrival),
        refuseTooMany: ({ link }) => {
          const connection = this.#connections.get(link)
          if (connection !== undefined) this.#transportError(connection, -429)
        },
        destroySession: (key, sessionId, now) => this.#destroySession(key, sessionId, now),
      },
    )
  }

  handle(input: DcServerInput, now: Now): void {
    switch (input.kind) {
      case 'accepted':
        this.#accepted(input.link, now)
        break
      case 'bytes':
        this.#received(input.link, input.bytes, now)
        break
      case 'closed':
        this.#gone(input.link)
        break
      case 'computed':
      case 'compute-failed':
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
        this.#push(input.authKeyId, pack(input.body, this.#options.compress))
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
        if (input.authKeyId !== undefined) this.#forget(input.authKeyId)
        else for (const authKeyId of [...this.#keys.keys()]) this.#forget(authKeyId)
        break
      case 'drop':
        for (const { id } of [...this.#connections.values()]) this.#hangUp(id)
        break
    }
    this.#flush(now)
  }

  handleTimeout(now: Now): void {
    this.#exchange.handleTimeout(now)
    for (;;) {
      const session = this.#alarms.take(now.monotonic)
      if (session === undefined) break
      const { links, disconnectAt } = session
      // SES-74: no ping came in time.
      if (disconnectAt !== undefined && now.monotonic >= disconnectAt)
        for (const link of [...links]) this.#hangUp(link)
      else this.#touched.add(session)
    }
    for (let silent = this.#patience.take(now); silent; silent = this.#patience.take(now))
      this.#hangUp(silent.id)
    this.#flush(now)
  }

  poll(): DcServerOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    const exchange = this.#exchange.deadline() ?? Number.POSITIVE_INFINITY
    const alarms = [this.#alarms.next, this.#patience.next]
    const earliest = Math.min(exchange, ...alarms.map(at => at ?? Number.POSITIVE_INFINITY))
    return Number.isFinite(earliest) ? earliest : undefined
  }

  /** A key as it is kept, or undefined when there is none of this id. */
  key(authKeyId: bigint): ServerKey | undefined {
    return this.#keys.get(authKeyId)
  }

  // --- connections ---

  #accepted(id: number, now: Now): void {
    const findKey = (authKeyId: bigint): AuthKey | undefined => this.#keys.get(authKeyId)?.authKey
    const connection = new Connection(id, this.#options, findKey)
    this.#connections.set(id, connection)
    this.#patience.accepted(connection, now)
  }

  #received(id: number, bytes: Uint8Array, now: Now): void {
    const connection = this.#connections.get(id)
    if (connection === undefined) return
    connection.receive(bytes)
    const form = connection.takeForm()
    if (form !== undefined) this.#trace({ kind: 'transport', link: id, ...form })
    for (let out = connection.poll(); out !== undefined; out = connection.poll()) {
      // What was received before the connection was closed from here takes no effect any more.
      if (!this.#connections.has(id)) return
      this.#patience.begun(connection)
      switch (out.kind) {
        case 'plaintext': {
          const { msgId, body } = out.message
          this.#trace({ kind: 'plaintext', direction: 'in', link: id, msgId, body })
          this.#exchange.handle({ kind: 'message', connection: id, body }, now)
          this.#drainExchange(now)
          break
        }
        case 'opened':
          if (out.quickAck) this.#quickAck(connection, out.message.quickAckToken)
          this.#message(connection, out.message, now)
          break
        case 'rejected':
          this.#rejected(connection, out.error)
          break
        case 'broken':
          this.#trace({ kind: 'rejected', link: id, error: out.error })
          connection.refuse(out.error)
          this.#drainWrites(connection)
          this.#hangUp(id)
          break
      }
    }
    if (this.#connections.has(id)) this.#patience.heard(connection, now)
  }

  #rejected(connection: Connection, error: MtprotoError): void {
    this.#trace({ kind: 'rejected', link: connection.id, error })
    // ENC-26, HS-79: a key that is not known, or an unencrypted message that is none, is answered -404;
    // ENC-27: whatever is wrong inside an envelope, the connection is closed without a word.
    if (error.code === 'ERR_MSG_KEY_MISMATCH') this.#hangUp(connection.id)
    else this.#transportError(connection, -404)
  }

  #transportError(connection: Connection, code: number): void {
    this.#trace({ kind: 'transport-error', direction: 'out', link: connection.id, code })
    connection.sendError(code)
    this.#drainWrites(connection)
  }

  #quickAck(connection: Connection, token: number): void {
    const bytes = connection.quickAck(token)
    if (bytes !== undefined) this.#outputs.push({ kind: 'write', link: connection.id, bytes })
  }

  #drainWrites(connection: Connection): void {
    const { id: link } = connection
    for (let bytes = connection.pollWrite(); bytes !== undefined; bytes = connection.pollWrite())
      this.#outputs.push({ kind: 'write', link, bytes })
  }

  #hangUp(link: number): void {
    this.#outputs.push({ kind: 'close', link })
    this.#gone(link)
  }

  #gone(link: number): void {
    const connection = this.#connections.get(link)
    if (connection === undefined) return
    for (const session of connection.sessions.keys()) {
      session.left(link)
      if (session.links.size === 0) this.#detach(session)
      // Over HTTP a response arrived for sure when another request has followed it; any other may be lost.
      else if (!connection.mayWrite) {
        session.sendUnacked()
        this.#touched.add(session)
      }
    }
    this.#patience.gone(connection)
    this.#connections.delete(link)
  }

  /** From now on nothing is sent for the session until it is heard again. */
  #detach(session: ServerSession | undefined): void {
    if (session === undefined) return
    for (const link of session.links) {
      const connection = this.#connections.get(link)
      connection?.sessions.delete(session)
      // Nobody will answer a request whose session is gone.
      if (connection?.turn?.session === session) this.#hangUp(link)
    }
    this.#alarms.set(session, undefined)
    session.detach()
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
          const { body } = out
          const msgId = this.#plaintextIds.next(this.#clock.unix(now), 'answer')
          this.#trace({ kind: 'plaintext', direction: 'out', link: connection.id, msgId, body })
          connection.sendPlaintext(msgId, body)
          this.#drainWrites(connection)
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
    const key = new ServerKey(authKey, salt, this.#unix(now), expiresAt, this.#options)
    const temporary = expiresAt !== undefined
    this.#options.secrets?.({ kind: 'auth-key', key: authKey.key, temporary })
    this.#forget(authKey.id)
    this.#keys.set(authKey.id, key)
    if (this.#keys.size > MAX_KEYS) this.#forget(this.#keys.keys().next().value!)
  }

  #forget(authKeyId: bigint): void {
    for (const session of this.#keys.get(authKeyId)?.sessions.values() ?? []) this.#detach(session)
    this.#keys.delete(authKeyId)
  }

  #unix(now: Now): number {
    return Math.floor(this.#clock.unix(now) / 1000)
  }

  // --- messages ---

  #message(connection: Connection, message: OpenedMessage, now: Now): void {
    const key = this.#keys.get(message.authKey.id)
    // HS-77: a temporary key ends with its time.
    if (key?.expiresAt !== undefined && this.#unix(now) >= key.expiresAt)
      this.#forget(key.authKey.id)
    // A key may be forgotten after a message of it was opened.
    if (key === undefined || !this.#keys.has(key.authKey.id))
      return this.#transportError(connection, -404)
    if (key.isOver(message.sessionId, message.msgId)) {
      const error = new MtprotoError('ERR_SESSION_MISMATCH', { rule: 'ENC-29' })
      this.#trace({ kind: 'rejected', link: connection.id, error })
      if (connection.isHttp) this.#hangUp(connection.id)
      return
    }
    const session = this.#attach(connection, key, message.sessionId)
    if (connection.isHttp) connection.turn = new HttpTurn(session, now.monotonic)
    const { id: link, turn } = connection
    this.#reception.receive({ link, key, session, now, turn }, message)
    // A connection over HTTP is no line that goes silent.
    if (connection.isHttp) session.disconnectAt = undefined
    if (key.destroyed) this.#destroy(connection, key, session, now)
  }

  /** The session a message belongs to, from now on heard on this connection. */
  #attach(connection: Connection, key: ServerKey, sessionId: bigint): ServerSession {
    const session = key.session(sessionId)
    this.#detach(key.evict())
    if (!connection.sessions.has(session)) {
      // Over HTTP the connection is one of several, and otherwise it takes the place of the last.
      if (!connection.isHttp) this.#detach(session)
      session.attach(connection.id)
      connection.sessions.set(session, key)
    }
    this.#touched.add(session)
    return session
  }

  /** SES-76: says that the key is gone with its last breath. */
  #destroy(connection: Connection, key: ServerKey, session: ServerSession, now: Now): void {
    const { id: authKeyId } = key.authKey
    connection.turn?.hurry()
    this.#depart(connection, key, session, now)
    this.#forget(authKeyId)
    this.#outputs.push({ kind: 'destroyed', authKeyId })
  }

  #call({ link, key, session }: Origin, { msgId, body }: Message): void {
    const call = ++this.#lastCall
    this.#calls.set(call, { session, msgId })
    const { id: authKeyId } = key.authKey
    const { id: sessionId } = session.session
    this.#outputs.push({ kind: 'call', call, link, authKeyId, sessionId, msgId, body })
  }

  #destroySession(key: ServerKey, sessionId: bigint, now: Now): boolean {
    const session = key.destroySession(sessionId, this.#clock.unix(now))
    this.#detach(session)
    return session !== undefined
  }

  #answer(call: number, result: Uint8Array): void {
    const pending = this.#calls.get(call)
    if (pending === undefined) return
    this.#calls.delete(call)
    const { session, msgId } = pending
    session.answer(msgId, result)
    this.#touched.add(session)
  }

  #push(authKeyId: bigint, body: Uint8Array): void {
    for (const session of this.#keys.get(authKeyId)?.sessions.values() ?? []) {
      session.push(body)
      this.#touched.add(session)
    }
  }

  #flush(now: Now): void {
    for (const session of this.#touched) {
      for (const connection of this.#open(session))
        this.#depart(connection, connection.sessions.get(session)!, session, now)
      this.#alarms.set(session, momentFor(session, this.#open(session), now))
    }
    this.#touched.clear()
  }

  /** The connections on which something can be sent for a session; first where the response is due first. */
  #open(session: ServerSession): Connection[] {
    return [...session.links]
      .flatMap(link => this.#connections.get(link) ?? [])
      .filter(({ isHttp, turn }) => !isHttp || turn?.session === session)
      .sort((a, b) => (a.turn?.idleAt ?? 0) - (b.turn?.idleAt ?? 0))
  }

  #depart(connection: Connection, key: ServerKey, session: ServerSession, now: Now): void {
    const { acks, id: sessionId } = session.session
    const due = acks.deadline()
    const { turn } = connection
    const isOver = turn !== undefined && now.monotonic >= turn.idleAt
    if (session.waiting > 0 || isOver || (due !== undefined && now.monotonic >= due))
      for (let msgIds = acks.take(); msgIds.length > 0; msgIds = acks.take())
        session.send(encode(mtproto, { _: 'msgs_ack', msgIds }), 'notice')
    if (turn === undefined && session.waiting === 0) return
    if (turn !== undefined && now.monotonic < turn.dueAt(session.waiting, now.monotonic)) return
    const salt = key.salts.current(this.#unix(now))
    const { packet: stage = unchanged } = this.#options.stages ?? {}
    const unix = this.#clock.unix(now)
    const packets =
      session.waiting === 0 ? [session.session.packNothing(unix)] : session.flush(unix, turn && 1)
    if (packets.length > 0) connection.turn = undefined
    for (const { outer, items } of packets.flatMap(packet => [...stage(packet)])) {
      const isSingle = items[0] === outer || items.length === 0
      const container = isSingle ? undefined : outer.msgId
      for (const item of isSingle ? [outer] : items)
        this.#trace({
          kind: 'message',
          direction: 'out',
          link: connection.id,
          sessionId,
          ...item,
          container,
        })
      connection.send({ ...outer, sessionId, salt }, key)
    }
    this.#drainWrites(connection)
  }
}
