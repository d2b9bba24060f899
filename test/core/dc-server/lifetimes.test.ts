// What lives how long on a server: keys, their sessions, salts, connections, and what waits for them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthKeyClient } from '../../../src/core/auth-key/client.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import type { AuthKey } from '../../../src/core/crypto/auth-key.ts'
import { crypto, sharedKey, solveOnce } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import {
  badSalt,
  destroySession,
  ping,
  pingDelayDisconnect,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { type RawClient, Stage } from './raw-client.ts'

const CALL = '6b18f9c4'
const push = { kind: 'push', authKeyId: sharedKey.id, body: fromHex(UPDATE) } as const
const updates = (client: RawClient): number => client.bodies().filter(b => b === UPDATE).length

/** Agrees on a key over a connection of its own. */
function exchange(stage: Stage, expiresIn?: number): { authKey: AuthKey; serverSalt: bigint } {
  const connection = stage.connect()
  const machine = new AuthKeyClient({
    crypto,
    random: seededRandom('exchange'),
    keys: [testRsaKey],
    dc: 2,
    ...(expiresIn !== undefined && { expiresIn }),
  })
  machine.handle({ kind: 'start' }, stage.now)
  for (;;) {
    const out = machine.poll()
    const answer = out === undefined ? connection.plaintext.shift() : undefined
    if (answer !== undefined) machine.handle({ kind: 'message', body: answer }, stage.now)
    else if (out?.kind === 'send') connection.sendPlaintext(out.body)
    else if (out?.kind === 'compute')
      machine.handle({ kind: 'computed', id: out.id, value: solveOnce(out.job) }, stage.now)
    else if (out?.kind === 'done') return out.result
    else throw new Error(`the exchange ended with ${out?.kind}`)
  }
}

test('a key that was agreed on is good at once, on any connection', () => {
  const stage = new Stage()
  const { authKey, serverSalt } = exchange(stage)
  const client = stage.connect({ authKey })
  client.send(CALL, { salt: serverSalt })
  assert.equal(stage.calls[0]!.authKeyId, authKey.id)
  assert.equal(stage.server.key(authKey.id)!.expiresAt, undefined)
})

test('HS-77 a temporary key ends with its time, for every frame that is still on its way', () => {
  const stage = new Stage()
  const { authKey, serverSalt } = exchange(stage, 60)
  assert.equal(stage.server.key(authKey.id)!.expiresAt, 1_700_000_060)
  const client = stage.connect({ authKey })
  client.salt = serverSalt
  client.send(CALL)
  stage.advance(60_000)
  client.hold(() => {
    client.send(CALL)
    client.send(CALL)
  })
  assert.deepEqual(client.errors, [-404, -404])
  assert.equal(stage.calls.length, 1)
  assert.equal(stage.server.key(authKey.id), undefined)
})

test('a forgotten key is unknown: -404, and answers to its calls go nowhere', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(CALL)
  client.got.length = 0
  stage.input({ kind: 'forget', authKeyId: sharedKey.id })
  stage.answer(TRUE)
  client.send(CALL)
  stage.advance(10_000)
  assert.deepEqual([client.got.length, client.errors], [0, [-404]])
  stage.input({ kind: 'adopt', authKey: sharedKey, serverSalt: 5n })
  client.send(CALL, { salt: 5n })
  assert.equal(
    client.bodies().some(body => body.startsWith('0809c29e')),
    true,
  )
  stage.input({ kind: 'forget' })
  client.send(CALL, { salt: 5n })
  assert.deepEqual(client.errors, [-404, -404])
})

test('SES-66 after a rotation every salt before it is wrong', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(CALL)
  stage.input({ kind: 'rotate-salts' })
  const msgId = client.send(CALL, { seqNo: 3 })
  const refusal = client.bodies().at(-1)!
  assert.equal(refusal.slice(0, 40), badSalt(msgId, 3, 0n).slice(0, 40))
  assert.equal(stage.calls.length, 1)
})

test('a drop cuts every connection and nothing else', () => {
  const stage = new Stage()
  const [one, two] = [stage.connect(), stage.connect({ sessionId: 8n })]
  one.send(CALL)
  stage.input({ kind: 'drop' })
  assert.deepEqual([one.closed, two.closed], [true, true])
  const next = stage.connect()
  next.send(CALL)
  assert.equal(stage.calls.length, 2)
  assert.equal(next.bodies().filter(body => body.startsWith('0809c29e')).length, 1)
})

test('SES-74 silence after ping_delay_disconnect closes the connection', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(pingDelayDisconnect(1n, 1), { seqNo: 0 })
  stage.advance(900)
  client.send(pingDelayDisconnect(2n, 1), { seqNo: 0 })
  client.send(ping(2n), { seqNo: 0 })
  stage.advance(999)
  assert.equal(client.closed, false)
  stage.advance(1)
  assert.equal(client.closed, true)
  assert.equal(stage.server.deadline(), undefined)
})

