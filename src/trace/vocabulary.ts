// Several parsed schemas as one: what a constructor id, or the name of a bare type, stands for.
// Source: /mtproto/TL. It holds the declarations as the .tl text states them, nothing generated.
import type { Declaration, SchemaText, Type } from '../compiler/declaration.ts'

/** A declaration and the schema in which the types of its fields are to be looked up. */
export interface Entry {
  readonly declaration: Declaration
  readonly schema: SchemaText
}

export class Vocabulary {
  readonly #schemas: readonly SchemaText[]
  readonly #byId = new Map<number, Entry>()

  /** Where two schemas declare the same id, the earlier of them counts. */
  constructor(schemas: readonly SchemaText[]) {
    this.#schemas = schemas
    for (const schema of schemas) {
      for (const declaration of schema.declarations) {
        if (!this.#byId.has(declaration.id)) this.#byId.set(declaration.id, { declaration, schema })
      }
    }
  }

  /** The constructor or method with this id, unsigned. */
  find(id: number): Entry | undefined {
    return this.#byId.get(id)
  }

  /** The constructor that a bare type of `schema` stands for; its own declarations come first. */
  bare(type: Type & { kind: 'named' }, schema: SchemaText): Entry | undefined {
    for (const candidate of [schema, ...this.#schemas]) {
      const declaration = candidate.declarations.find(
        ({ kind, name, result }) =>
          kind === 'constructor' &&
          (name === type.name || (result.kind === 'named' && result.name === type.name)),
      )
      if (declaration !== undefined) return { declaration, schema: candidate }
    }
    return undefined
  }
}
