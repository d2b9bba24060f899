import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from '../../src/compiler/index.ts'
import { WireLog } from '../../src/conformance/wire-log.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { Vocabulary } from '../../src/trace/vocabulary.ts'

const file = new URL('../../schema/mtproto.tl', import.meta.url)
const vocabulary = new Vocabulary([parse(readFileSync(file, 'utf8'), 'mtproto.tl')])
const ping = encode(mtproto, { _: 'ping', pingId: 5n })

function logAt(): { log: WireLog; pass: (milliseconds: number) => void } {
  let now = 1000
  const log = new WireLog(() => now)
  const pass = (milliseconds: number): void => {
    now += milliseconds
  }
  return { log, pass }
}

test('a message is told with its name, its fields and its bytes', () => {
  const { log, pass } = logAt()
  log.watch(2, { link: 1, direction: 'in', kind: 'opened' })
  pass(12.4)
  const message = { direction: 'in', kind: 'message', msgId: 8n, seqNo: 1, body: ping } as const
  log.watch(2, { link: 1, ...message, notes: ['changed by the case'] })
  assert.deepEqual(log.entries(vocabulary), [
    { at: 0, link: 1, direction: 'in', kind: 'opened', fields: 'to DC 2' },
    {
      ...{ at: 12, link: 1, direction: 'in', kind: 'message', msgId: '8', seqNo: 1 },
      name: 'ping',
      fields: 'changed by the case\nbody = ping#7abe77ec\n  ping_id = 5',
      bytes: 'ec77be7a0500000000000000',
    },
  ])
})

test('the value of what has no form of its own is its bytes', () => {
  const { log } = logAt()
  const nonce = Uint8Array.from({ length: 16 }, (_, i) => i)
  const body = encode(mtproto, { _: 'req_pq_multi', nonce })
  log.watch(2, { link: 1, direction: 'in', kind: 'plaintext', body })
  assert.match(log.entries(vocabulary)[0]!.fields!, / {2}nonce = 000102030405060708090a0b0c0d0e0f$/)
})

test('connections of several data centres are numbered as they come, and counted until they are closed', () => {
  const { log } = logAt()
  for (const [dc, link] of [
    [2, 1],
    [4, 1],
    [2, 2],
  ] as const)
    log.watch(dc, { link, direction: 'in', kind: 'opened' })
  log.watch(4, { link: 1, direction: 'out', kind: 'closed' })
  assert.deepEqual(
    log.entries(vocabulary).map(({ link }) => link),
    [1, 2, 3, 2],
  )
  assert.equal(log.isQuiet, false)
  for (const link of [1, 2]) log.watch(2, { link, direction: 'in', kind: 'closed' })
  assert.equal(log.isQuiet, true)
})

test('of a long run the beginning and the end are kept, and of a long message the first lines and bytes', () => {
  const { log } = logAt()
  const msgIds = Array.from({ length: 500 }, (_, i) => BigInt(i))
  const body = encode(mtproto, { _: 'msgs_ack', msgIds })
  for (let link = 1; link <= 1000; link++)
    log.watch(2, { link, direction: 'in', kind: 'message', body })
  const entries = log.entries(vocabulary)
  assert.equal(entries.length, 200)
  assert.deepEqual(
    entries.slice(149, 151).map(({ link }) => link),
    [150, 951],
  )
  assert.match(entries[150]!.fields!, /^800 entries before this one are left out\nbody = msgs_ack/)
  assert.match(entries[0]!.fields!, /\n\d+ more lines$/)
  assert.equal(entries[0]!.fields!.split('\n').length, 61)
  assert.equal(entries[0]!.bytes!.length, 513)
})
