// Whether a block explains each of its bytes exactly once, and the blocks inside it likewise.
import assert from 'node:assert/strict'
import type { Block, Node } from '../../src/trace/node.ts'

export function assertCovered({ bytes, nodes }: Block): void {
  assertRun(nodes, 0, bytes.length)
}

/** Whether any node is marked as wrong, in the blocks inside too. */
export function faultsOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ name, value, fault, children, inner }) => [
    ...(fault ? [`${name}: ${value}`] : []),
    ...faultsOf(children),
    ...faultsOf(inner?.nodes ?? []),
  ])
}

function assertRun(nodes: readonly Node[], start: number, end: number): void {
  let at = start
  for (const { name, offset, length, children, inner } of nodes) {
    assert.equal(offset, at, `${name} starts where the one before it ends`)
    at += length
    if (children.length > 0) {
      const first = children[0]!.offset
      assert.ok(first >= offset, `${name} starts before its children`)
      assertRun(children, first, at)
    }
    if (inner) assertCovered(inner)
  }
  assert.equal(at, end, 'the last node ends where the bytes do')
}
