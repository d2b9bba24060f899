// What generated code looks like to the runtime: codecs as plain objects, gathered in a schema.
// Nothing is computed when a generated file is loaded; the tables are built at their first use.
// Source: /mtproto/TL, /mtproto/serialize
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** Any decoded value of a constructor, or any call: `_` is its TL name. */
export interface TlObject {
  _: string
}

/**
 * An object that holds a constructor this schema does not know. Nothing after an unknown constructor
 * can be found, so it stands for the whole outermost object; `id` is that object's own constructor id
 * and `bytes` is all that follows the id.
 */
export interface Unparsed {
  _: 'unparsed'
  id: number
  bytes: Uint8Array
}

/** How the fields of one constructor are read and written; the id before them is the caller's part. */
export interface Constructor<T extends TlObject = TlObject> {
  readonly name: T['_']
  /** unsigned */
  readonly id: number
  read(r: Reader): T
  write(w: Writer, value: T): void
}

/** A method: its call is read and written as a constructor's fields are, and its result after it. */
export interface Method<T extends TlObject = TlObject, R = unknown> extends Constructor<T> {
  readResult(r: Reader, call: T): R
  writeResult(w: Writer, result: R, call: T): void
}

/** A boxed type: the constructors that a value of it can have. */
export interface Boxed<T extends TlObject, C extends Constructor<T> = Constructor<T>> {
  readonly name: string
  /** the schema lists some constructors of this type only; others make the object `Unparsed` */
  readonly open?: true
  constructors(): readonly C[]
}

/** The types that a schema is about. */
export interface SchemaTypes {
  /** the union of all constructors */
  object: TlObject
  /** the union of all methods */
  call: TlObject
  /** the type of the result by the name of the method */
  results: object
  /** the methods that carry another call, each with the field that holds it */
  wrappers: object
}

/** A compiled schema. `T` exists for the type checker only. */
export interface Schema<T extends SchemaTypes = SchemaTypes> {
  readonly name: string
  /** the API layer; 0 for a schema without layers */
  readonly layer: number
  readonly objects: Boxed<T['object']>
  readonly calls: Boxed<T['call'], Method>
  readonly types?: T
}

/**
 * The type of the result of the call `M`; for a wrapper, the result of the call inside. It is unknown
 * when the call inside can be any.
 */
export type ResultOf<T extends SchemaTypes, M> = M extends { _: keyof T['wrappers'] }
  ? M extends Record<T['wrappers'][M['_']] & string, infer Inner>
    ? T['call'] extends Inner
      ? unknown
      : ResultOf<T, Inner>
    : never
  : M extends { _: keyof T['results'] }
    ? T['results'][M['_']]
    : unknown

interface Index {
  readonly byId: Map<number, Constructor>
  readonly byName: Map<string, Constructor>
}

const indexes = new WeakMap<object, Index>()

/** The constructor of `type` with this id or name, or undefined. */
export function find<C extends Constructor>(
  type: { constructors(): readonly C[] },
  key: number | string,
): C | undefined {
  let index = indexes.get(type)
  if (index === undefined) {
    const all = type.constructors() as readonly Constructor[]
    index = {
      byId: new Map(all.map(codec => [codec.id, codec])),
      byName: new Map(all.map(codec => [codec.name, codec])),
    }
    indexes.set(type, index)
  }
  const found = typeof key === 'number' ? index.byId.get(key) : index.byName.get(key)
  return found as C | undefined
}
