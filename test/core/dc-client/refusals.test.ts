// What a client does when the server refuses its messages, or has lost them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  badMsg,
  badSalt,
  container,
  newSession,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { Puppet } from './puppet.ts'

/** A call that has arrived, as the server saw it. */
function called(
  puppet: Puppet,
  number: number,
): { msgId: bigint; seqNo: number; sessionId: bigint } {
  puppet.invoke(number)
  return puppet.calls().at(-1)!
}

/** The second that a msg_id names. */
const second = (msgId: bigint): number => Number(msgId >> 32n)

test('SES-16 code 16 corrects the clock, a trusted one too, and the message goes out again', () => {
  const puppet = new Puppet()
  const { msgId, seqNo, sessionId } = called(puppet, 1)
  puppet.send(UPDATE, { seqNo: 0 })
  puppet.send(badMsg(msgId, seqNo, 16), { seqNo: 0, msgId: puppet.id(3n, 1000) })
  const again = puppet.calls().at(-1)!
  assert.equal(again.number, 1)
  assert.equal(again.sessionId, sessionId)
  assert.equal(again.seqNo, seqNo + 2)
  assert.equal(second(again.msgId), 1_700_001_000)
  puppet.send(rpcResult(again.msgId, TRUE), { msgId: puppet.id(1n, 1000) })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('SES-17 code 17 corrects the clock in a new session, which takes every call along', () => {
  const puppet = new Puppet()
  called(puppet, 1)
  const { msgId, seqNo, sessionId } = called(puppet, 2)
  puppet.send(UPDATE, { seqNo: 0 })
  const before = puppet.got.length
  puppet.send(badMsg(msgId, seqNo, 17), { seqNo: 0, msgId: puppet.id(3n, -1000) })
  const again = puppet.calls(before)
  assert.deepEqual(
    again.map(({ number, seqNo }) => [number, seqNo]),
    [
      [1, 1],
      [2, 3],
    ],
  )
  for (const call of again) {
    assert.notEqual(call.sessionId, sessionId)
    assert.equal(second(call.msgId), 1_699_999_000)
  }
  for (const { msgId } of again)
    puppet.send(rpcResult(msgId, TRUE), { msgId: puppet.id(1n, -1000) })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`, `2: ${TRUE}`])
})

test('a client whose clock is wrong learns the time from the first message', () => {
  const puppet = new Puppet({ skew: -3_600_000 })
  assert.equal(second(called(puppet, 1).msgId), 1_699_996_400)
  puppet.send(UPDATE, { seqNo: 0 })
  assert.equal(second(called(puppet, 2).msgId), 1_700_000_000)
})

for (const code of [18, 19, 34, 35, 64, 99, 32, 33])
  test(`${code === 32 || code === 33 ? 'SES-20' : 'SES-18'} code ${code} leads to a new session, in which the call succeeds`, () => {
    const puppet = new Puppet()
    const { msgId, seqNo, sessionId } = called(puppet, 1)
    puppet.send(badMsg(msgId, seqNo, code), { seqNo: 0 })
    const again = puppet.calls().at(-1)!
    assert.notEqual(again.sessionId, sessionId)
    assert.equal(again.seqNo, 1)
    puppet.send(rpcResult(again.msgId, TRUE))
    assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
  })

for (const code of [16, 17, 18, 20, 32, 33, 48, 99])
  test(`SES-18 SES-24 code ${code} without end is an error after some attempts`, () => {
    const puppet = new Puppet()
    puppet.invoke(1)
    for (let count = 0; puppet.settled.length === 0; count++) {
      assert.ok(count < 20)
      const { msgId, seqNo } = puppet.calls().at(-1)!
      puppet.send(code === 48 ? badSalt(msgId, seqNo, BigInt(count)) : badMsg(msgId, seqNo, code), {
        seqNo: 0,
      })
    }
    assert.deepEqual(puppet.settled, ['1: ERR_BAD_MSG'])
    assert.match(String(puppet.errors[0]), new RegExp(`got ${code}: `))
    assert.equal(puppet.calls().length, 8)
  })

test('SES-19 code 20 sends the message again under a new id', () => {
  const puppet = new Puppet()
  const { msgId, seqNo, sessionId } = called(puppet, 1)
  puppet.send(badMsg(msgId, seqNo, 20), { seqNo: 0 })
  const again = puppet.calls().at(-1)!
  assert.ok(again.msgId > msgId)
  assert.equal(again.sessionId, sessionId)
})

test('SES-21 code 48 stores the salt and sends the message again with it', () => {
  const puppet = new Puppet()
  const { msgId, seqNo } = called(puppet, 1)
  puppet.send(badSalt(msgId, seqNo, -2n), { seqNo: 0 })
  const again = puppet.calls().at(-1)!
  assert.equal(again.salt, -2n)
  assert.ok(again.msgId > msgId)
  assert.deepEqual(
    puppet.stored.map(state => state?.serverSalt),
    [-2n],
  )
})

test('SES-22 a refusal of a message that was never sent changes nothing', () => {
  const puppet = new Puppet()
  const { msgId, sessionId } = called(puppet, 1)
  puppet.send(badSalt(msgId + 4n, 1, 99n), { seqNo: 0 })
  for (const code of [16, 17, 32])
    puppet.send(badMsg(msgId + 4n, 1, code), { seqNo: 0, msgId: puppet.id(3n, -200) })
  assert.equal(puppet.calls().length, 1)
  assert.deepEqual(puppet.stored, [])
  const next = called(puppet, 2)
  assert.equal(next.sessionId, sessionId)
  assert.equal(puppet.got.at(-1)!.salt, puppet.got[0]!.salt)
  assert.equal(next.msgId >> 32n, 1_700_000_000n)
})

test('SES-22 a refusal of a call that was answered changes nothing', () => {
  const puppet = new Puppet()
  const { msgId, seqNo } = called(puppet, 1)
  puppet.send(rpcResult(msgId, TRUE))
  puppet.send(badSalt(msgId, seqNo, 99n), { seqNo: 0 })
  assert.equal(puppet.calls().length, 1)
  assert.deepEqual(puppet.stored, [])
})

test('SES-23 a refusal that names a container is about every item of it', () => {
  const puppet = new Puppet()
  puppet.close()
  puppet.input(
    ...[1, 2, 3].map(id => ({
      kind: 'invoke' as const,
      id,
      method: 'test',
      body: new Uint8Array(4),
    })),
  )
  puppet.advance(1000)
  const [outer, ...items] = puppet.got
  assert.equal(items.length, 3)
  assert.ok(items.every(({ container }) => container === outer!.msgId))
  puppet.send(badSalt(outer!.msgId, outer!.seqNo, 5n), { seqNo: 0 })
  const [secondOuter, ...again] = puppet.got.slice(4)
  assert.equal(secondOuter!.salt, 5n)
  assert.deepEqual(
    again.map(({ body }) => body),
    items.map(({ body }) => body),
  )
  assert.ok(again.every(({ msgId }) => items.every(item => item.msgId !== msgId)))
})

test('a call that may have been taken on an earlier connection keeps its id when the salt is refused', () => {
  const puppet = new Puppet()
  const { msgId, seqNo } = called(puppet, 1)
  puppet.close()
  puppet.advance(1000)
  const outer = puppet.got[1]!
  puppet.send(badSalt(outer.msgId, outer.seqNo, 5n), { seqNo: 0 })
  const again = puppet.calls().at(-1)!
  assert.deepEqual([again.msgId, again.seqNo, again.salt], [msgId, seqNo, 5n])
  assert.ok(again.container! > outer.msgId)
  puppet.send(rpcResult(msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('SES-23 service messages are sent again as well when they are refused', () => {
  const puppet = new Puppet()
  const update = puppet.send(UPDATE, { sessionId: called(puppet, 1).sessionId })
  puppet.advance(30_000)
  const ack = puppet.got.at(-1)!
  assert.deepEqual(puppet.acked(), [update])
  puppet.send(badSalt(ack.msgId, ack.seqNo, 5n), { seqNo: 0 })
  assert.deepEqual(puppet.acked(), [update, update])
  assert.equal(puppet.got.at(-1)!.salt, 5n)
})

test('SES-27 new_session_created: what is older than the new state goes out again, the rest waits', () => {
  const puppet = new Puppet()
  const first = called(puppet, 1)
  puppet.send(newSession(first.msgId, 1n))
  const second = called(puppet, 2)
  const third = called(puppet, 3)
  const before = puppet.got.length
  const created = puppet.send(newSession(third.msgId, 2n, 77n))
  assert.deepEqual(
    puppet.calls(before).map(({ number, salt, msgId }) => [number, salt, msgId > third.msgId]),
    [
      [1, 77n, true],
      [2, 77n, true],
    ],
  )
  assert.ok(
    puppet.calls(before).every(({ msgId }) => msgId !== first.msgId && msgId !== second.msgId),
  )
  assert.ok(puppet.acked(before).includes(created))
  assert.deepEqual(puppet.events, ['ready', 'gap'])
  assert.equal(puppet.stored.at(-1)!.serverSalt, 77n)
  puppet.send(rpcResult(third.msgId, TRUE))
  assert.deepEqual(puppet.settled, [`3: ${TRUE}`])
})

test('the first session that begins is no gap', () => {
  const puppet = new Puppet()
  const { msgId } = called(puppet, 1)
  puppet.send(newSession(msgId, 1n))
  assert.deepEqual(puppet.events, ['ready'])
  assert.equal(puppet.calls().length, 1)
})

test('the first session that begins is a gap when a connection was lost after something was sent', () => {
  const puppet = new Puppet()
  const { msgId } = called(puppet, 1)
  puppet.close()
  puppet.live(1000)
  puppet.send(newSession(msgId, 1n))
  puppet.send(newSession(msgId, 1n))
  assert.deepEqual(puppet.events, ['ready', 'ready again', 'gap'])
})

test('SES-28 one creation told twice is one gap', () => {
  const puppet = new Puppet()
  const { msgId } = called(puppet, 1)
  puppet.send(newSession(msgId, 1n))
  puppet.send(newSession(msgId, 2n))
  puppet.send(newSession(msgId - 4n, 2n))
  assert.deepEqual(puppet.events, ['ready', 'gap'])
  assert.equal(puppet.calls().length, 1)
})

test('SES-29 for an item of a container the id of the container decides', () => {
  const puppet = new Puppet()
  puppet.send(newSession(called(puppet, 1).msgId, 1n))
  puppet.close()
  puppet.invoke(2)
  puppet.advance(1000)
  const before = puppet.got.length
  const outer = puppet.got.at(-1)!.container!
  const inside = puppet.calls().filter(({ container }) => container === outer)
  assert.deepEqual(
    inside.map(({ number }) => number),
    [1, 2],
  )
  puppet.send(newSession(outer, 2n))
  assert.equal(puppet.calls(before).length, 0)
  puppet.send(newSession(outer + 4n, 3n))
  assert.deepEqual(
    puppet.calls(before).map(({ number }) => number),
    [1, 2],
  )
})

test('a session that keeps being lost is an error after some attempts', () => {
  const puppet = new Puppet()
  puppet.invoke(1)
  for (let unique = 1n; unique < 20n; unique++) {
    const { msgId, container = msgId } = puppet.calls().at(-1)!
    puppet.send(newSession(container + 4n, unique))
  }
  assert.deepEqual(puppet.settled, ['1: ERR_BAD_MSG'])
})

test('SES-08 the items of a container are handled in their order', () => {
  const puppet = new Puppet()
  const { msgId, seqNo } = called(puppet, 1)
  const before = puppet.got.length
  puppet.send(
    container(
      { msgId: puppet.id(), seqNo: 0, body: badSalt(msgId, seqNo, 9n) },
      { msgId: puppet.id(), seqNo: 1, body: rpcResult(msgId, TRUE) },
      { msgId: puppet.id(), seqNo: 3, body: UPDATE },
      { msgId: puppet.id(), seqNo: 4, body: '59b4d66215c4b51c00000000' },
    ),
    { seqNo: 4 },
  )
  assert.deepEqual(puppet.updates, [UPDATE])
  assert.deepEqual(puppet.settled, [])
  assert.deepEqual(
    puppet.calls(before).map(({ number, salt }) => [number, salt]),
    [[1, 9n]],
  )
})

test('SES-27 a session that begins after something that was never refused is a gap', () => {
  const puppet = new Puppet()
  const first = called(puppet, 1)
  const second = called(puppet, 2)
  puppet.send(newSession(second.msgId, 1n))
  assert.deepEqual(puppet.events, ['ready', 'gap'])
  assert.notEqual(puppet.calls().at(-1)!.msgId, first.msgId)
})

test('a session that begins with the first message that was not refused is no gap', () => {
  const puppet = new Puppet()
  const { msgId, seqNo } = called(puppet, 1)
  puppet.send(badSalt(msgId, seqNo, 77n), { seqNo: 0 })
  puppet.send(newSession(puppet.calls().at(-1)!.msgId, 1n, 77n))
  assert.deepEqual(puppet.events, ['ready'])
})

test('SES-17 a session that is given up after the server took something of it is a gap, told once', () => {
  const puppet = new Puppet()
  const first = called(puppet, 1)
  puppet.send(rpcResult(first.msgId, TRUE), { seqNo: 0 })
  const { msgId, seqNo } = called(puppet, 2)
  puppet.send(badMsg(msgId, seqNo, 17), { seqNo: 0 })
  assert.deepEqual(puppet.events, ['ready'])
  puppet.send(newSession(puppet.calls().at(-1)!.msgId, 1n), { seqNo: 0 })
  assert.deepEqual(puppet.events, ['ready', 'gap'])
})
