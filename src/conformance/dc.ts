// The harness as a data centre: honest in everything but the values a case sets, and without a will of its own
// once there is a key: calls wait for the case to answer them.
import { AuthKeyServer } from '../core/auth-key/server.ts'
import type { AuthKeyServerStages } from '../core/auth-key/server-stages.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import type { EncryptedMessage, OpenedMessage } from '../core/envelope/encrypted.ts'
import type { PlaintextMessage } from '../core/envelope/plaintext.ts'
import { Link, type LinkStages } from '../core/link/link.ts'
import type { Random, Stage } from '../core/machine.ts'
import { constructorId, type Message } from '../core/session/message.ts'
import { MsgIdSource } from '../core/session/msg-id.ts'
import { Session } from '../core/session/session.ts'
import { find } from '../core/tl/codec.ts'
import type * as Mtproto from '../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { FrameRecord } from '../core/transport/framing.ts'
import { ServerTransport } from '../core/transport/server-transport.ts'
import type { ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import { type Heard, readContent, unfold } from './heard.ts'
import type { LoginSetup } from './login-script.ts'

/** What a case can set about the data centre; the faults of client cases are single values of it. */
export interface DcSetup extends AuthKeyServerStages {
  readonly dhPrime?: Uint8Array
  readonly g?: number
  /** replaces single draws of the harness */
  readonly draws?: (random: Random) => Random
  /** so many new keys collide with one that exists */
  readonly collisions?: number
  /** what its clock shows more than the client's, in milliseconds */
  readonly ahead?: number
  /** a transport error in place of the answer to this request of the first exchange */
  readonly refused?: { readonly request: string; readonly code: number }
  /** so many copies of this request stay unanswered */
  readonly silence?: { readonly request: string; readonly times: number }
  /** hooks on the stages of the first key exchange's envelopes */
  readonly plaintext?: Stage<PlaintextMessage>
  readonly plaintextFrame?: Stage<FrameRecord>
  /** hooks on the stages of the one message of a session that a case is about */
  readonly envelope?: Stage<EncryptedMessage>
  readonly sealed?: LinkStages['sealed']
  readonly frame?: Stage<FrameRecord>
  /** what is sent in place of the answer the case is about, or beside it */
  readonly reply?: (answer: Mtproto.Types['object'], call: Heard, dc: Dc) => readonly Reply[]
  /** the states told about messages of the client; received, by default */
  readonly states?: (msgIds: readonly bigint[]) => Uint8Array
  /** the salts told on request; by default the one in use */
  readonly futureSalts?: (now: number, salt: bigint) => readonly Mtproto.future_salt[]
  /** what becomes of an answer that is no longer wanted; unknown by default */
  readonly dropped?: Mtproto.RpcDropAnswer
  /** how a login goes; see login-script.ts */
  readonly login?: LoginSetup
  /** the encoded result of a call of a login, the `count`th of its name */
  readonly result?: (call: Heard, count: number, honest: Uint8Array, dc: Dc) => Uint8Array
  /** the update that tells of an accepted token */
  readonly push?: (update: Uint8Array, dc: Dc) => readonly Reply[]
  /** anything else that a case varies */
  readonly variant?: string | number
  /** whether pings get their pongs; they do by default */
  readonly pongs?: boolean
}

/** A body to send, with whatever is not as a correct sender would fill it in. */
export interface Reply {
  readonly body: Mtproto.Types['object' | 'call'] | Uint8Array
  /** `answer` 1 mod 4, `notice` 3 mod 4 */
  readonly kind?: 'answer' | 'notice'
  readonly fields?: Partial<EncryptedMessage>
  /** the payload of a frame in place of all that */
  readonly raw?: Uint8Array
}

/** An unencrypted request of a client. */
export interface HeardRequest {
  readonly link: number
  /** the TL name, or `unknown` */
  readonly name: string
  /** one object, and whatever filler follows it */
  readonly body: Uint8Array
  readonly at: number
}

/** A session as it was last heard. */
interface Line {
  readonly link: number
  readonly authKey: AuthKey
  readonly session: Session
  salt: bigint
}

interface Connection {
  readonly link: number
  readonly socket: Socket
  readonly wire: Link
  readonly transport: ServerTransport
}

export class Dc {
  readonly id: number
  readonly setup: DcSetup
  readonly requests: HeardRequest[] = []
  /** everything heard in sessions, containers before their items */
  readonly heard: Heard[] = []
  /** the numbers of the connections, in order, and those that the client closed */
  readonly accepted: { readonly link: number; readonly at: number }[] = []
  readonly closed: number[] = []
  /** keys in the order they were made */
  readonly keys: {
    readonly link: number
    readonly authKey: AuthKey
    readonly salt: bigint
    readonly expiresAt?: number
  }[] = []
  /** where the first exchange was spoilt: the connection, and how many requests came before */
  spoilt: { readonly link: number; readonly requests: number } | undefined
  /** msg_ids that were acknowledged */
  readonly acked: Set<bigint> = new Set()
  /** what pings of the client are called, with their delay in seconds, if they have one */
  readonly pings: { readonly at: number; readonly delay: number | undefined }[] = []
  readonly #host: ListeningHost
  readonly #random: Random
  readonly #exchange: AuthKeyServer<number>
  readonly #plaintextIds: MsgIdSource
  readonly #connections = new Map<number, Connection>()
  readonly #lines = new Map<string, Line>()
  readonly #sent = new Map<bigint, Message>()
  /** API calls that no case has taken yet */
  #calls: Heard[] = []
  #silences: number
  #collisions: number
  #lastLink = 0
  #last: Line | undefined

  constructor(
    host: ListeningHost,
    random: Random,
    id: number,
    test: boolean,
    key: RsaPrivateKey,
    setup: DcSetup,
  ) {
    this.id = id
    this.setup = setup
    this.#host = host
    this.#random = setup.draws?.(random) ?? random
    this.#plaintextIds = new MsgIdSource(random)
    this.#collisions = setup.collisions ?? 0
    this.#silences = setup.silence?.times ?? 0
    this.#exchange = new AuthKeyServer({
      crypto: host.crypto,
      random: this.#random,
      keys: [key],
      dcId: id,
      test,
      strayBytes: false,
      hasKey: () => this.#collisions-- > 0,
      ...(setup.dhPrime && { dhPrime: setup.dhPrime }),
      ...(setup.g !== undefined && { g: setup.g }),
      stages: {
        innerData: this.#inFirstExchange(setup.innerData),
        hashed: this.#inFirstExchange(setup.hashed),
        answer: this.#inFirstExchange(setup.answer),
      },
    })
  }

  /** Its clock: unix milliseconds. */
  get unix(): number {
    return this.#host.now().unix + (this.setup.ahead ?? 0)
  }

  accept(socket: Socket): SocketEvents {
    const link = ++this.#lastLink
    const { crypto } = this.#host
    const transport = new ServerTransport({ crypto, random: this.#random })
    const findKey = (id: bigint) => this.keys.find(({ authKey }) => authKey.id === id)?.authKey
    const stages: LinkStages = {
      plaintext: this.#inFirstExchange(this.setup.plaintext),
      frame: record => this.#frames(record),
      envelope: record => this.#stages.envelope?.(record) ?? [record],
      sealed: record => this.#stages.sealed?.(record) ?? [record],
    }
    const wire = new Link({
      side: 'server',
      transport,
      findKey,
      crypto,
      random: this.#random,
      stages,
    })
    this.#connections.set(link, { link, socket, wire, transport })
    this.accepted.push({ link, at: this.#host.now().monotonic })
    return {
      opened: () => {},
      received: bytes => this.#received(link, bytes),
      closed: () => {
        if (this.#connections.delete(link)) this.closed.push(link)
      },
    }
  }

  // --- what a case does ---

  /** The next API call that no case has taken, the first time or again; `name` chooses among them. */
  takeCall(name?: string): Heard | undefined {
    const index = this.#calls.findIndex(call => name === undefined || call.name === name)
    return index < 0 ? undefined : this.#calls.splice(index, 1)[0]
  }

  /** Sends a message in the session heard last, or in that of `to`. Returns its msg_id. */
  send(
    { body, kind = 'notice', fields = {}, raw }: Reply,
    to?: Heard,
    stages: LinkStages = {},
  ): bigint {
    const line = to === undefined ? this.#last : this.#lines.get(lineName(to))
    const connection = line && this.#connections.get(line.link)
    if (line === undefined || connection === undefined) return 0n
    if (raw !== undefined) {
      connection.wire.sendFrame(connection.transport.complete(raw))
      this.#write(connection)
      return 0n
    }
    const bytes = body instanceof Uint8Array ? body : encode(mtproto, body)
    const [packet] = line.session.pack([{ body: bytes, kind }], this.unix)
    const { salt } = line
    const message = { ...packet!.outer, sessionId: line.session.id, salt, ...fields }
    this.#sent.set(message.msgId, message)
    this.#stages = stages
    connection.wire.send(message, line.authKey)
    this.#stages = {}
    this.#write(connection)
    return message.msgId
  }

  /** Sends the answer to a call as the case's one message: with its fault, if there is one. */
  reply(call: Heard, result: Uint8Array): bigint[] {
    const answer = { _: 'rpc_result', reqMsgId: call.msgId, result } as const
    const { reply, envelope, sealed, frame } = this.setup
    const stages = {
      ...(envelope && { envelope }),
      ...(sealed && { sealed }),
      ...(frame && { frame }),
    }
    const replies = reply?.(answer, call, this) ?? [{ body: answer, kind: 'answer' }]
    return replies.map(each => this.send(each, call, stages))
  }

  /** Answers a call as it should be. */
  answer(call: Heard, result: Uint8Array): bigint {
    return this.send(
      { body: { _: 'rpc_result', reqMsgId: call.msgId, result }, kind: 'answer' },
      call,
    )
  }

  refuse(call: Heard, errorCode: number, errorMessage: string): bigint {
    return this.answer(call, encode(mtproto, { _: 'rpc_error', errorCode, errorMessage }))
  }

  /** Sends a transport error on every connection. */
  error(code: number): void {
    for (const connection of this.#connections.values()) this.#error(connection, code)
  }

  /** An object as gzip_packed. */
  pack(object: Uint8Array): Uint8Array {
    return encode(mtproto, { _: 'gzip_packed', packedData: this.compress(object) })
  }

  compress(data: Uint8Array): Uint8Array {
    return this.#host.compress!(data)
  }

  /** Sends a message again under the msg_id and seqno it had. */
  resend(msgId: bigint): void {
    const { seqNo, body } = this.#sent.get(msgId)!
    this.send({ body, fields: { msgId, seqNo } })
  }

  /** Closes every connection. */
  hangUp(): void {
    for (const { link, socket } of [...this.#connections.values()]) {
      this.#connections.delete(link)
      socket.close()
    }
  }

  /** The next msg_id of the server in the session heard last, as if it were `seconds` later. */
  msgId(seconds = 0, low: 1n | 3n = 3n): bigint {
    return (((BigInt(this.unix + seconds * 1000) << 32n) / 1000n) & ~3n) | low
  }

  /** Forgets a key: what comes under it is answered -404. */
  forget(authKeyId: bigint): void {
    this.keys.splice(
      this.keys.findIndex(({ authKey }) => authKey.id === authKeyId),
      1,
    )
  }

  // --- what the client does ---

  #received(link: number, bytes: Uint8Array): void {
    const connection = this.#connections.get(link)
    if (connection === undefined) return
    connection.wire.receive(bytes)
    for (let out = connection.wire.poll(); out !== undefined; out = connection.wire.poll()) {
      if (out.kind === 'plaintext') this.#request(link, out.message.body)
      else if (out.kind === 'opened') this.#opened(link, out.message)
      else if (out.kind === 'rejected') this.#error(connection, -404)
      else if (out.kind === 'broken') this.hangUp()
    }
  }

  #request(link: number, body: Uint8Array): void {
    const name = requestName(body)
    const { silence, refused } = this.setup
    this.requests.push({ link, name, body, at: this.#host.now().monotonic })
    if (silence?.request === name && this.#silences-- > 0) return
    if (refused?.request === name && this.#isFirstExchange) {
      this.#spoil()
      return this.#error(this.#connections.get(link)!, refused.code)
    }
    this.#exchange.handle({ kind: 'message', connection: link, body }, this.now)
    this.#drain()
  }

  #drain(): void {
    for (let out = this.#exchange.poll(); out !== undefined; out = this.#exchange.poll()) {
      if (out.kind === 'compute') {
        const { id } = out
        void Promise.resolve(this.#host.compute(out.job)).then(value => {
          this.#exchange.handle({ kind: 'computed', id, value }, this.now)
          this.#drain()
        })
        continue
      }
      const connection = this.#connections.get(out.connection)
      if (out.kind === 'created') {
        const { authKey, serverSalt, expiresAt } = out
        this.keys.push({
          link: out.connection,
          authKey,
          salt: serverSalt,
          ...(expiresAt && { expiresAt }),
        })
      } else if (connection !== undefined) {
        if (out.kind === 'transport-error') this.#error(connection, out.code)
        else connection.wire.sendPlaintext(this.#plaintextIds.next(this.unix, 'answer'), out.body)
        this.#write(connection)
      }
    }
  }

  #opened(link: number, { authKey, ...message }: OpenedMessage): void {
    const { salt, sessionId } = message
    const line = this.#line(link, authKey, sessionId, salt)
    const at = this.#host.now().monotonic
    const envelope = {
      link,
      authKeyId: authKey.id,
      salt,
      sessionId,
      padding: message.padding.length,
      at,
    }
    for (const { msgId, seqNo, body, container } of unfold(message)) {
      const heard = { ...envelope, msgId, seqNo, body, container, ...readContent(body) }
      this.heard.push(heard)
      if (heard.call !== undefined) this.#calls.push(heard)
      else if (heard.service !== undefined) this.#serve(heard, heard.service, line)
    }
  }

  #line(link: number, authKey: AuthKey, sessionId: bigint, salt: bigint): Line {
    const name = lineName({ authKeyId: authKey.id, sessionId })
    let session = this.#lines.get(name)?.session
    session ??= new Session({ id: sessionId, side: 'server', random: this.#random, ackDelay: 500 })
    const line = { link, authKey, session, salt }
    this.#lines.set(name, line)
    this.#last = line
    return line
  }

  /** What is none of a case's business. */
  #serve(heard: Heard, value: Mtproto.Types['object' | 'call'], { salt }: Line): void {
    const answer = (body: Mtproto.Types['object']) => this.send({ body, kind: 'answer' }, heard)
    const { msgId } = heard
    switch (value._) {
      case 'msgs_ack':
        for (const acked of value.msgIds) this.acked.add(acked)
        return
      case 'ping':
      case 'ping_delay_disconnect': {
        const delay = 'disconnectDelay' in value ? value.disconnectDelay : undefined
        this.pings.push({ at: heard.at, delay })
        if (this.setup.pongs !== false) answer({ _: 'pong', msgId, pingId: value.pingId })
        return
      }
      case 'get_future_salts': {
        const now = Math.floor(this.unix / 1000)
        const current = {
          _: 'future_salt',
          validSince: now - 60,
          validUntil: now + 1740,
          salt,
        } as const
        const salts = [...(this.setup.futureSalts?.(now, salt) ?? [current])]
        answer({ _: 'future_salts', reqMsgId: msgId, now, salts })
        return
      }
      case 'msgs_state_req': {
        const info =
          this.setup.states?.(value.msgIds) ?? new Uint8Array(value.msgIds.length).fill(4)
        answer({ _: 'msgs_state_info', reqMsgId: msgId, info })
        return
      }
      case 'rpc_drop_answer': {
        const result = encode(mtproto, this.setup.dropped ?? { _: 'rpc_answer_unknown' })
        answer({ _: 'rpc_result', reqMsgId: msgId, result })
        return
      }
      case 'destroy_session':
        answer({ _: 'destroy_session_none', sessionId: value.sessionId })
    }
  }

  // --- stages ---

  #stages: LinkStages = {}

  #frames(record: FrameRecord): Iterable<FrameRecord> {
    const { plaintextFrame } = this.setup
    if (this.#stages.frame !== undefined) return this.#stages.frame(record)
    return plaintextFrame && this.#isFirstExchange && this.keys.length === 0
      ? this.#inFirstExchange(plaintextFrame)(record)
      : [record]
  }

  /** The hook while the first exchange lasts; notes where it changed something. */
  #inFirstExchange<Record>(stage: Stage<Record> | undefined): Stage<Record> {
    return record => {
      if (stage === undefined || !this.#isFirstExchange) return [record]
      const records = [...stage(record)]
      if (records.length !== 1 || records[0] !== record) this.#spoil()
      return records
    }
  }

  get #isFirstExchange(): boolean {
    return this.requests.every(({ link }) => link === this.requests[0]!.link)
  }

  #spoil(): void {
    const { link } = this.requests.at(-1)!
    this.spoilt ??= { link, requests: this.requests.length }
  }

  #error(connection: Connection, code: number): void {
    connection.wire.sendFrame(connection.transport.completeError(code))
    this.#write(connection)
  }

  #write({ wire, socket }: Connection): void {
    for (let bytes = wire.pollWrite(); bytes !== undefined; bytes = wire.pollWrite())
      socket.write(bytes)
  }

  /** Both clocks as it has them. */
  get now(): { readonly monotonic: number; readonly unix: number } {
    return { monotonic: this.#host.now().monotonic, unix: this.unix }
  }
}

function requestName(body: Uint8Array): string {
  return find(mtproto.calls, constructorId(body))?.name ?? 'unknown'
}

function lineName({ authKeyId, sessionId }: { authKeyId: bigint; sessionId: bigint }): string {
  return `${authKeyId} ${sessionId}`
}
