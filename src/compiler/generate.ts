// Declarations to TypeScript: one file per namespace, and an index with the schema value.
// The output holds types and plain objects only; everything that works is in the runtime it names.
import { namespaceOf, type SchemaText } from './declaration.ts'
import { Emitter } from './emit.ts'
import { Model } from './model.ts'
import { INDEX_NAMES, moduleName } from './names.ts'

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
  const { namespaces } = model
  const taken = new Set([...INDEX_NAMES, options.name, ...namespaces.map(moduleName)])
  return [
    { name: 'index.ts', text: emitIndex(model, taken, options) },
    ...namespaces.map(namespace => ({
      name: `${moduleName(namespace)}.ts`,
      text: emitNamespace(model, taken, namespace, options),
    })),
  ]
}

function emitNamespace(
  model: Model,
  taken: ReadonlySet<string>,
  namespace: string,
  { runtime }: GenerateOptions,
): string {
  const emitter = new Emitter(model, taken, namespace)
  const parts = [
    ...[...model.types.keys()]
      .filter(name => namespaceOf(name) === namespace)
      .map(name => emitter.boxedType(name)),
    ...model.schema.declarations
      .filter(({ name }) => namespaceOf(name) === namespace)
      .map(declaration => emitter.declaration(declaration)),
  ]
  const title = namespace === '' ? 'The root namespace' : `The namespace ${namespace}`
  const imports = [
    `import type * as tl from '${runtime}'`,
    ...importNamespaces(emitter.imports),
    ...(emitter.importsCall ? ["import type { Call } from './index.ts'"] : []),
  ]
  return `${[head(model, title), imports.join('\n'), ...parts].join('\n\n')}\n`
}

function emitIndex(
  model: Model,
  taken: ReadonlySet<string>,
  { name, runtime }: GenerateOptions,
): string {
  const emitter = new Emitter(model, taken)
  const { constructors, methods, namespaces, schema } = model
  const objectOnly = constructors.filter(({ result }) => result.kind === 'builtin')
  const objects = [
    ...[...model.types.keys()].map(type => emitter.reference(type)),
    ...objectOnly.map(({ name }) => emitter.reference(name)),
    ...(schema.open.size > 0 ? ['tl.Unparsed'] : []),
  ]
  const calls = methods.map(method => emitter.reference(method.name))
  const plain = methods.filter(({ result }) => result.kind !== 'variable')
  const wrappers = methods.filter(({ result }) => result.kind === 'variable')
  const list = (names: readonly string[]) => names.map(name => `      ${name},`)
  const union = (names: readonly string[]) =>
    names.length === 0 ? 'never' : names.map(name => `\n    | ${name}`).join('')
  const others = namespaces.filter(namespace => namespace !== '').map(moduleName)
  return `${[
    head(model, `The schema \`${name}\``),
    [`import type * as tl from '${runtime}'`, ...importNamespaces(new Set(namespaces))].join('\n'),
    [
      ...(namespaces.includes('') ? ["export * from './root.ts'"] : []),
      ...(others.length > 0 ? [`export { ${others.join(', ')} }`] : []),
    ].join('\n'),
    `/** Every method. */\nexport type Call =${union(calls)}`,
    [
      '/** What each method answers. */',
      'export interface Results {',
      ...plain.map(method => `  '${method.name}': ${emitter.resultType(method)}`),
      '}',
    ].join('\n'),
    wrappers.length === 0
      ? '/** No method carries another call. */\nexport type Wrappers = Record<never, never>'
      : [
          '/** The methods that carry another call, and where. */',
          'export interface Wrappers {',
          ...wrappers.map(method => `  '${method.name}': '${emitter.innerProperty(method)}'`),
          '}',
        ].join('\n'),
    [
      'export interface Types {',
      `  object: ${union(objects)}`,
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
      ...(schema.open.size > 0 ? ['    open: true,'] : []),
      '    constructors: () => [',
      ...list(constructors.map(({ name }) => emitter.reference(name))),
      '    ] as const,',
      '  },',
      '  calls: {',
      "    name: 'a method',",
      '    constructors: () => [',
      ...list(calls),
      '    ] as const,',
      '  },',
      '}',
    ].join('\n'),
  ].join('\n\n')}\n`
}

function head({ schema }: Model, title: string): string {
  const layer = schema.layer === 0 ? '' : `, layer ${schema.layer}`
  return `// ${title} of ${schema.file}${layer}. Generated; edit the schema instead.`
}

function importNamespaces(namespaces: ReadonlySet<string>): string[] {
  return [...namespaces]
    .map(moduleName)
    .sort()
    .map(name => `import * as ${name} from './${name}.ts'`)
}
