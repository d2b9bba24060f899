// Turns the fields of a value into bytes.
import type { Boxed, Constructor, TlObject, Unparsed } from './codec.ts'
import type { Fields, Holder, Item, Key } from './fields.ts'
import type { Writer } from './writer.ts'

type Values<T> = Holder<Key, T>

/** What is not there is refused by the writer, which knows the place and says so. */
export class FieldsWriter implements Fields {
  readonly #writer: Writer

  constructor(writer: Writer) {
    this.#writer = writer
  }

  flags(): number {
    return this.#writer.flags()
  }

  flag(value: Values<boolean>, field: Key, flags: number, bit: number): void {
    if (this.#writer.flag(value[field], field)) this.#writer.setFlag(flags, bit)
  }

  has(value: Values<unknown>, field: Key, flags: number, bit: number, ...others: Key[]): boolean {
    const isThere =
      value[field] !== undefined ||
      this.#writer.isFlagSet(flags, bit) ||
      others.some(other => value[other] !== undefined && value[other] !== false)
    if (isThere) this.#writer.setFlag(flags, bit)
    return isThere
  }

  nat(value: Values<number>, field: Key): void {
    this.#writer.nat(value[field]!, field)
  }

  int(value: Values<number>, field: Key): void {
    this.#writer.int(value[field]!, field)
  }

  long(value: Values<bigint>, field: Key): void {
    this.#writer.long(value[field]!, field)
  }

  double(value: Values<number>, field: Key): void {
    this.#writer.double(value[field]!, field)
  }

  int128(value: Values<Uint8Array>, field: Key): void {
    this.#writer.int128(value[field]!, field)
  }

  int256(value: Values<Uint8Array>, field: Key): void {
    this.#writer.int256(value[field]!, field)
  }

  bytes(value: Values<Uint8Array>, field: Key): void {
    this.#writer.bytes(value[field]!, field)
  }

  string(value: Values<string>, field: Key): void {
    this.#writer.string(value[field]!, field)
  }

  bool(value: Values<boolean>, field: Key): void {
    this.#writer.bool(value[field]!, field)
  }

  vector<T>(value: Values<unknown>, field: Key, item: Item<T>): void {
    this.#writer.vector(value[field] as readonly T[], writing(item), field)
  }

  bareVector<T>(value: Values<unknown>, field: Key, item: Item<T>): void {
    this.#writer.bareVector(value[field] as readonly T[], writing(item), field)
  }

  boxed<T extends TlObject>(value: Values<T | Unparsed>, field: Key, type: Boxed<T>): void {
    this.#writer.boxed(value[field]!, type, field)
  }

  bare<T extends TlObject>(value: Values<T>, field: Key, codec: Constructor<T>): void {
    this.#writer.bare(value[field]!, codec, field)
  }

  call(value: Values<TlObject>, field: Key): void {
    this.#writer.call(value[field]!, field)
  }

  result(value: Values<unknown>, field: Key, call: TlObject): void {
    this.#writer.result(value[field], call)
  }

  raw(value: Values<Uint8Array>, field: Key, length?: number): void {
    this.#writer.raw(value[field]!, field, length)
  }
}

function writing<T>(item: Item<T>): (w: Writer, value: T) => void {
  const place: Holder<0, T> = {}
  return (_, value) => {
    place[0] = value
    item(place)
  }
}
