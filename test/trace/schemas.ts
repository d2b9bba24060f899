// The schemas of the package, parsed for tests.
import { readFileSync } from 'node:fs'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { parse } from '../../src/compiler/index.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'

function read(name: string): SchemaText {
  return parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8'), name)
}

export const mtprotoText: SchemaText = read('mtproto.tl')
export const apiText: SchemaText = read('api.tl')
export const vocabulary: Vocabulary = new Vocabulary([mtprotoText, apiText])
