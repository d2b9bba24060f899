// Reads TL values from bytes. Source: /mtproto/serialize
// No length is trusted: every read stays inside the data, a vector's count is checked against the
// bytes that remain, and depth, number of values and total size have limits.
import { decodeUtf8 } from '../bytes/utf8.ts'
import { type ErrorCode, type ErrorDetails, MtprotoError } from '../errors.ts'
import {
  type Boxed,
  type Constructor,
  find,
  type Schema,
  type TlObject,
  type Unparsed,
} from './codec.ts'
import type { Fields, Holder, Key } from './fields.ts'
import { FieldsReader } from './fields-reader.ts'
import { Path } from './path.ts'

export const VECTOR_ID = 0x1cb5c415
export const BOOL_TRUE_ID = 0x997275b5
export const BOOL_FALSE_ID = 0xbc799737

/** What one Reader is willing to decode. */
export interface Limits {
  /** objects and vectors inside each other */
  readonly depth: number
  /** objects and vector items altogether */
  readonly nodes: number
  /** size of the data */
  readonly bytes: number
}

/** So many values, each as large as its bytes can make it, take about 50 MiB of memory. */
export const DEFAULT_LIMITS: Limits = { depth: 100, nodes: 200_000, bytes: 1 << 24 }

export interface ReaderOptions {
  readonly limits?: Partial<Limits>
  /** the schema that the calls inside wrappers (`!X`) belong to */
  readonly schema?: Schema | undefined
}

