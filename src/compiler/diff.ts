// What changed between two schemas: declarations by name, and the fields of those that stayed.
import type { Declaration, SchemaText } from './declaration.ts'
import { formatDeclaration, formatField, formatId, formatType } from './format.ts'

/** A declaration that both schemas have under the same name, differently. */
export interface Change {
  readonly before: Declaration
  readonly after: Declaration
}

/** What was added, removed and changed, in the order of the schemas. */
export interface SchemaDiff {
  readonly removed: readonly Declaration[]
  readonly added: readonly Declaration[]
  readonly changed: readonly Change[]
}

/** Compares two schemas; the order of declarations does not matter. */
export function diff(before: SchemaText, after: SchemaText): SchemaDiff {
  const old = new Map(before.declarations.map(declaration => [declaration.name, declaration]))
  const current = new Map(after.declarations.map(declaration => [declaration.name, declaration]))
  return {
    removed: before.declarations.filter(({ name }) => !current.has(name)),
    added: after.declarations.filter(({ name }) => !old.has(name)),
    changed: after.declarations.flatMap(declaration => {
      const previous = old.get(declaration.name)
      const same = !previous || text(previous) === text(declaration)
      return same ? [] : [{ before: previous, after: declaration }]
    }),
  }
}

/** A diff for people: `-` what went, `+` what came, and below `~` the fields that differ. */
export function formatDiff({ removed, added, changed }: SchemaDiff): string {
  const lines = [
    ...removed.map(declaration => `- ${text(declaration)}`),
    ...added.map(declaration => `+ ${text(declaration)}`),
    ...changed.flatMap(formatChange),
  ]
  return lines.map(line => `${line}\n`).join('')
}

function formatChange({ before, after }: Change): string[] {
  const old = parts(before)
  const current = parts(after)
  const gone = old.filter(part => !current.includes(part))
  const come = current.filter(part => !old.includes(part))
  const moved = gone.length === 0 && come.length === 0
  return [
    `~ ${after.name}#${formatId(before.id)} -> #${formatId(after.id)}`,
    ...(moved ? [text(before)] : gone).map(part => `    - ${part}`),
    ...(moved ? [text(after)] : come).map(part => `    + ${part}`),
  ]
}

/** Methods are told from constructors, since one can become the other. */
function text(declaration: Declaration): string {
  return `${declaration.kind} ${formatDeclaration(declaration)}`
}

function parts({ kind, fields, result }: Declaration): string[] {
  return [kind, ...fields.map(formatField), `= ${formatType(result)}`]
}
