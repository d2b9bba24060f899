// The harness as a data centre: honest in everything but the values a case sets, and without a will of its own
// once there is a key: calls wait for the case to answer them.
import { toHex } from '../core/bytes/hex.ts'
import type { AuthKey } from '../core/crypto/auth-key.ts'
import type { RsaPrivateKey } from '../core/crypto/rsa.ts'
import type { OpenedMessage } from '../core/envelope/encrypted.ts'
import type { LinkStages } from '../core/link/link.ts'
import type { Now, Random, Stage } from '../core/machine.ts'
import type { SecretSink } from '../core/secrets.ts'
import type { Message } from '../core/session/message.ts'
import { Session } from '../core/session/session.ts'
import { api } from '../core/tl/generated/api/index.ts'
import type * as Mtproto from '../core/tl/generated/mtproto/index.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { FrameRecord } from '../core/transport/framing.ts'
import type { ListeningHost, Socket, SocketEvents } from '../host/host.ts'
import { idsAt } from '../test-dc/layers.ts'
import { DcConnection } from './dc-connection.ts'
import { DcExchange, type MadeKey } from './dc-exchange.ts'
import { serviceAnswer } from './dc-service.ts'
import type { DcSetup, HeardRequest, Reply } from './dc-setup.ts'
import { DcTurns, type Write } from './dc-turns.ts'
import { type Heard, readContent, unfold } from './heard.ts'
import { type Watch, type WatchedRecord, type WireEvent, watchedStage } from './wire-log.ts'

/** A session as it was last heard. */
interface Line {
  readonly link: number
  readonly authKey: AuthKey
  readonly session: Session
  salt: bigint
}

/** A connection as it came. */
export interface Accepted {
  readonly link: number
  readonly at: number
  readonly bytes: Uint8Array[]
}

export class Dc {
  readonly id: number
  readonly setup: DcSetup
  /** everything heard in sessions, containers before their items */
  readonly heard: Heard[] = []
  /** the connections in order, with all that the client sent, and the numbers of those that it closed */
  readonly accepted: Accepted[] = []
  readonly closed: number[] = []
  /** msg_ids that were acknowledged */
  readonly acked: Set<bigint> = new Set()
  /** the connections on which messages under no known key came, once for each message */
  readonly rejected: number[] = []
  /** what pings of the client are called, with their delay in seconds, if they have one */
  readonly pings: { readonly at: number; readonly delay: number | undefined }[] = []
  /** the results of calls that are none of a case's business; none by default */
  aside: (heard: Heard) => Uint8Array | undefined = () => undefined
  readonly #host: ListeningHost
  readonly #random: Random
  readonly #exchange: DcExchange
  readonly #connections = new Map<number, DcConnection>()
  readonly #turns: DcTurns
  readonly #lines = new Map<string, Line>()
  readonly #sent = new Map<bigint, Message>()
  readonly #watch: (event: WireEvent) => void
  /** the layers that were announced, by auth_key_id */
  readonly #layers = new Map<bigint, number>()
  /** API calls that no case has taken yet */
  #calls: Heard[] = []
  #stages: LinkStages = {}
  #lastLink = 0
  #leapt = 0
  #last: Line | undefined

