// Walks bytes with the declarations of a schema and explains every one of them. Source: /mtproto/serialize
// It shares nothing with the generated codecs, so each checks the other, and it never throws: whatever
// cannot be explained becomes a node that says why and takes the rest of its stretch.
import {
  type Builtin,
  type Declaration,
  isBare,
  type SchemaText,
  type Type,
} from '../compiler/declaration.ts'
import { formatId, formatType } from '../compiler/format.ts'
import { readInt32LE, readInt64LE, readUint32LE } from '../core/bytes/integers.ts'
import { MtprotoError } from '../core/errors.ts'
import { gunzip } from '../core/gzip/gunzip.ts'
import { MAX_UNPACKED } from '../core/session/gzip-packed.ts'
import { SERVICE } from '../core/session/service.ts'
import { BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID } from '../core/tl/reader.ts'
import type { Block, Node } from './node.ts'
import { count, describeInt, describeLong, hexId, quoted } from './value.ts'
import type { Entry, Vocabulary } from './vocabulary.ts'

/** The item of a container; it announces the size of its body. */
const MESSAGE_ID = 0x5bb8e511
const MAX_DEPTH = 100
const MAX_NODES = 50_000

const OBJECT: Type = { kind: 'builtin', name: 'Object' }

const FIXED_SIZES: Readonly<Partial<Record<Builtin, number>>> = {
  '#': 4,
  int: 4,
  Bool: 4,
  long: 8,
  double: 8,
  int128: 16,
  int256: 32,
}

/** What is left to spend on one payload, with everything that is packed inside it. */
interface Budget {
  nodes: number
  /** bytes that may still be unpacked */
  unpacked: number
}

type Explanation = Pick<Node, 'value' | 'note' | 'fault' | 'inner'>

/** Explains one object or call in `bytes` from `start` to `end`, and what follows it there. */
export function interpret(
  bytes: Uint8Array,
  vocabulary: Vocabulary,
  name: string,
  start = 0,
  end: number = bytes.length,
): Node[] {
  const budget = { nodes: MAX_NODES, unpacked: MAX_UNPACKED }
  return new Interpreter(bytes, vocabulary, budget, 0, start, end).whole(name)
}

class Interpreter {
  readonly #bytes: Uint8Array
  readonly #vocabulary: Vocabulary
  readonly #budget: Budget
  #depth: number
  #at: number
  #end: number
  /** the place of what follows is not known, and #at is #end */
  #lost = false

  constructor(
    bytes: Uint8Array,
    vocabulary: Vocabulary,
    budget: Budget,
    depth: number,
    start: number,
    end: number,
  ) {
    this.#bytes = bytes
    this.#vocabulary = vocabulary
    this.#budget = budget
    this.#depth = depth
    this.#at = start
    this.#end = end
  }

  whole(name: string): Node[] {
    const nodes = [this.#value(name, OBJECT, undefined)]
    if (this.#remaining > 0) {
      const start = this.#at
      this.#at = this.#end
      nodes.push(this.#node(start, 'stray', '', { value: count(this.#end - start, 'byte') }))
    }
    return nodes
  }

  get #remaining(): number {
    return this.#end - this.#at
  }

  #value(name: string, type: Type, schema: SchemaText | undefined): Node {
    if (--this.#budget.nodes < 0) return this.#rest(name, type, 'too many values')
    if (this.#depth >= MAX_DEPTH) return this.#rest(name, type, 'nested too deeply')
    this.#depth++
    const node = this.#read(name, type, schema)
    this.#depth--
    return node
  }

  #read(name: string, type: Type, schema: SchemaText | undefined): Node {
    if (type.kind === 'vector') return this.#vector(name, type, schema)
    if (type.kind === 'variable' || (type.kind === 'named' && !isBare(type)))
      return this.#boxed(name, type)
    if (type.kind === 'named') return this.#bare(name, type, schema)
    switch (type.name) {
      case 'Object':
        return this.#boxed(name, type)
      case 'string':
        return this.#string(name, type, data => text(data))
      case 'bytes':
        return this.#string(name, type, data => ({ value: count(data.length, 'byte') }))
      default:
        return this.#fixed(name, type)
    }
  }

  #fixed(name: string, type: Type & { kind: 'builtin' }): Node {
    const start = this.#at
    const size = FIXED_SIZES[type.name] ?? 0
    if (this.#remaining < size) return this.#cutOff(name, type, size)
    this.#at += size
    return this.#node(start, name, formatType(type), this.#explain(name, type.name, start))
  }

  #explain(name: string, type: Builtin, at: number): Explanation {
    const bytes = this.#bytes
    switch (type) {
      case 'int':
        return describeInt(name, readInt32LE(bytes, at))
      case 'long':
        return describeLong(name, readInt64LE(bytes, at))
      case '#':
        return { value: `${readUint32LE(bytes, at)}` }
      case 'double':
        return { value: `${new DataView(bytes.buffer, bytes.byteOffset).getFloat64(at, true)}` }
      case 'Bool': {
        const id = readUint32LE(bytes, at)
        if (id === BOOL_TRUE_ID) return { value: 'true' }
        if (id === BOOL_FALSE_ID) return { value: 'false' }
        // TL-03: there is no third value.
        return { value: `${hexId(id)} is no Bool`, fault: true }
      }
      default:
        return { value: '' }
    }
  }

