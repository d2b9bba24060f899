// Recordings of connections: one JSON object a line, first a header, then what happened in its order. The format
// is docs/recordings.md. A recording may come from anybody, so whatever it announces is bounded and checked.
import { fromHex } from '../core/bytes/hex.ts'
import { AUTH_KEY_SIZE } from '../core/crypto/auth-key.ts'
import { rsaPublicKey } from '../core/crypto/rsa.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Side } from '../core/machine.ts'
import type { Secret } from '../core/secrets.ts'

/** The version of the format that is written and read. */
export const RECORDING_VERSION = 1

/** The characters of a recording. */
export const MAX_RECORDING: number = 2 ** 28
/** The characters of one line: a frame of the largest size in hexadecimal, and room around it. */
const MAX_LINE = 2 ** 24
const MAX_LINKS = 65_536
const MAX_SECRETS = 65_536
/** The characters of a name, a reason or an address. */
const MAX_TEXT = 1024

/** Who recorded, and when. */
export interface RecordingHeader {
  /** the program, with its version */
  readonly tool: string
  /** the end of the connections that was recorded */
  readonly role: Side
  /** unix milliseconds of its clock */
  readonly started: number
}

/** What happened on a connection; `at` is in milliseconds since the start, `link` the number of the connection. */
export type RecordedLine =
  /** it can be written to; `host` and `port` are where the server listens */
  | {
      readonly kind: 'opened'
      readonly at: number
      readonly link: number
      readonly host: string
      readonly port: number
      /** what it belongs to, where one recording holds several runs */
      readonly run?: string
    }
  /** bytes as they were written to the socket or read from it, cut anywhere */
  | {
      readonly kind: 'bytes'
      readonly at: number
      readonly link: number
      readonly from: Side
      readonly bytes: Uint8Array
    }
  | {
      readonly kind: 'closed'
      readonly at: number
      readonly link: number
      readonly reason: string | undefined
    }

/** A recording as it was read. */
export interface Recording {
  readonly header: RecordingHeader
  readonly lines: readonly RecordedLine[]
  /** what opens it; none unless they were asked for */
  readonly secrets: readonly Secret[]
  /** whether the last line was cut off, as when the program was killed; it is left out */
  readonly cutOff: boolean
}

/**
 * Reads the text of a recording. Throws ERR_RECORDING_INVALID with the number of the line that is wrong; no error
 * shows what is in a line.
 */
export function readRecording(text: string): Recording {
  if (text.length > MAX_RECORDING)
    throw invalid(0, 'the recording', `${text.length} characters`, `at most ${MAX_RECORDING}`)
  const lines: RecordedLine[] = []
  const secrets: Secret[] = []
  const links = new Map<number, boolean>()
  let header: RecordingHeader | undefined
  let number = 0
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    const line = new Line(text.slice(start, end), ++number)
    start = end + 1
    if (header === undefined) header = headerIn(line)
    else if (line.kind === 'secret') secrets.push(secretIn(line))
    else lines.push(followed(lineIn(line), links, line))
    if (secrets.length > MAX_SECRETS) throw line.wrong('secret', 'more', `at most ${MAX_SECRETS}`)
  }
  if (header === undefined) throw invalid(1, 'the line', 'no line', 'a header')
  return { header, lines, secrets, cutOff: start < text.length }
}

/** A connection opens once, and after its end there is nothing more of it. */
function followed(event: RecordedLine, links: Map<number, boolean>, line: Line): RecordedLine {
  const isOpen = links.get(event.link)
  if ((event.kind === 'opened') !== (isOpen === undefined) || isOpen === false)
    throw line.wrong('link', `${event.kind} ${event.link}`, 'a connection that is open')
  links.set(event.link, event.kind !== 'closed')
  if (links.size > MAX_LINKS) throw line.wrong('link', 'more', `at most ${MAX_LINKS}`)
  return event
}

function headerIn(line: Line): RecordingHeader {
  line.oneOf('kind', ['recording'])
  const version = line.number('version')
  if (version !== RECORDING_VERSION)
    throw line.wrong('version', `${version}`, `${RECORDING_VERSION}`)
  const started = Date.parse(line.text('started'))
  if (Number.isNaN(started)) throw line.wrong('started', 'another text', 'a time')
  return { tool: line.text('tool'), role: line.oneOf('role', ['client', 'server']), started }
}

