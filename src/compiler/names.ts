// TL names to TypeScript names. Constructors, methods and types keep their TL spelling without the
// namespace; fields become camelCase. What would collide gets a trailing underscore.
import { type Declaration, namedTypes, namespaceOf } from './declaration.ts'
import type { Model } from './model.ts'

/** Words that cannot name a constant or type, and names that generated code uses itself. */
const RESERVED =
  'arguments await break case catch class const continue debugger default delete do else enum eval ' +
  'export extends false finally for function if implements import in instanceof interface let new null ' +
  'package private protected public return static super switch this throw true try typeof undefined var ' +
  'void while with yield any bigint boolean never number object string symbol unknown Uint8Array ' +
  'Call tl io value item call answer root index'

/** What the index exports beside the root namespace, its own namespaces and the schema. */
const INDEX_NAMES: readonly string[] = ['Results', 'ResultOf', 'Types', 'Wrappers']

/** The file of the root namespace, and the name by which the others import it. */
const ROOT = 'root'

/** The TypeScript names for one schema. */
export class Names {
  readonly #model: Model
  readonly #reserved = new Set(RESERVED.split(' '))
  readonly #taken = new Map<string, Set<string>>()

  /** `schemaName` is the name of the schema value in the index. */
  constructor(model: Model, schemaName: string) {
    this.#model = model
    const modules = model.namespaces.map(namespace => this.module(namespace))
    this.#taken.set('', new Set([...INDEX_NAMES, schemaName, ...modules]))
    for (const declaration of model.schema.declarations) this.#reserveImports(declaration)
  }

  /** The name of the file for a namespace, and the name by which other files import it. */
  module(namespace: string): string {
    if (namespace === '') return ROOT
    return this.#reserved.has(namespace) ? `${namespace}_` : namespace
  }

  /** The name of a constructor, method or type in the file of its namespace. */
  identifier(name: string): string {
    const namespace = namespaceOf(name)
    const plain = namespace === '' ? name : name.slice(namespace.length + 1)
    const collides = this.#reserved.has(plain) || this.#taken.get(namespace)?.has(plain)
    return collides ? `${plain}_` : plain
  }

  /** What a file imports from others cannot name anything of its own. */
  #reserveImports({ name, fields, result }: Declaration): void {
    const namespace = namespaceOf(name)
    if (namespace === '') return
    const taken = this.#taken.get(namespace) ?? new Set()
    this.#taken.set(namespace, taken)
    for (const type of [...fields.map(({ type }) => type), result].flatMap(namedTypes)) {
      const other = namespaceOf(this.#model.target(type))
      if (other !== namespace) taken.add(this.module(other))
    }
  }
}

/**
 * The property that holds a field: each underscore goes and the letter after it becomes a capital, so
 * that server_nonce is serverNonce, srp_B is srpB and A stays A. `taken` are the names before it.
 */
export function propertyName(field: string, taken: readonly string[]): string {
  let name = field.replace(/_+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  while (taken.includes(name)) name += '_'
  return name
}
