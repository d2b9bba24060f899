// Random values of any declaration of a schema, the same for the same seed.
import type { Declaration, SchemaText, Type } from '../../../src/compiler/declaration.ts'
import { members } from '../../../src/compiler/member.ts'
import { Model } from '../../../src/compiler/model.ts'
import type { TlObject } from '../../../src/core/tl/codec.ts'

const INTS = [0, 1, -1, 0x7fffffff, -0x80000000]
const LONGS = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n]
const DOUBLES = [0, -0, 1.5, -1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN]
const STRINGS = ['', 'a', 'Ж', '😀', 'née', 'z'.repeat(253), 'z'.repeat(254)]
/** Below this depth, values are as small as their types allow. */
const DEPTH = 3

export class RandomValues {
  readonly model: Model
  readonly #heights = new Map<Declaration, number>()
  #state: number

  constructor(schema: SchemaText, seed: number) {
    this.model = new Model(schema)
    this.#state = seed
    this.#measure()
  }

  /** A value of a constructor, or a call of a method. */
  object(declaration: Declaration, depth = 0): TlObject {
    const value: Record<string, unknown> & TlObject = { _: declaration.name }
    const bits = new Map<string, boolean>()
    for (const { property, type, role, flag, size } of members(declaration)) {
      const key = flag && `${flag.property}.${flag.bit}`
      if (key !== undefined) {
        const present = bits.get(key) ?? (depth < DEPTH && this.#below(2) === 0)
        bits.set(key, present)
        if (!present) continue
      }
      if (role === 'flags') continue
      value[property] = role === 'presence' ? true : this.value(type, depth)
      // other implementations leave out an optional vector that is empty
      if (flag && type.kind === 'vector' && (value[property] as unknown[]).length === 0)
        value[property] = [this.value(type.item, depth + 1)]
      if (size !== undefined) value[size] = (value[property] as Uint8Array).length
    }
    return value
  }

  value(type: Type, depth = 0): unknown {
    switch (type.kind) {
      case 'vector': {
        const length = depth < DEPTH ? this.#below(4) : 0
        return Array.from({ length }, () => this.value(type.item, depth + 1))
      }
      case 'named': {
        const boxed = this.model.types.get(type.name)
        const all = boxed ?? [this.model.bareConstructor(type)!]
        const height = Math.min(...all.map(declaration => this.#heights.get(declaration)!))
        const small = all.filter(declaration => this.#heights.get(declaration) === height)
        return this.object(this.#pick(depth < DEPTH ? all : small), depth + 1)
      }
      case 'variable': {
        const small = this.model.methods.filter(({ fields }) => fields.length === 0)
        return this.object(this.#pick(depth < DEPTH ? this.model.methods : small), depth + 1)
      }
      case 'builtin':
        return this.#builtin(type.name)
    }
  }

  #builtin(name: Extract<Type, { kind: 'builtin' }>['name']): unknown {
    switch (name) {
      case '#':
        return this.#next()
      case 'int':
        return this.#either(INTS, () => this.#next() | 0)
      case 'long':
        return this.#either(LONGS, () => BigInt.asIntN(64, this.#long()))
      case 'double':
        return this.#either(DOUBLES, () => this.#next() / 7)
      case 'string':
        return this.#pick(STRINGS)
      case 'bytes':
        return this.#bytes(this.#pick([0, 1, 3, 4, 32, 253, 254, 256]))
      case 'int128':
        return this.#bytes(16)
      case 'int256':
        return this.#bytes(32)
      case 'Object':
        return this.#bytes(4 * (1 + this.#below(8)))
      case 'Bool':
        return this.#below(2) === 0
      case 'true':
        return true
    }
  }

  #long(): bigint {
    return (BigInt(this.#next()) << 32n) | BigInt(this.#next())
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#below(256))
  }

  #either<T>(special: readonly T[], draw: () => T): T {
    return this.#below(2) === 0 ? this.#pick(special) : draw()
  }

  #pick<T>(all: readonly T[]): T {
    return all[this.#below(all.length)]!
  }

  #below(limit: number): number {
    return this.#next() % limit
  }

  /** mulberry32: 32 bits at a time. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  /** How deeply the smallest value of each declaration is nested. */
  #measure(): void {
    const { declarations } = this.model.schema
    const height = (type: Type): number => {
      if (type.kind !== 'named') return 0
      const all = this.model.types.get(type.name) ?? [this.model.bareConstructor(type)!]
      return Math.min(...all.map(declaration => this.#heights.get(declaration) ?? Infinity)) + 1
    }
    for (let changed = true; changed; ) {
      changed = false
      for (const declaration of declarations) {
        const required = declaration.fields
          .filter(({ flag }) => !flag)
          .map(({ type }) => height(type))
        const own = Math.max(0, ...required)
        if (own >= (this.#heights.get(declaration) ?? Infinity)) continue
        this.#heights.set(declaration, own)
        changed = true
      }
    }
  }
}