  constructor(
    host: ListeningHost,
    random: Random,
    id: number,
    test: boolean,
    rsaKey: RsaPrivateKey,
    setup: DcSetup,
    watch: Watch = () => {},
    secrets: SecretSink = () => {},
  ) {
    this.id = id
    this.setup = setup
    this.#watch = event => watch(id, event)
    this.#host = host
    this.#turns = new DcTurns(host)
    this.#random = setup.draws?.(random) ?? random
    this.#exchange = new DcExchange({
      host,
      random: this.#random,
      dcId: id,
      test,
      rsaKey,
      setup,
      now: () => this.now,
      connection: link => this.#connections.get(link),
      secrets,
    })
  }

  /** Its clock: unix milliseconds. */
  get unix(): number {
    return this.#host.now().unix + (this.setup.ahead ?? 0) + this.#leapt
  }

  /** Both clocks as it has them. */
  get now(): Now {
    return { monotonic: this.#host.now().monotonic, unix: this.unix }
  }

  /** How many requests over HTTP wait for their responses. */
  get openRequests(): number {
    return this.#turns.size
  }

  /** The requests of key exchanges. */
  get requests(): readonly HeardRequest[] {
    return this.#exchange.requests
  }

  /** Keys in the order they were made. */
  get keys(): readonly MadeKey[] {
    return this.#exchange.keys
  }

  /** Where the first exchange was spoilt: the connection, and how many requests came before. */
  get spoilt(): DcExchange['spoilt'] {
    return this.#exchange.spoilt
  }

  accept(socket: Socket): SocketEvents {
    const link = ++this.#lastLink
    const connection = new DcConnection({
      link,
      socket,
      findKey: id => this.keys.find(({ authKey }) => authKey.id === id)?.authKey,
      crypto: this.#host.crypto,
      random: this.#random,
      stages: {
        plaintext: this.#watched(link, 'plaintext', this.#exchange.inFirst(this.setup.plaintext)),
        frame: record => this.#frames(record),
        envelope: this.#watched(
          link,
          'message',
          record => this.#stages.envelope?.(record) ?? [record],
        ),
        sealed: record => this.#stages.sealed?.(record) ?? [record],
      },
      segments: this.setup.segments,
      refused: code =>
        this.#watch({ link, direction: 'out', kind: 'transport-error', notes: [`${code}`] }),
    })
    this.#connections.set(link, connection)
    const accepted = { link, at: this.#host.now().monotonic, bytes: [] }
    this.accepted.push(accepted)
    this.#watch({ link, direction: 'in', kind: 'opened' })
    return {
      opened: () => {},
      received: bytes => this.#received(accepted, bytes),
      closed: () => {
        this.#turns.end(connection)
        if (!this.#connections.delete(link)) return
        this.closed.push(link)
        this.#watch({ link, direction: 'in', kind: 'closed' })
      },
    }
  }

  /** The constructor ids that differ in what the sender of a call understands. */
  idsFor({ authKeyId }: Heard): ReadonlyMap<number, number> | undefined {
    const layer = this.#layers.get(authKeyId)
    return layer === undefined ? undefined : idsAt(layer, api)
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
    if (line === undefined) return 0n
    if (raw !== undefined) {
      this.#write(line, connection => {
        this.#stages = stages
        this.#watch({ ...out(connection), kind: 'message', notes: [`payload ${toHex(raw)}`] })
        connection.sendPayload(raw)
        this.#stages = {}
      })
      return 0n
    }
    const bytes = body instanceof Uint8Array ? body : encode(mtproto, body)
    const [packet] = line.session.pack([{ body: bytes, kind }], this.unix)
    const { salt } = line
    const message = { ...packet!.outer, sessionId: line.session.id, salt, ...fields }
    this.#sent.set(message.msgId, message)
    this.#write(line, connection => {
      this.#stages = stages
      connection.send(message, line.authKey)
      this.#stages = {}
    })
    return message.msgId
  }

  /** Writes where the session was heard last; over HTTP, where a request of it waits or will wait. */
  #write({ link, authKey, session }: Line, write: Write): void {
    const connection = this.#connections.get(link)
    if (connection === undefined) return
    if (!connection.isHttp) return write(connection)
    this.#turns.write(lineName({ authKeyId: authKey.id, sessionId: session.id }), link, write)
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

  /** Says that a message came which asked for that. */
  quickAck({ link, quickAckToken }: Heard): void {
    const { quickAck = (token: number) => [token] } = this.setup
    if (quickAckToken === undefined) return
    for (const token of quickAck(quickAckToken)) this.#connections.get(link)?.sendQuickAck(token)
  }

  /** What is sent meanwhile on the connection goes out in one segment. */
  together(link: number, run: () => void): void {
    this.#connections.get(link)?.together(run)
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
    for (const connection of this.#connections.values()) {
      this.#turns.end(connection)
      connection.sendError(code)
    }
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
    for (const connection of [...this.#connections.values()]) {
      this.#connections.delete(connection.link)
      this.#turns.end(connection)
      this.#watch({ ...out(connection), kind: 'closed' })
      connection.close()
    }
  }

  /** The next msg_id of the server in the session heard last, as if it were `seconds` later. */
  msgId(seconds = 0, low: 1n | 3n = 3n): bigint {
    return (((BigInt(this.unix + seconds * 1000) << 32n) / 1000n) & ~3n) | low
  }

  /** From now on its clock shows so many milliseconds more. */
  leap(milliseconds: number): void {
    this.#leapt += milliseconds
  }

  /** Forgets a key: what comes under it is answered -404. */
  forget(authKeyId: bigint): void {
    const { keys } = this.#exchange
    keys.splice(
      keys.findIndex(({ authKey }) => authKey.id === authKeyId),
      1,
    )
  }

  // --- what the client does ---

  #received({ link, bytes: all }: Accepted, bytes: Uint8Array): void {
    all.push(bytes)
    const connection = this.#connections.get(link)
    if (connection === undefined) return
    for (const out of connection.receive(bytes)) {
      if (out.kind === 'plaintext') {
        const { msgId, body } = out.message
        this.#watch({ link, direction: 'in', kind: 'plaintext', msgId, body })
        this.#exchange.request(connection, body)
      } else if (out.kind === 'opened') {
        const { msgId, seqNo, body } = out.message
        this.#watch({ link, direction: 'in', kind: 'message', msgId, seqNo, body })
        this.#opened(link, out.message, out.quickAck)
      } else if (out.kind === 'rejected') {
        this.#watch({ link, direction: 'in', kind: 'rejected', notes: [out.error.message] })
        this.rejected.push(link)
        connection.sendError(-404)
      } else if (out.kind === 'broken') {
        this.#watch({ link, direction: 'in', kind: 'rejected', notes: [out.error.message] })
        this.hangUp()
      }
    }
  }

  /** The hook, what goes through it being seen as it goes out. */
  #watched<Record extends WatchedRecord>(
    link: number,
    kind: 'plaintext' | 'message',
    stage: Stage<Record>,
  ): Stage<Record> {
    const isSpoilt = () => (this.#stages.sealed ?? this.#stages.frame) !== undefined
    return watchedStage(stage, isSpoilt, told => this.#watch({ link, kind, ...told }))
  }

  #opened(link: number, { authKey, ...message }: OpenedMessage, quickAck: boolean): void {
    const { salt, sessionId, quickAckToken } = message
    const line = this.#line(link, authKey, sessionId, salt)
    const at = this.#host.now().monotonic
    const envelope = {
      link,
      authKeyId: authKey.id,
      salt,
      sessionId,
      padding: message.padding.length,
      at,
      ...(quickAck && { quickAckToken }),
    }
    const messages = unfold(message).map(({ msgId, seqNo, body, container }) => {
      return { ...envelope, msgId, seqNo, body, container, ...readContent(body) }
    })
    this.#takeTurn(line, messages)
    for (const heard of messages) {
      this.heard.push(heard)
      if (heard.layer !== undefined) this.#layers.set(authKey.id, heard.layer)
      const aside = this.aside(heard)
      if (aside !== undefined) this.answer(heard, aside)
      else if (heard.call !== undefined) this.#calls.push(heard)
      else if (heard.service !== undefined) this.#serve(heard, heard.service, line)
    }
  }

  /** Over HTTP a message is a request: the last http_wait in it tells how long it may be held. */
  #takeTurn({ link, authKey, session, salt }: Line, messages: readonly Heard[]): void {
    const connection = this.#connections.get(link)
    if (!connection?.isHttp) return
    const waits = messages.flatMap(({ service }) => (service?._ === 'http_wait' ? service : []))
    const { maxWait } = waits.at(-1) ?? { maxWait: 25_000 }
    const sessionId = session.id
    this.#turns.begin(lineName({ authKeyId: authKey.id, sessionId }), connection, maxWait, () => {
      const { outer } = session.packNothing(this.unix)
      connection.send({ ...outer, sessionId, salt }, authKey)
    })
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

  #serve(heard: Heard, value: Mtproto.Types['object' | 'call'], { salt }: Line): void {
    if (value._ === 'msgs_ack') for (const acked of value.msgIds) this.acked.add(acked)
    if (value._ === 'ping') this.pings.push({ at: heard.at, delay: undefined })
    if (value._ === 'ping_delay_disconnect')
      this.pings.push({ at: heard.at, delay: value.disconnectDelay })
    const body = serviceAnswer(value, heard.msgId, this.setup, this.unix, salt)
    if (body !== undefined) this.send({ body, kind: 'answer' }, heard)
  }

  #frames(record: FrameRecord): Iterable<FrameRecord> {
    const { plaintextFrame } = this.setup
    if (this.#stages.frame !== undefined) return this.#stages.frame(record)
    return plaintextFrame && this.#exchange.isFirst && this.keys.length === 0
      ? this.#exchange.inFirst(plaintextFrame)(record)
      : [record]
  }
}

const out = ({ link }: DcConnection) => ({ link, direction: 'out' }) as const

function lineName({ authKeyId, sessionId }: { authKeyId: bigint; sessionId: bigint }): string {
  return `${authKeyId} ${sessionId}`
}
