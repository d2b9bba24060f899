// Constructor ids: the CRC-32 of a declaration in its normalised form.
// Source: /mtproto/serialize, /mtproto/TL
import { crc32 } from '../core/bytes/crc32.ts'
import { encodeUtf8 } from '../core/bytes/utf8.ts'
import type { Declaration, Field } from './declaration.ts'
import { formatField, formatType } from './format.ts'

/** Declarations whose published ids follow from no rule. */
const UNEXPLAINED: readonly string[] = ['accessPointRule#4679b65f', 'help.configSimple#5a592a6c']
/** The declaration whose published id was computed with the word `bytes` kept. */
const KEEPS_BYTES = 'ipPortSecret'

type Unidentified = Omit<Declaration, 'id'>

/** The text whose CRC-32 is the id. */
export function normalise(declaration: Unidentified): string {
  const fields = declaration.fields
    .filter(({ flag, type }) => !(flag && type.kind === 'builtin' && type.name === 'true'))
    .map(field => normaliseField(field, declaration.name === KEEPS_BYTES))
  return [
    declaration.name,
    ...declaration.variables.map(variable => `${variable}:Type`),
    ...fields,
    '=',
    formatType(declaration.result),
  ]
    .join(' ')
    .replaceAll('<', ' ')
    .replaceAll('>', '')
}

/** The id that a declaration should have, unsigned. */
export function computeId(declaration: Unidentified): number {
  return crc32(encodeUtf8(normalise(declaration)))
}

/** TL-07: whether the id is the computed one or one of the known exceptions. */
export function isExpectedId(declaration: Declaration): boolean {
  return (
    declaration.id === computeId(declaration) ||
    UNEXPLAINED.includes(`${declaration.name}#${declaration.id.toString(16)}`)
  )
}

function normaliseField(field: Field, keepsBytes: boolean): string {
  const { type } = field
  if (keepsBytes || type.kind !== 'builtin' || type.name !== 'bytes') return formatField(field)
  return formatField({ ...field, type: { kind: 'builtin', name: 'string' } })
}
