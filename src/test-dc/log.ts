// What the data centres of a TestDc heard and said, by name: for tests that ask not only whether a client
// succeeded but how. Made of trace events; holds names, ids and sizes, and nothing that is inside.
import { readInt64LE } from '../core/bytes/integers.ts'
import { MtprotoError } from '../core/errors.ts'
import type { RuleId } from '../core/rules.ts'
import { unpack } from '../core/session/gzip-packed.ts'
import { constructorId, isContentRelated } from '../core/session/message.ts'
import { SERVICE } from '../core/session/service.ts'
import { find, type Schema, type TlObject } from '../core/tl/codec.ts'
import { mtproto } from '../core/tl/generated/mtproto/index.ts'
import { decode, decodeCall } from '../core/tl/schema.ts'
import type { Direction, TraceEvent } from '../core/trace.ts'
import { isUserId } from './layers.ts'

/** One event; every 64-bit number is a decimal string, so that the entry is JSON as it is. */
export interface LogEntry {
  /** 1, 2, 3 … in the order of the events */
  readonly seq: number
  /** unix time in milliseconds */
  readonly at: number
  /** the id of the data centre */
  readonly dc: number
  /** the number of the connection within that data centre; absent when the event is about none */
  readonly link?: number
  /** `in` is what the data centre received */
  readonly direction?: Direction
  readonly kind:
    | 'transport'
    | 'plaintext'
    | 'message'
    | 'transport-error'
    | 'violation'
    | 'rejected'
  /** of a new connection: the transport; otherwise the TL name, `#` and the constructor id when no schema has it */
  readonly name?: string
  /** of an API call: the names from the outermost wrapper to the call inside */
  readonly calls?: readonly string[]
  readonly msgId?: string
  readonly seqNo?: number
  readonly sessionId?: string
  /** bytes of the body; of what came in, uncompressed */
  readonly size?: number
  /** the msg_id of the container it travelled in */
  readonly container?: string
  /** of an rpc_result: the msg_id of the call, the TL name of the result, and what an rpc_error said */
  readonly request?: { readonly msgId: string; readonly result: string; readonly error?: string }
  /** of an outgoing message that wants an acknowledgement: whether it came */
  readonly acked?: boolean
  /** of a transport error: its code */
  readonly code?: number
  /** of what was refused or bent a rule: which rule */
  readonly rule?: RuleId
  /** the same in words */
  readonly detail?: string
}

type Fields = Omit<LogEntry, 'seq' | 'at' | 'dc'>
type Acknowledged = LogEntry & { acked?: boolean }

/** More entries are not kept; the oldest go first. */
const CAPACITY = 10_000
const VECTOR = 0x1cb5c415
const BOOL_TRUE = 0x997275b5
const BOOL_FALSE = 0xbc799737

export class Log {
  readonly #schema: Schema
  readonly #entries: Acknowledged[] = []
  #lastSeq = 0

  /** `schema` is the one that API calls are read with. */
  constructor(schema: Schema) {
    this.#schema = schema
  }

  /** The entries so far, oldest first; the array goes on changing. */
  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  /** Records one trace event of a data centre, at a unix time in milliseconds. */
  record(dc: number, event: TraceEvent, at: number): void {
    this.#add(dc, at, { kind: event.kind, link: event.link, ...this.#describe(event) })
    if (event.kind === 'message' && event.direction === 'in') this.#acknowledge(dc, event)
  }

  /** Records that a handler failed, which the client was told as an internal error. */
  recordFailure(dc: number, method: string, error: unknown, at: number): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#add(dc, at, { kind: 'rejected', name: method, detail: `the handler failed: ${reason}` })
  }

  #add(dc: number, at: number, fields: Fields): void {
    this.#entries.push({ seq: ++this.#lastSeq, at, dc, ...fields })
    if (this.#entries.length > CAPACITY) this.#entries.shift()
  }

  #describe(event: TraceEvent): Partial<Fields> {
    switch (event.kind) {
      case 'plaintext': {
        const { direction, msgId, body } = event
        return { direction, name: this.#name(body), msgId: String(msgId), size: body.length }
      }
      case 'message':
        return this.#describeMessage(event)
      case 'transport':
        return { name: event.framing, ...(event.obfuscated && { detail: 'obfuscated' }) }
      case 'transport-error':
        return { direction: event.direction, code: event.code }
      case 'violation':
        return { rule: event.rule, detail: event.detail }
      case 'rejected': {
        const { rule, message } = event.error
        return { detail: message, ...(rule !== undefined && { rule }) }
      }
    }
  }

  #describeMessage(event: TraceEvent & { kind: 'message' }): Partial<Fields> {
    const { direction, msgId, seqNo, sessionId, body, container } = event
    const id = constructorId(body)
    const calls = direction === 'in' ? this.#calls(body) : undefined
    return {
      direction,
      name: this.#name(body),
      ...(calls && { calls }),
      msgId: String(msgId),
      seqNo,
      sessionId: String(sessionId),
      size: body.length,
      ...(container !== undefined && { container: String(container) }),
      ...(direction === 'out' && id === SERVICE.rpcResult && { request: this.#request(body) }),
      ...(direction === 'out' && isContentRelated(event) && { acked: false }),
    }
  }

  /** rpc_result is its id, the msg_id of the call, and the result. */
  #request(body: Uint8Array): NonNullable<LogEntry['request']> {
    const result = unpack(body.subarray(12))
    const error = constructorId(result) === SERVICE.rpcError ? decode(mtproto, result) : undefined
    return {
      msgId: String(readInt64LE(body, 4)),
      result: this.#name(result),
      ...(error?._ === 'rpc_error' && { error: `${error.errorCode} ${error.errorMessage}` }),
    }
  }

  #calls(body: Uint8Array): string[] | undefined {
    if (find(this.#schema.calls, constructorId(body)) === undefined) return undefined
    const names: string[] = []
    try {
      let call: (TlObject & { id?: number; query?: TlObject }) | undefined = decodeCall(
        this.#schema,
        body,
      )
      for (; call !== undefined; call = call.query)
        names.push(call._ === 'unparsed' ? hexName(call.id ?? 0) : call._)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      return [this.#name(body)]
    }
    return names
  }

  #name(body: Uint8Array): string {
    const id = constructorId(body)
    if (id === VECTOR) return 'vector'
    if (id === BOOL_TRUE) return 'boolTrue'
    if (id === BOOL_FALSE) return 'boolFalse'
    if (isUserId(id)) return 'user'
    const { objects, calls } = this.#schema
    for (const type of [mtproto.objects, mtproto.calls, objects, calls]) {
      const codec = find(type, id)
      if (codec !== undefined) return codec.name
    }
    return hexName(id)
  }

  #acknowledge(dc: number, { sessionId, body }: TraceEvent & { kind: 'message' }): void {
    const ids = readAcks(body)
    if (ids.size === 0) return
    for (const entry of this.#entries)
      if (
        entry.acked === false &&
        entry.dc === dc &&
        entry.sessionId === String(sessionId) &&
        ids.has(entry.msgId!)
      )
        entry.acked = true
  }
}

const MSGS_ACK = 0x62d6b459

function readAcks(body: Uint8Array): Set<string> {
  if (constructorId(body) !== MSGS_ACK) return new Set()
  try {
    const value = decode(mtproto, body)
    return new Set(value._ === 'msgs_ack' ? value.msgIds.map(String) : [])
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    return new Set()
  }
}

function hexName(id: number): string {
  return `#${id.toString(16).padStart(8, '0')}`
}
