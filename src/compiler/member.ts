// The fields of a declaration as generated code sees them.
import type { Declaration, Field, Type } from './declaration.ts'
import { propertyName } from './names.ts'

export interface Member {
  /** the name of the property, or of the variable that holds a `#` */
  readonly property: string
  readonly type: Type
  /** `flags`: a `#`, which is no property; `presence`: a `true`, which takes no bytes */
  readonly role: 'flags' | 'presence' | 'value'
  /** the bit that announces an optional field */
  readonly flag: { readonly property: string; readonly bit: number } | undefined
  /** the property before an `Object` that says how many bytes it takes: `bytes:int body:Object` */
  readonly size: string | undefined
}

/** The members of a constructor or method, in the order of the wire. */
export function members({ fields }: Declaration): Member[] {
  const result: Member[] = []
  for (const [index, { name, type, flag }] of fields.entries()) {
    const role = isBuiltin(type, '#') ? 'flags' : isBuiltin(type, 'true') ? 'presence' : 'value'
    const taken = [
      ...result.map(({ property }) => property),
      ...(role === 'flags' ? ['io', 'value', 'item'] : []),
    ]
    const flags = fields.findIndex(({ name }) => name === flag?.field)
    result.push({
      property: propertyName(name, taken),
      type,
      role,
      flag: flag && { property: result[flags]!.property, bit: flag.bit },
      size:
        isBuiltin(type, 'Object') && isSize(fields[index - 1])
          ? result[index - 1]!.property
          : undefined,
    })
  }
  return result
}

/** The members that a `#` announces. */
export function announcedBy(flags: Member, all: readonly Member[]): Member[] {
  return all.filter(({ flag }) => flag?.property === flags.property)
}

function isBuiltin(type: Type, name: string): boolean {
  return type.kind === 'builtin' && type.name === name
}

function isSize(field: Field | undefined): boolean {
  return field?.name === 'bytes' && isBuiltin(field.type, 'int')
}
