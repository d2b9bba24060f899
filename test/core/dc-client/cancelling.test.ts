// What a client tells the server when a call, a session or a key is given up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pair, sharedKey } from '../../support/pair.ts'
import {
  badMsg,
  destroySession,
  dropAnswer,
  le4,
  le8,
  newSession,
  rpcError,
  rpcResult,
  TRUE,
} from '../../support/spelled.ts'
import { Puppet, started } from './puppet.ts'

const DESTROY_AUTH_KEY = '605143d1'

for (const [name, result] of [
  ['rpc_answer_unknown', '6ed32a5e'],
  ['rpc_answer_dropped_running', '86e578cd'],
  ['rpc_answer_dropped', `b7d83aa4${le8(5n)}${le4(1)}${le4(20)}`],
] as const)
  test(`SES-43 a cancelled call is dropped at the server, which says ${name}`, () => {
    const puppet = started()
    const { msgId } = puppet.invoke(1)[0]!
    const before = puppet.got.length
    puppet.input({ kind: 'cancel', id: 1 })
    const [drop, ...more] = puppet.got.slice(before)
    assert.deepEqual([drop!.body, drop!.seqNo & 1], [dropAnswer(msgId), 0])
    assert.deepEqual(more, [])
    const told = [puppet.send(rpcResult(drop!.msgId, result))]
    // A call that was running is told of it under its own id as well.
    told.push(puppet.send(rpcResult(msgId, result)))
    puppet.live(30_000)
    assert.deepEqual(puppet.acked(), told)
    assert.deepEqual([puppet.settled, puppet.updates, puppet.rejected], [[], [], []])
    puppet.close()
    puppet.live(1000)
    assert.equal(puppet.calls().length, 2)
  })

test('SES-43 the last error of a cancelled call is not told', () => {
  const puppet = started()
  const { msgId, seqNo } = puppet.invoke(1)[0]!
  puppet.input({ kind: 'cancel', id: 1 })
  puppet.send(badMsg(msgId, seqNo, 32), { seqNo: 0 })
  puppet.send(rpcResult(msgId, rpcError(400, 'NO')), { seqNo: 0 })
  assert.deepEqual([puppet.settled, puppet.calls().length], [[], 2])
})

test('SES-43 a call that was never sent is given up without a word', () => {
  const puppet = started()
  puppet.close()
  puppet.invoke(1)
  puppet.input({ kind: 'cancel', id: 1 })
  puppet.live(1000)
  assert.deepEqual(puppet.calls().length, 1)
  assert.ok(puppet.got.every(({ body }) => !body.startsWith('40a7e458')))
})

test('SES-43 a drop that could not be sent is sent on the next connection', () => {
  const puppet = started()
  const { msgId } = puppet.invoke(1)[0]!
  puppet.close()
  puppet.input({ kind: 'cancel', id: 1 })
  puppet.live(1000)
  assert.ok(puppet.got.some(({ body }) => body === dropAnswer(msgId)))
  assert.equal(puppet.calls().length, 2)
})

test('SES-43 against a server: running, answered and unknown calls are dropped, others go on', () => {
  const pair = new Pair()
  pair.onCall = () => {}
  pair.invoke(1, 2)
  pair.input({ kind: 'cancel', id: 1 })
  pair.answer(pair.calls[0]!)
  pair.held = true
  pair.answer(pair.calls[1]!)
  pair.input({ kind: 'cancel', id: 2 })
  pair.held = false
  pair.run()
  pair.onCall = call => pair.answer(call)
  pair.invoke(3)
  pair.advance(60_000)
  assert.deepEqual(pair.settled, [3])
})

