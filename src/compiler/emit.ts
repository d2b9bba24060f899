// The TypeScript of one namespace: for each declaration an interface and its codec, for each boxed type
// a union and the list of its constructors. One line per field, in the order of the wire.
import {
  type Declaration,
  type Field,
  formatDeclaration,
  formatType,
  isBare,
  namespaceOf,
  type Type,
} from './declaration.ts'
import type { Model } from './model.ts'
import { identifier, moduleName, propertyNames } from './names.ts'

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

const METHOD_OF_BUILTIN = { '#': 'nat', Bool: 'bool', true: 'bool', Object: 'raw' } as const

const COMMENT_WIDTH = 96

/** Turns types and declarations into text for one file, and remembers what that file has to import. */
export class Emitter {
  /** the namespaces that the text refers to, beside its own */
  readonly imports: Set<string> = new Set()
  /** whether the text names the union of all calls */
  importsCall: boolean = false
  readonly #model: Model
  readonly #taken: ReadonlySet<string>
  readonly #namespace: string | undefined

  /** `namespace` is undefined for the index, in which every name is qualified. */
  constructor(model: Model, taken: ReadonlySet<string>, namespace?: string) {
    this.#model = model
    this.#taken = taken
    this.#namespace = namespace
  }

  /** How this file names a constructor, method or boxed type. */
  reference(name: string): string {
    const plain = identifier(name, this.#taken)
    const namespace = namespaceOf(name)
    if (namespace === this.#namespace) return plain
    this.imports.add(namespace)
    return `${moduleName(namespace)}.${plain}`
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
        return this.reference(isBare(type) ? this.#bareName(type) : type.name)
      case 'variable':
        return type.name
    }
  }

  /** The type of a method's result. */
  resultType({ result }: Declaration): string {
    if (result.kind === 'variable') return 'unknown'
    return this.type(result) + (this.#model.reachesOpen(result) ? ' | tl.Unparsed' : '')
  }

  /** The property of a wrapper that holds the inner call. */
  innerProperty(wrapper: Declaration): string {
    const { fields, result } = wrapper
    const inner = fields.find(
      ({ type }) => type.kind === 'variable' && type.name === formatType(result),
    )
    return propertyNames(wrapper).get(inner!)!
  }

  /** The union and codec of a boxed type. */
  boxedType(name: string): string {
    const constructors = this.#model.types.get(name)!.map(({ name }) => this.reference(name))
    const plain = identifier(name, this.#taken)
    return [
      `/** ${name}${this.#model.schema.open.has(name) ? ', of which other constructors exist' : ''} */`,
      `export type ${plain} = ${constructors.join(' | ')}`,
      `export const ${plain}: tl.Boxed<${plain}> = {`,
      `  name: '${name}',`,
      ...(this.#model.schema.open.has(name) ? ['  open: true,'] : []),
      `  constructors: () => [${constructors.join(', ')}],`,
      '}',
    ].join('\n')
  }

  /** The interface and codec of a constructor or method. */
  declaration(declaration: Declaration): string {
    const plain = identifier(declaration.name, this.#taken)
    const { kind, name, id, variables, fields } = declaration
    const properties = propertyNames(declaration)
    const parameters = variables.map(variable => `${variable} = Call | tl.Unparsed`)
    if (variables.length > 0) this.importsCall = true
    const codec =
      kind === 'constructor'
        ? `tl.Constructor<${plain}>`
        : `tl.Method<${plain}, ${this.resultType(declaration)}>`
    return [
      comment(formatDeclaration(declaration)),
      `export interface ${plain}${parameters.length > 0 ? `<${parameters.join(', ')}>` : ''} {`,
      `  _: '${name}'`,
      ...fields.filter(isVisible).map(field => `  ${this.#member(field, properties.get(field)!)}`),
      '}',
      `export const ${plain}: ${codec} = {`,
      `  name: '${name}',`,
      `  id: 0x${id.toString(16).padStart(8, '0')},`,
      ...indent(this.#read(declaration, properties, plain)),
      ...indent(this.#write(declaration, properties)),
      ...(kind === 'method' ? indent(this.#result(declaration)) : []),
      '}',
    ].join('\n')
  }

  #member({ flag, type }: Field, property: string): string {
    return flag ? `${property}?: ${this.type(type)} | undefined` : `${property}: ${this.type(type)}`
  }

  #read({ name, fields }: Declaration, properties: Map<Field, string>, plain: string): string[] {
    if (!fields.some(field => !isVisible(field) || sizedBy(field, fields))) {
      const members = fields.map(field => {
        const property = properties.get(field)!
        return `    ${property}: ${this.#readType(field.type, property)},`
      })
      if (members.length === 0) return ['read() {', `  return { _: '${name}' }`, '},']
      return ['read(r) {', '  return {', `    _: '${name}',`, ...members, '  }', '},']
    }
    const lines = fields.map(field => {
      const property = properties.get(field)!
      if (!isVisible(field)) return this.#readFlags(field, fields, property)
      const size = sizedBy(field, fields)
      const expression = isTrue(field)
        ? 'true'
        : size
          ? `r.raw('${property}', value.${properties.get(size)})`
          : this.#readType(field.type, property)
      return `${condition(field, fields, properties)}value.${property} = ${expression}`
    })
    return [
      'read(r) {',
      `  const value = { _: '${name}' } as ${plain}`,
      ...lines.map(line => `  ${line}`),
      '  return value',
      '},',
    ]
  }

  #readFlags(flags: Field, fields: readonly Field[], property: string): string {
    const bits = fields.flatMap(({ flag }) => (flag?.field === flags.name ? [flag.bit] : []))
    const mask = bits.reduce((mask, bit) => mask | (1 << bit), 0) >>> 0
    const read = `r.flags(0x${mask.toString(16)}, '${property}')`
    return bits.length === 0 ? read : `const ${property} = ${read}`
  }

  #readType(type: Type, property?: string): string {
    const field = property === undefined ? '' : `'${property}'`
    const andField = property === undefined ? '' : `, '${property}'`
    switch (type.kind) {
      case 'builtin':
        return `r.${methodOf(type.name)}(${field})`
      case 'vector':
        return `r.${type.bare ? 'bareVector' : 'vector'}(r => ${this.#readType(type.item)}${andField})`
      case 'named':
        return `r.${isBare(type) ? 'bare' : 'boxed'}(${this.type(type)}${andField})`
      case 'variable':
        return `r.call(${field})`
    }
  }

  #write({ fields }: Declaration, properties: Map<Field, string>): string[] {
    if (fields.length === 0) return ['write() {},']
    const lines = fields.flatMap(field => {
      const property = properties.get(field)!
      if (!isVisible(field)) return writeFlags(field, fields, properties)
      if (isTrue(field)) return []
      const size = sizedBy(field, fields)
      const value = `value.${property}${field.flag ? '!' : ''}`
      return [
        condition(field, fields, properties) +
          (size
            ? `w.raw(${value}, '${property}', value.${properties.get(size)})`
            : this.#writeType(field.type, value, property)),
      ]
    })
    const usesValue = lines.some(line => line.includes('value.'))
    return [usesValue ? 'write(w, value) {' : 'write(w) {', ...lines.map(line => `  ${line}`), '},']
  }

  #writeType(type: Type, value: string, property?: string): string {
    const field = property === undefined ? '' : `, '${property}'`
    switch (type.kind) {
      case 'builtin':
        return `w.${methodOf(type.name)}(${value}${field})`
      case 'vector': {
        const item = `(w, item) => ${this.#writeType(type.item, 'item')}`
        return `w.${type.bare ? 'bareVector' : 'vector'}(${value}, ${item}${field})`
      }
      case 'named':
        return `w.${isBare(type) ? 'bare' : 'boxed'}(${value}, ${this.type(type)}${field})`
      case 'variable':
        return `w.call(${value}${field})`
    }
  }

  #result(declaration: Declaration): string[] {
    const { result } = declaration
    if (result.kind === 'variable') {
      const property = this.innerProperty(declaration)
      return [
        'readResult(r, call) {',
        `  return r.result(call.${property})`,
        '},',
        'writeResult(w, result, call) {',
        `  w.result(result, call.${property})`,
        '},',
      ]
    }
    return [
      'readResult(r) {',
      `  return ${this.#readType(result)}`,
      '},',
      'writeResult(w, result) {',
      `  ${this.#writeType(result, 'result')}`,
      '},',
    ]
  }

  #bareName(type: Extract<Type, { kind: 'named' }>): string {
    return this.#model.bareConstructor(type)!.name
  }
}

/** Whether a field is a property of its own; a `#` is computed from those that it announces. */
function isVisible({ type }: Field): boolean {
  return !(type.kind === 'builtin' && type.name === '#')
}

function isTrue({ type }: Field): boolean {
  return type.kind === 'builtin' && type.name === 'true'
}

/** The field that says how many bytes an `Object` takes: `bytes:int body:Object` in a message. */
function sizedBy(field: Field, fields: readonly Field[]): Field | undefined {
  if (field.type.kind !== 'builtin' || field.type.name !== 'Object') return undefined
  const before = fields[fields.indexOf(field) - 1]
  return before?.name === 'bytes' && before.type.kind === 'builtin' && before.type.name === 'int'
    ? before
    : undefined
}

function methodOf(name: keyof typeof TYPE_OF_BUILTIN): string {
  return name in METHOD_OF_BUILTIN
    ? METHOD_OF_BUILTIN[name as keyof typeof METHOD_OF_BUILTIN]
    : name
}

function condition(
  { flag }: Field,
  fields: readonly Field[],
  properties: Map<Field, string>,
): string {
  if (!flag) return ''
  const flags = fields.find(({ name }) => name === flag.field)!
  return `if (${properties.get(flags)} & (1 << ${flag.bit})) `
}

function writeFlags(
  flags: Field,
  fields: readonly Field[],
  properties: Map<Field, string>,
): string[] {
  const announced = fields.filter(({ flag }) => flag?.field === flags.name)
  if (announced.length === 0) return ['w.nat(0)']
  const name = properties.get(flags)!
  return [
    `let ${name} = 0`,
    ...announced.map(field => {
      const property = properties.get(field)!
      const present = isTrue(field)
        ? `w.flag(value.${property}, '${property}')`
        : `value.${property} !== undefined`
      return `if (${present}) ${name} |= 1 << ${field.flag!.bit}`
    }),
    `w.nat(${name} >>> 0)`,
  ]
}

function indent(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}

/** A TL line as a comment, wrapped between fields. */
function comment(line: string): string {
  if (line.length <= COMMENT_WIDTH) return `/** ${line} */`
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines.at(-1)!
    if (last !== '' && last.length + word.length >= COMMENT_WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return ['/**', ...lines.map(line => ` * ${line}`), ' */'].join('\n')
}
