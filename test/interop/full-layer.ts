// A whole API layer, as a user of the compiler would bring it: the schema text that teleproto carries, and
// generated code in a folder of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { generate } from '../../src/compiler/generate.ts'
import { parse } from '../../src/compiler/parser.ts'
import type { Schema } from '../../src/core/tl/codec.ts'

/** The root of the project. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

const require = createRequire(import.meta.url)
const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The schema text of teleproto, layer 214; `header` goes in front of it. */
export function teleproto(header = ''): SchemaText {
  const text = require(join(require.resolve('teleproto'), '../tl/apiTl.js'))
  return parse(`${header}${text.default ?? text}`, 'teleproto.tl')
}

/** Generates code into a folder of its own, which is removed after the tests. */
export function write(schema: SchemaText): string {
  const folder = mkdtempSync(join(tmpdir(), 'tl-interop-'))
  folders.push(folder)
  const runtime = join(ROOT, 'src/core/tl/codec.ts')
  for (const { name, text } of generate(schema, { name: 'api', runtime }))
    writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}

/** Loads what write() has written. */
export async function load(folder: string): Promise<Schema> {
  return (await import(pathToFileURL(join(folder, 'index.ts')).href)).api
}
