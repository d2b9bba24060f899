// The book kept of everything a client sends and hears towards one data centre, and the rules it is held to:
// /mtproto/description (msg_id, seqno), /mtproto/service_messages_about_messages (acknowledgements).
import { equal } from '../../src/core/bytes/bytes.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../../src/core/bytes/integers.ts'
import { constructorId } from '../../src/core/session/message.ts'
import {
  type msg_resend_req,
  type msgs_ack,
  mtproto,
} from '../../src/core/tl/generated/mtproto/index.ts'
import { decode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import type { Coverage, Recovery } from './coverage.ts'

type MessageEvent = TraceEvent & { readonly kind: 'message' }

interface Sent {
  readonly seqNo: number
  readonly body: Uint8Array
  /** the connection that carried it last */
  link: number
}

interface Heard {
  readonly contentRelated: boolean
  acknowledged: boolean
  readonly link: number
  readonly at: number
}

const CONTAINER = 0x73f1f8dc
const MSGS_ACK = 0x62d6b459
const BAD_SALT = 0xedab447b
const BAD_MSG = 0xa7eff811
const RPC_RESULT = 0xf35c6d01
const GZIP_PACKED = 0x3072cfa1
const NEW_SESSION = 0x9ec20908
const MSGS_STATE_INFO = 0x04deb57d
const MSG_RESEND_REQ = 0x7d861a08
const PONG = 0x347773c5

/** Service messages of a client, and what it means to see one. */
const SAID: Readonly<Record<number, Recovery | undefined>> = {
  [MSGS_ACK]: undefined,
  2059302892: undefined, // ping
  4081220492: undefined, // ping_delay_disconnect
  3664378706: 'state of calls asked for',
  [MSG_RESEND_REQ]: 'answer asked for again',
  1491380032: 'answer dropped at the server',
  3880853798: 'session destroyed',
  3105996036: 'salts asked for ahead',
}

/** Messages a client may send in one second and in one minute, and connections it may open in one minute. */
const MOST_PER_SECOND = 200
const MOST_PER_MINUTE = 1000
const MOST_CONNECTIONS = 30
/** … and where calls are given up, since the next one begins with short waits again. */
const MOST_CONNECTIONS_OF_THE_IMPATIENT = 100

/** Below every msg_id: as TL longs they are negative from 2038 on. */
const LOWEST = -(2n ** 63n)

export class Ledger {
  /** messages, connections and sessions since the beginning */
  messagesOut = 0
  connections = 0
  sessions = 0
  /** how often it heard bad_msg_notification, bad_server_salt and new_session_created */
  refusals = 0
  readonly #fail: (message: string) => never
  readonly #coverage: Coverage
  #sessionId: bigint | undefined
  #sent = new Map<bigint, Sent>()
  #heard = new Map<bigint, Heard>()
  /** answers that were asked for */
  readonly #wanted = new Set<bigint>()
  /** the session each call went out in last */
  readonly #calls = new Map<bigint, bigint>()
  #lastOuter = LOWEST
  #lastNew = LOWEST
  #creations = 0
  readonly #second = new Rate(1000, MOST_PER_SECOND, 'messages in a second')
  readonly #minute = new Rate(60_000, MOST_PER_MINUTE, 'messages in a minute')
  readonly #dials: Rate

  /** `isPatient`: calls are not given up when the data centre cannot be reached. */
  constructor(coverage: Coverage, isPatient: boolean, fail: (message: string) => never) {
    const most = isPatient ? MOST_CONNECTIONS : MOST_CONNECTIONS_OF_THE_IMPATIENT
    this.#dials = new Rate(60_000, most, 'connections in a minute')
    this.#coverage = coverage
    this.#fail = fail
  }

  connected(now: number): void {
    this.connections++
    this.#dials.add(now, this.#fail)
  }

  /** The session that the client has now. */
  get sessionId(): bigint | undefined {
    return this.#sessionId
  }

  /** The process ends, and with it the session. */
  restart(): void {
    this.finish()
    this.#sessionId = undefined
    this.#sent = new Map()
  }

  message(event: MessageEvent, now: number): void {
    if (event.direction === 'out') this.#out(event, now)
    else this.#in(event, now)
  }

  /** What the client heard in its present session until `time` and has not acknowledged. */
  owedSince(time: number): bigint[] {
    return [...this.#heard].flatMap(([msgId, { contentRelated, acknowledged, at }]) =>
      contentRelated && !acknowledged && at <= time ? [msgId] : [],
    )
  }

  /** Checks the numbers of the session that ends here. */
  finish(): void {
    let content = 0
    const sent = [...this.#sent].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [msgId, { seqNo }] of sent) {
      const odd = seqNo & 1
      // SES-01
      if (seqNo !== 2 * content + odd) this.#fail(`msg_id ${msgId} has seqno ${seqNo}`)
      content += odd
    }
  }

  #out(event: MessageEvent, now: number): void {
    const { sessionId, msgId, seqNo, body, container, link } = event
    this.messagesOut++
    this.#second.add(now, this.#fail)
    this.#minute.add(now, this.#fail)
    if (sessionId !== this.#sessionId) this.#begin(sessionId)
    if ((msgId & 3n) !== 0n) this.#fail(`msg_id ${msgId} of a client`)
    if (container === undefined) {
      if (msgId <= this.#lastOuter) this.#fail(`msg_id ${msgId} after ${this.#lastOuter}`)
      // what goes into this envelope was numbered after the envelope before it
      if (this.#lastOuter > this.#lastNew) this.#lastNew = this.#lastOuter
      this.#lastOuter = msgId
    } else if (msgId >= container) this.#fail(`msg_id ${msgId} in container ${container}`)
    const before = this.#sent.get(msgId)
    if (before !== undefined) {
      if (before.seqNo !== seqNo || !equal(before.body, body)) this.#fail(`two messages ${msgId}`)
      if (container === undefined) this.#fail(`msg_id ${msgId} goes out again alone`)
      if (before.link !== link)
        this.#coverage.recovery('call sent again under its id on another connection')
      before.link = link
      return
    }
    if (container !== undefined) {
      if (msgId <= this.#lastNew) this.#fail(`new msg_id ${msgId} after ${this.#lastNew}`)
      this.#lastNew = msgId
    }
    this.#sent.set(msgId, { seqNo, body, link })
    const id = constructorId(body)
    if (id === MSGS_ACK) this.#acknowledge(body)
    if (id === MSG_RESEND_REQ)
      for (const wanted of (decode(mtproto, body) as msg_resend_req).msgIds)
        this.#wanted.add(wanted)
    const said = SAID[id]
    if (said !== undefined) this.#coverage.recovery(said)
    else if (id !== CONTAINER && !(id in SAID))
      this.#called(readInt64LE(body, body.length - 16), sessionId)
  }

  /** A call goes out under an id that is new. Its last 16 bytes tell it apart. */
  #called(call: bigint, sessionId: bigint): void {
    const before = this.#calls.get(call)
    this.#calls.set(call, sessionId)
    if (before === sessionId) this.#coverage.recovery('call sent again under a new id')
    else if (before !== undefined) this.#coverage.recovery('call sent again in a new session')
  }

  #acknowledge(body: Uint8Array): void {
    for (const msgId of (decode(mtproto, body) as msgs_ack).msgIds) {
      const heard = this.#heard.get(msgId)
      if (heard === undefined) this.#fail(`acknowledges ${msgId}, which it has not heard`)
      if (!heard.contentRelated) this.#fail(`acknowledges ${msgId}, which asks for no such thing`)
      if (heard.acknowledged) this.#coverage.recovery('duplicate acknowledged again')
      heard.acknowledged = true
    }
  }

  #in({ sessionId, msgId, seqNo, body, link }: MessageEvent, at: number): void {
    // A message may end the session it came in; then there is nothing left to be acknowledged.
    if (this.#sessionId !== undefined && sessionId !== this.#sessionId)
      this.#fail(`hears session ${sessionId}`)
    const before = this.#heard.get(msgId)
    if (before !== undefined && before.link !== link)
      this.#coverage.recovery('message of the server heard again')
    this.#heard.set(msgId, {
      contentRelated: (seqNo & 1) === 1,
      acknowledged: before?.acknowledged ?? false,
      link,
      at,
    })
    if (before === undefined) this.#recognise(body)
    if (this.#wanted.delete(msgId)) this.#coverage.recovery('answer sent again when asked for')
  }

  #recognise(body: Uint8Array): void {
    switch (constructorId(body)) {
      case BAD_SALT:
        this.refusals++
        return this.#coverage.recovery('bad_server_salt heeded')
      case BAD_MSG: {
        this.refusals++
        return this.#coverage.recovery(`code ${readInt32LE(body, 16)} heeded` as Recovery)
      }
      case NEW_SESSION:
        this.refusals++
        if (++this.#creations > 1) this.#coverage.recovery('new_session_created again')
        return
      case RPC_RESULT:
        if (readUint32LE(body, 12) === GZIP_PACKED)
          this.#coverage.recovery('compressed result read')
        return
      case MSGS_STATE_INFO:
        return this.#coverage.recovery('state of calls told')
      case PONG:
        return this.#coverage.recovery('pong heard')
    }
  }

  #begin(sessionId: bigint): void {
    this.finish()
    this.sessions++
    this.#sessionId = sessionId
    this.#sent = new Map()
    this.#heard = new Map()
    this.#lastOuter = LOWEST
    this.#lastNew = LOWEST
  }
}

/** How often something happens in any stretch of time of a given length. */
class Rate {
  readonly #span: number
  readonly #most: number
  readonly #what: string
  #times: number[] = []

  constructor(span: number, most: number, what: string) {
    this.#span = span
    this.#most = most
    this.#what = what
  }

  add(now: number, fail: (message: string) => never): void {
    this.#times.push(now)
    while (this.#times[0]! < now - this.#span) this.#times.shift()
    if (this.#times.length > this.#most) fail(`${this.#times.length} ${this.#what}`)
  }
}
