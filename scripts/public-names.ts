// What the entry points of package.json make public, read from the source: every name with its declaration, its doc
// comment and the file it stands in. `isolatedDeclarations` makes this enough: each export spells out its types.
import { posix } from 'node:path'
import { parse } from '@babel/parser'
import { type ClassBody, type Comment, type Node, type Statement, VISITOR_KEYS } from '@babel/types'
import { read } from './sources.ts'

export type Kind = 'class' | 'constant' | 'function' | 'interface' | 'type'

/** A declaration, or a member of a class or an interface. */
export interface Declared {
  readonly name: string
  readonly kind: Kind | 'constructor' | 'method' | 'property'
  /** the text of its doc comment, without its frame; empty if there is none */
  readonly doc: string
  /** from the project's root */
  readonly path: string
  /** how it reads in a reference: without bodies, values and what is private */
  readonly text: string
  /** the whole of it; the first of several when it is overloaded */
  readonly node: Node
  /** of a class or an interface: all that are not private */
  readonly members: readonly Declared[]
}

export interface EntryPoint {
  /** as it is imported: `raw-mtproto/qr` */
  readonly specifier: string
  /** the file that re-exports */
  readonly path: string
  /** what that file says about itself */
  readonly summary: string
  readonly names: readonly Declared[]
}

/** A file of the source, parsed. */
export interface Parsed {
  readonly path: string
  readonly text: string
  readonly body: readonly Statement[]
}

const files = new Map<string, Parsed>()

/** Parses a file once. */
export function parseFile(path: string): Parsed {
  return files.get(path) ?? parseText(path, read(path))
}

function parseText(path: string, text: string): Parsed {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] })
  const parsed = { path, text, body: program.body }
  files.set(path, parsed)
  return parsed
}

/** What a file of this text would export. */
export function exportsIn(path: string, text: string): Declared[] {
  parseText(path, text)
  return exportsOf(path)
}

/** All entry points, in the order of package.json. */
export function entryPoints(): EntryPoint[] {
  const { name, exports } = JSON.parse(read('package.json'))
  return Object.entries<{ readonly types: string }>(exports)
    .filter(([, target]) => typeof target !== 'string')
    .map(([key, { types }]) => {
      const path = types.replace(/^\.\/dist\//, 'src/').replace(/\.d\.ts$/, '.ts')
      const summary = /^(?:\/\/.*\n)+/.exec(read(path))?.[0].replace(/^\/\/ ?/gm, '') ?? ''
      return {
        specifier: posix.join(name, key),
        path,
        summary: summary.replaceAll('\n', ' ').trim(),
        names: exportsOf(path),
      }
    })
}

/** Every name a file exports, of its own or of another one, in the order of its lines. */
export function exportsOf(path: string): Declared[] {
  const { body } = parseFile(path)
  return body.flatMap(statement => {
    if (statement.type === 'ExportAllDeclaration')
      return exportsOf(resolve(path, statement.source.value))
    if (statement.type !== 'ExportNamedDeclaration') return []
    const { source, specifiers, declaration } = statement
    if (declaration) return declared(path, statement)
    return specifiers.flatMap(specifier => {
      if (specifier.type !== 'ExportSpecifier' || specifier.exported.type !== 'Identifier')
        return []
      const { name } = specifier.exported
      if (source) return find(resolve(path, source.value), name)
      return exportsOf(namespaceOf(path, name)).map(inside => ({
        ...inside,
        name: `${name}.${inside.name}`,
      }))
    })
  })
}

function find(path: string, name: string): Declared[] {
  const found = exportsOf(path).filter(declared => declared.name === name)
  // the first of an overloaded function stands for all: its text has every form
  return found.length > 1 && found.every(({ kind }) => kind === 'function')
    ? [
        {
          ...found[0]!,
          text: found
            .slice(0, -1)
            .map(({ text }) => text)
            .join('\n'),
        },
      ]
    : found
}

/** The file behind `import * as name`. */
function namespaceOf(path: string, name: string): string {
  for (const statement of parseFile(path).body)
    if (statement.type === 'ImportDeclaration')
      for (const { type, local } of statement.specifiers)
        if (type === 'ImportNamespaceSpecifier' && local.name === name)
          return resolve(path, statement.source.value)
  throw new Error(`${path} exports ${name}, which is no namespace`)
}

/** What a name means in a file: a declaration of its own, or one that it imports; undefined for a name of elsewhere. */
export function meaningOf(path: string, name: string): Declared | undefined {
  for (const statement of parseFile(path).body) {
    if (statement.type !== 'ImportDeclaration' || !statement.source.value.startsWith('.')) continue
    for (const specifier of statement.specifiers)
      if (specifier.type === 'ImportSpecifier' && specifier.local.name === name)
        if (specifier.imported.type === 'Identifier')
          return meaningOf(resolve(path, statement.source.value), specifier.imported.name)
  }
  return exportsOf(path).find(declared => declared.name === name)
}

/** The types that a declaration names, where they mean something: bodies and what is private left out. */
export function typesNamedBy({ kind, node, members, path }: Declared): Declared[] {
  const names = new Set<string>()
  const visit = (part: Node): void => {
    if (part.type === 'BlockStatement') return
    if (part.type === 'TSTypeReference' && part.typeName.type === 'Identifier')
      names.add(part.typeName.name)
    for (const child of childrenOf(part)) visit(child)
  }
  for (const part of kind === 'class' ? members.map(member => member.node) : [node]) visit(part)
  return [...names].flatMap(name => meaningOf(path, name) ?? [])
}

/** Every part of a node that is a node. */
export function childrenOf(node: Node): Node[] {
  return (VISITOR_KEYS[node.type] ?? []).flatMap(key => {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[
      key
    ]
    return [child].flat().filter(found => found !== null && found !== undefined)
  })
}

/** The path that a relative specifier in the file `from` means. */
export function resolve(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier)
}

