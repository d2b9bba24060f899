// .tl text to declarations. Source: /mtproto/TL, /mtproto/TL-formal
// Every error names file, line and column; whatever is not understood is an error.
import { MtprotoError } from '../core/errors.ts'
import { computeId } from './constructor-id.ts'
import {
  BUILTINS,
  type Builtin,
  type Declaration,
  type Field,
  type Flag,
  type Position,
  type SchemaText,
  type Type,
} from './declaration.ts'

/** The declarations that say what the builtin types are; they define nothing further. */
const BUILTIN_DECLARATIONS: readonly string[] = [
  'int',
  'long',
  'double',
  'string',
  'bytes',
  'int128',
  'int256',
  'vector',
  'true',
  'boolTrue',
  'boolFalse',
]

/** Types inside each other: `vector<vector<int>>` is nested two deep. */
const MAX_DEPTH = 32

/**
 * Parses the text of a .tl file; `file` is its name for error messages.
 * Throws ERR_SCHEMA_INVALID.
 */
export function parse(text: string, file: string): SchemaText {
  return new Parser(text, file).schema()
}

/** An error at a place of a .tl file. */
export function schemaError(
  file: string,
  { line, column }: Position,
  expected: string,
  got?: string,
): MtprotoError {
  const at = `${file}:${line}:${column}`
  return new MtprotoError('ERR_SCHEMA_INVALID', { at, expected, ...(got !== undefined && { got }) })
}

class Parser {
  readonly #text: string
  readonly #file: string
  readonly #lineStarts: number[] = [0]
  readonly #open = new Set<string>()
  #at = 0
  /** the line of the position asked for last, from 1; positions are asked for in order */
  #line = 1
  #layer = 0
  #kind: Declaration['kind'] = 'constructor'

