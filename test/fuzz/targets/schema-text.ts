// The compiler, from .tl text to TypeScript: what is parsed can be printed and parsed again.
import assert from 'node:assert/strict'
import { checkSchema } from '../../../src/compiler/check.ts'
import { closure } from '../../../src/compiler/closure.ts'
import { diff } from '../../../src/compiler/diff.ts'
import { formatSchema } from '../../../src/compiler/format.ts'
import { generate } from '../../../src/compiler/generate.ts'
import { parse } from '../../../src/compiler/parser.ts'
import { SCHEMAS, schemaText } from '../schemas.ts'
import { type Target, typed } from '../target.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const target: Target = {
  name: 'schema-text',
  words: () =>
    [
      '---functions---\n',
      '---types---\n',
      'flags:# ',
      'flags.0?',
      'flags2.31?true ',
      'Vector<',
      'vector ',
      '>',
      '%',
      '!X',
      '{X:Type} ',
      'query:!X ',
      ' = A;\n',
      'a#1 ',
      'int',
      'Object',
      'b.c',
      '// OPEN A\n',
      '// LAYER 1\n',
      '/*',
      '*/',
      '(',
      ')',
    ].map(utf8),
  seeds: () => [
    utf8('// LAYER 5\n// OPEN A\na#1 = A;\nb flags:# c:flags.1?A d:flags.2?true = x.C;'),
    utf8('a b:%B c:(vector int) = A; b = B;\n---functions---\nf {X:Type} query:!X = X;'),
    utf8('---functions---\ng.f ids:Vector<long> name:string = Vector<A>;\n---types---\na = A;'),
    utf8('int ? = Int;\nvector {t:Type} # [ t ] = Vector t;\na b:Object c:Bool = Object;'),
    ...SCHEMAS.flatMap(schema => pieces(schemaText(schema))),
  ],
  run(input) {
    const text = new TextDecoder().decode(input)
    const schema = typed(() => parse(text, 'a.tl'))
    if (schema === undefined) return undefined
    const printed = formatSchema(schema)
    assert.equal(formatSchema(parse(printed, 'a.tl')), printed)
    if (typed(() => checkSchema(schema)) === undefined) return schema
    assert.deepEqual(diff(schema, schema), { removed: [], added: [], changed: [] })
    const methods = schema.declarations.filter(({ kind }) => kind === 'method')
    const part = closure(
      schema,
      methods.map(({ name }) => name),
    )
    return [schema, part, generate(part, { name: 'own', runtime: 'raw-mtproto/core' })]
  },
}

/** Stretches of a schema small enough to be changed everywhere. */
function pieces(text: string): Uint8Array[] {
  const lines = text.split('\n')
  const starts = Array.from({ length: Math.ceil(lines.length / 20) }, (_, i) => 20 * i)
  return starts.map(start => utf8(lines.slice(start, start + 20).join('\n')))
}
