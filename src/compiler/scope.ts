// What one generated file can name: its own types by their plain names, others through an import.
import { type Declaration, namespaceOf, type Type } from './declaration.ts'
import type { Model } from './model.ts'
import type { Names } from './names.ts'

const TYPE_OF_BUILTIN = {
  '#': 'number',
  int: 'number',
  long: 'bigint',
  double: 'number',
  int128: 'Uint8Array',
  int256: 'Uint8Array',
  string: 'string',
  bytes: 'Uint8Array',
  Bool: 'boolean',
  true: 'boolean',
  Object: 'Uint8Array',
} as const

export class Scope {
  readonly model: Model
  readonly names: Names
  /** the namespaces that the file has to import */
  readonly imports: Set<string> = new Set()
  readonly #namespace: string | undefined

  /** `namespace` is undefined for the index, in which every name is qualified. */
  constructor(model: Model, names: Names, namespace?: string) {
    this.model = model
    this.names = names
    this.#namespace = namespace
  }

  /** How this file names a constructor, method or boxed type. */
  reference(name: string): string {
    const namespace = namespaceOf(name)
    const plain = this.names.identifier(name)
    if (namespace === this.#namespace) return plain
    this.imports.add(namespace)
    return `${this.names.module(namespace)}.${plain}`
  }

  /** The TypeScript type of a value. */
  type(type: Type): string {
    switch (type.kind) {
      case 'builtin':
        return TYPE_OF_BUILTIN[type.name]
      case 'vector': {
        const item = this.type(type.item)
        return `readonly ${type.item.kind === 'vector' ? `(${item})` : item}[]`
      }
      case 'named':
        return this.reference(this.model.target(type))
      case 'variable':
        return type.name
    }
  }

  /** The type of a method's result. */
  resultType({ result }: Declaration): string {
    if (result.kind === 'variable') return 'unknown'
    return this.type(result) + (this.model.reachesOpen(result) ? ' | tl.Unparsed' : '')
  }

  /** The imports of the file, as lines. */
  importLines(): string[] {
    return [...this.imports]
      .map(namespace => this.names.module(namespace))
      .sort()
      .map(module => `import * as ${module} from './${module}.ts'`)
  }
}
