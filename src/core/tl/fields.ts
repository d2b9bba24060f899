// How generated code names the fields of a value: once, in the order of the wire, for both directions. A
// FieldsReader fills the value in from bytes, a FieldsWriter turns what it holds into bytes. Source: /mtproto/TL
import type { Boxed, Constructor, TlObject, Unparsed } from './codec.ts'

/** What holds a field: an object, or for an item of a vector and for a result, a place of its own. */
export type Holder<K extends Key, T> = { [P in K]?: T | undefined }

/** The name of a field, or 0 for what has none. */
export type Key = string | 0

/** Each method is one field, of the TL type that it is named after. */
export interface Fields {
  /** A `#`; `known` are the bits that the declaration explains. Returns what flag() and has() ask for. */
  flags(known: number, field: string): number
  /** A `flags.N?true`. */
  flag<K extends Key>(value: Holder<K, boolean>, field: K, flags: number, bit: number): void
  /** Whether an optional field is there; `others` are those after it that the same bit announces. */
  has<K extends Key>(
    value: Holder<K, unknown>,
    field: K,
    flags: number,
    bit: number,
    ...others: K[]
  ): boolean
  /** A `#` that announces nothing: 0 … 2^32-1. */
  nat<K extends Key>(value: Holder<K, number>, field: K): void
  /** -2^31 … 2^31-1 */
  int<K extends Key>(value: Holder<K, number>, field: K): void
  /** -2^63 … 2^63-1 */
  long<K extends Key>(value: Holder<K, bigint>, field: K): void
  /** Any number, NaN and infinities as well. */
  double<K extends Key>(value: Holder<K, number>, field: K): void
  /** Exactly 16 bytes. */
  int128<K extends Key>(value: Holder<K, Uint8Array>, field: K): void
  /** Exactly 32 bytes. */
  int256<K extends Key>(value: Holder<K, Uint8Array>, field: K): void
  /** Fewer than 2^24 bytes. */
  bytes<K extends Key>(value: Holder<K, Uint8Array>, field: K): void
  /** Text that takes fewer than 2^24 bytes in UTF-8. */
  string<K extends Key>(value: Holder<K, string>, field: K): void
  /** A boxed Bool. */
  bool<K extends Key>(value: Holder<K, boolean>, field: K): void
  /** A vector with its id on the wire; `item` is one field that is called 0. */
  vector<K extends Key, V extends Holder<K, unknown>>(
    value: V,
    field: K,
    item: Item<ItemOf<V[K]>>,
  ): void
  /** A vector without its id. */
  bareVector<K extends Key, V extends Holder<K, unknown>>(
    value: V,
    field: K,
    item: Item<ItemOf<V[K]>>,
  ): void
  /** An object with its constructor id. */
  boxed<K extends Key, T extends TlObject>(
    value: Holder<K, NoInfer<T | Unparsed>>,
    field: K,
    type: Boxed<T>,
  ): void
  /** The fields of an object whose constructor is known. */
  bare<K extends Key, T extends TlObject>(
    value: Holder<K, NoInfer<T>>,
    field: K,
    codec: Constructor<T>,
  ): void
  /** An `!X`: a call of the schema. */
  call<K extends Key>(value: Holder<K, TlObject>, field: K): void
  /** The result of `call`, boxed unless its type is bare. */
  result<K extends Key>(value: Holder<K, unknown>, field: K, call: TlObject): void
  /** The bytes of a boxed object of another schema: `length` of them, or all that remain. */
  raw<K extends Key>(value: Holder<K, Uint8Array>, field: K, length?: number): void
}

/** One item of a vector: a field that is called 0. */
export type Item<T> = (item: Holder<0, T>) => void

type ItemOf<T> = T extends readonly (infer I)[] ? I : never