function declared(path: string, statement: Statement): Declared[] {
  if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) return []
  const node = statement.declaration
  const source = parseFile(path).text
  const common = { path, node, doc: docOf(statement.leadingComments), members: [] }
  const upTo = (end: number): string =>
    source
      .slice(node.start!, end)
      .replace(/^async /, '')
      .trim()
  switch (node.type) {
    case 'FunctionDeclaration':
      return [{ ...common, name: node.id!.name, kind: 'function', text: upTo(node.body.start!) }]
    case 'TSDeclareFunction':
      return [{ ...common, name: node.id!.name, kind: 'function', text: upTo(node.end!) }]
    case 'ClassDeclaration': {
      const members = membersOf(path, node.body)
      const lines = members.flatMap(({ text }) => text.split('\n'))
      const text = `${upTo(node.body.start!)} {\n${lines.map(indent).join('\n')}\n}`
      return [{ ...common, name: node.id!.name, kind: 'class', members, text }]
    }
    case 'TSInterfaceDeclaration':
      return [
        {
          ...common,
          name: node.id.name,
          kind: 'interface',
          text: upTo(node.end!),
          members: node.body.body.flatMap(member => {
            if (member.type !== 'TSPropertySignature' && member.type !== 'TSMethodSignature')
              return []
            const isMethod = member.type === 'TSMethodSignature'
            return [
              {
                ...{ path, node: member, members: [], doc: docOf(member.leadingComments) },
                name: source.slice(member.key.start!, member.key.end!),
                kind: isMethod ? 'method' : 'property',
                text: source.slice(member.start!, member.end!),
              } as const,
            ]
          }),
        },
      ]
    case 'TSTypeAliasDeclaration':
      return [{ ...common, name: node.id.name, kind: 'type', text: upTo(node.end!) }]
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) =>
        id.type === 'Identifier'
          ? [{ ...common, name: id.name, kind: 'constant', text: upTo(id.end!) } as const]
          : [],
      )
    default:
      return []
  }
}

function membersOf(path: string, { body }: ClassBody): Declared[] {
  const source = parseFile(path).text
  return body.flatMap(member => {
    if (
      (member.type !== 'ClassMethod' && member.type !== 'ClassProperty') ||
      (member.accessibility !== undefined && member.accessibility !== 'public')
    )
      return []
    const isMethod = member.type === 'ClassMethod'
    const end = isMethod ? member.body.start! : (member.typeAnnotation?.end ?? member.end!)
    const comment = member.leadingComments?.at(-1)
    const start = comment?.type === 'CommentBlock' ? comment.start! : member.start!
    const isProperty = !isMethod || member.kind === 'get' || member.kind === 'set'
    return [
      {
        ...{ path, node: member, members: [], doc: docOf(member.leadingComments) },
        name: source.slice(member.key.start!, member.key.end!),
        kind: isProperty ? 'property' : member.kind === 'constructor' ? 'constructor' : 'method',
        text: source
          .slice(start, end)
          .trim()
          .replace(/^ {2}/gm, '')
          .replace(/^(override|async) /gm, ''),
      } as const,
    ]
  })
}

function indent(line: string): string {
  return line && `  ${line}`
}

/** The last comment, if it is a doc comment. */
function docOf(comments: readonly Comment[] | null | undefined): string {
  const comment = comments?.at(-1)
  if (comment?.type !== 'CommentBlock' || !comment.value.startsWith('*')) return ''
  return comment.value
    .slice(1)
    .replace(/^\s*\* ?/gm, '')
    .trim()
}
