// Calls that the server executes after others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { badSalt, le8, newSession, rpcError, rpcResult, TRUE } from '../../support/spelled.ts'
import { type Got, type Puppet, started } from './puppet.ts'

const AFTER_MSG = '2d379fcb'
const AFTER_MSGS = 'f0b4c43d15c4b51c'
const body = (number: number): string => `6b18f9c4${le8(BigInt(number))}`
const afterOne = (msgId: bigint, number: number): string => AFTER_MSG + le8(msgId) + body(number)

const last = (puppet: Puppet): ReturnType<Puppet['calls']>[number] => puppet.calls().at(-1)!
const answer = (puppet: Puppet, { msgId }: Got, result = TRUE): void => {
  puppet.send(rpcResult(msgId, result), { seqNo: 0 })
}

test('a call after one other names it', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  const [second] = puppet.call(2, { after: [1] })
  assert.equal(second!.body, afterOne(first.msgId, 2))
  assert.equal(second!.seqNo, first.seqNo + 2)
  answer(puppet, first)
  answer(puppet, second!)
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`, `2: ${TRUE}`])
})

test('a call after two others names both', () => {
  const puppet = started()
  const [one, two] = [puppet.invoke(1)[0]!, puppet.call(2, { after: [1] })[0]!]
  const [three] = puppet.call(3, { after: [1, 2] })
  assert.equal(three!.body, `${AFTER_MSGS}02000000${le8(one.msgId)}${le8(two.msgId)}${body(3)}`)
})

test('calls that are over are not named', () => {
  const puppet = started()
  const [one, two] = [puppet.invoke(1)[0]!, puppet.invoke(2)[0]!]
  answer(puppet, one)
  assert.equal(puppet.call(3, { after: [1, 2] })[0]!.body, afterOne(two.msgId, 3))
  answer(puppet, two, rpcError(400, 'NO'))
  assert.equal(puppet.call(4, { after: [1, 2, 77] })[0]!.body, body(4))
})

test('SES-44 the wrapper of the layer is inside the one that names others', () => {
  const puppet = started()
  const { msgId } = puppet.invoke(1)[0]!
  puppet.call(2, { after: [1] })
  answer(puppet, last(puppet), rpcError(400, 'CONNECTION_NOT_INITED'))
  assert.match(last(puppet).body, new RegExp(`^${AFTER_MSG + le8(msgId)}0d0d9bda`))
})

test('calls made while there is no connection go out in their order', () => {
  const puppet = started()
  puppet.close()
  puppet.call(3, {})
  puppet.call(2, { after: [3] })
  puppet.call(1, { after: [2, 3] })
  puppet.live(1000)
  const [three, two, one] = puppet.calls(1)
  assert.equal(three!.body, body(3))
  assert.equal(two!.body, afterOne(three!.msgId, 2))
  assert.equal(one!.body, `${AFTER_MSGS}02000000${le8(two!.msgId)}${le8(three!.msgId)}${body(1)}`)
})

test('SES-48 MSG_WAIT_TIMEOUT: the call goes out again in the same wrapper under a new id', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  const [second] = puppet.call(2, { after: [1] })
  answer(puppet, second!, rpcError(400, 'MSG_WAIT_TIMEOUT'))
  assert.equal(last(puppet).body, afterOne(first.msgId, 2))
  assert.ok(last(puppet).msgId > second!.msgId)
})

test('SES-48 a call that others hold up for long waits for them here', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  puppet.call(2, { after: [1] })
  for (let count = 0; count < 4; count++)
    answer(puppet, last(puppet), rpcError(400, 'MSG_WAIT_TIMEOUT'))
  assert.equal(puppet.calls().length, 1 + 1 + 4)
  puppet.live(10_000)
  assert.equal(puppet.calls().length, 6)
  answer(puppet, first)
  assert.equal(last(puppet).body, body(2))
  answer(puppet, last(puppet))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`, `2: ${TRUE}`])
})

for (const [outcome, result] of [
  ['succeeds', TRUE],
  ['fails', rpcError(400, 'NO')],
] as const)
  test(`SES-48 MSG_WAIT_FAILED: the call waits until the other one ${outcome}`, () => {
    const puppet = started()
    const first = puppet.invoke(1)[0]!
    const [second] = puppet.call(2, { after: [1] })
    answer(puppet, second!, rpcError(400, 'MSG_WAIT_FAILED'))
    puppet.live(10_000)
    assert.equal(puppet.calls().length, 3)
    answer(puppet, first, result)
    assert.equal(last(puppet).body, body(2))
    answer(puppet, last(puppet))
    assert.equal(puppet.settled[1], `2: ${TRUE}`)
  })

test('SES-48 without others a server cannot keep a call waiting for ever', () => {
  for (const text of ['MSG_WAIT_TIMEOUT', 'MSG_WAIT_FAILED']) {
    const puppet = started()
    puppet.invoke(1)
    while (puppet.settled.length === 0) {
      answer(puppet, last(puppet), rpcError(400, text))
      assert.ok(puppet.calls().length < 20)
    }
    assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
  }
})

test('a call whose dependency goes out under a new id names the new one', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  const [second] = puppet.call(2, { after: [1] })
  puppet.send(badSalt(first.msgId, first.seqNo, 5n), { seqNo: 0 })
  const again = last(puppet)
  assert.equal(again.number, 1)
  puppet.send(badSalt(second!.msgId, second!.seqNo, 5n), { seqNo: 0 })
  assert.equal(last(puppet).body, afterOne(again.msgId, 2))
})

test('SES-27 when the session is lost both go out anew, in their order', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  puppet.call(2, { after: [1] })
  const before = puppet.got.length
  puppet.send(newSession(last(puppet).msgId + 4n, 7n), { seqNo: 0 })
  const [one, two] = puppet.calls(before)
  assert.ok(one!.msgId > first.msgId)
  assert.equal(two!.body, afterOne(one!.msgId, 2))
})

test('SES-46 on a new connection both go out as they were', () => {
  const puppet = started()
  const first = puppet.invoke(1)[0]!
  const [second] = puppet.call(2, { after: [1] })
  puppet.close()
  puppet.live(1000)
  assert.deepEqual(
    puppet.calls(3).map(({ msgId, body }) => [msgId, body]),
    [
      [first.msgId, first.body],
      [second!.msgId, second!.body],
    ],
  )
})

test('a call waits as long as its dependency has to', () => {
  const puppet = started()
  puppet.call(1, { floodWait: 60 })
  answer(puppet, last(puppet), rpcError(420, 'FLOOD_WAIT_20'))
  puppet.call(2, { after: [1] })
  puppet.live(19_000)
  assert.equal(puppet.calls().length, 2)
  puppet.live(1000)
  const [again, second] = puppet.calls().slice(2)
  assert.equal(second!.body, afterOne(again!.msgId, 2))
})

test('a call whose dependency is given up goes out at once', () => {
  const puppet = started()
  puppet.call(1, { floodWait: 60 })
  answer(puppet, last(puppet), rpcError(420, 'FLOOD_WAIT_20'))
  puppet.call(2, { after: [1] })
  puppet.input({ kind: 'cancel', id: 1 })
  assert.equal(last(puppet).body, body(2))
})
