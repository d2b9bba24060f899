import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hasParityOf,
  MsgIdSource,
  timeFault,
  unixOfMsgId,
} from '../../../src/core/session/msg-id.ts'
import { seededRandom } from '../../support/random.ts'

/** 2023-11-14 22:13:20 UTC: 1,700,000,000 s = 0x6553f100. */
const UNIX = 1_700_000_000_000
const MSG_ID = 0x6553f10000000000n

const zeros = (): MsgIdSource => new MsgIdSource(length => new Uint8Array(length))
const ones = (): MsgIdSource => new MsgIdSource(length => new Uint8Array(length).fill(255))

test('SES-02 a msg_id is server time times 2^32 with random bits below the millisecond', () => {
  assert.equal(zeros().next(UNIX, 'request'), MSG_ID)
  assert.equal(zeros().next(UNIX + 500, 'request'), MSG_ID | 0x80000000n)
  assert.equal(ones().next(UNIX, 'request'), MSG_ID | 0x3ffffcn)
  const source = new MsgIdSource(seededRandom(1))
  const low = Array.from({ length: 100 }, (_, i) => source.next(UNIX + i, 'request') & 0xffffffffn)
  assert.equal(new Set(low).size, 100)
})

test('the low bits tell a request, an answer and a notice apart', () => {
  assert.equal(zeros().next(UNIX, 'request') & 3n, 0n)
  assert.equal(zeros().next(UNIX, 'answer') & 3n, 1n)
  assert.equal(zeros().next(UNIX, 'notice') & 3n, 3n)
})

test('SES-01 10,000 ids in a burst rise and stay divisible by 4 while the clock steps back', () => {
  const source = new MsgIdSource(seededRandom(2))
  let last = 0n
  for (let i = 0; i < 10_000; i++) {
    const id = source.next(UNIX - (i % 7 === 0 ? 60_000 : 0), 'request')
    assert.ok(id > last)
    assert.equal(id & 3n, 0n)
    last = id
  }
})

test('ids of a server rise whatever their kinds', () => {
  const source = zeros()
  const kinds = ['notice', 'answer', 'answer', 'notice', 'notice', 'answer'] as const
  const ids = kinds.map(kind => source.next(UNIX, kind) - MSG_ID)
  assert.deepEqual(ids, [3n, 5n, 9n, 15n, 19n, 21n])
})

test('a msg_id names its moment', () => {
  assert.equal(unixOfMsgId(MSG_ID), UNIX)
  assert.equal(unixOfMsgId(MSG_ID | 0x80000001n), UNIX + 500)
  assert.equal(unixOfMsgId(-1n), 4_294_967_295_999)
})

test('C-7 ids of a server are odd, ids of a client divisible by 4', () => {
  for (const [low, client, server] of [
    [0n, true, false],
    [1n, false, true],
    [2n, false, false],
    [3n, false, true],
  ] as const) {
    assert.equal(hasParityOf('client', MSG_ID | low), client)
    assert.equal(hasParityOf('server', MSG_ID | low), server)
  }
})

test('C-9 an id is in time from 300 s behind to 30 s ahead', () => {
  const at = (seconds: number): bigint => MSG_ID + (BigInt(seconds) << 32n)
  assert.equal(timeFault(at(-300), UNIX), undefined)
  assert.equal(timeFault(at(-300) - (1n << 32n), UNIX), 'past')
  assert.equal(timeFault(at(30), UNIX), undefined)
  assert.equal(timeFault(at(31), UNIX), 'future')
})

test('a clock beyond 2038 gives ids that are TL longs, and name the moment they were made at', () => {
  const unix = Date.UTC(2040, 0, 1)
  const id = new MsgIdSource(length => new Uint8Array(length)).next(unix, 'request')
  assert.equal(id, BigInt.asIntN(64, id))
  assert.ok(id < 0n)
  assert.equal(unixOfMsgId(id), unix)
})
