// One data centre as it sees its clients: keys, their sessions, and the connections these are heard on.
// It answers the key exchange and the service messages itself and hands every other call to its owner.
// Source: /mtproto/description, /mtproto/service_messages, /mtproto/service_messages_about_messages
import { AuthKeyServer, type AuthKeyServerOptions } from '../auth-key/server.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Job, JobValue } from '../crypto/job.ts'
import type { OpenedMessage } from '../envelope/encrypted.ts'
import { MtprotoError } from '../errors.ts'
import type { Machine, Now } from '../machine.ts'
import type { RuleId } from '../rules.ts'
import { type Compress, pack } from '../session/gzip-packed.ts'
import type { Message } from '../session/message.ts'
import { MsgIdSource } from '../session/msg-id.ts'
import { ServerClock } from '../session/server-clock.ts'
import type { Packet } from '../session/session.ts'
import { mtproto } from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { noTrace, type Trace } from '../trace.ts'
import { Alarms } from './alarms.ts'
import { Connection } from './connection.ts'
import { rpcError } from './notices.ts'
import { type Origin, Reception } from './reception.ts'
import { ServerKey } from './server-key.ts'
import type { ServerSession } from './server-session.ts'
import type { DcServerStages } from './stages.ts'

export type DcServerInput =
  | { readonly kind: 'accepted'; readonly link: number }
  | { readonly kind: 'bytes'; readonly link: number; readonly bytes: Uint8Array }
  | { readonly kind: 'closed'; readonly link: number }
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  /** the boxed result of a call */
  | { readonly kind: 'answer'; readonly call: number; readonly body: Uint8Array }
  | {
      readonly kind: 'refuse'
      readonly call: number
      readonly errorCode: number
      readonly errorMessage: string
    }
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
  /** a key that its client has destroyed */
  | { readonly kind: 'destroyed'; readonly authKeyId: bigint }

export interface DcServerOptions extends Omit<AuthKeyServerOptions, 'hasKey'> {
  readonly now: Now
  /** pretends that a key of this id exists already, so that the client has to try again */
  readonly collides?: ((authKeyId: bigint) => boolean) | undefined
  readonly compress?: Compress | undefined
  readonly stages?: DcServerStages | undefined
  /**
   * What clients in use violate, the order and parity of seqnos (SES-60, SES-61), is only recorded by default.
   * Enforces it: all of it when true, or the rules that are listed.
   */
  readonly strict?: boolean | readonly RuleId[] | undefined
  readonly trace?: Trace | undefined
}

interface PendingCall {
  readonly session: ServerSession
  readonly msgId: bigint
}

const unchanged = (packet: Packet): Packet[] => [packet]

/** No more keys than this are kept; the one made first is forgotten. */
const MAX_KEYS = 10_000

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
      const { link, disconnectAt } = session
      // SES-74: no ping came in time.
      if (link !== undefined && disconnectAt !== undefined && now.monotonic >= disconnectAt)
        this.#hangUp(link)
      else this.#touched.add(session)
    }
    this.#flush(now)
  }

  poll(): DcServerOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    const exchange = this.#exchange.deadline() ?? Number.POSITIVE_INFINITY
    const earliest = Math.min(exchange, this.#alarms.next ?? Number.POSITIVE_INFINITY)
    return Number.isFinite(earliest) ? earliest : undefined
  }

  /** A key as it is kept, or undefined when there is none of this id. */
  key(authKeyId: bigint): ServerKey | undefined {
    return this.#keys.get(authKeyId)
  }

  // --- connections ---

  #accepted(id: number): void {
    const findKey = (authKeyId: bigint): AuthKey | undefined => this.#keys.get(authKeyId)?.authKey
    this.#connections.set(id, new Connection(id, this.#options, findKey))
  }

  #received(id: number, bytes: Uint8Array, now: Now): void {
    const connection = this.#connections.get(id)
    if (connection === undefined) return
    connection.receive(bytes)
    for (let out = connection.poll(); out !== undefined; out = connection.poll()) {
      // What was received before the connection was closed from here takes no effect any more.
      if (!this.#connections.has(id)) return
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
    for (const session of this.#connections.get(link)?.sessions.keys() ?? []) this.#detach(session)
    this.#connections.delete(link)
  }

  /** From now on nothing is sent for the session until it is heard again. */
  #detach(session: ServerSession | undefined): void {
    if (session?.link === undefined) return
    this.#connections.get(session.link)?.sessions.delete(session)
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
      return this.#trace({ kind: 'rejected', link: connection.id, error })
    }
    const session = this.#attach(connection, key, message.sessionId)
    this.#reception.receive({ link: connection.id, key, session, now }, message)
    if (key.destroyed) this.#destroy(connection, key, session, now)
  }

  /** The session a message belongs to, from now on heard on this connection. */
  #attach(connection: Connection, key: ServerKey, sessionId: bigint): ServerSession {
    const session = key.session(sessionId)
    this.#detach(key.evict())
    if (session.link !== connection.id) {
      this.#detach(session)
      session.attach(connection.id)
      connection.sessions.set(session, key)
    }
    this.#touched.add(session)
    return session
  }

  /** SES-76: says that the key is gone with its last breath. */
  #destroy(connection: Connection, key: ServerKey, session: ServerSession, now: Now): void {
    const { id: authKeyId } = key.authKey
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
      const connection =
        session.link === undefined ? undefined : this.#connections.get(session.link)
      const key = connection?.sessions.get(session)
      if (connection === undefined || key === undefined) continue
      this.#depart(connection, key, session, now)
      this.#alarms.set(session, session.deadline())
    }
    this.#touched.clear()
  }

  #depart(connection: Connection, key: ServerKey, session: ServerSession, now: Now): void {
    const { acks, id: sessionId } = session.session
    const due = acks.deadline()
    if (session.waiting || (due !== undefined && now.monotonic >= due))
      for (let msgIds = acks.take(); msgIds.length > 0; msgIds = acks.take())
        session.send(encode(mtproto, { _: 'msgs_ack', msgIds }), 'notice')
    if (!session.waiting) return
    const salt = key.salts.current(this.#unix(now))
    const { packet: stage = unchanged } = this.#options.stages ?? {}
    const packets = session.flush(this.#clock.unix(now))
    for (const { outer, items } of packets.flatMap(packet => [...stage(packet)])) {
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
      connection.send({ ...outer, sessionId, salt }, key)
    }
    this.#drainWrites(connection)
  }
}
