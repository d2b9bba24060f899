// HTTP as a framing: a message is the body of a request or a response, and on one connection they take turns.
// Source: /mtproto/transports#http, /mtproto/mtproto-transports#transport-errors. A transport error is the status
// of a response; whoever wants several requests on their way opens several connections.
import { concat } from '../bytes/bytes.ts'
import { readInt32LE } from '../bytes/integers.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { MtprotoError } from '../errors.ts'
import type { ByteQueue } from './byte-queue.ts'
import {
  checkLength,
  classify,
  createRecord,
  type FrameRecord,
  type Framing,
  type Received,
  type Sender,
} from './framing.ts'
import { HeadReader, lengthIn, methodIn, statusIn } from './http-head.ts'

/** What the first line of a response calls its status. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
}

const OK = 200
const NOTHING = new Uint8Array(0)

/** What a head announces: a body of this many bytes. */
interface Head {
  readonly status: number
  readonly length: number
}

/** One connection over HTTP, as its client or its server. */
export class HttpFraming implements Framing {
  readonly name = 'http'
  readonly supportsQuickAck = false
  readonly #host: string | undefined
  readonly #heads = new HeadReader()
  /** of the message whose body is on its way */
  #head: Head | undefined
  /** a request waits for its response */
  #isOpen = false

  /** A client of `host`, which is `name` or `name:port`; without it, the server. Throws ERR_ARGUMENT. */
  constructor(host?: string) {
    if (host !== undefined && !/^[!-~]*$/.test(host))
      throw new MtprotoError('ERR_ARGUMENT', { at: 'host', got: JSON.stringify(host) })
    this.#host = host
  }

  /** A server speaks only when it was asked. */
  get mayWrite(): boolean {
    return this.#host !== undefined || this.#isOpen
  }

  /** TR-34: the four bytes of a transport error become the status of a response without a body. */
  complete(payload: Uint8Array, quickAck: boolean): FrameRecord {
    if (quickAck) throw noQuickAck()
    const record = createRecord(payload, false)
    return this.#host === undefined && payload.length === 4
      ? { ...record, payload: NOTHING, length: 0, status: -readInt32LE(payload) }
      : record
  }

  encode({ payload, length, status }: FrameRecord): Uint8Array {
    this.#isOpen = false
    const first =
      this.#host === undefined
        ? [
            `HTTP/1.1 ${status} ${REASONS[status] ?? ''}`,
            ...(status === 405 ? ['Allow: POST'] : []),
          ]
        : ['POST /api HTTP/1.1', `Host: ${this.#host}`]
    const lines = [...first, `Content-Length: ${length}`, 'Connection: keep-alive', '', '']
    return concat(encodeUtf8(lines.join('\r\n')), payload)
  }

  encodeQuickAck(): Uint8Array {
    throw noQuickAck()
  }

  read(queue: ByteQueue, sender: Sender): Received | undefined {
    if (this.#isOpen) {
      if (queue.length === 0) return undefined
      throw invalid('request', { expected: 'none before the response to the last' })
    }
    this.#head ??= sender === 'client' ? this.#request(queue) : this.#response(queue)
    if (this.#head === undefined || queue.length < this.#head.length) return undefined
    const { status, length } = this.#head
    this.#head = undefined
    const body = queue.take(length)
    // TR-34: the status says it all.
    if (status !== OK) return { kind: 'error', code: -status }
    this.#isOpen = sender === 'client'
    return classify(body, sender, false)
  }

  #request(queue: ByteQueue): Head | undefined {
    const lines = this.#heads.read(queue)
    if (lines === undefined) return undefined
    const [first = '', ...fields] = lines
    const method = methodIn(first)
    if (method === undefined) throw invalid('request line')
    if (method !== 'POST') throw invalid('method', { got: method, expected: 'POST' })
    return { status: OK, length: bodyLength(fields) }
  }

  /** An error whose body has no length that can be used ends with its head. */
  #response(queue: ByteQueue): Head | undefined {
    for (
      let lines = this.#heads.read(queue);
      lines !== undefined;
      lines = this.#heads.read(queue)
    ) {
      const [first = '', ...fields] = lines
      const status = statusIn(first)
      if (status === undefined) throw invalid('status line')
      if (status === OK) return { status, length: bodyLength(fields) }
      // What is below 200 announces the response proper.
      if (status > OK) return { status, length: ignoredLength(fields) }
    }
    return undefined
  }
}

function bodyLength(fields: readonly string[]): number {
  const length = lengthIn(fields)
  if (length === undefined)
    throw invalid('Content-Length', { expected: 'one, and no Transfer-Encoding' })
  checkLength(length)
  return length
}

/** As much as is waited for of a body that nobody reads. */
const MAX_IGNORED = 65_536

function ignoredLength(fields: readonly string[]): number {
  const length = lengthIn(fields) ?? 0
  return length > MAX_IGNORED ? 0 : length
}

function invalid(
  at: string,
  details: { readonly got?: string; readonly expected?: string } = {},
): MtprotoError {
  return new MtprotoError('ERR_FRAME_INVALID', { at, ...details })
}

function noQuickAck(): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', {
    at: 'quickAck',
    advice: 'HTTP has no quick acknowledgements',
  })
}