function lineIn(line: Line): RecordedLine {
  const kind = line.oneOf('kind', ['opened', 'bytes', 'closed'])
  const moment = { at: line.number('at'), link: line.number('link') }
  if (!Number.isInteger(moment.link)) throw line.wrong('link', 'a fraction', 'a whole number')
  switch (kind) {
    case 'opened': {
      const opened = { kind, ...moment, host: line.text('host'), port: line.number('port') }
      return line.has('run') ? { ...opened, run: line.text('run') } : opened
    }
    case 'bytes': {
      const from = line.oneOf('from', ['client', 'server'])
      return { kind, ...moment, from, bytes: line.bytes('bytes') }
    }
    case 'closed':
      return { kind, ...moment, reason: line.has('reason') ? line.text('reason') : undefined }
  }
}

function secretIn(line: Line): Secret {
  const kind = line.oneOf('secret', ['auth-key', 'new-nonce', 'rsa-key'])
  switch (kind) {
    case 'auth-key': {
      const temporary = line.oneOf('life', ['temporary', 'permanent']) === 'temporary'
      return { kind, key: line.bytes('key', AUTH_KEY_SIZE), temporary }
    }
    case 'new-nonce': {
      const [newNonce, serverNonce] = [line.bytes('newNonce', 32), line.bytes('serverNonce', 16)]
      return { kind, newNonce, serverNonce }
    }
    case 'rsa-key':
      return { kind, ...line.rsaKey() }
  }
}

/** One line: its fields, checked as they are read. */
class Line {
  readonly #number: number
  readonly #fields: Readonly<Record<string, unknown>>

  constructor(text: string, number: number) {
    this.#number = number
    if (text.length > MAX_LINE)
      throw this.wrong('the line', `${text.length} characters`, `at most ${MAX_LINE}`)
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw this.wrong('the line', 'no JSON', 'an object')
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.wrong('the line', 'another value', 'an object')
    this.#fields = value as Record<string, unknown>
  }

  get kind(): unknown {
    return this.#field('kind')
  }

  has(name: string): boolean {
    return this.#field(name) !== undefined
  }

  /** A number from 0 on. */
  number(name: string): number {
    const value = this.#field(name)
    if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER))
      throw this.wrong(name, typeof value, 'a number from 0 on')
    return value
  }

  text(name: string): string {
    const value = this.#field(name)
    if (typeof value !== 'string') throw this.wrong(name, typeof value, 'a text')
    if (value.length > MAX_TEXT)
      throw this.wrong(name, `${value.length} characters`, `at most ${MAX_TEXT}`)
    return value
  }

  oneOf<const T extends string>(name: string, values: readonly T[]): T {
    const found = values.find(value => value === this.#field(name))
    if (found === undefined) throw this.wrong(name, 'something else', values.join(', '))
    return found
  }

  /** Hexadecimal digits; with a `length`, of so many bytes. */
  bytes(name: string, length?: number): Uint8Array {
    const value = this.#field(name)
    const expected = length === undefined ? 'hexadecimal digits' : `${length} bytes in hexadecimal`
    if (typeof value !== 'string') throw this.wrong(name, typeof value, expected)
    let bytes: Uint8Array | undefined
    try {
      bytes = fromHex(value)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
    }
    if (bytes === undefined || (length !== undefined && bytes.length !== length))
      throw this.wrong(name, `${value.length} characters`, expected)
    return bytes
  }

  rsaKey(): { readonly n: Uint8Array; readonly e: Uint8Array; readonly d: Uint8Array } {
    const [n, e, d] = [this.bytes('n', 256), this.bytes('e'), this.bytes('d')]
    try {
      rsaPublicKey(n, e)
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      throw this.wrong('n', 'another key', 'an RSA key of 2048 bits')
    }
    // a power that is longer than its modulus only takes time
    if (d.length > n.length) throw this.wrong('d', `${d.length} bytes`, `at most ${n.length}`)
    return { n, e, d }
  }

  wrong(at: string, got: string, expected: string): MtprotoError {
    return invalid(this.#number, at, got, expected)
  }

  #field(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
  }
}

function invalid(line: number, at: string, got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_RECORDING_INVALID', { at: `line ${line}, ${at}`, got, expected })
}
