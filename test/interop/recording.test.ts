// Clients nobody here wrote log in to a test DC that records them; the recording opens to the last byte.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { SchemaText } from '../../src/compiler/declaration.ts'
import { parse } from '../../src/compiler/index.ts'
import { createHost } from '../../src/runtime/node/host.ts'
import { summarise } from '../../src/trace/listing.ts'
import type { Node } from '../../src/trace/node.ts'
import { readRecording } from '../../src/trace/recording.ts'
import { openRecording } from '../../src/trace/replay.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'
import { apiText, mtprotoText } from '../trace/schemas.ts'
import { AWAY, runClient, startDc } from './client-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-recording-'))
after(() => rmSync(folder, { recursive: true }))

const CLIENTS = [
  { name: 'GramJS', shim: 'gramjs.cjs', transport: 'full' },
  { name: 'GramJS', shim: 'gramjs.cjs', transport: 'obfuscated' },
  { name: 'mtcute', shim: 'mtcute.mjs', transport: 'intermediate' },
  { name: 'mtcute', shim: 'mtcute.mjs', transport: 'obfuscated' },
]

/** The layer that GramJS speaks, which is not that of this package. */
function gramjs(): SchemaText {
  const text = createRequire(import.meta.url)('telegram/tl/apiTl.js')
  return parse(text.default ?? text, 'gramjs.tl')
}

/** The nodes that say what is wrong with their bytes, and those of messages that nobody could open. */
function faults(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ name, value, fault, children, inner }) => [
    ...(fault ? [`${name}: ${value}`] : []),
    ...(name === 'ciphertext' && inner === undefined ? ['a sealed message'] : []),
    ...faults(children),
    ...faults(inner?.nodes ?? []),
  ])
}

/** The types of objects that were sealed once more inside the key exchange, once each. */
function opened(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ name, tlName, children, inner }) => [
    ...(name === 'data' && tlName !== undefined ? [tlName] : []),
    ...opened(children),
    ...opened(inner?.nodes ?? []),
  ])
}

for (const { name, shim, transport } of CLIENTS)
  test(`a login of ${name} over ${transport} is recorded and opens to the last byte`, async () => {
    let file = ''
    const dc = await startDc(attempt => {
      file = join(folder, `${name}-${transport}-${attempt}.jsonl`)
      return ['--migrate-to', String(AWAY), '--record', file, '--record-secrets']
    })
    try {
      const { code } = await runClient(shim, dc, { scenario: 'qr-login', transport })
      assert.equal(code, 0)
    } finally {
      dc.stop()
      await dc.exited
    }
    const recording = readRecording(readFileSync(file, 'utf8'))
    const { crypto } = createHost()
    const own = name === 'GramJS' ? [gramjs()] : []
    const vocabulary = new Vocabulary([...own, mtprotoText, apiText])
    const events = [...openRecording(recording, { crypto, vocabulary })]
    const frames = events.filter(event => event.kind === 'frame')
    assert.deepEqual(
      events.filter(event => event.kind === 'unread'),
      [],
    )
    assert.deepEqual(
      frames.flatMap(({ block }) => faults(block.nodes)),
      [],
    )
    const inside = new Set(frames.flatMap(({ block }) => opened(block.nodes)))
    assert.ok(inside.has('server_DH_inner_data') && inside.has('client_DH_inner_data'))
    assert.ok([...inside].some(type => type.startsWith('p_q_inner_data')))
    const lines = events.flatMap(summarise).join('\n')
    assert.match(lines, /→ .*auth\.exportLoginToken/)
    assert.match(lines, /← .*auth\.loginTokenMigrateTo\(4\)/)
    assert.match(lines, /→ .*auth\.importLoginToken/)
    assert.match(lines, /← .*auth\.loginTokenSuccess/)
  })
