// What generated code looks like to the runtime: codecs as plain objects, gathered in a schema.
// Nothing is computed when a generated file is loaded; the tables are built at their first use.
// Source: /mtproto/TL, /mtproto/serialize
import type { Fields, Holder } from './fields.ts'

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
  /** unsigned */
  id: number
  /** whole words of 4 bytes */
  bytes: Uint8Array
}

/** The fields of one constructor; the id before them is the caller's part. */
export interface Constructor<T extends TlObject = TlObject> {
  readonly name: T['_']
  /** unsigned */
  readonly id: number
  /** names them in the order of the wire, to be read or written */
  fields(io: Fields, value: T): void
}

/** A method: its call has fields as a constructor has, and its result is one field that is called 0. */
export interface Method<T extends TlObject = TlObject, R = unknown> extends Constructor<T> {
  /** names the result as the field 0 of `answer`, to be read or written; that of a wrapper is that of its call */
  result(io: Fields, answer: Holder<0, R>, call: T): void
}

/** A boxed type: the constructors that a value of it can have. */
export interface Boxed<T extends TlObject, C extends Constructor<T> = Constructor<T>> {
  readonly name: string
  /** the schema lists some constructors of this type only; others make the object `Unparsed` */
  readonly open?: true
  /** asked for when they are needed, since types refer to each other */
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
