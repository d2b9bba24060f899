// The interpreter of recorded bytes: it never throws, and what it says lies inside the bytes.
import assert from 'node:assert/strict'
import { mtproto } from '../../../src/core/tl/generated/mtproto/index.ts'
import { interpret } from '../../../src/trace/interpreter.ts'
import type { Node } from '../../../src/trace/node.ts'
import { Vocabulary } from '../../../src/trace/vocabulary.ts'
import { examples, parsedSchemas, SCHEMAS } from '../schemas.ts'
import { idsOf, int, type Target } from '../target.ts'

let vocabulary: Vocabulary | undefined

export const target: Target = {
  name: 'explain',
  words: () => [...idsOf(...SCHEMAS), ...[0x1cb5c415, 0x73f1f8dc, 0x3072cfa1].map(int)],
  seeds: () => [...examples('constructor'), ...examples('method')],
  run(input) {
    vocabulary ??= new Vocabulary(parsedSchemas())
    const nodes = interpret(input, vocabulary, mtproto.name)
    check(nodes, 0, input.length)
    return nodes
  },
}

/** Nodes stand one after another between `start` and `end`. */
function check(nodes: readonly Node[], start: number, end: number): void {
  let at = start
  for (const { offset, length, children, inner } of nodes) {
    assert.ok(offset >= at && length >= 0)
    at = offset + length
    check(children, offset, at)
    if (inner !== undefined) check(inner.nodes, 0, inner.bytes.length)
  }
  assert.ok(at <= end)
}
