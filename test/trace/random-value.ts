// Random values of any declaration: as the generated codecs take them, and as the interpreter has to
// explain their bytes. Both follow from the declaration alone.
import {
  type Declaration,
  isBare,
  type SchemaText,
  type Type,
} from '../../src/compiler/declaration.ts'
import { propertyName } from '../../src/compiler/names.ts'
import type { TlObject } from '../../src/core/tl/codec.ts'
import type { Node } from '../../src/trace/node.ts'

/** A name with its value or its parts. */
export type Outline = string | readonly [string, ...Outline[]]

interface Sample {
  readonly value: unknown
  /** what stands behind the name */
  readonly parts: Outline[] | string
}

/** What a schema leaves to others: an encoded object with its outline, and a call. */
export interface Foreign {
  readonly object: { readonly bytes: Uint8Array; readonly outline: Outline }
  readonly call: { readonly value: TlObject; readonly parts: Outline[] }
}

const MAX_DEPTH = 4

/** What the interpreter made of the bytes, the padding of strings left out. */
export function outlineOf({ name, value, children }: Node): Outline {
  const parts = children.filter(child => child.name !== 'padding').map(outlineOf)
  return parts.length === 0 ? `${name} ${value}`.trim() : [name, ...parts]
}

export class Sampler {
  readonly #schema: SchemaText
  readonly #foreign: Foreign
  #state: number

  constructor(schema: SchemaText, foreign: Foreign, seed: number) {
    this.#schema = schema
    this.#foreign = foreign
    this.#state = seed
  }

  /** A value of this constructor, or a call of this method, as a codec takes it, and its outline. */
  sample(declaration: Declaration): { readonly value: TlObject; readonly parts: Outline[] } {
    return this.#object(declaration, 0)
  }

  #object(declaration: Declaration, depth: number): { value: TlObject; parts: Outline[] } {
    const { name, fields } = declaration
    const value: Record<string, unknown> & TlObject = { _: name }
    const taken: string[] = []
    const parts: Outline[] = []
    const present = (flag: { field: string; bit: number }): boolean =>
      ((flags.get(flag.field)! >>> flag.bit) & 1) === 1
    const flags = new Map<string, number>()
    for (const field of fields) {
      const builtin = field.type.kind === 'builtin' ? field.type.name : undefined
      if (builtin === '#') {
        flags.set(field.name, this.#next())
        const set = fields.filter(({ flag }) => flag?.field === field.name && present(flag))
        parts.push(`${field.name} ${set.map(({ name }) => name).join(' | ') || 0}`)
        continue
      }
      const property = propertyName(field.name, taken)
      taken.push(property)
      if (field.flag && !present(field.flag)) continue
      if (builtin === 'true') {
        value[property] = true
        continue
      }
      if (builtin === 'Object') {
        value[property] = this.#foreign.object.bytes
        parts.push(this.#foreign.object.outline)
        continue
      }
      const sample =
        name === 'message' && field.name === 'bytes'
          ? scalar(this.#foreign.object.bytes.length)
          : this.#value(field.type, depth)
      value[property] = sample.value
      parts.push(outline(field.name, sample.parts))
    }
    return { value, parts }
  }

  #value(type: Type, depth: number): Sample {
    switch (type.kind) {
      case 'variable':
        return this.#foreign.call
      case 'vector': {
        const count = depth >= MAX_DEPTH ? 0 : this.#next() % 4
        const items = Array.from({ length: count }, () => this.#value(type.item, depth + 1))
        return {
          value: items.map(({ value }) => value),
          parts: count === 0 ? '0 items' : items.map(({ parts }, i) => outline(`[${i}]`, parts)),
        }
      }
      case 'named': {
        const declaration = this.#choose(type, depth)
        const { value, parts } = this.#object(declaration, depth + 1)
        const id = declaration.id.toString(16).padStart(8, '0')
        const boxed = isBare(type) ? '' : `${declaration.name}#${id}`
        return { value, parts: parts.length === 0 ? boxed : parts }
      }
      case 'builtin':
        return this.#builtin(type.name)
    }
  }

  #builtin(name: string): Sample {
    switch (name) {
      case 'int':
        return scalar(this.#next() | 0)
      case 'long':
        return scalar(BigInt.asIntN(64, (BigInt(this.#next()) << 32n) | BigInt(this.#next())))
      case 'double':
        return scalar(this.#next() / 7 - 2e8)
      case 'Bool':
        return scalar((this.#next() & 1) === 1)
      case 'string': {
        const text = 'Ada "Ω🙂" '.repeat(this.#next() % 5) + 'x'.repeat(this.#next() % 4)
        return { value: text, parts: `"${text.replaceAll('"', '\\"')}"` }
      }
      case 'bytes': {
        const length = this.#next() % 8 === 0 ? 250 + (this.#next() % 8) : this.#next() % 20
        return { value: this.#bytes(length), parts: `${length} byte${length === 1 ? '' : 's'}` }
      }
      case 'int128':
        return { value: this.#bytes(16), parts: '' }
      default:
        return { value: this.#bytes(32), parts: '' }
    }
  }

  #choose(type: Type & { kind: 'named' }, depth: number): Declaration {
    const candidates = this.#schema.declarations.filter(
      ({ kind, name, result }) =>
        kind === 'constructor' &&
        (isBare(type) ? name === type.name : result.kind === 'named' && result.name === type.name),
    )
    if (depth < MAX_DEPTH) return candidates[this.#next() % candidates.length]!
    const nesting = (declaration: Declaration): number =>
      declaration.fields.filter(({ type }) => type.kind === 'named').length
    return candidates.reduce((a, b) => (nesting(b) < nesting(a) ? b : a))
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#next())
  }

  /** 32 bits of the xorshift generator. */
  #next(): number {
    this.#state ^= this.#state << 13
    this.#state ^= this.#state >>> 17
    this.#state ^= this.#state << 5
    return this.#state >>> 0
  }
}

function scalar(value: number | bigint | boolean): Sample {
  return { value, parts: `${value}` }
}

function outline(name: string, parts: Outline[] | string): Outline {
  return typeof parts === 'string' ? `${name} ${parts}`.trim() : [name, ...parts]
}
