// The schemas of the package as text, and an encoded example of each of their declarations.
import { readFileSync } from 'node:fs'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { parse } from '../../src/compiler/parser.ts'
import type { Schema } from '../../src/core/tl/codec.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { RandomValues } from '../core/tl/random-values.ts'

export const SCHEMAS: readonly Schema[] = [mtproto, api]

/** The text of a schema of the package. */
export function schemaText({ name }: Schema): string {
  return readFileSync(new URL(`../../schema/${name}.tl`, import.meta.url), 'utf8')
}

/** The schemas of the package, parsed. */
export function parsedSchemas(): SchemaText[] {
  return SCHEMAS.map(schema => parse(schemaText(schema), `${schema.name}.tl`))
}

/** An encoded value of every constructor, or call of every method. */
export function examples(kind: 'constructor' | 'method'): Uint8Array[] {
  return parsedSchemas().flatMap((text, i) => {
    const random = new RandomValues(text, 1)
    return text.declarations
      .filter(declaration => declaration.kind === kind)
      .map(declaration => encode(SCHEMAS[i]!, random.object(declaration)))
  })
}
