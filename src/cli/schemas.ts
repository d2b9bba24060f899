// The schemas that explain messages on the command line: those of the package and those of the user.
import { readFileSync } from 'node:fs'
import type { SchemaText } from '../compiler/declaration.ts'
import { parse } from '../compiler/index.ts'
import { fileOption } from './options.ts'

/** Where the package keeps its schemas, as seen from src/cli and from dist/cli alike. */
const FOLDER = new URL('../../schema/', import.meta.url)

/**
 * Reads the schemas in `files`, then the two of the package. Throws ERR_ARGUMENT when a file cannot be
 * read, and ERR_SCHEMA_INVALID with file, line and column when it is no schema.
 */
export function readSchemas(files: readonly string[] = []): SchemaText[] {
  return [
    ...files.map(file => parse(fileOption('schema', file), file)),
    ...['mtproto.tl', 'api.tl'].map(name =>
      parse(readFileSync(new URL(name, FOLDER), 'utf8'), name),
    ),
  ]
}
