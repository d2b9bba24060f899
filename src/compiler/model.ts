// A parsed schema as a whole: which constructors a type has, what a name refers to.
import type { MtprotoError } from '../core/errors.ts'
import {
  type Declaration,
  isBare,
  type NamedType,
  namespaceOf,
  type Position,
  type SchemaText,
  type Type,
} from './declaration.ts'
import { formatDeclaration, formatId } from './format.ts'
import { schemaError } from './parser.ts'

export class Model {
  readonly schema: SchemaText
  /** the constructors of each boxed type, in the order of the file */
  readonly types: ReadonlyMap<string, readonly Declaration[]>
  readonly #constructors = new Map<string, Declaration>()
  #reachingOpen: ReadonlySet<string> | undefined

  /**
   * Throws ERR_SCHEMA_INVALID when a name or an id is declared twice, or a type is not declared.
   */
  constructor(schema: SchemaText) {
    this.schema = schema
    const types = new Map<string, Declaration[]>()
    const seen = new Set<string>()
    for (const declaration of schema.declarations) {
      const { kind, name, id, result, position } = declaration
      for (const key of [name, formatId(id)]) {
        if (seen.has(key)) throw this.#error(position, 'a name and an id of its own', key)
        seen.add(key)
      }
      if (kind === 'method') continue
      this.#constructors.set(name, declaration)
      if (result.kind === 'builtin' && result.name === 'Object') continue
      if (result.kind !== 'named' || isBare(result))
        throw this.#error(position, 'a boxed type after =', formatDeclaration(declaration))
      const constructors = types.get(result.name)
      if (constructors) constructors.push(declaration)
      else types.set(result.name, [declaration])
    }
    this.types = types
    this.#checkReferences()
  }

  /** The constructors that belong to no boxed type but `Object`, and all others. */
  get constructors(): readonly Declaration[] {
    return [...this.#constructors.values()]
  }

  get methods(): readonly Declaration[] {
    return this.schema.declarations.filter(({ kind }) => kind === 'method')
  }

  /** The namespaces of everything declared, sorted; the root namespace is the empty string. */
  get namespaces(): readonly string[] {
    const names = [...this.schema.declarations.map(({ name }) => name), ...this.types.keys()]
    return [...new Set(names.map(namespaceOf))].sort()
  }

  /** The constructor that a bare type stands for. */
  bareConstructor(type: NamedType): Declaration | undefined {
    const constructors = this.types.get(type.name)
    if (constructors?.length === 1) return constructors[0]
    return constructors ? undefined : this.#constructors.get(type.name)
  }

  /** The name of the boxed type that a named type is, or of the constructor that it stands for. */
  target(type: NamedType): string {
    return isBare(type) ? this.bareConstructor(type)!.name : type.name
  }

  /** Whether a value of this type can hold a constructor that the schema does not list. */
  reachesOpen(type: Type): boolean {
    if (type.kind === 'vector') return this.reachesOpen(type.item)
    if (type.kind !== 'named') return false
    this.#reachingOpen ??= this.#findReachingOpen()
    return this.#reachingOpen.has(type.name)
  }

  /** The open types, and every type or constructor that can hold one of these, at any depth. */
  #findReachingOpen(): ReadonlySet<string> {
    const holders = new Map<string, string[]>()
    for (const { name, fields, result } of this.#constructors.values()) {
      const own = result.kind === 'named' ? [name, result.name] : [name]
      for (const field of fields) {
        const held = nameIn(field.type)
        if (held === undefined) continue
        const known = holders.get(held)
        if (known === undefined) holders.set(held, [...own])
        else known.push(...own)
      }
    }
    const reaching = new Set(this.schema.open)
    // what is added meanwhile is visited as well
    for (const name of reaching) for (const holder of holders.get(name) ?? []) reaching.add(holder)
    return reaching
  }

  #checkReferences(): void {
    for (const { fields, result, position } of this.schema.declarations) {
      for (const field of fields) this.#checkType(field.type, field.position)
      this.#checkType(result, position)
    }
    for (const name of this.schema.open) {
      if (!this.types.has(name))
        throw this.#error({ line: 1, column: 1 }, 'the name of a declared type after OPEN', name)
    }
  }

  #checkType(type: Type, position: Position): void {
    if (type.kind === 'vector') this.#checkType(type.item, position)
    if (type.kind !== 'named') return
    const found = isBare(type) ? this.bareConstructor(type) : this.types.get(type.name)
    if (!found) throw this.#error(position, 'a declared type', type.name)
  }

  #error(position: Position, expected: string, got: string): MtprotoError {
    return schemaError(this.schema.file, position, expected, got)
  }
}

/** The name that a type refers to, inside vectors too. */
function nameIn(type: Type): string | undefined {
  if (type.kind === 'vector') return nameIn(type.item)
  return type.kind === 'named' ? type.name : undefined
}
