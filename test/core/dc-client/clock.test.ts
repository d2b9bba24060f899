// Clocks that are wrong, that jump, and that stand still while the machine sleeps: no call is lost by them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { Pair, START, sharedKey } from '../../support/pair.ts'
import {
  badMsg,
  container,
  PING_DELAY,
  pong,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { type Puppet, started } from './puppet.ts'

const YEAR = 365 * 86_400_000
const MINUTE = 60_000

/** How far the client's idea of the server's time is off, in milliseconds. */
const error = (pair: Pair): number =>
  Math.abs(pair.client.serverTime(pair.now('client')) - (START + pair.monotonic))

for (const [title, clientSkew] of [
  ['three years behind', -3 * YEAR],
  ['three years ahead', 3 * YEAR],
  ['40 s behind', -40_000],
  ['40 s ahead', 40_000],
  ['ten minutes behind', -10 * MINUTE],
  ['ten minutes ahead', 10 * MINUTE],
] as const) {
  test(`SES-16 SES-17 with a clock that is ${title} calls succeed, and none is executed twice`, () => {
    const pair = new Pair({ clientSkew })
    pair.invoke(1, 2, 3)
    pair.advance(1000)
    pair.invoke(4)
    assert.deepEqual(pair.settled.toSorted(), [1, 2, 3, 4])
    assert.equal(pair.calls.length, 4)
    assert.ok(error(pair) < 2000)
  })

  test(`a clock that is ${title} is no obstacle to a key exchange, and the offset is stored`, () => {
    const pair = new Pair({ clientSkew, withKey: false })
    pair.invoke(1)
    assert.deepEqual(pair.settled, [1])
    assert.ok(error(pair) < 2000)
    const { timeOffset } = pair.stored.at(-1)!
    assert.ok(Math.abs(timeOffset + clientSkew) < 2000, `stored ${timeOffset}`)
  })
}

test('a stored offset that is no longer right is corrected', () => {
  const pair = new Pair({ state: { timeOffset: -2 * YEAR } })
  pair.invoke(1)
  pair.advance(1000)
  assert.deepEqual(pair.settled, [1])
  assert.ok(error(pair) < 2000)
})

test('a local clock that jumps while calls are open changes nothing', () => {
  for (const jump of [-3 * YEAR, -10 * MINUTE, 10 * MINUTE, 3 * YEAR]) {
    const pair = new Pair()
    pair.invoke(1)
    pair.held = true
    pair.invoke(2)
    pair.clientSkew = jump
    pair.invoke(3)
    pair.held = false
    pair.run()
    pair.invoke(4)
    pair.cut()
    pair.advance(1000)
    pair.invoke(5)
    assert.deepEqual(pair.settled, [1, 2, 3, 4, 5])
    assert.equal(pair.calls.length, 5)
    assert.ok(error(pair) < 2000)
  }
})

/** The machine of the client sleeps: its monotonic clock stands still while the server goes on. */
function sleep(pair: Pair, milliseconds: number): void {
  pair.monotonic += milliseconds
  pair.slept += milliseconds
}

// Up to 30 s nothing is noticed. Up to 300 s the server takes what the client sends, but all that it says
// is too far ahead for the client. Beyond that the server refuses what is sent.
for (const seconds of [20, 31, 120, 299, 310, 3600, 8 * 3600]) {
  test(`after ${seconds} s of sleep the calls of before and after succeed`, () => {
    const pair = new Pair()
    pair.invoke(1)
    pair.advance(1000)
    pair.held = true
    pair.invoke(2)
    sleep(pair, seconds * 1000)
    pair.held = false
    pair.run()
    pair.invoke(3)
    pair.advance(20_000)
    assert.deepEqual(pair.settled.toSorted(), [1, 2, 3])
    assert.equal(pair.calls.length, 3)
    assert.ok(error(pair) < 31_000)
    pair.advance(10 * MINUTE)
    pair.invoke(4)
    assert.equal(pair.settled.at(-1), 4)
  })

  test(`after ${seconds} s of sleep through which the line was lost the calls succeed`, () => {
    const pair = new Pair()
    pair.invoke(1)
    pair.advance(1000)
    pair.held = true
    pair.invoke(2)
    pair.cut()
    sleep(pair, seconds * 1000)
    pair.held = false
    pair.run()
    pair.advance(2000)
    pair.invoke(3)
    pair.advance(20_000)
    assert.deepEqual(pair.settled.toSorted(), [1, 2, 3])
    assert.equal(pair.calls.length, 3)
  })
}

/** The id and the ping_id of the last ping. */
function lastPing({ got }: Puppet): [bigint, bigint] {
  const { msgId, body } = got.findLast(({ body }) => body.startsWith(PING_DELAY))!
  return [msgId, readInt64LE(fromHex(body), 4)]
}

test('ENC-14 a message that is too far ahead has no effect but a ping, whose pong sets the clock', () => {
  const puppet = started()
  const { msgId } = puppet.invoke(1)[0]!
  const before = puppet.got.length
  puppet.send(rpcResult(msgId, TRUE), { seqNo: 0, msgId: puppet.id(1n, 100) })
  assert.deepEqual([puppet.settled, puppet.rejected], [[], ['ERR_MESSAGE_TIME']])
  assert.equal(puppet.got.length, before + 1)
  puppet.send(pong(...lastPing(puppet)), { seqNo: 0, msgId: puppet.id(1n, 101) })
  assert.equal(puppet.client.serverTime(puppet.now), START + 101_000)
  // What was not believed is not acknowledged: on a new connection all of it is sent again.
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  assert.deepEqual(
    puppet.calls(before).map(call => call.msgId),
    [msgId],
  )
  puppet.send(rpcResult(msgId, TRUE), { seqNo: 0, msgId: puppet.id(1n, 101) })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('a clock that is set right without anything having been missed costs no connection', () => {
  const puppet = started()
  puppet.advance(60_000)
  puppet.send(pong(...lastPing(puppet)), { seqNo: 0, msgId: puppet.id(1n, 25) })
  assert.equal(puppet.client.serverTime(puppet.now), START + 85_000)
  puppet.advance(1000)
  assert.deepEqual(puppet.events, ['ready'])
})

test('updates that were not believed while the client slept come on the next connection', () => {
  for (const seconds of [40, 3600]) {
    const pair = new Pair()
    pair.invoke(1)
    pair.advance(1000)
    sleep(pair, seconds * 1000)
    pair.serverInput({ kind: 'push', authKeyId: sharedKey.id, body: fromHex(UPDATE) })
    pair.invoke(2)
    pair.advance(61_000)
    assert.deepEqual(pair.updates.map(toHex), [UPDATE])
    assert.deepEqual(pair.events, ['ready', 'ready again'])
    assert.deepEqual(pair.settled, [1, 2])
  }
})

test('ENC-16 what comes with a repair of the clock, but too far ahead, is asked for again', () => {
  const puppet = started()
  const call = puppet.invoke(1)[0]!
  const items = [
    { msgId: puppet.id(3n, 1000), seqNo: 3, body: UPDATE },
    { msgId: puppet.id(3n, 1000), seqNo: 4, body: badMsg(call.msgId, call.seqNo, 16) },
  ]
  puppet.send(container(...items), { seqNo: 4, msgId: puppet.id(3n, 1000) })
  assert.deepEqual([puppet.updates, puppet.acked()], [[], []])
  assert.deepEqual(puppet.rejected, ['ERR_MESSAGE_TIME'])
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  const again = puppet.calls().at(-1)!
  assert.equal(again.number, 1)
  puppet.send(UPDATE, { seqNo: 3, msgId: puppet.id(3n, 1000) })
  assert.deepEqual(puppet.updates, [UPDATE])
})

test('ENC-16 a repair of the clock that comes alone costs no connection', () => {
  const puppet = started()
  const call = puppet.invoke(1)[0]!
  puppet.send(badMsg(call.msgId, call.seqNo, 16), { seqNo: 0, msgId: puppet.id(3n, 1000) })
  assert.deepEqual([puppet.rejected, puppet.events], [[], ['ready']])
  assert.equal(puppet.calls().at(-1)!.number, 1)
  assert.equal(puppet.calls().length, 3)
})

test('ENC-15 what is read too late is asked for once on a new connection, though the clock is right', () => {
  const puppet = started()
  puppet.live(30_000)
  puppet.send(UPDATE, { msgId: puppet.id(3n, -400) })
  puppet.send(pong(...lastPing(puppet)), { seqNo: 0 })
  assert.deepEqual([puppet.updates, puppet.acked()], [[], []])
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  // A server that sends it as it was makes no storm of connections.
  puppet.invoke(1)
  puppet.send(UPDATE, { msgId: puppet.id(3n, -400) })
  puppet.send(pong(...lastPing(puppet)), { seqNo: 0 })
  assert.equal(puppet.attempts, 2)
  assert.equal(puppet.client.serverTime(puppet.now), START + 30_000)
})

test('C-10 a pong for anything but the last ping never moves the clock', () => {
  const puppet = started()
  puppet.send(UPDATE, { seqNo: 0, msgId: puppet.id(3n, 100) })
  const [msgId, pingId] = lastPing(puppet)
  puppet.send(pong(msgId, pingId + 1n), { seqNo: 0, msgId: puppet.id(1n, 100) })
  assert.equal(puppet.client.serverTime(puppet.now), START)
  puppet.send(pong(msgId, pingId), { seqNo: 0 })
  puppet.send(pong(msgId, pingId), { seqNo: 0, msgId: puppet.id(1n, 100) })
  assert.equal(puppet.client.serverTime(puppet.now), START)
})

test('a pong that was 15 s on its way leaves the clock alone', () => {
  const puppet = started()
  puppet.advance(60_000)
  puppet.send(pong(...lastPing(puppet)), { seqNo: 0, msgId: puppet.id(1n, -15) })
  assert.equal(puppet.client.serverTime(puppet.now), START + 60_000)
})
