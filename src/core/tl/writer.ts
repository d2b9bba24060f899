// Writes TL values to bytes. Source: /mtproto/serialize
// A value that does not fit its type is refused with ERR_TL_VALUE, which names its place.
import { encodeUtf8 } from '../bytes/utf8.ts'
import { MtprotoError } from '../errors.ts'
import {
  type Boxed,
  type Constructor,
  find,
  type Schema,
  type TlObject,
  type Unparsed,
} from './codec.ts'
import type { Fields, Key } from './fields.ts'
import { FieldsWriter } from './fields-writer.ts'
import { Path } from './path.ts'
import { BOOL_FALSE_ID, BOOL_TRUE_ID, DEFAULT_LIMITS, VECTOR_ID } from './reader.ts'

export interface WriterOptions {
  /** constructor ids to write in place of others, such as those of an older layer */
  readonly ids?: ReadonlyMap<number, number> | undefined
  /** the schema that the calls inside wrappers (`!X`) belong to */
  readonly schema?: Schema | undefined
}

/** Zero bytes and a view of them. */
interface Space {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** The size of a new space in bytes; larger ones are not kept. */
const KEPT = 1024
const NOTHING: Space = makeSpace(0)
/** The one that the last writer left, for the next: making it costs more than most writing. */
let spare: Space | undefined

/**
 * A growing buffer of bytes, little-endian. `field` names the value in the path that an error carries. All that
 * take a value throw ERR_TL_VALUE when it does not fit, and ERR_TL_LIMIT when it is nested too deeply.
 */
export class Writer {
  readonly #ids: ReadonlyMap<number, number> | undefined
  readonly #schema: Schema | undefined
  readonly #path = new Path()
  readonly #fields: Fields = new FieldsWriter(this)
  #space: Space
  #length = 0

  constructor(options: WriterOptions = {}) {
    this.#ids = options.ids
    this.#schema = options.schema
    this.#space = spare ?? makeSpace(KEPT)
    spare = undefined
  }

  /** What was written, as a copy. This is the end of the writer: it forgets all of it, and takes no more. */
  finish(): Uint8Array {
    const written = this.#space.bytes.slice(0, this.#length)
    if (this.#space.bytes.length === KEPT) {
      this.#space.bytes.fill(0, 0, this.#length)
      spare = this.#space
    }
    this.#space = NOTHING
    this.#length = 0
    return written
  }

  /** -2^31 … 2^31-1 */
  int(value: number, field?: Key): void {
    if (!Number.isInteger(value) || value < -0x80000000 || value > 0x7fffffff)
      throw this.#refuse(value, 'an integer of 32 bits', field)
    const at = this.#grow(4)
    this.#space.view.setInt32(at, value, true)
  }

  /** 0 … 2^32-1 */
  nat(value: number, field?: Key): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
      throw this.#refuse(value, 'an unsigned integer of 32 bits', field)
    const at = this.#grow(4)
    this.#space.view.setUint32(at, value, true)
  }

