// The schema compiler: .tl text in, declarations and TypeScript out. It reads and writes no files.
export { checkSchema } from './check.ts'
export { closure } from './closure.ts'
export { computeId, isExpectedId, normalise } from './constructor-id.ts'
export type {
  Builtin,
  Declaration,
  Field,
  Flag,
  NamedType,
  Position,
  SchemaText,
  Type,
} from './declaration.ts'
export { type Change, diff, formatDiff, type SchemaDiff } from './diff.ts'
export { formatDeclaration, formatField, formatId, formatSchema, formatType } from './format.ts'
export { type GeneratedFile, type GenerateOptions, generate } from './generate.ts'
export { parse } from './parser.ts'
