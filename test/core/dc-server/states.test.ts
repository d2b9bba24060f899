// What a server tells about the messages of both sides, and what it sends again when it is asked to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { sharedKey } from '../../support/pair.ts'
import {
  badMsg,
  container,
  le4,
  le8,
  msgsAck,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { begun, CALL, items } from './begun.ts'
import type { RawClient } from './raw-client.ts'
import { Stage } from './raw-client.ts'

const list = (...msgIds: bigint[]): string =>
  `15c4b51c${le4(msgIds.length)}${msgIds.map(le8).join('')}`
const stateReq = (...msgIds: bigint[]): string => `52fb69da${list(...msgIds)}`
const resendReq = (...msgIds: bigint[]): string => `081a867d${list(...msgIds)}`
/** For one to three bytes. */
const stateInfo = (reqMsgId: bigint, ...info: number[]): string => {
  const bytes = [info.length, ...info, 0, 0, 0].slice(0, 4)
  return `7db5de04${le8(reqMsgId)}${bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')}`
}
const dropAnswer = (reqMsgId: bigint): string => `40a7e458${le8(reqMsgId)}`
const detailedInfo = (msgId: bigint, answerMsgId: bigint, bytes: number): string =>
  `c63e6d27${le8(msgId)}${le8(answerMsgId)}${le4(bytes)}00000000`
const newDetailedInfo = (answerMsgId: bigint, bytes: number): string =>
  `dfb69d80${le8(answerMsgId)}${le4(bytes)}00000000`
const DROPPED_RUNNING = '86e578cd'
const UNKNOWN = '6ed32a5e'
const dropped = (msgId: bigint, seqNo: number, bytes: number): string =>
  `b7d83aa4${le8(msgId)}${le4(seqNo)}${le4(bytes)}`

/** Asks for the states of up to three messages. */
function states(client: RawClient, ...msgIds: bigint[]): number[] {
  const req = client.send(stateReq(...msgIds), { seqNo: 1000 })
  const answer = items(client).findLast(({ body }) => body.startsWith('7db5de04'))!
  const info = [...fromHex(answer.body.slice(26))].slice(0, msgIds.length)
  assert.equal(answer.body, stateInfo(req, ...info))
  assert.deepEqual([answer.msgId & 3n, answer.seqNo % 2], [1n, 0])
  return info
}

test('SES-72 a state is 4 for what was received, 2 or 1 for what was not, 3 for what is above', () => {
  const [, client] = begun()
  const [first, never, last] = [client.send(CALL), client.id(), client.send(CALL)]
  assert.deepEqual(states(client, never, 4n, client.id(10)), [2, 1, 3])
  assert.deepEqual(
    states(client, first, last).map(state => state & 7),
    [4, 4],
  )
  assert.deepEqual(states(client), [])
})

test('SES-72 the state of a call: running, acknowledged, answered, and known to be received', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  assert.deepEqual(states(client, msgId), [4 + 32])
  assert.equal(client.bodies().at(-1), msgsAck(msgId))
  assert.deepEqual(states(client, msgId), [4 + 8 + 32])
  stage.answer(TRUE)
  const { msgId: answerId } = client.got.at(-1)!
  assert.deepEqual(states(client, msgId), [4 + 8 + 32 + 64])
  client.send(msgsAck(answerId), { seqNo: 1000 })
  assert.deepEqual(states(client, msgId), [4 + 8 + 32 + 64 + 128])
})

test('SES-72 what needs no acknowledgement has state 16: containers and even seqnos', () => {
  const [, client] = begun()
  const msgId = client.id()
  const outer = client.send(container({ msgId, seqNo: 2, body: msgsAck(1n) }), { seqNo: 2 })
  assert.deepEqual(states(client, msgId, outer), [20, 20])
})

test('SES-72 the answer to a question acknowledges it, and a question that comes again is ignored', () => {
  const [stage, client] = begun()
  const req = client.send(stateReq(4n))
  assert.deepEqual(client.bodies(), [stateInfo(req, 1)])
  client.sendBytes(client.sent.at(-1)!)
  stage.advance(1000)
  assert.deepEqual(
    client.bodies().filter(body => body.startsWith('7db5de04')),
    [stateInfo(req, 1)],
  )
})

