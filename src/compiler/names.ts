// TL names to TypeScript names. Constructors, methods and types keep their TL spelling without the
// namespace; fields become camelCase. What would collide gets a trailing underscore.
import { type Declaration, type Field, namespaceOf } from './declaration.ts'

/** Words that cannot name a constant or type, and names that generated code uses itself. */
const RESERVED =
  'arguments await break case catch class const continue debugger default delete do else enum eval ' +
  'export extends false finally for function if implements import in instanceof interface let new null ' +
  'package private protected public return static super switch this throw true try typeof undefined var ' +
  'void while with yield any bigint boolean never number object string symbol unknown Uint8Array ' +
  'tl root r w value call result'

/** What the index file of a schema exports beside the root namespace and the schema itself. */
export const INDEX_NAMES: readonly string[] = ['Call', 'Results', 'ResultOf', 'Types', 'Wrappers']

/** The file of the root namespace, and the name by which the others import it. */
export const ROOT = 'root'

/** The name of the file for a namespace, and the name by which other files import it. */
export function moduleName(namespace: string): string {
  if (namespace === '') return ROOT
  return isReserved(namespace) || namespace === 'index' ? `${namespace}_` : namespace
}

/** `name` without its namespace, as an identifier; `taken` are the names that are not to be had. */
export function identifier(name: string, taken: ReadonlySet<string>): string {
  const namespace = namespaceOf(name)
  const plain = namespace === '' ? name : name.slice(namespace.length + 1)
  const collides = isReserved(plain) || (namespace === '' && taken.has(plain))
  return collides ? `${plain}_` : plain
}

/**
 * The property that holds a field: each underscore goes and the letter after it becomes a capital, so
 * that server_nonce is serverNonce, srp_B is srpB and A stays A. A second field of the same name gets
 * a trailing underscore.
 */
export function propertyNames(declaration: Declaration): Map<Field, string> {
  const names = new Map<Field, string>()
  const taken = new Set<string>(['_'])
  for (const field of declaration.fields) {
    let name = field.name.replace(
      /(?<=.)_+(.)?/g,
      (_, next: string | undefined) => next?.toUpperCase() ?? '',
    )
    while (taken.has(name)) name += '_'
    taken.add(name)
    names.set(field, name)
  }
  return names
}

function isReserved(word: string): boolean {
  return RESERVED.split(' ').includes(word)
}
