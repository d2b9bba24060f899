// Values to bytes and back, for any compiled schema. Source: /mtproto/serialize, /api/invoking
// A decoded value is complete: unless stray bytes are asked for, none may be left over.
import { MtprotoError } from '../errors.ts'
import {
  find,
  type ResultOf,
  type Schema,
  type SchemaTypes,
  type TlObject,
  type Unparsed,
} from './codec.ts'
import { Reader, type ReaderOptions } from './reader.ts'
import { Writer } from './writer.ts'

/** What an object or call was decoded to, and how many bytes it took. */
export interface Prefix<T> {
  readonly value: T
  readonly length: number
}

/**
 * Encodes an object or a call to bytes, with its constructor id. `ids` replaces constructor ids by others, such
 * as those of an older layer. Throws ERR_TL_VALUE when a value does not fit its type.
 */
export function encode<T extends SchemaTypes>(
  schema: Schema<T>,
  value: T['object'] | T['call'],
  ids?: ReadonlyMap<number, number>,
): Uint8Array {
  const writer = new Writer({ schema, ids })
  if (find(schema.calls, value._)) writer.boxed<TlObject>(value, schema.calls)
  else writer.boxed<TlObject>(value, schema.objects)
  return writer.finish()
}

/** Encodes the result of `call` to bytes. Throws as encode does. */
export function encodeResult<T extends SchemaTypes, const M extends T['call']>(
  schema: Schema<T>,
  call: M,
  result: ResultOf<T, M>,
  ids?: ReadonlyMap<number, number>,
): Uint8Array {
  const writer = new Writer({ schema, ids })
  writer.result(result, call)
  return writer.finish()
}

/**
 * Decodes one object that takes all of the bytes. An object that reaches an unknown constructor where
 * the schema is open becomes `Unparsed`. Throws ERR_TL_TRAILING, ERR_TL_TRUNCATED, ERR_TL_INVALID,
 * ERR_TL_LIMIT, ERR_TL_UNKNOWN_CONSTRUCTOR.
 */
export function decode<T extends SchemaTypes>(schema: Schema<T>, bytes: Uint8Array): T['object'] {
  return complete(bytes, decodePrefix(schema, bytes))
}

/** Decodes one object at the start of the bytes; others may follow it. Throws as decode does. */
export function decodePrefix<T extends SchemaTypes>(
  schema: Schema<T>,
  bytes: Uint8Array,
): Prefix<T['object']> {
  return read(bytes, { schema }, reader => reader.boxed<TlObject>(schema.objects))
}

/**
 * Decodes one call that takes all of the bytes. A call inside a wrapper that the schema does not know
 * becomes `Unparsed`. Throws ERR_TL_TRAILING, and as decode does.
 */
export function decodeCall<T extends SchemaTypes>(schema: Schema<T>, bytes: Uint8Array): T['call'] {
  return complete(bytes, decodeCallPrefix(schema, bytes))
}

/** Decodes one call at the start of the bytes; others may follow it. Throws as decode does. */
export function decodeCallPrefix<T extends SchemaTypes>(
  schema: Schema<T>,
  bytes: Uint8Array,
): Prefix<T['call']> {
  return read(bytes, { schema }, reader => reader.boxed<TlObject>(schema.calls))
}

/** Decodes the result of `call`, which takes all of the bytes. Throws ERR_TL_TRAILING, and as decode does. */
export function decodeResult<T extends SchemaTypes, const M extends T['call']>(
  schema: Schema<T>,
  call: M,
  bytes: Uint8Array,
): ResultOf<T, M> {
  return complete(
    bytes,
    read(bytes, { schema }, reader => reader.result(call)),
  ) as ResultOf<T, M>
}

function read<T>(
  bytes: Uint8Array,
  options: ReaderOptions,
  readValue: (reader: Reader) => T,
): Prefix<T | Unparsed> {
  const reader = new Reader(bytes, options)
  try {
    const value = readValue(reader)
    return { value, length: reader.position }
  } catch (error) {
    if (!reader.foundUnknown) throw error
    return { value: reader.unparsed(0), length: bytes.length }
  }
}

function complete<T>(bytes: Uint8Array, { value, length }: Prefix<T>): T {
  if (length !== bytes.length)
    throw new MtprotoError('ERR_TL_TRAILING', { got: bytes.length, expected: length })
  return value
}
