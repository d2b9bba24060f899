// Declarations to TypeScript: one file per namespace, and an index with the schema value.
// The output holds types and plain objects only; everything that works is in the runtime it names.
import { innerProperty } from './codec-text.ts'
import { namespaceOf, type SchemaText } from './declaration.ts'
import { emitBoxed, emitDeclaration, emitUnion } from './emit.ts'
import { Model } from './model.ts'
import { Names } from './names.ts'
import { Scope } from './scope.ts'

/** How the generated files name things. */
export interface GenerateOptions {
  /** the name of the schema value, such as `api` */
  readonly name: string
  /** the specifier of the module that holds the runtime, such as `raw-mtproto/core` */
  readonly runtime: string
}

/** One generated file. */
export interface GeneratedFile {
  /** such as `auth.ts` */
  readonly name: string
  readonly text: string
}

/**
 * The TypeScript files for a schema. Throws ERR_SCHEMA_INVALID when a name or id is declared twice, or a
 * type is not declared.
 */
export function generate(schema: SchemaText, options: GenerateOptions): GeneratedFile[] {
  const model = new Model(schema)
  const names = new Names(model, options.name)
  return [
    { name: 'index.ts', text: emitIndex(new Scope(model, names), options) },
    ...model.namespaces.map(namespace => ({
      name: `${names.module(namespace)}.ts`,
      text: emitNamespace(new Scope(model, names, namespace), namespace, options),
    })),
  ]
}

function emitNamespace(scope: Scope, namespace: string, { runtime }: GenerateOptions): string {
  const { types, schema } = scope.model
  const declarations = schema.declarations.filter(({ name }) => namespaceOf(name) === namespace)
  const parts = [
    ...[...types.keys()]
      .filter(name => namespaceOf(name) === namespace)
      .map(name => emitBoxed(name, scope)),
    ...declarations.map(declaration => emitDeclaration(declaration, scope)),
  ]
  const imports = [`import type * as tl from '${runtime}'`, ...scope.importLines()]
  if (declarations.some(({ variables }) => variables.length > 0))
    imports.push("import type { Call } from './index.ts'")
  const title = namespace === '' ? 'The root namespace' : `The namespace ${namespace}`
  return join([head(scope, title), imports.join('\n'), ...parts])
}

function emitIndex(scope: Scope, { name, runtime }: GenerateOptions): string {
  const { constructors, methods, namespaces, schema, types } = scope.model
  const objects = [
    ...types.keys(),
    ...constructors.filter(({ result }) => result.kind === 'builtin').map(({ name }) => name),
  ].map(name => scope.reference(name))
  const isOpen = schema.open.size > 0
  const open = isOpen ? ['    open: true,'] : []
  const list = (declarations: typeof methods): string[] =>
    declarations.map(({ name }) => `      ${scope.reference(name)},`)
  const calls = methods.map(({ name }) => scope.reference(name))
  const results = methods
    .filter(method => innerProperty(method) === undefined)
    .map(method => `  '${method.name}': ${scope.resultType(method)}`)
  const wrappers = methods.flatMap(method => {
    const property = innerProperty(method)
    return property === undefined ? [] : [`  '${method.name}': '${property}'`]
  })
  const others = namespaces.filter(namespace => namespace !== '')
  return join([
    head(scope, `The schema \`${name}\``),
    [`import type * as tl from '${runtime}'`, ...scope.importLines()].join('\n'),
    [
      ...(namespaces.includes('') ? [`export * from './${scope.names.module('')}.ts'`] : []),
      ...(others.length > 0
        ? [`export { ${others.map(other => scope.names.module(other)).join(', ')} }`]
        : []),
    ].join('\n'),
    `/** Every method. */\n${emitUnion('export type Call =', calls)}`,
    ['/** What each method answers. */', 'export interface Results {', ...results, '}'].join('\n'),
    wrappers.length === 0
      ? '/** No method carries another call. */\nexport type Wrappers = Record<never, never>'
      : [
          '/** The methods that carry another call, and where. */',
          'export interface Wrappers {',
          ...wrappers,
          '}',
        ].join('\n'),
    [
      'export interface Types {',
      emitUnion('  object:', isOpen ? [...objects, 'tl.Unparsed'] : objects),
      '  call: Call',
      '  results: Results',
      '  wrappers: Wrappers',
      '}',
    ].join('\n'),
    '/** The type of the result of the call `M`. */\nexport type ResultOf<M> = tl.ResultOf<Types, M>',
    [
      `export const ${name}: tl.Schema<Types> = {`,
      `  name: '${name}',`,
      `  layer: ${schema.layer},`,
      '  objects: {',
      "    name: 'Object',",
      ...open,
      '    constructors: () => [',
      ...list(constructors),
      '    ] as const,',
      '  },',
      '  calls: {',
      "    name: 'a method',",
      '    constructors: () => [',
      ...list(methods),
      '    ] as const,',
      '  },',
      '}',
    ].join('\n'),
  ])
}

function head({ model: { schema } }: Scope, title: string): string {
  const layer = schema.layer === 0 ? '' : `, layer ${schema.layer}`
  return `// ${title} of ${schema.file}${layer}. Generated; edit the schema instead.`
}

function join(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}