test('SES-73 stored messages are sent again as they were, inside a container', () => {
  const [stage, client] = begun()
  client.send(CALL)
  stage.answer(TRUE)
  stage.input({ kind: 'push', authKeyId: sharedKey.id, body: fromHex(UPDATE) })
  const [answer, update] = client.got.splice(0)
  client.send(resendReq(update!.msgId, answer!.msgId), { seqNo: 4 })
  const [outer, ...again] = client.got
  assert.equal(again.length, 2)
  assert.deepEqual(again, [
    { ...update!, container: outer!.msgId },
    { ...answer!, container: outer!.msgId },
  ])
})

test('SES-73 one that is unknown, acknowledged or the client’s own: the states of all, nothing again', () => {
  const [stage, client] = begun()
  const call = client.send(CALL)
  stage.answer(TRUE)
  const { msgId: stored } = client.got[0]!
  for (const other of [stored + 4n, call]) {
    client.got.length = 0
    const req = client.send(resendReq(stored, other), { seqNo: 4 })
    const [info, ...more] = client.bodies()
    assert.equal(more.length, 0)
    assert.equal(info!.slice(0, 26), stateInfo(req, 0, 0).slice(0, 26))
  }
  client.send(msgsAck(stored), { seqNo: 4 })
  client.got.length = 0
  const req = client.send(resendReq(stored), { seqNo: 4 })
  assert.equal(client.bodies()[0]!.slice(0, 26), stateInfo(req, 0).slice(0, 26))
})

const LARGE = TRUE.repeat(2049)

test('SES-36 a large answer to a repeated call is announced, and sent when it is asked for', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL, { seqNo: 3 })
  stage.answer(LARGE)
  const [answer] = client.got.splice(0)
  const bytes = answer!.body.length / 2
  for (let round = 1; round <= 2; round++) {
    client.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
    assert.deepEqual(client.bodies(), [detailedInfo(msgId, answer!.msgId, bytes)])
    assert.deepEqual([client.got[0]!.msgId & 3n, client.got[0]!.seqNo % 2], [3n, 0])
    client.got.length = 0
  }
  client.send(resendReq(answer!.msgId), { seqNo: 4 })
  assert.equal(items(client)[0]!.body, answer!.body)
  assert.equal(items(client)[0]!.msgId, answer!.msgId)
})

test('SES-37 a large update is announced on the next connection, a small one sent', () => {
  const [stage, client] = begun()
  const body = `${UPDATE}${'00'.repeat(8192)}`
  stage.input({ kind: 'push', authKeyId: sharedKey.id, body: fromHex(body) })
  stage.input({ kind: 'push', authKeyId: sharedKey.id, body: fromHex(UPDATE) })
  const { msgId } = client.got[0]!
  client.close()
  const next = stage.connect()
  next.send(msgsAck(1n), { seqNo: 4 })
  assert.deepEqual(
    items(next).map(({ body }) => body),
    [newDetailedInfo(msgId, 8200), UPDATE],
  )
  next.send(msgsAck(msgId), { seqNo: 4 })
  next.close()
  const last = stage.connect()
  last.send(msgsAck(1n), { seqNo: 4 })
  assert.deepEqual(
    items(last).map(({ body }) => body),
    [UPDATE],
  )
})

test('SES-69 what is due again for two reasons at once is sent once', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL, { seqNo: 3 })
  stage.answer(TRUE)
  client.close()
  const next = stage.connect()
  next.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
  assert.deepEqual(
    items(next).map(({ body }) => body),
    [rpcResult(msgId, TRUE)],
  )
})