  constructor(text: string, file: string) {
    this.#text = text
    this.#file = file
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1)
  }

  schema(): SchemaText {
    const declarations: Declaration[] = []
    for (this.#skip(); this.#at < this.#text.length; this.#skip()) {
      if (this.#accept('---functions---')) this.#kind = 'method'
      else if (this.#accept('---types---')) this.#kind = 'constructor'
      else {
        const declaration = this.#declaration()
        if (declaration) declarations.push(declaration)
      }
    }
    return { file: this.#file, layer: this.#layer, declarations, open: this.#open }
  }

  #declaration(): Declaration | undefined {
    const position = this.#position()
    const name = this.#take(/[A-Za-z]\w*(?:\.[A-Za-z]\w*)?/y, 'the name of a declaration')
    const printed = this.#accept('#')
      ? this.#take(/[0-9a-f]{1,8}\b/y, 'an id of 1 to 8 hex digits')
      : undefined
    if (BUILTIN_DECLARATIONS.includes(name)) {
      this.#take(/[^;]*;/y, '; after a declaration')
      return undefined
    }
    const variables: string[] = []
    for (this.#skip(); this.#accept('{'); this.#skip()) {
      variables.push(this.#take(/[A-Za-z]\w*/y, 'the name of a type variable'))
      this.#take(/:Type\}/y, ':Type}')
    }
    const fields: Field[] = []
    for (this.#skip(); !this.#accept('='); this.#skip()) fields.push(this.#field(fields, variables))
    this.#skip()
    const result = this.#type(variables)
    this.#skip()
    this.#take(/;/y, '; after a declaration')
    this.#checkVariables(variables, fields, result, position)
    const declaration = { kind: this.#kind, name, variables, fields, result, position }
    const id = printed === undefined ? computeId(declaration) : Number.parseInt(printed, 16)
    return { ...declaration, id }
  }

  /** A type variable stands for the result of a call that the method carries. */
  #checkVariables(
    variables: readonly string[],
    fields: readonly Field[],
    result: Type,
    position: Position,
  ): void {
    const carried = fields.flatMap(({ type }) => (type.kind === 'variable' ? [type.name] : []))
    for (const variable of variables) {
      if (this.#kind === 'constructor')
        throw this.#error('type variables in methods only', position)
      if (!carried.includes(variable)) throw this.#error(`a field of type !${variable}`, position)
    }
    if (result.kind === 'variable' && result.call) throw this.#error('a result without !', position)
  }

  #field(earlier: readonly Field[], variables: readonly string[]): Field {
    const position = this.#position()
    const name = this.#take(/[A-Za-z]\w*/y, 'a field, or = before the result')
    if (earlier.some(field => field.name === name))
      throw this.#error('another name', position, name)
    this.#take(/:/y, ': after the name of a field')
    const flag = this.#flag(earlier)
    const typePosition = this.#position()
    const type = this.#type(variables)
    if (type.kind === 'builtin' && type.name === 'true' && !flag)
      throw this.#error('true only behind a flag', typePosition)
    if (type.kind === 'builtin' && type.name === '#' && flag)
      throw this.#error('# without a flag', typePosition)
    if (type.kind === 'variable' && (!type.call || flag))
      throw this.#error(`!${type.name}`, typePosition)
    return { name, flag, type, position }
  }

  #flag(earlier: readonly Field[]): Flag | undefined {
    const position = this.#position()
    const condition = this.#match(/([A-Za-z]\w*)\.(\d+)\?/y)
    if (condition === undefined) return undefined
    const [field, bit] = condition.slice(0, -1).split('.') as [string, string]
    const flags = earlier.find(({ name }) => name === field)
    if (flags?.type.kind !== 'builtin' || flags.type.name !== '#')
      throw this.#error('an earlier field of type #', position, field)
    if (Number(bit) > 31) throw this.#error('a bit from 0 to 31', position, bit)
    return { field, bit: Number(bit) }
  }

  #type(variables: readonly string[], depth = 0): Type {
    if (depth > MAX_DEPTH)
      throw this.#error(`types at most ${MAX_DEPTH} deep inside each other`, this.#position())
    if (this.#accept('(')) {
      const type = this.#type(variables, depth + 1)
      this.#take(/\)/y, ')')
      return type
    }
    if (this.#accept('#')) return { kind: 'builtin', name: '#' }
    const position = this.#position()
    const call = this.#accept('!')
    const percent = this.#accept('%')
    const name = this.#take(/[A-Za-z]\w*(?:\.[A-Za-z]\w*)?/y, 'a type')
    if (variables.includes(name)) return { kind: 'variable', name, call }
    if (call) throw this.#error('a type variable after !', position, name)
    if (/^[Vv]ector$/.test(name)) {
      const bare = percent || name === 'vector'
      if (this.#accept('<')) {
        const item = this.#type(variables, depth + 1)
        this.#take(/>/y, '> after the type of the items')
        return { kind: 'vector', bare, item }
      }
      this.#take(/[ \t]+/y, '< before the type of the items')
      return { kind: 'vector', bare, item: this.#type(variables, depth + 1) }
    }
    const builtin = BUILTINS.find(candidate => candidate === name)
    if (builtin !== undefined && !percent) return { kind: 'builtin', name: builtin as Builtin }
    return { kind: 'named', name, percent }
  }

  /** Passes white space and comments, and takes note of what the comments say about the schema. */
  #skip(): void {
    for (;;) {
      if (this.#match(/\s+/y) !== undefined) continue
      const comment = this.#match(/\/\/.*/y)
      if (comment !== undefined) {
        const layer = /^\/\/\s*LAYER\s*(\d+)\s*$/.exec(comment)?.[1]
        if (layer !== undefined) this.#layer = Number(layer)
        const open = /^\/\/\s*OPEN\s+(.+)$/.exec(comment)?.[1]
        for (const name of open?.trim().split(/\s+/) ?? []) this.#open.add(name)
        continue
      }
      const position = this.#position()
      if (!this.#accept('/*')) return
      const end = this.#text.indexOf('*/', this.#at)
      if (end < 0) throw this.#error('*/ after the comment', position)
      this.#at = end + 2
    }
  }

  #accept(text: string): boolean {
    const found = this.#text.startsWith(text, this.#at)
    if (found) this.#at += text.length
    return found
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #take(pattern: RegExp, expected: string): string {
    const found = this.#match(pattern)
    if (found !== undefined) return found
    const got = /^\S{1,20}/.exec(this.#text.slice(this.#at, this.#at + 20))?.[0]
    throw this.#error(
      expected,
      this.#position(),
      got ?? (this.#at < this.#text.length ? 'a space' : 'the end'),
    )
  }

  #position(): Position {
    while (this.#lineStarts[this.#line]! <= this.#at) this.#line++
    return { line: this.#line, column: this.#at - this.#lineStarts[this.#line - 1]! + 1 }
  }

  #error(expected: string, position: Position, got?: string): MtprotoError {
    return schemaError(this.#file, position, expected, got)
  }
}
