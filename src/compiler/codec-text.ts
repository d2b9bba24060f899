// The bodies of generated codecs: one line per field, in the order of the wire, for both directions.
import { type Declaration, isBare, type Type } from './declaration.ts'
import { announcedBy, type Member, members } from './member.ts'
import type { Scope } from './scope.ts'

/** The methods of Fields for the builtin types that are not methods' names themselves. */
const METHOD_OF_BUILTIN: Readonly<Record<string, string>> = {
  '#': 'nat',
  Bool: 'bool',
  Object: 'raw',
}

/** `fields`: those of a constructor or method. */
export function fieldsLines(declaration: Declaration, scope: Scope): string[] {
  const all = members(declaration)
  if (all.length === 0) return ['fields() {},']
  const usesValue = all.some(({ role }) => role !== 'flags')
  return [
    usesValue ? 'fields(io, value) {' : 'fields(io) {',
    ...all.map(member => `  ${memberLine(member, all, scope)}`),
    '},',
  ]
}

/** `result`: that of a method. */
export function resultLines(declaration: Declaration, scope: Scope): string[] {
  const inner = innerProperty(declaration)
  if (inner !== undefined)
    return ['result(io, answer, call) {', `  io.result(answer, 0, call.${inner})`, '},']
  return ['result(io, answer) {', `  ${typeText(declaration.result, scope, 'answer', '0')}`, '},']
}

/** The property of a wrapper that holds the call whose result it answers. */
export function innerProperty(declaration: Declaration): string | undefined {
  const { result } = declaration
  if (result.kind !== 'variable') return undefined
  return members(declaration).find(
    ({ type }) => type.kind === 'variable' && type.name === result.name,
  )?.property
}

function memberLine(member: Member, all: readonly Member[], scope: Scope): string {
  const { property, type, role, flag, size } = member
  const key = `'${property}'`
  if (role === 'flags') return flagsText(member, all)
  if (role === 'presence') return `io.flag(value, ${key}, ${flag!.property}, ${flag!.bit})`
  const field =
    size === undefined
      ? typeText(type, scope, 'value', key)
      : `io.raw(value, ${key}, value.${size})`
  if (flag === undefined) return field
  const others = all
    .slice(all.indexOf(member) + 1)
    .filter(other => other.flag?.property === flag.property && other.flag.bit === flag.bit)
  const args = [key, flag.property, flag.bit, ...others.map(({ property }) => `'${property}'`)]
  return `if (io.has(value, ${args.join(', ')})) ${field}`
}

function flagsText(flags: Member, all: readonly Member[]): string {
  const bits = announcedBy(flags, all).map(({ flag }) => flag!.bit)
  const mask = bits.reduce((mask, bit) => mask | (1 << bit), 0) >>> 0
  const text = `io.flags(0x${mask.toString(16)}, '${flags.property}')`
  return bits.length === 0 ? text : `const ${flags.property} = ${text}`
}

/** The call for a field of this type: `key` in `holder`. */
function typeText(type: Type, scope: Scope, holder: string, key: string): string {
  const text = (method: string, ...args: string[]) =>
    `io.${method}(${[holder, key, ...args].join(', ')})`
  switch (type.kind) {
    case 'builtin':
      return text(METHOD_OF_BUILTIN[type.name] ?? type.name)
    case 'vector': {
      const item = `item => ${typeText(type.item, scope, 'item', '0')}`
      return text(type.bare ? 'bareVector' : 'vector', item)
    }
    case 'named':
      return text(isBare(type) ? 'bare' : 'boxed', scope.type(type))
    case 'variable':
      return text('call')
  }
}