  #string(name: string, type: Type, explain: (data: Uint8Array) => Explanation): Node {
    const start = this.#at
    if (this.#remaining < 4) return this.#cutOff(name, type, 4)
    const first = this.#bytes[start]!
    if (first === 0xff) return this.#rest(name, type, 'a length of 2^24 or more')
    const head = first === 0xfe ? 4 : 1
    const length = first === 0xfe ? readUint32LE(this.#bytes, start) >>> 8 : first
    // TL-06: the bytes and the padding up to a multiple of 4 have to be there.
    const size = (head + length + 3) & ~3
    if (size > this.#remaining)
      return this.#rest(name, type, `${length} bytes announced, ${this.#remaining - head} remain`)
    const from = start + head
    const to = from + length
    this.#at = start + size
    const children: Node[] = []
    if (to < this.#at) {
      const zero = this.#bytes.subarray(to, this.#at).every(byte => byte === 0)
      children.push(this.#node(to, 'padding', '', { value: zero ? '' : 'not zero' }))
    }
    const explanation = explain(this.#bytes.subarray(from, to))
    return this.#node(start, name, formatType(type), explanation, children)
  }

  #vector(name: string, type: Type & { kind: 'vector' }, schema: SchemaText | undefined): Node {
    const start = this.#at
    const head = type.bare ? 4 : 8
    if (this.#remaining < head) return this.#cutOff(name, type, head)
    const id = readUint32LE(this.#bytes, start)
    if (!type.bare && id !== VECTOR_ID) return this.#rest(name, type, `${hexId(id)} is no vector`)
    const items = readInt32LE(this.#bytes, start + head - 4)
    const room = this.#remaining - head
    // TL-05: the count is believed only as far as the data reaches.
    if (items < 0 || items > room / 4)
      return this.#rest(name, type, `${items} items announced, ${room} bytes remain`)
    this.#at += head
    const children: Node[] = []
    for (let index = 0; index < items && !this.#lost; index++)
      children.push(this.#value(`[${index}]`, type.item, schema))
    return this.#node(start, name, formatType(type), { value: count(items, 'item') }, children)
  }

  #boxed(name: string, type: Type): Node {
    const start = this.#at
    if (this.#remaining < 4) return this.#cutOff(name, type, 4)
    const id = readUint32LE(this.#bytes, start)
    if (isObject(type) && id === VECTOR_ID)
      return this.#vector(name, { kind: 'vector', bare: false, item: OBJECT }, undefined)
    if (isObject(type) && (id === BOOL_TRUE_ID || id === BOOL_FALSE_ID))
      return this.#fixed(name, { kind: 'builtin', name: 'Bool' })
    const entry = this.#vocabulary.find(id)
    if (entry === undefined) {
      const reason = `unknown constructor ${hexId(id)}, ${count(this.#remaining, 'byte')}`
      return this.#rest(name, type, reason)
    }
    const { declaration } = entry
    const full = `${declaration.name}#${formatId(id)}`
    if (!fits(declaration, type)) return this.#rest(name, type, `${full} does not belong here`)
    this.#at += 4
    const children = id === SERVICE.gzipPacked ? [this.#packed()] : this.#fields(entry)
    const { result } = declaration
    const shown = isObject(type) && declaration.kind === 'constructor' ? result : type
    return {
      ...this.#node(start, name, formatType(shown), { value: full }, children),
      tlName: declaration.name,
    }
  }

  #bare(name: string, type: Type & { kind: 'named' }, schema: SchemaText | undefined): Node {
    const start = this.#at
    const entry = schema && this.#vocabulary.bare(type, schema)
    if (entry === undefined) return this.#rest(name, type, 'the type is not declared')
    const children = this.#fields(entry)
    const { name: tlName } = entry.declaration
    return { ...this.#node(start, name, formatType(type), { value: '' }, children), tlName }
  }

  #fields({ declaration, schema }: Entry): Node[] {
    const flags = new Map<string, number>()
    const children: Node[] = []
    for (const { name, flag, type } of declaration.fields) {
      if (this.#lost) break
      if (flag && (((flags.get(flag.field) ?? 0) >>> flag.bit) & 1) === 0) continue
      const builtin = type.kind === 'builtin' ? type.name : undefined
      if (builtin === 'true') continue
      if (builtin === '#') {
        const node = this.#flags(name, declaration)
        if (!this.#lost) flags.set(name, readUint32LE(this.#bytes, node.offset))
        children.push(node)
      } else if (builtin === 'Object' && declaration.id === MESSAGE_ID) {
        children.push(...this.#body(name))
      } else {
        children.push(this.#value(name, type, schema))
      }
    }
    return children
  }

  #flags(name: string, declaration: Declaration): Node {
    const start = this.#at
    const type: Type = { kind: 'builtin', name: '#' }
    if (this.#remaining < 4) return this.#cutOff(name, type, 4)
    const set = readUint32LE(this.#bytes, start)
    const named = declaration.fields.filter(({ flag }) => flag?.field === name)
    const known = named.reduce((bits, { flag }) => bits | (1 << flag!.bit), 0)
    // A field behind an unknown bit cannot be skipped.
    const unknown = (set & ~known) >>> 0
    if (named.length > 0 && unknown !== 0)
      return this.#rest(name, type, `unknown bits ${hexId(unknown)}`)
    this.#at += 4
    const names = named.filter(({ flag }) => (set >>> flag!.bit) & 1).map(field => field.name)
    return this.#node(start, name, '#', { value: names.join(' | ') || `${set}` })
  }

  /** The body of a message in a container, whose size stands right before it. */
  #body(name: string): Node[] {
    const length = readInt32LE(this.#bytes, this.#at - 4)
    if (length < 0 || length > this.#remaining)
      return [this.#rest(name, OBJECT, `${length} bytes announced, ${this.#remaining} remain`)]
    const end = this.#end
    this.#end = this.#at + length
    const nodes = this.whole(name)
    this.#end = end
    this.#lost = false
    return nodes
  }

  /** What gzip_packed holds, with what it unpacks to. */
  #packed(): Node {
    return this.#string('packed_data', { kind: 'builtin', name: 'bytes' }, data => {
      try {
        const bytes = gunzip(data, this.#budget.unpacked)
        this.#budget.unpacked -= bytes.length
        return { value: count(data.length, 'byte'), inner: this.#unpacked(bytes) }
      } catch (error) {
        if (!(error instanceof MtprotoError)) throw error
        return { value: error.message, fault: true }
      }
    })
  }

  #unpacked(bytes: Uint8Array): Block {
    const inside = new Interpreter(
      bytes,
      this.#vocabulary,
      this.#budget,
      this.#depth,
      0,
      bytes.length,
    )
    return { title: 'unpacked', bytes, nodes: inside.whole('object') }
  }

  #cutOff(name: string, type: Type, size: number): Node {
    return this.#rest(name, type, `cut off, ${this.#remaining} of ${count(size, 'byte')}`)
  }

  /** Everything up to the end, unexplained. */
  #rest(name: string, type: Type, reason: string): Node {
    const start = this.#at
    this.#at = this.#end
    this.#lost = true
    return this.#node(start, name, formatType(type), { value: reason, fault: true })
  }

  /** A node from `start` to where reading stands. */
  #node(
    start: number,
    name: string,
    type: string,
    explanation: Explanation,
    children: readonly Node[] = [],
  ): Node {
    return { offset: start, length: this.#at - start, name, type, ...explanation, children }
  }
}

/** Whether any constructor or method may stand there. */
function isObject(type: Type): boolean {
  return type.kind === 'builtin' && type.name === 'Object'
}

/** Whether a value of this constructor, or this call, may stand where `type` is declared. */
function fits({ kind, result }: Declaration, type: Type): boolean {
  // gzip_packed stands for any object or call.
  if (isObject(type) || isObject(result)) return true
  if (type.kind === 'variable') return kind === 'method'
  return (
    kind === 'constructor' &&
    type.kind === 'named' &&
    result.kind === 'named' &&
    result.name === type.name
  )
}

function text(data: Uint8Array): Explanation {
  const value = quoted(data)
  return value === undefined
    ? { value: `${count(data.length, 'byte')}, not UTF-8`, fault: true }
    : { value }
}
