// The TypeScript of one declaration or boxed type: a type, and the codec of the same name.
import { fieldsLines, resultLines } from './codec-text.ts'
import type { Declaration } from './declaration.ts'
import { formatDeclaration, formatId } from './format.ts'
import { type Member, members } from './member.ts'
import type { Scope } from './scope.ts'

const WIDTH = 100

/** The union of the constructors of a boxed type, and its codec. */
export function emitBoxed(name: string, scope: Scope): string {
  const { types, schema } = scope.model
  const constructors = types.get(name)!.map(({ name }) => scope.reference(name))
  const plain = scope.reference(name)
  const open = schema.open.has(name)
  return [
    `/** ${name}${open ? ', of which there are other constructors as well' : ''} */`,
    emitUnion(`export type ${plain} =`, constructors),
    `export const ${plain}: tl.Boxed<${plain}> = {`,
    `  name: '${name}',`,
    ...(open ? ['  open: true,'] : []),
    `  constructors: () => ${emitArray(constructors)},`,
    '}',
  ].join('\n')
}

/** The interface of a constructor or method, and its codec. */
export function emitDeclaration(declaration: Declaration, scope: Scope): string {
  const { kind, name, id, variables } = declaration
  const plain = scope.reference(name)
  const parameters = variables.map(variable => `${variable} = Call | tl.Unparsed`).join(', ')
  const codec =
    kind === 'constructor'
      ? `tl.Constructor<${plain}>`
      : `tl.Method<${plain}, ${scope.resultType(declaration)}>`
  return [
    emitComment(formatDeclaration(declaration)),
    `export interface ${plain}${parameters && `<${parameters}>`} {`,
    `  _: '${name}'`,
    ...members(declaration)
      .filter(({ role }) => role !== 'flags')
      .map(member => `  ${emitProperty(member, scope)}`),
    '}',
    `export const ${plain}: ${codec} = {`,
    `  name: '${name}',`,
    `  id: 0x${formatId(id)},`,
    ...[
      ...fieldsLines(declaration, scope),
      ...(kind === 'method' ? resultLines(declaration, scope) : []),
    ].map(line => `  ${line}`),
    '}',
  ].join('\n')
}

/** A union after `head`, on one line if it fits. */
export function emitUnion(head: string, types: readonly string[]): string {
  const line = `${head} ${types.length === 0 ? 'never' : types.join(' | ')}`
  return line.length <= WIDTH ? line : [head, ...types.map(type => `  | ${type}`)].join('\n')
}

function emitArray(items: readonly string[]): string {
  const line = `[${items.join(', ')}]`
  return line.length <= WIDTH - 30
    ? line
    : ['[', ...items.map(item => `    ${item},`), '  ]'].join('\n')
}

function emitProperty({ property, type, flag }: Member, scope: Scope): string {
  return flag ? `${property}?: ${scope.type(type)} | undefined` : `${property}: ${scope.type(type)}`
}

/** A TL line as a comment, wrapped between fields. */
function emitComment(line: string): string {
  if (line.length <= WIDTH - 7) return `/** ${line} */`
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && longer.length <= WIDTH - 3) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return ['/**', ...lines.map(text => ` * ${text}`), ' */'].join('\n')
}