test('SES-77 the answer of a running call is dropped: both are told, and the late answer goes nowhere', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  const drop = client.send(dropAnswer(msgId), { seqNo: 4 })
  assert.deepEqual(
    items(client).map(({ body }) => body),
    [rpcResult(msgId, DROPPED_RUNNING), rpcResult(drop, DROPPED_RUNNING)],
  )
  assert.deepEqual(
    items(client).map(({ msgId, seqNo }) => [msgId & 3n, seqNo % 2]),
    [
      [1n, 1],
      [1n, 1],
    ],
  )
  client.got.length = 0
  stage.answer(TRUE)
  stage.advance(1000)
  assert.deepEqual(client.bodies(), [])
})

test('SES-77 the answer that exists is dropped by its numbers, and never sent again', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  stage.answer(TRUE)
  const { msgId: answerId, seqNo, body } = client.got[0]!
  const drop = client.send(dropAnswer(msgId), { seqNo: 4 })
  const result = rpcResult(drop, dropped(answerId, seqNo, body.length / 2))
  assert.equal(client.bodies().at(-1), result)
  client.got.length = 0
  client.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
  assert.deepEqual(client.bodies(), [])
  client.close()
  const next = stage.connect()
  next.send(msgsAck(1n), { seqNo: 4 })
  assert.deepEqual(
    items(next).flatMap(({ body }) => (body.startsWith('016d5cf3') ? [body] : [])),
    [result],
  )
  const again = next.send(dropAnswer(msgId), { seqNo: 4 })
  assert.equal(items(next).at(-1)!.body, rpcResult(again, UNKNOWN))
})

test('SES-77 unknown is a call that never came, and one whose answer was acknowledged', () => {
  const [stage, client] = begun()
  const never = client.send(dropAnswer(client.id()), { seqNo: 4 })
  assert.equal(client.bodies().at(-1), rpcResult(never, UNKNOWN))
  const msgId = client.send(CALL)
  stage.answer(TRUE)
  client.send(msgsAck(client.got.at(-1)!.msgId), { seqNo: 4 })
  const drop = client.send(dropAnswer(msgId), { seqNo: 4 })
  assert.equal(client.bodies().at(-1), rpcResult(drop, UNKNOWN))
})

test('SES-77 an answer that waits for the client to come back is dropped as if it were not there', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  client.close()
  stage.answer(TRUE)
  const next = stage.connect()
  const drop = next.send(dropAnswer(msgId), { seqNo: 4 })
  assert.deepEqual(
    items(next).map(({ body }) => body),
    [rpcResult(msgId, DROPPED_RUNNING), rpcResult(drop, DROPPED_RUNNING)],
  )
})

test('what a client is never asked for, and what is for HTTP, has no effect', () => {
  const [stage, client] = begun()
  const ids = `${list(1n)}0101000`.padEnd(40, '0')
  client.send(`31d1c08c${ids}`, { seqNo: 4 })
  client.send(`7db5de04${le8(1n)}01010000`, { seqNo: 4 })
  client.send(badMsg(client.id(), 1, 64), { seqNo: 4 })
  client.send(`9f359992${le4(0)}${le4(0)}${le4(25_000)}`, { seqNo: 4 })
  stage.advance(1000)
  assert.deepEqual(client.bodies(), [])
  assert.deepEqual(
    stage.trace.filter(({ kind }) => kind === 'rejected'),
    [],
  )
})

test('a thousand calls run at once, one more is told to come later, and the next after an answer runs', () => {
  const stage = new Stage()
  const client = stage.connect()
  const send = (count: number): void => {
    const calls = Array.from({ length: count }, () => ({
      msgId: client.id(),
      seqNo: client.odd(),
      body: CALL,
    }))
    client.send(container(...calls), { seqNo: 5000 })
  }
  send(1000)
  assert.equal(stage.calls.length, 1000)
  const refused = client.send(CALL)
  assert.equal(stage.calls.length, 1000)
  assert.equal(
    items(client).at(-1)!.body,
    rpcResult(refused, `19ca4421${le4(-503)}0754696d656f7574`),
  )
  stage.answer(TRUE, stage.calls[0]!)
  client.send(CALL)
  assert.equal(stage.calls.length, 1001)
})