test('a session that is given up is destroyed in the next one', () => {
  const puppet = started()
  const { msgId, seqNo, sessionId } = puppet.invoke(1)[0]!
  const before = puppet.got.length
  puppet.send(badMsg(msgId, seqNo, 32), { seqNo: 0 })
  const destroyed = puppet.got.slice(before).find(({ body }) => body === destroySession(sessionId))!
  assert.notEqual(destroyed.sessionId, sessionId)
  assert.equal(destroyed.seqNo & 1, 1)
  puppet.send(`fc4520e2${le8(sessionId)}`, { seqNo: 0 })
  puppet.send(`c950d362${le8(sessionId)}`, { seqNo: 0 })
  assert.deepEqual([puppet.updates, puppet.rejected], [[], []])
  puppet.send(rpcResult(puppet.calls().at(-1)!.msgId, TRUE), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('a session that the server has lost is not given up', () => {
  const puppet = started()
  const { msgId } = puppet.invoke(1)[0]!
  puppet.send(newSession(msgId, 1n))
  puppet.send(newSession(msgId + 4n, 2n))
  assert.equal(new Set(puppet.got.map(({ sessionId }) => sessionId)).size, 1)
})

for (const [name, answer] of [
  ['ok', 'd4e160f6'],
  ['none', '59229f0a'],
  ['fail', '139b10ea'],
] as const)
  test(`a key is gone after destroy_auth_key_${name}`, () => {
    const puppet = started()
    puppet.invoke(1)
    const before = puppet.got.length
    puppet.input({ kind: 'destroy-key' })
    const [asked] = puppet.got.slice(before)
    assert.deepEqual([asked!.body, asked!.seqNo & 1], [DESTROY_AUTH_KEY, 0])
    assert.deepEqual(puppet.stored, [])
    puppet.send(answer, { seqNo: 0 })
    assert.deepEqual(puppet.stored, [undefined])
    assert.deepEqual(puppet.settled, ['1: ERR_CLOSED'])
    assert.deepEqual(puppet.events, ['ready', 'close', 'key-lost'])
    assert.equal(puppet.client.deadline(), undefined)
  })

test('destroy_auth_key whose answer is lost with its connection is sent again on the next', () => {
  const puppet = started()
  puppet.input({ kind: 'destroy-key' })
  puppet.close()
  puppet.advance(5000)
  const asked = puppet.got.filter(({ body }) => body === DESTROY_AUTH_KEY)
  assert.equal(asked.length, 2)
  puppet.send('59229f0a', { seqNo: 0 })
  assert.deepEqual(puppet.stored, [undefined])
  assert.equal(puppet.client.deadline(), undefined)
})

test('TR-12 a key that is to be destroyed and is unknown on two connections is gone; no other is made', () => {
  const puppet = started()
  puppet.input({ kind: 'destroy-key' })
  puppet.error(-404)
  puppet.advance(5000)
  assert.deepEqual(puppet.stored, [])
  puppet.error(-404)
  assert.deepEqual(puppet.stored, [undefined])
  assert.equal(puppet.events.at(-1), 'key-lost')
  assert.equal(puppet.client.deadline(), undefined)
})

test('a server that does not answer destroy_auth_key is waited for one minute', () => {
  const puppet = new Puppet()
  puppet.input({ kind: 'destroy-key' })
  puppet.advance(59_999)
  assert.deepEqual(puppet.stored, [])
  puppet.advance(1)
  assert.deepEqual(puppet.stored, [undefined])
  assert.equal(puppet.client.deadline(), undefined)
})

test('whoever slept through the end of a log-out is closed, and opens no connection', () => {
  for (const reachable of [true, false]) {
    const puppet = new Puppet({ backoff: { attempts: 9, attemptsOnceReady: 9 } })
    puppet.reachable = reachable
    if (!reachable) puppet.close()
    puppet.input({ kind: 'destroy-key' })
    puppet.advance(reachable ? 0 : 1000)
    const { attempts } = puppet
    puppet.monotonic += 3_600_000
    puppet.advance(0)
    puppet.advance(3_600_000)
    assert.equal(puppet.client.deadline(), undefined)
    assert.equal(puppet.attempts, attempts)
  }
})

test('a server that cannot be reached keeps no key alive either', () => {
  const puppet = new Puppet({ backoff: { attempts: 2, attemptsOnceReady: 2 } })
  puppet.close()
  puppet.reachable = false
  puppet.input({ kind: 'destroy-key' })
  puppet.advance(60_000)
  assert.deepEqual(puppet.stored, [undefined])
  assert.equal(puppet.events.at(-1), 'key-lost')
})

test('an answer to a destroy_auth_key that was never sent changes nothing', () => {
  const puppet = started()
  puppet.send('d4e160f6', { seqNo: 0 })
  assert.deepEqual([puppet.stored, puppet.events], [[], ['ready']])
})

test('SES-76 a key that is destroyed at the server is unknown there', () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.input({ kind: 'destroy-key' })
  assert.equal(pair.server.key(sharedKey.id), undefined)
  assert.equal(pair.stored.at(-1), undefined)
})
