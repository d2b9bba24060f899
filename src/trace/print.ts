// Annotated bytes as text: offset, the bytes themselves, and beside them what they are.
// A value with parts is shown by its own bytes, such as a constructor id, and its parts one step further in.
import { toHex } from '../core/bytes/hex.ts'
import type { Block, Node } from './node.ts'

const BYTES_PER_LINE = 16
const BYTES_PER_GROUP = 4
const HEX_WIDTH = (BYTES_PER_LINE / BYTES_PER_GROUP) * (2 * BYTES_PER_GROUP + 1) - 1

const DIM = 2
const RED = 31

/**
 * The lines of a block, and behind them those of every block that its bytes unpack or decrypt to, with a
 * title each. Offsets are decimal. `colour` adds the escape sequences of terminals.
 */
export function formatBlock(block: Block, colour: boolean): string[] {
  const width = Math.max(4, `${block.bytes.length}`.length)
  const lines: string[] = []
  const inside: string[][] = []
  const visit = (node: Node, depth: number): void => {
    const [first = '', ...more] = hexLines(block.bytes, node)
    const label = paint('  '.repeat(depth) + describe(node), node.fault ? RED : 0, colour)
    const place = `${`${node.offset}`.padStart(width)}  ${first.padEnd(HEX_WIDTH)}`
    lines.push(`${paint(place, DIM, colour)}  ${label}`)
    for (const hex of more) lines.push(paint(`${' '.repeat(width)}  ${hex}`, DIM, colour))
    if (node.inner) {
      const { title, bytes } = node.inner
      inside.push(['', `${node.name} at ${node.offset}, ${title}: ${bytes.length} bytes`])
      inside.push(formatBlock(node.inner, colour))
    }
    for (const child of node.children) visit(child, depth + 1)
  }
  for (const node of block.nodes) visit(node, 0)
  return [lines, ...inside].flat()
}

/** The same without offsets and bytes: one line a node, and below it what its bytes become. */
export function outlineBlock({ nodes }: Block): string[] {
  const lines: string[] = []
  const visit = (node: Node, depth: number): void => {
    const indent = '  '.repeat(depth)
    lines.push(indent + describe(node))
    if (node.inner) {
      lines.push(`${indent}  ${node.inner.title}:`)
      for (const each of node.inner.nodes) visit(each, depth + 2)
    }
    for (const child of node.children) visit(child, depth + 1)
  }
  for (const node of nodes) visit(node, 0)
  return lines
}

/** A node on one line, such as `api_id: int = 43`; `!` in place of `=` marks what is wrong. */
function describe({ name, type, value, note, fault }: Node): string {
  const subject = type === '' ? name : `${name}: ${type}`
  if (value === '') return subject
  const told = note === undefined ? value : `${value}, ${note}`
  if (fault) return `${subject} ! ${told}`
  return type === '' ? `${subject}, ${told}` : `${subject} = ${told}`
}

/** The node's own bytes, those before its first child. */
function hexLines(bytes: Uint8Array, { offset, length, children }: Node): string[] {
  const end = children[0]?.offset ?? offset + length
  const lines: string[] = []
  for (let at = offset; at < end; at += BYTES_PER_LINE) {
    const groups: string[] = []
    const stop = Math.min(at + BYTES_PER_LINE, end)
    for (let group = at; group < stop; group += BYTES_PER_GROUP)
      groups.push(toHex(bytes.subarray(group, Math.min(group + BYTES_PER_GROUP, stop))))
    lines.push(groups.join(' '))
  }
  return lines
}

function paint(text: string, code: number, colour: boolean): string {
  return colour && code !== 0 ? `\u001b[${code}m${text}\u001b[0m` : text
}
