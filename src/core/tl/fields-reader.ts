// Fills in the fields of a value from bytes.
import type { Boxed, Constructor, TlObject } from './codec.ts'
import type { Fields, Holder, Item, Key } from './fields.ts'
import type { Reader } from './reader.ts'

type Values = Holder<Key, unknown>

export class FieldsReader implements Fields {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  flags(known: number, field: string): number {
    return this.#reader.flags(known, field)
  }

  flag(value: Values, field: Key, flags: number, bit: number): void {
    if (flags & (1 << bit)) value[field] = true
  }

  has(_value: Values, _field: Key, flags: number, bit: number): boolean {
    return (flags & (1 << bit)) !== 0
  }

  nat(value: Values, field: Key): void {
    value[field] = this.#reader.nat(field)
  }

  int(value: Values, field: Key): void {
    value[field] = this.#reader.int(field)
  }

  long(value: Values, field: Key): void {
    value[field] = this.#reader.long(field)
  }

  double(value: Values, field: Key): void {
    value[field] = this.#reader.double(field)
  }

  int128(value: Values, field: Key): void {
    value[field] = this.#reader.int128(field)
  }

  int256(value: Values, field: Key): void {
    value[field] = this.#reader.int256(field)
  }

  bytes(value: Values, field: Key): void {
    value[field] = this.#reader.bytes(field)
  }

  string(value: Values, field: Key): void {
    value[field] = this.#reader.string(field)
  }

  bool(value: Values, field: Key): void {
    value[field] = this.#reader.bool(field)
  }

  vector<T>(value: Values, field: Key, item: Item<T>): void {
    value[field] = this.#reader.vector(reading(item), field)
  }

  bareVector<T>(value: Values, field: Key, item: Item<T>): void {
    value[field] = this.#reader.bareVector(reading(item), field)
  }

  boxed<T extends TlObject>(value: Values, field: Key, type: Boxed<T>): void {
    value[field] = this.#reader.boxed(type, field)
  }

  bare<T extends TlObject>(value: Values, field: Key, codec: Constructor<T>): void {
    value[field] = this.#reader.bare(codec, field)
  }

  call(value: Values, field: Key): void {
    value[field] = this.#reader.call(field)
  }

  result(value: Values, field: Key, call: TlObject): void {
    value[field] = this.#reader.result(call)
  }

  raw(value: Values, field: Key, length?: number): void {
    value[field] = this.#reader.raw(field, length)
  }
}

function reading<T>(item: Item<T>): () => T {
  const place: Holder<0, T> = {}
  return () => {
    item(place)
    return place[0] as T
  }
}
