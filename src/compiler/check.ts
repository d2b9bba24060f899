// What a schema claims, checked: every declaration is consistent and has the id that its text gives.
import { computeId, isExpectedId } from './constructor-id.ts'
import type { SchemaText } from './declaration.ts'
import { formatId } from './format.ts'
import { Model } from './model.ts'

/**
 * The declarations whose id is not the one that their text gives (TL-07), as lines with file, line and
 * column. Throws ERR_SCHEMA_INVALID as generate does.
 */
export function checkSchema(schema: SchemaText): string[] {
  const model = new Model(schema)
  return model.schema.declarations
    .filter(declaration => !isExpectedId(declaration))
    .map(declaration => {
      const { line, column } = declaration.position
      const ids = `has the id ${formatId(declaration.id)}, its text gives ${formatId(computeId(declaration))}`
      return `${schema.file}:${line}:${column}: ${declaration.name} ${ids}`
    })
}