/** A cursor over bytes. `field` names the value in the path that an error carries. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #schema: Schema | undefined
  readonly #limits: Limits
  readonly #path = new Path()
  readonly #fields: Fields = new FieldsReader(this)
  #position = 0
  #nodes = 0
  #openTypes = 0
  #foundUnknown = false

  /** Throws ERR_TL_LIMIT when there are more bytes than the limit. */
  constructor(bytes: Uint8Array, options: ReaderOptions = {}) {
    // of others, such as Buffer, slice is no copy
    this.#bytes =
      bytes.constructor === Uint8Array
        ? bytes
        : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#schema = options.schema
    this.#limits = options.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS
    const most = this.#limits.bytes
    if (bytes.length > most)
      throw this.#error('ERR_TL_LIMIT', undefined, { expected: `${most} bytes at most` })
  }

  /** offset of the next byte */
  get position(): number {
    return this.#position
  }

  /** number of bytes not read yet */
  get remaining(): number {
    return this.#bytes.length - this.#position
  }

  /** whether reading failed because a type that the schema leaves open held something unknown */
  get foundUnknown(): boolean {
    return this.#foundUnknown
  }

  /** A signed 32-bit integer. */
  int(field?: Key): number {
    return this.#view.getInt32(this.#take(4, field), true)
  }

  /** A `#`: an unsigned 32-bit integer. */
  nat(field?: Key): number {
    return this.#view.getUint32(this.#take(4, field), true)
  }

  /** A `#` that announces optional fields; `known` are the bits that the declaration explains. */
  flags(known: number, field?: Key): number {
    const start = this.#position
    const flags = this.nat(field)
    // TL-04: what an unknown bit announces cannot be skipped.
    if ((flags & ~known) !== 0) {
      this.#foundUnknown = this.#openTypes > 0
      const expected = `bits of ${hex(known)}`
      throw this.#error(
        'ERR_TL_INVALID',
        field,
        { rule: 'TL-04', got: hex(flags), expected },
        start,
      )
    }
    return flags
  }

  /** A constructor id, unsigned. */
  id(): number {
    return this.nat()
  }

  /** A signed 64-bit integer. */
  long(field?: Key): bigint {
    // TL-02: all 64 bits
    return this.#view.getBigInt64(this.#take(8, field), true)
  }

  /** A floating-point number of 64 bits. */
  double(field?: Key): number {
    return this.#view.getFloat64(this.#take(8, field), true)
  }

  /** 16 bytes, as a copy. */
  int128(field?: Key): Uint8Array {
    const at = this.#take(16, field)
    return this.#bytes.slice(at, at + 16)
  }

  /** 32 bytes, as a copy. */
  int256(field?: Key): Uint8Array {
    const at = this.#take(32, field)
    return this.#bytes.slice(at, at + 32)
  }

  /** A byte string of any length below 2^24, as a copy. */
  bytes(field?: Key): Uint8Array {
    return this.#string(field).slice()
  }

  /** Text; throws ERR_TL_INVALID when it is not UTF-8. */
  string(field?: Key): string {
    const start = this.#position
    const data = this.#string(field)
    try {
      return decodeUtf8(data)
    } catch (cause) {
      throw this.#error('ERR_TL_INVALID', field, { expected: 'UTF-8', cause }, start)
    }
  }

  /** A boxed Bool. */
  bool(field?: Key): boolean {
    const start = this.#position
    const id = this.nat(field)
    if (id === BOOL_TRUE_ID) return true
    if (id === BOOL_FALSE_ID) return false
    // TL-03: there is no third value.
    const expected = 'a Bool'
    throw this.#error('ERR_TL_INVALID', field, { rule: 'TL-03', got: hex(id), expected }, start)
  }

  /** A boxed vector, whose id has to be that of `vector`. */
  vector<T>(item: (r: Reader) => T, field?: Key): T[] {
    const start = this.#position
    const id = this.nat(field)
    if (id !== VECTOR_ID)
      throw this.#error('ERR_TL_INVALID', field, { got: hex(id), expected: 'a vector' }, start)
    return this.bareVector(item, field)
  }

  /** A bare vector: a count, then the items, of which none takes less than 4 bytes. */
  bareVector<T>(item: (r: Reader) => T, field?: Key): T[] {
    const start = this.#position
    const count = this.int(field)
    const most = this.remaining >>> 2
    // TL-05: the count is believed only as far as the data reaches.
    if (count < 0 || count > most) {
      const details = { rule: 'TL-05', got: `${count} items`, expected: `${most} at most` } as const
      throw this.#error('ERR_TL_INVALID', field, details, start)
    }
    this.#enter(field, '')
    const items: T[] = []
    for (let index = 0; index < count; index++) {
      this.#path.item(index)
      this.#count()
      items.push(item(this))
    }
    this.#path.leave()
    return items
  }

  /** A constructor id of the type and the fields that belong to it. */
  boxed<T extends TlObject>(type: Boxed<T>, field?: Key): T {
    const start = this.#position
    const id = this.nat(field)
    const codec = find(type, id)
    if (codec === undefined) {
      this.#foundUnknown = type.open === true || this.#openTypes > 0
      const details = { got: hex(id), expected: type.name }
      throw this.#error('ERR_TL_UNKNOWN_CONSTRUCTOR', field, details, start)
    }
    // that the schema does not list every object says nothing about what is inside of one
    const open = type.open && type !== this.#schema?.objects
    if (open) this.#openTypes++
    const value = this.bare(codec, field)
    if (open) this.#openTypes--
    return value
  }

  /** The fields of a constructor whose id is not sent. */
  bare<T extends TlObject>(codec: Constructor<T>, field?: Key): T {
    this.#enter(field, codec.name)
    this.#count()
    const value = { _: codec.name } as T
    codec.fields(this.#fields, value)
    this.#path.leave()
    return value
  }

  /** An `!X`: a call of the schema, or what remains when the schema does not know it. */
  call<T extends TlObject>(field?: Key): T | Unparsed {
    const methods = this.#schema?.calls
    const start = this.#position
    const id = this.nat(field)
    const method = methods && find(methods, id)
    if (method !== undefined) return this.bare(method, field) as T
    return this.unparsed(start)
  }

  /** The result of a call of the schema. */
  result(call: TlObject): unknown {
    const method = this.#schema && find(this.#schema.calls, call._)
    if (method === undefined)
      throw this.#error('ERR_TL_UNKNOWN_CONSTRUCTOR', undefined, {
        got: call._,
        expected: 'a method',
      })
    const answer: Holder<0, unknown> = {}
    method.result(this.#fields, answer, call)
    return answer[0]
  }

  /**
   * A boxed object of another schema, undecoded: `length` bytes, or all that remain. Not a copy.
   * Throws ERR_TL_INVALID unless there is at least an id and the size is a multiple of 4.
   */
  raw(field?: Key, length: number = this.remaining): Uint8Array {
    if (length < 4 || length % 4 !== 0)
      throw this.#error('ERR_TL_INVALID', field, { got: `${length} bytes`, expected: 'an object' })
    const at = this.#take(length, field)
    return this.#bytes.subarray(at, at + length)
  }

  /**
   * The object that began at `start` as an `Unparsed`; everything after it counts as read. Throws as raw
   * does, since only what could be an object can be written again.
   */
  unparsed(start: number): Unparsed {
    this.#position = start
    const object = this.raw()
    return { _: 'unparsed', id: this.#view.getUint32(start, true), bytes: object.slice(4) }
  }

  #string(field: Key | undefined): Uint8Array {
    const start = this.#take(4, field)
    const first = this.#bytes[start]!
    if (first === 0xff)
      throw this.#error('ERR_TL_INVALID', field, { got: 0xff, expected: 'a length below 2^24' })
    const head = first === 0xfe ? 4 : 1
    const length = first === 0xfe ? this.#view.getUint32(start, true) >>> 8 : first
    // TL-06: the bytes and the padding up to a multiple of 4 have to be there.
    this.#take(((head + length + 3) & ~3) - 4, field)
    return this.#bytes.subarray(start + head, start + head + length)
  }

  #take(length: number, field: Key | undefined): number {
    if (length > this.remaining)
      throw this.#error('ERR_TL_TRUNCATED', field, { got: this.remaining, expected: length })
    const at = this.#position
    this.#position += length
    return at
  }

  #enter(field: Key | undefined, name: string): void {
    const { depth } = this.#limits
    if (this.#path.depth >= depth)
      throw this.#error('ERR_TL_LIMIT', field, { expected: `${depth} levels at most` })
    this.#path.enter(field, name)
  }

  #count(): void {
    const { nodes } = this.#limits
    if (++this.#nodes > nodes)
      throw this.#error('ERR_TL_LIMIT', undefined, { expected: `${nodes} values at most` })
  }

  #error(
    code: ErrorCode,
    field: Key | undefined,
    details: ErrorDetails,
    offset: number = this.#position,
  ): MtprotoError {
    const path = this.#path.describe(field)
    return new MtprotoError(code, { ...details, at: `${path} at byte ${offset}`.trim() })
  }
}

/** A constructor id as people write it. */
function hex(id: number): string {
  return `0x${id.toString(16).padStart(8, '0')}`
}
