// What a fuzz target is: how it begins, and what is done with one input. Whatever leaves `run` as an
// exception is a finding; errors that the code under test documents are caught with `typed`.
import { MtprotoError } from '../../src/core/errors.ts'
import type { Schema } from '../../src/core/tl/codec.ts'

export interface Target {
  readonly name: string
  /** inputs that reach far; mutation starts from them */
  seeds(): Uint8Array[]
  /** pieces worth inserting, such as constructor ids */
  words?(): Uint8Array[]
  /** Feeds one input. What it returns is held while memory is measured. */
  run(input: Uint8Array): unknown
}

/** The value of `run`, or undefined when it throws an error of this library. */
export function typed<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof MtprotoError) return undefined
    throw error
  }
}

/** An input read as the steps of a script; beyond its end there are zeros. */
export class Script {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0
  }

  /** A signed 32-bit integer. */
  int(): number {
    return this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24)
  }

  /** A signed 64-bit integer. */
  long(): bigint {
    const low = BigInt(this.int() >>> 0)
    return (BigInt(this.int()) << 32n) | low
  }

  /** The next `length` bytes, or as many as there are. */
  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
  }

  /** A length of two bytes, and so many bytes. */
  block(): Uint8Array {
    return this.take(this.byte() | (this.byte() << 8))
  }

  /** A copy of `bytes` with up to seven of them changed, and perhaps another length. */
  edit(bytes: Uint8Array): Uint8Array {
    const kind = this.byte()
    const end = kind >> 3
    const edited = bytes.slice(0, end < 24 ? bytes.length : bytes.length - (end - 23) ** 2)
    for (let changes = kind & 7; changes > 0; changes--) {
      const at = this.byte() | (this.byte() << 8)
      edited[at % edited.length]! ^= this.byte()
    }
    return edited
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.#bytes.length)
  }
}

/** The counterpart of Script.block. */
export function block(bytes: Uint8Array): Uint8Array {
  const written = new Uint8Array(2 + bytes.length)
  written.set([bytes.length & 0xff, bytes.length >>> 8])
  written.set(bytes, 2)
  return written
}

/** The counterpart of Script.int, and a constructor id as it travels. */
export function int(value: number): Uint8Array {
  return Uint8Array.of(value, value >> 8, value >> 16, value >> 24)
}

/** The constructor ids of a schema as they travel. */
export function idsOf(...schemas: readonly Schema[]): Uint8Array[] {
  return schemas.flatMap(({ objects, calls }) =>
    [...objects.constructors(), ...calls.constructors()].map(({ id }) => int(id)),
  )
}
