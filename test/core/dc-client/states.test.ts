// What a client tells of messages, what it does when it is told, and what it asks.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  allInfo,
  badMsg,
  detailedInfo,
  le8,
  newDetailedInfo,
  resendReq,
  rpcResult,
  stateInfo,
  stateReq,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { type Got, type Puppet, started } from './puppet.ts'

/** A client with one call open, and the call. */
function waiting(): [Puppet, Got] {
  const puppet = started()
  return [puppet, puppet.invoke(1)[0]!]
}

/** The same, after the client has asked about the call, and the question's id. */
function inquired(): [Puppet, Got, bigint] {
  const [puppet, call] = waiting()
  puppet.live(15_000)
  const question = puppet.got.at(-1)!
  assert.equal(question.body, stateReq(call.msgId))
  return [puppet, call, question.msgId]
}

/** The messages after the first `since`, without containers. */
const items = (puppet: Puppet, since: number): Got[] =>
  puppet.got.slice(since).filter(({ body }) => !body.startsWith('dcf8f173'))

/** What follows shows that the call was left alone, and is still waited for. */
function leftAlone(puppet: Puppet, call: Got, since: number): void {
  assert.deepEqual(items(puppet, since), [])
  puppet.send(rpcResult(call.msgId, TRUE), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
}

/** What follows shows that the call went out again as it was, once, inside a container. */
function repeatedAsItWas(puppet: Puppet, call: Got, since: number): void {
  const [again, ...more] = items(puppet, since)
  assert.deepEqual(more, [])
  assert.deepEqual([again!.msgId, again!.seqNo, again!.body], [call.msgId, call.seqNo, call.body])
  assert.ok(again!.container! > call.msgId)
  puppet.send(rpcResult(call.msgId, TRUE), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
}

/** What follows shows that the call went out again under a new id, and that the old one is forgotten. */
function repeatedAnew(puppet: Puppet, call: Got, since: number): void {
  const [again, ...more] = items(puppet, since)
  assert.deepEqual(more, [])
  assert.ok(again!.msgId > call.msgId)
  assert.equal(again!.body, call.body)
  puppet.send(rpcResult(call.msgId, '379779bc'), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [])
  puppet.send(rpcResult(again!.msgId, TRUE), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
}

test('SES-32 the server is told of its messages: one byte for each, naming its question', () => {
  const puppet = started()
  const below = puppet.id(3n, -10)
  const [first, between, last, above] = [
    puppet.send(UPDATE, { seqNo: 0 }),
    puppet.id(),
    puppet.send(UPDATE, { seqNo: 0 }),
    puppet.id(3n, 10),
  ]
  const question = puppet.send(stateReq(first, between, above, last, below), { seqNo: 0 })
  const answer = puppet.got.at(-1)!
  assert.equal(answer.body, `7db5de04${le8(question)}0504020304010000`)
  assert.equal(answer.seqNo & 1, 0)
})

test('SES-32 a question about nothing is answered, one about more than 8192 messages is not', () => {
  const puppet = started()
  const question = puppet.send(stateReq(), { seqNo: 0 })
  assert.equal(puppet.got.at(-1)!.body, `7db5de04${le8(question)}00000000`)
  const before = puppet.got.length
  const many = Array.from({ length: 8193 }, (_, index) => BigInt(index))
  puppet.send(stateReq(...many), { seqNo: 0 })
  puppet.send(resendReq(...many), { seqNo: 0 })
  assert.equal(puppet.got.length, before)
  puppet.send(stateReq(...many.slice(1)), { seqNo: 0 })
  assert.equal(puppet.got.length, before + 1)
})

test('SES-35 on a live line a call is asked about after 15 s, and then ever more seldom', () => {
  const [puppet, call] = waiting()
  const at: number[] = []
  for (let second = 1; second <= 480; second++) {
    const before = puppet.got.length
    puppet.live(1000)
    for (const { body } of items(puppet, before)) if (body === stateReq(call.msgId)) at.push(second)
  }
  assert.deepEqual(at, [15, 45, 105, 225, 345, 465])
})

test('a call that is answered or given up is not asked about', () => {
  const [puppet, call] = waiting()
  puppet.invoke(2)
  puppet.invoke(3)
  puppet.send(rpcResult(call.msgId, TRUE), { seqNo: 0 })
  puppet.input({ kind: 'cancel', id: 3 })
  puppet.live(15_000)
  assert.equal(puppet.got.at(-1)!.body, stateReq(puppet.calls()[2]!.msgId))
})

test('one question is about all the calls that waited as long', () => {
  const puppet = started()
  const calls = [1, 2, 3].map(number => puppet.invoke(number)[0]!.msgId)
  puppet.live(15_000)
  assert.equal(puppet.got.at(-1)!.body, stateReq(...calls))
  assert.equal(puppet.got.at(-1)!.seqNo & 1, 0)
})

test('a call that goes out again starts its wait again', () => {
  const [puppet, call] = waiting()
  puppet.live(10_000)
  puppet.close()
  puppet.live(250)
  const before = puppet.got.length
  puppet.live(14_000)
  assert.deepEqual(items(puppet, before), [])
  puppet.live(1000)
  assert.deepEqual(
    items(puppet, before).map(({ body }) => body),
    [stateReq(call.msgId)],
  )
})

for (const state of [1, 2, 3, 2 + 128])
  test(`SES-34 state ${state}: the call goes out again under its id, inside a container`, () => {
    const [puppet, call, question] = inquired()
    const before = puppet.got.length
    puppet.send(stateInfo(question, state), { seqNo: 0 })
    repeatedAsItWas(puppet, call, before)
  })

test('SES-34 a reply from before the call came in again does not have it executed under a second id', () => {
  const [puppet, call, first] = inquired()
  puppet.live(30_000)
  const second = puppet.got.findLast(({ body }) => body === stateReq(call.msgId))!.msgId
  assert.ok(second > first)
  puppet.send(stateInfo(first, 4 + 64), { seqNo: 0 })
  const before = puppet.got.length
  puppet.send(stateInfo(second, 1), { seqNo: 0 })
  repeatedAsItWas(puppet, call, before)
})

test('SES-34 a call that the server cannot tell whether it had goes out under a new id', () => {
  const [puppet, call, question] = inquired()
  puppet.send(stateInfo(question, 1), { seqNo: 0 })
  const before = puppet.got.length
  puppet.send(badMsg(call.msgId, call.seqNo, 20), { seqNo: 0 })
  repeatedAnew(puppet, call, before)
})

for (const state of [4, 4 + 8, 4 + 8 + 32, 0, 5, 64, 5 + 64])
  test(`SES-35 state ${state}: the call is waited for`, () => {
    const [puppet, call, question] = inquired()
    const before = puppet.got.length
    puppet.send(stateInfo(question, state), { seqNo: 0 })
    leftAlone(puppet, call, before)
  })

for (const state of [4 + 64, 4 + 8 + 32 + 64, 4 + 8 + 32 + 64 + 128])
  test(`SES-35 state ${state}: the call goes out again under its id, so that its answer does`, () => {
    const [puppet, call, question] = inquired()
    const before = puppet.got.length
    puppet.send(stateInfo(question, state), { seqNo: 0 })
    repeatedAsItWas(puppet, call, before)
  })

for (const [title, bytes] of [
  ['no byte', []],
  ['a byte too many', [1, 1]],
] as const)
  test(`SES-33 a reply with ${title} means nothing`, () => {
    const [puppet, call, question] = inquired()
    const before = puppet.got.length
    puppet.send(stateInfo(question, ...bytes), { seqNo: 0 })
    leftAlone(puppet, call, before)
  })

test('SES-33 a reply to another message, or a second one, means nothing', () => {
  const [puppet, call, question] = inquired()
  const before = puppet.got.length
  puppet.send(stateInfo(question + 4n, 1), { seqNo: 0 })
  puppet.send(stateInfo(call.msgId, 1), { seqNo: 0 })
  puppet.send(stateInfo(question, 4), { seqNo: 0 })
  puppet.send(stateInfo(question, 1), { seqNo: 0 })
  leftAlone(puppet, call, before)
})

test('a server that loses a call without end is an error after some attempts', () => {
  const [puppet] = inquired()
  while (puppet.settled.length === 0) {
    puppet.send(allInfo([puppet.calls().at(-1)!.msgId], 2), { seqNo: 0 })
    assert.ok(puppet.calls().length < 20)
  }
  assert.deepEqual(puppet.settled, ['1: ERR_BAD_MSG'])
  assert.equal(puppet.calls().length, 9)
})

test('SES-38 what the server tells unasked counts as well, message by message', () => {
  const puppet = started()
  const [one, two, three] = [1, 2, 3].map(number => puppet.invoke(number)[0]!.msgId)
  const before = puppet.got.length
  puppet.send(allInfo([one!, 4n, two!, three!], 4, 1, 68, 2), { seqNo: 0 })
  const again = puppet.calls(before)
  assert.deepEqual(
    again.map(({ number }) => number),
    [2, 3],
  )
  assert.deepEqual(
    again.map(({ msgId }) => msgId),
    [two, three],
  )
  puppet.send(allInfo([one!, two!], 1), { seqNo: 0 })
  assert.equal(puppet.calls(before).length, 2)
})

for (const [id, news] of [
  ['SES-36', detailedInfo],
  ['SES-37', (_: bigint, answer: bigint) => newDetailedInfo(answer)],
] as const) {
  test(`${id} an answer that was seen is acknowledged when the server tells of it`, () => {
    const [puppet, call] = waiting()
    const answer = puppet.send(rpcResult(call.msgId, TRUE), { seqNo: 0 })
    const before = puppet.got.length
    puppet.send(news(call.msgId, answer), { seqNo: 0 })
    puppet.live(30_000)
    assert.deepEqual(puppet.acked(before), [answer])
  })

  test(`${id} an answer that was not seen is asked for once, and acknowledged only when it comes`, () => {
    const [puppet, call] = waiting()
    const answer = puppet.id(1n)
    const before = puppet.got.length
    puppet.send(news(call.msgId, answer), { seqNo: 0 })
    puppet.send(news(call.msgId, answer), { seqNo: 0 })
    assert.deepEqual(
      items(puppet, before).map(({ body, seqNo }) => [body, seqNo & 1]),
      [[resendReq(answer), 0]],
    )
    puppet.live(31_000)
    assert.deepEqual(puppet.acked(before), [])
    puppet.send(rpcResult(call.msgId, TRUE), { msgId: answer })
    assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
    puppet.live(30_000)
    assert.deepEqual(puppet.acked(before), [answer])
  })

  test(`${id} the question for an answer that was lost with its connection is asked again`, () => {
    const [puppet, call] = waiting()
    const answer = puppet.id(1n)
    puppet.send(news(call.msgId, answer), { seqNo: 0 })
    puppet.close()
    puppet.advance(1000)
    const before = puppet.got.length
    puppet.send(news(call.msgId, answer), { seqNo: 0 })
    assert.deepEqual(
      items(puppet, before).map(({ body }) => body),
      [resendReq(answer)],
    )
  })
}

test('SES-36 when the server no longer has the answer the call goes out again under its id', () => {
  const [puppet, call] = waiting()
  puppet.send(detailedInfo(call.msgId, puppet.id(1n)), { seqNo: 0 })
  const question = puppet.got.at(-1)!.msgId
  const before = puppet.got.length
  puppet.send(stateInfo(question, 1, 1), { seqNo: 0 })
  assert.deepEqual(items(puppet, before), [])
  puppet.send(detailedInfo(call.msgId, puppet.id(1n)), { seqNo: 0 })
  const second = puppet.got.at(-1)!.msgId
  const after = puppet.got.length
  puppet.send(stateInfo(second, 1), { seqNo: 0 })
  repeatedAsItWas(puppet, call, after)
})

test('SES-37 when the server no longer has a message that answers nothing known, nothing follows', () => {
  const [puppet, call] = waiting()
  puppet.send(newDetailedInfo(puppet.id(1n)), { seqNo: 0 })
  const question = puppet.got.at(-1)!.msgId
  const before = puppet.got.length
  puppet.send(stateInfo(question, 1), { seqNo: 0 })
  leftAlone(puppet, call, before)
})

test('SES-39 a message that the server asks for goes out again exactly as it was', () => {
  const [puppet, call] = waiting()
  const before = puppet.got.length
  puppet.send(resendReq(call.msgId), { seqNo: 0 })
  repeatedAsItWas(puppet, call, before)
})

test('SES-39 a service message goes out again exactly as it was too', () => {
  const [puppet, call, question] = inquired()
  const { body, seqNo } = puppet.got.at(-1)!
  const before = puppet.got.length
  puppet.send(resendReq(question, call.msgId), { seqNo: 0 })
  assert.deepEqual(
    items(puppet, before).map(item => [item.msgId, item.seqNo, item.body]),
    [
      [question, seqNo, body],
      [call.msgId, call.seqNo, call.body],
    ],
  )
  puppet.send(stateInfo(question, 1), { seqNo: 0 })
  assert.equal(puppet.calls().at(-1)!.number, 1)
  assert.equal(puppet.calls(before).length, 2)
})

test('SES-39 a message that is asked for many times at once goes out again once', () => {
  const [puppet, call, question] = inquired()
  const before = puppet.got.length
  puppet.send(resendReq(...Array(100).fill(question), call.msgId, call.msgId), { seqNo: 0 })
  assert.deepEqual(
    items(puppet, before).map(item => item.msgId),
    [question, call.msgId],
  )
})

test('SES-39 when one of the messages is not there the states of all are told instead', () => {
  const [puppet, call] = waiting()
  const { msgId: answered } = puppet.invoke(2)[0]!
  puppet.send(rpcResult(answered, TRUE), { seqNo: 0 })
  const before = puppet.got.length
  const question = puppet.send(resendReq(call.msgId, answered), { seqNo: 0 })
  const [info, ...more] = items(puppet, before)
  assert.deepEqual(more, [])
  assert.equal(info!.body.slice(0, 26), `7db5de04${le8(question)}02`)
  puppet.send(resendReq(), { seqNo: 0 })
  assert.equal(items(puppet, before).length, 1)
})

test('SES-39 a message that is named twice goes out once', () => {
  const [puppet, call] = waiting()
  const before = puppet.got.length
  puppet.send(resendReq(call.msgId, call.msgId), { seqNo: 0 })
  repeatedAsItWas(puppet, call, before)
})

test('SES-07 an acknowledged call is waited for without being sent again', () => {
  const [puppet, call] = waiting()
  const before = puppet.got.length
  puppet.send(`59b4d66215c4b51c01000000${le8(call.msgId)}`, { seqNo: 0 })
  puppet.live(14_999)
  leftAlone(puppet, call, before)
})

test('messages about messages that were never sent change nothing', () => {
  const [puppet, call] = waiting()
  const before = puppet.got.length
  puppet.send(allInfo([call.msgId + 4n], 1), { seqNo: 0 })
  puppet.send(allInfo([], 1), { seqNo: 0 })
  puppet.send(stateInfo(0n, 1), { seqNo: 0 })
  leftAlone(puppet, call, before)
})