  /** A constructor id, unsigned, after substitution. */
  id(value: number): void {
    this.nat(this.#ids?.get(value) ?? value)
  }

  /** -2^63 … 2^63-1 */
  long(value: bigint, field?: Key): void {
    if (typeof value !== 'bigint' || value !== BigInt.asIntN(64, value))
      throw this.#refuse(value, 'a bigint of 64 bits', field)
    const at = this.#grow(8)
    this.#space.view.setBigInt64(at, value, true)
  }

  /** A floating-point number of 64 bits. */
  double(value: number, field?: Key): void {
    if (typeof value !== 'number') throw this.#refuse(value, 'a number', field)
    const at = this.#grow(8)
    this.#space.view.setFloat64(at, value, true)
  }

  /** Exactly 16 bytes. */
  int128(value: Uint8Array, field?: Key): void {
    this.#fixed(value, 16, field)
  }

  /** Exactly 32 bytes. */
  int256(value: Uint8Array, field?: Key): void {
    this.#fixed(value, 32, field)
  }

  /** Fewer than 2^24 bytes. */
  bytes(value: Uint8Array, field?: Key): void {
    if (!(value instanceof Uint8Array) || value.length >= 1 << 24)
      throw this.#refuse(value, 'a Uint8Array of fewer than 2^24 bytes', field)
    const { length } = value
    // TL-01: one length byte up to 253, and zeros up to a whole word
    const head = length < 254 ? 1 : 4
    const at = this.#grow((head + length + 3) & ~3)
    if (head === 1) this.#space.bytes[at] = length
    else this.#space.view.setUint32(at, ((length << 8) | 0xfe) >>> 0, true)
    this.#space.bytes.set(value, at + head)
  }

  /** Text that takes fewer than 2^24 bytes in UTF-8. */
  string(value: string, field?: Key): void {
    if (typeof value !== 'string') throw this.#refuse(value, 'a string', field)
    let data: Uint8Array
    try {
      data = encodeUtf8(value)
    } catch {
      throw this.#refuse(value, 'well-formed text', field)
    }
    this.bytes(data, field)
  }

  /** A boxed Bool. */
  bool(value: boolean, field?: Key): void {
    if (typeof value !== 'boolean') throw this.#refuse(value, 'a boolean', field)
    this.nat(value ? BOOL_TRUE_ID : BOOL_FALSE_ID)
  }

  /** A `#` that announces optional fields, none so far; returns its place, for setFlag() and isFlagSet(). */
  flags(): number {
    return this.#grow(4)
  }

  /** Announces a field in the flags at this place. */
  setFlag(flags: number, bit: number): void {
    this.#space.view.setUint32(flags, this.#space.view.getUint32(flags, true) | (1 << bit), true)
  }

  /** Whether a field is announced in the flags at this place. */
  isFlagSet(flags: number, bit: number): boolean {
    return (this.#space.view.getUint32(flags, true) & (1 << bit)) !== 0
  }

  /** Whether the bit of a `flags.N?true` is set: absent means no. */
  flag(value: boolean | undefined, field: Key): boolean {
    if (value !== undefined && typeof value !== 'boolean')
      throw this.#refuse(value, 'a boolean', field)
    return value === true
  }

  /** A boxed vector. */
  vector<T>(items: readonly T[], item: (w: Writer, value: T) => void, field?: Key): void {
    this.nat(VECTOR_ID)
    this.bareVector(items, item, field)
  }

  /** A bare vector: a count, then the items. */
  bareVector<T>(items: readonly T[], item: (w: Writer, value: T) => void, field?: Key): void {
    if (!Array.isArray(items)) throw this.#refuse(items, 'an array', field)
    this.int(items.length)
    this.#enter(field, '')
    for (let index = 0; index < items.length; index++) {
      this.#path.item(index)
      item(this, items[index] as T)
    }
    this.#path.leave()
  }

  /** A constructor id of the type and its fields, or an object that was not decoded. */
  boxed<T extends TlObject>(value: T | Unparsed, type: Boxed<T>, field?: Key): void {
    const name = this.#name(value, type.name, field)
    const codec = find(type, name)
    if (codec !== undefined) {
      this.id(codec.id)
      this.bare(value as T, codec, field)
    } else if (isUnparsed(value)) {
      this.id(value.id)
      this.#append(value.bytes, field)
    } else {
      throw this.#refuse(value, type.name, field)
    }
  }

  /** The fields of a constructor, without its id. */
  bare<T extends TlObject>(value: T, codec: Constructor<T>, field?: Key): void {
    if (this.#name(value, codec.name, field) !== codec.name)
      throw this.#refuse(value, codec.name, field)
    this.#enter(field, codec.name)
    codec.fields(this.#fields, value)
    this.#path.leave()
  }

  /** An `!X`: a call of the schema. */
  call(value: TlObject, field?: Key): void {
    if (this.#schema === undefined) throw this.#refuse(undefined, 'a schema', field)
    this.boxed(value, this.#schema.calls, field)
  }

  /** The result of a call of the schema. */
  result(result: unknown, call: TlObject): void {
    const method = this.#schema && find(this.#schema.calls, call._)
    if (method === undefined) throw this.#refuse(call, 'a method')
    method.result(this.#fields, { 0: result }, call)
  }

  /** A boxed object of another schema, already encoded; when `length` is given it has to match. */
  raw(value: Uint8Array, field?: Key, length?: number): void {
    this.#append(value, field)
    if (value.length < 4) throw this.#refuse(value, 'an encoded object', field)
    if (length !== undefined && length !== value.length)
      throw this.#refuse(value, `${length} bytes`, field)
  }

  #fixed(value: Uint8Array, length: number, field: Key | undefined): void {
    if (!(value instanceof Uint8Array) || value.length !== length)
      throw this.#refuse(value, `a Uint8Array of ${length} bytes`, field)
    const at = this.#grow(length)
    this.#space.bytes.set(value, at)
  }

  #append(value: Uint8Array, field: Key | undefined): void {
    if (!(value instanceof Uint8Array) || value.length % 4 !== 0)
      throw this.#refuse(value, 'a Uint8Array of whole 4-byte words', field)
    const at = this.#grow(value.length)
    this.#space.bytes.set(value, at)
  }

  /** Makes room for `length` zero bytes and returns where they start. */
  #grow(length: number): number {
    const at = this.#length
    this.#length += length
    if (this.#length > this.#space.bytes.length) {
      const larger = makeSpace(Math.max(this.#length, 2 * this.#space.bytes.length))
      larger.bytes.set(this.#space.bytes)
      this.#space = larger
    }
    return at
  }

  #enter(field: Key | undefined, name: string): void {
    const { depth } = DEFAULT_LIMITS
    if (this.#path.depth >= depth) {
      const at = this.#path.describe(field)
      throw new MtprotoError('ERR_TL_LIMIT', { at, expected: `${depth} levels at most` })
    }
    this.#path.enter(field, name)
  }

  #name(value: TlObject, expected: string, field: Key | undefined): string {
    if (typeof value !== 'object' || value === null || typeof value._ !== 'string')
      throw this.#refuse(value, expected, field)
    return value._
  }

  #refuse(value: unknown, expected: string, field?: Key): MtprotoError {
    return new MtprotoError('ERR_TL_VALUE', {
      at: this.#path.describe(field),
      got: kind(value),
      expected,
    })
  }
}

function makeSpace(length: number): Space {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer) }
}

function isUnparsed(value: TlObject): value is Unparsed {
  return value._ === 'unparsed'
}

/** What a refused value is, without giving away what it holds. */
function kind(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return '_' in value && typeof value._ === 'string' ? value._ : 'an object'
}
