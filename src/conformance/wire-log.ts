// What a harness sees of a run: every message both ways with its decoded fields, and what happens to connections.
// Messages are kept as bytes and explained when somebody reads the log. Nothing in it is a secret of anybody: keys,
// tokens and passwords of a run are made up for it.
import { toHex } from '../core/bytes/hex.ts'
import type { Stage } from '../core/machine.ts'
import { interpret } from '../trace/interpreter.ts'
import type { Node } from '../trace/node.ts'
import { title } from '../trace/text-trace.ts'
import type { Vocabulary } from '../trace/vocabulary.ts'
import type { WireEntry } from './report/model.ts'

/** So many entries at the start of a run are kept, and so many at its end. */
const FIRST = 150
const LAST = 50
/** Limits of one entry: lines, characters of a line, bytes. */
const MAX_LINES = 60
const MAX_WIDTH = 160
const MAX_BYTES = 256
/** Bytes of a value that is shown as it is. */
const MAX_VALUE = 32

/** Something that happened, before it is explained. */
export interface WireEvent {
  /** the number of the connection within its data centre */
  readonly link: number
  readonly direction: WireEntry['direction']
  readonly kind: WireEntry['kind']
  readonly msgId?: bigint
  readonly seqNo?: number
  /** of a message */
  readonly body?: Uint8Array
  /** what else is to be known, one thing a line */
  readonly notes?: readonly string[]
}

/** Is told what happens at the data centre `dc`. */
export type Watch = (dc: number, event: WireEvent) => void

/** A message on its way out. */
export interface WatchedRecord {
  readonly msgId: bigint
  readonly seqNo?: number
  readonly body: Uint8Array
}

/** The hook `stage`, what goes through it being told as it goes out; `isSpoilt`: something is done to it later. */
export function watchedStage<Record extends WatchedRecord>(
  stage: Stage<Record>,
  isSpoilt: () => boolean,
  tell: (event: Omit<WireEvent, 'link' | 'kind'>) => void,
): Stage<Record> {
  return record => {
    const records = [...stage(record)]
    const notes = records.length === 1 && records[0] === record ? [] : ['changed by the case']
    if (isSpoilt()) notes.push('spoilt after it was sealed')
    for (const { msgId, seqNo, body } of records)
      tell({ direction: 'out', msgId, ...(seqNo !== undefined && { seqNo }), body, notes })
    return records
  }
}

interface Noted extends WireEvent {
  readonly at: number
}

export class WireLog {
  readonly #now: () => number
  readonly #start: number
  /** connections of all data centres in the order in which they came */
  readonly #links = new Map<string, number>()
  readonly #first: Noted[] = []
  readonly #last: Noted[] = []
  #left = 0
  #open = 0

  /** `now` in monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now
    this.#start = now()
  }

  readonly watch: Watch = (dc, event) => {
    const name = `${dc}/${event.link}`
    const link = this.#links.get(name) ?? this.#links.size + 1
    this.#links.set(name, link)
    if (event.kind === 'opened') this.#open++
    if (event.kind === 'closed') this.#open--
    const notes = event.kind === 'opened' ? [`to DC ${dc}`] : event.notes
    const noted = { ...event, link, at: this.#now() - this.#start, ...(notes && { notes }) }
    if (this.#first.length < FIRST) this.#first.push(noted)
    else if (this.#last.push(noted) > LAST) {
      this.#last.shift()
      this.#left++
    }
  }

  /** Whether every connection that was opened is closed. */
  get isQuiet(): boolean {
    return this.#open === 0
  }

  /** The entries, explained by the schemas of `vocabulary`. */
  entries(vocabulary: Vocabulary): WireEntry[] {
    const entries = [...this.#first, ...this.#last].map(noted => explained(noted, vocabulary))
    const next = entries[this.#first.length]
    if (next === undefined || this.#left === 0) return entries
    const left = `${this.#left} entries before this one are left out`
    return entries.with(this.#first.length, {
      ...next,
      fields: next.fields === undefined ? left : `${left}\n${next.fields}`,
    })
  }
}

function explained(noted: Noted, vocabulary: Vocabulary): WireEntry {
  const { at, link, direction, kind, msgId, seqNo, body, notes = [] } = noted
  const nodes = body === undefined ? [] : interpret(body, vocabulary, 'body')
  const fields = [...notes, ...nodes.flatMap(node => linesOf(node, body!, 0))]
  if (fields.length > MAX_LINES)
    fields.splice(MAX_LINES, fields.length, `${fields.length - MAX_LINES} more lines`)
  return {
    at: Math.round(at),
    link,
    direction,
    kind,
    ...(body && { name: title({ nodes }) }),
    ...(msgId !== undefined && { msgId: `${msgId}` }),
    ...(seqNo !== undefined && { seqNo }),
    ...(fields.length > 0 && { fields: fields.map(cut).join('\n') }),
    ...(body && {
      bytes: toHex(body.subarray(0, MAX_BYTES)) + (body.length > MAX_BYTES ? '…' : ''),
    }),
  }
}

/** A node and its parts, each on a line, further in the deeper it lies. */
function linesOf(node: Node, bytes: Uint8Array, depth: number): string[] {
  const { name, value, note, fault, children, inner } = node
  const said = value === '' && children.length === 0 ? hexOf(node, bytes) : value
  const told = note === undefined ? said : `${said}, ${note}`
  const line = `${'  '.repeat(depth)}${name}${told === '' ? '' : ` ${fault ? '!' : '='} ${told}`}`
  return [
    line,
    ...children.flatMap(part => linesOf(part, bytes, depth + 1)),
    ...(inner?.nodes.flatMap(part => linesOf(part, inner.bytes, depth + 1)) ?? []),
  ]
}

/** The value of what the bytes themselves say, such as a nonce. */
function hexOf({ offset, length }: Node, bytes: Uint8Array): string {
  return toHex(bytes.subarray(offset, offset + Math.min(length, MAX_VALUE)))
}

const cut = (line: string): string =>
  line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH)}…` : line