test('SES-74 the moment for closing one connection does not close the next', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(pingDelayDisconnect(1n, 75), { seqNo: 0 })
  stage.advance(60_000)
  client.close()
  const next = stage.connect()
  next.send(CALL)
  stage.answer(TRUE)
  stage.advance(60_000)
  assert.equal(next.closed, false)
})

test('SES-74 a delay that is negative closes at once, a huge one never within reason', () => {
  const stage = new Stage()
  const [one, two] = [stage.connect(), stage.connect({ sessionId: 8n })]
  one.send(pingDelayDisconnect(1n, -5), { seqNo: 0 })
  two.send(pingDelayDisconnect(1n, 2 ** 31 - 1), { seqNo: 0 })
  stage.advance(1)
  assert.deepEqual([one.closed, two.closed], [true, false])
  stage.advance(1_000_000)
  assert.equal(two.closed, false)
})

test('objects are pushed to the sessions that have made a call, and to no other key', () => {
  const stage = new Stage()
  const other = exchange(stage)
  const listening = stage.connect()
  const silent = stage.connect({ sessionId: 8n })
  const stranger = stage.connect({ authKey: other.authKey })
  listening.send(CALL)
  silent.send(ping(1n), { seqNo: 0 })
  stranger.send(CALL, { salt: other.serverSalt })
  stage.input(push)
  assert.deepEqual([listening, silent, stranger].map(updates), [1, 0, 0])
  const got = listening.got.at(-1)!
  assert.deepEqual([got.msgId & 3n, got.seqNo % 2], [3n, 1])
})

test('a session that is muted gets nothing pushed until its next call', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(CALL)
  stage.input({ kind: 'mute', authKeyId: sharedKey.id, sessionId: 7n }, push)
  assert.equal(updates(client), 0)
  client.send(CALL)
  stage.input(push)
  assert.equal(updates(client), 1)
  stage.input({ kind: 'mute', authKeyId: 1n, sessionId: 7n }, { ...push, authKeyId: 1n })
})

test('objects wait for a session that is away, up to a thousand', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(CALL)
  client.close()
  stage.input(...Array.from({ length: 1500 }, () => push))
  const next = stage.connect()
  next.send(ping(1n), { seqNo: 2 })
  assert.ok(updates(next) >= 990 && updates(next) <= 1000, `${updates(next)} updates`)
})

test('a key has 64 sessions; the one that was idle longest is forgotten', () => {
  const stage = new Stage()
  const clients = Array.from({ length: 64 }, (_, i) => stage.connect({ sessionId: BigInt(i + 1) }))
  for (const client of clients) client.send(pingDelayDisconnect(1n, 5), { seqNo: 0 })
  clients[0]!.send(ping(1n), { seqNo: 0 })
  stage.connect({ sessionId: 65n }).send(ping(1n), { seqNo: 0 })
  clients[0]!.got.length = 0
  clients[1]!.got.length = 0
  for (const client of clients.slice(0, 2)) client.send(ping(1n), { seqNo: 0 })
  assert.equal(
    clients[0]!.bodies().some(body => body.startsWith('0809c29e')),
    false,
  )
  assert.equal(
    clients[1]!.bodies().some(body => body.startsWith('0809c29e')),
    true,
  )
  stage.advance(5000)
  assert.deepEqual([clients[0]!.closed, clients[1]!.closed], [true, false])
})

test('SES-75 the answer to a call of a destroyed session goes nowhere', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(CALL, { sessionId: 8n })
  client.send(destroySession(8n))
  client.got.length = 0
  stage.answer(TRUE)
  stage.advance(1000)
  assert.equal(
    client.bodies().some(body => body.startsWith('016d5cf3')),
    false,
  )
})

test('a session that moves is heard and answered on its last connection', () => {
  const stage = new Stage()
  const [one, two] = [stage.connect(), stage.connect()]
  const first = one.send(CALL)
  two.send(ping(1n), { seqNo: 2 })
  stage.answer(TRUE)
  assert.equal(one.bodies().includes(rpcResult(first, TRUE)), false)
  assert.equal(two.bodies().includes(rpcResult(first, TRUE)), true)
  one.close()
  stage.input(push)
  assert.equal(updates(two), 1)
})

test('inputs about connections, calls and jobs that are no more are harmless', () => {
  const stage = new Stage()
  stage.input(
    { kind: 'bytes', link: 99, bytes: fromHex('ef') },
    { kind: 'closed', link: 99 },
    { kind: 'answer', call: 99, body: fromHex(TRUE) },
    { kind: 'refuse', call: 99, errorCode: 400, errorMessage: 'NO' },
    { kind: 'computed', id: 99, value: fromHex('') },
    { kind: 'forget', authKeyId: 99n },
  )
  assert.equal(stage.server.deadline(), undefined)
})

test('TR-06 a frame that cannot be followed closes the connection', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.sendBytes(fromHex('eeeeeeeeffffff7f'))
  assert.equal(client.closed, true)
})
