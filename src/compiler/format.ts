// Declarations back to .tl text, one line each. Source: /mtproto/TL
import type { Declaration, Field, SchemaText, Type } from './declaration.ts'

/** A type in the notation of .tl files. */
export function formatType(type: Type): string {
  switch (type.kind) {
    case 'builtin':
      return type.name
    case 'vector':
      return `${type.bare ? 'vector' : 'Vector'}<${formatType(type.item)}>`
    case 'named':
      return type.percent ? `%${type.name}` : type.name
    case 'variable':
      return type.call ? `!${type.name}` : type.name
  }
}

/** A field in the notation of .tl files. */
export function formatField({ name, flag, type }: Field): string {
  return `${name}:${flag ? `${flag.field}.${flag.bit}?` : ''}${formatType(type)}`
}

/** A constructor id in the notation of .tl files: 8 hexadecimal digits. */
export function formatId(id: number): string {
  return id.toString(16).padStart(8, '0')
}

/** A declaration on one line, with its id, without the final semicolon. */
export function formatDeclaration(declaration: Declaration): string {
  const { name, id, variables, fields, result } = declaration
  return [
    `${name}#${formatId(id)}`,
    ...variables.map(variable => `{${variable}:Type}`),
    ...fields.map(formatField),
    `= ${formatType(result)}`,
  ].join(' ')
}

/** A whole schema as a .tl file: types by result, then methods, without the comments it had. */
export function formatSchema({ layer, open, declarations }: SchemaText): string {
  const lines = [
    ...(layer === 0 ? [] : [`// LAYER ${layer}`]),
    ...(open.size === 0 ? [] : [`// OPEN ${[...open].join(' ')}`]),
  ]
  let before: Declaration | undefined
  for (const declaration of declarations) {
    const { kind, result } = declaration
    if (kind === 'method' && before?.kind !== 'method') lines.push('', '---functions---', '')
    else if (kind === 'constructor' && before?.kind === 'method') lines.push('', '---types---', '')
    else if (
      kind === 'constructor' &&
      !(before && formatType(before.result) === formatType(result))
    )
      lines.push('')
    lines.push(`${formatDeclaration(declaration)};`)
    before = declaration
  }
  return `${lines.join('\n')}\n`
}
