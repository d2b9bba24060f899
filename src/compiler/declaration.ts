// What a .tl file declares: constructors and methods, their fields and the types of these.
// Source: /mtproto/TL, /mtproto/TL-formal

/** Where a declaration or field stands in its file, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A type as it stands in a field or as a result. */
export type Type =
  /** `#`, int, long, double, int128, int256, string, bytes, Bool, true, Object */
  | { readonly kind: 'builtin'; readonly name: Builtin }
  /** `Vector<T>` with its id on the wire, or `vector<T>` without */
  | { readonly kind: 'vector'; readonly bare: boolean; readonly item: Type }
  /** `User`, or without an id on the wire `user` and `%User` */
  | NamedType
  /** `!X` in a field, `X` as a result */
  | { readonly kind: 'variable'; readonly name: string; readonly call: boolean }

/** A boxed type, or a bare one: a constructor, or a type behind `%`. */
export interface NamedType {
  readonly kind: 'named'
  readonly name: string
  readonly percent: boolean
}

export const BUILTINS = [
  '#',
  'int',
  'long',
  'double',
  'int128',
  'int256',
  'string',
  'bytes',
  'Bool',
  'true',
  'Object',
] as const

/** The types that no schema declares. */
export type Builtin = (typeof BUILTINS)[number]

/** The condition of `flags.N?T`: bit N of an earlier field of type `#`. */
export interface Flag {
  readonly field: string
  /** 0 to 31 */
  readonly bit: number
}

/** A field of a declaration, by its name in the schema. */
export interface Field {
  readonly name: string
  readonly flag: Flag | undefined
  readonly type: Type
  readonly position: Position
}

/** One line of a schema: a constructor or a method. */
export interface Declaration {
  readonly kind: 'constructor' | 'method'
  /** with its namespace, such as `auth.loginToken` */
  readonly name: string
  /** unsigned; the printed one, or the computed one when none is printed */
  readonly id: number
  /** the names X of `{X:Type}` */
  readonly variables: readonly string[]
  readonly fields: readonly Field[]
  readonly result: Type
  readonly position: Position
}

/** A parsed .tl file. */
export interface SchemaText {
  readonly file: string
  /** from a comment `// LAYER 223`; 0 without one */
  readonly layer: number
  readonly declarations: readonly Declaration[]
  /** the names of boxed types marked by comments `// OPEN Update` */
  readonly open: ReadonlySet<string>
}

/** The part before the dot; empty for a name of the root namespace. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('.')))
}

/** Whether values of a named type stand without a constructor id. */
export function isBare(type: NamedType): boolean {
  return type.percent || /^[a-z]/.test(type.name.slice(type.name.indexOf('.') + 1))
}

/** The named types in a type: itself, its items, or none. */
export function namedTypes(type: Type): NamedType[] {
  if (type.kind === 'vector') return namedTypes(type.item)
  return type.kind === 'named' ? [type] : []
}
