// The bodies of generated read and write functions: one line per field, in the order of the wire.
import { type Declaration, isBare, type Type } from './declaration.ts'
import { announcedBy, type Member, members } from './member.ts'
import type { Scope } from './scope.ts'

/** The methods of Reader and Writer for the builtin types that are not methods' names themselves. */
const METHOD_OF_BUILTIN: Readonly<Record<string, string>> = {
  '#': 'nat',
  Bool: 'bool',
  Object: 'raw',
}

/** `read`: from the fields on the wire to a value. */
export function readLines(declaration: Declaration, scope: Scope): string[] {
  const all = members(declaration)
  const start = `_: '${declaration.name}'`
  if (all.length === 0) return ['read() {', `  return { ${start} }`, '},']
  if (all.every(({ role, size }) => role === 'value' && size === undefined)) {
    const properties = all.map(member => `    ${member.property}: ${readMember(member, scope)},`)
    return ['read(r) {', '  return {', `    ${start},`, ...properties, '  }', '},']
  }
  return [
    'read(r) {',
    `  const value = { ${start} } as ${scope.reference(declaration.name)}`,
    ...all.map(member =>
      member.role === 'flags'
        ? `  ${readFlags(member, all)}`
        : `  ${condition(member)}value.${member.property} = ${readMember(member, scope)}`,
    ),
    '  return value',
    '},',
  ]
}

/** `write`: from a value to the fields on the wire. */
export function writeLines(declaration: Declaration, scope: Scope): string[] {
  const all = members(declaration)
  if (all.length === 0) return ['write() {},']
  const lines = all.flatMap(member => {
    if (member.role === 'flags') return writeFlags(member, all)
    return member.role === 'presence' ? [] : [`  ${condition(member)}${writeMember(member, scope)}`]
  })
  const usesValue = all.some(({ role }) => role !== 'flags')
  return [usesValue ? 'write(w, value) {' : 'write(w) {', ...lines, '},']
}

/** `readResult` and `writeResult` of a method. */
export function resultLines(declaration: Declaration, scope: Scope): string[] {
  const { result } = declaration
  const inner = innerProperty(declaration)
  if (inner !== undefined)
    return [
      'readResult(r, call) {',
      `  return r.result(call.${inner})`,
      '},',
      'writeResult(w, result, call) {',
      `  w.result(result, call.${inner})`,
      '},',
    ]
  return [
    'readResult(r) {',
    `  return ${readType(result, scope)}`,
    '},',
    'writeResult(w, result) {',
    `  ${writeType(result, 'result', scope)}`,
    '},',
  ]
}

/** The property of a wrapper that holds the call whose result it answers. */
export function innerProperty(declaration: Declaration): string | undefined {
  const { result } = declaration
  if (result.kind !== 'variable') return undefined
  return members(declaration).find(
    ({ type }) => type.kind === 'variable' && type.name === result.name,
  )?.property
}

function readFlags(flags: Member, all: readonly Member[]): string {
  const bits = announcedBy(flags, all).map(({ flag }) => flag!.bit)
  const mask = bits.reduce((mask, bit) => mask | (1 << bit), 0) >>> 0
  const read = `r.flags(0x${mask.toString(16)}, '${flags.property}')`
  return bits.length === 0 ? read : `const ${flags.property} = ${read}`
}

function writeFlags(flags: Member, all: readonly Member[]): string[] {
  const announced = announcedBy(flags, all)
  if (announced.length === 0) return ['  w.nat(0)']
  return [
    `  let ${flags.property} = 0`,
    ...announced.map(({ property, role, flag }) => {
      const present =
        role === 'presence'
          ? `w.flag(value.${property}, '${property}')`
          : `value.${property} !== undefined`
      return `  if (${present}) ${flags.property} |= 1 << ${flag!.bit}`
    }),
    `  w.nat(${flags.property} >>> 0)`,
  ]
}

function condition({ flag }: Member): string {
  return flag ? `if (${flag.property} & (1 << ${flag.bit})) ` : ''
}

function readMember({ property, type, role, size }: Member, scope: Scope): string {
  if (role === 'presence') return 'true'
  if (size !== undefined) return `r.raw('${property}', value.${size})`
  return readType(type, scope, `'${property}'`)
}

function readType(type: Type, scope: Scope, ...field: string[]): string {
  const read = (method: string, ...args: string[]) => `r.${method}(${args.join(', ')})`
  switch (type.kind) {
    case 'builtin':
      return read(METHOD_OF_BUILTIN[type.name] ?? type.name, ...field)
    case 'vector':
      return read(
        type.bare ? 'bareVector' : 'vector',
        `r => ${readType(type.item, scope)}`,
        ...field,
      )
    case 'named':
      return read(isBare(type) ? 'bare' : 'boxed', scope.type(type), ...field)
    case 'variable':
      return read('call', ...field)
  }
}

function writeMember({ property, type, flag, size }: Member, scope: Scope): string {
  const value = `value.${property}${flag ? '!' : ''}`
  if (size !== undefined) return `w.raw(${value}, '${property}', value.${size})`
  return writeType(type, value, scope, `'${property}'`)
}

function writeType(type: Type, value: string, scope: Scope, ...field: string[]): string {
  const write = (method: string, ...args: string[]) => `w.${method}(${[value, ...args].join(', ')})`
  switch (type.kind) {
    case 'builtin':
      return write(METHOD_OF_BUILTIN[type.name] ?? type.name, ...field)
    case 'vector': {
      const item = `(w, item) => ${writeType(type.item, 'item', scope)}`
      return write(type.bare ? 'bareVector' : 'vector', item, ...field)
    }
    case 'named':
      return write(isBare(type) ? 'bare' : 'boxed', scope.type(type), ...field)
    case 'variable':
      return write('call', ...field)
  }
}
