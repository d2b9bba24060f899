// What a server does with the messages of its clients: which it executes, and what it answers to the others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../../src/core/bytes/integers.ts'
import { createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import type { EncryptedMessage, SealedMessage } from '../../../src/core/envelope/encrypted.ts'
import type { LinkStages } from '../../../src/core/link/link.ts'
import { crypto, FIRST_SALT } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import {
  badMsg,
  badSalt,
  container,
  destroySession,
  getFutureSalts,
  gzipPacked,
  le4,
  le8,
  msgsAck,
  ping,
  pingDelayDisconnect,
  pong,
  rpcError,
  rpcResult,
  TRUE,
} from '../../support/spelled.ts'
import { begun, CALL, items } from './begun.ts'
import { type Got, type RawClient, Stage } from './raw-client.ts'

test('SES-70 the first message of a session is told that the session begins with it', () => {
  const stage = new Stage()
  const client = stage.connect()
  const first = client.send(CALL)
  client.send(CALL)
  const created = items(client).filter(({ body }) => body.startsWith('0809c29e'))
  assert.equal(created.length, 1)
  const [{ body, msgId, seqNo }] = created as [Got]
  assert.equal(body.slice(8, 24), le8(first))
  assert.equal(body.slice(40), le8(FIRST_SALT))
  assert.deepEqual([msgId & 3n, seqNo], [3n, 1])
})

test('SES-70 when a container comes first its own id is the first', () => {
  const client = new Stage().connect()
  const inside = client.id()
  const outer = client.send(container({ msgId: inside, body: CALL }), { seqNo: 2 })
  assert.equal(items(client)[0]!.body.slice(8, 24), le8(outer))
})

test('a call is handed out as it came, and its answer names it', () => {
  const [stage, client] = begun()
  const msgId = client.send(`${CALL}01020304`)
  const { call, ...details } = stage.calls[0]!
  assert.deepEqual(
    { sessionId: details.sessionId, msgId: details.msgId, link: details.link },
    { sessionId: 7n, msgId, link: client.link },
  )
  assert.deepEqual(details.body, fromHex(`${CALL}01020304`))
  assert.equal(client.got.length, 0)
  stage.answer(TRUE)
  const [answer, ...more] = client.got
  assert.equal(more.length, 0)
  assert.equal(answer!.body, rpcResult(msgId, TRUE))
  assert.deepEqual([answer!.msgId & 3n, answer!.seqNo % 2, answer!.salt], [1n, 1, FIRST_SALT])
  stage.input({ kind: 'answer', call, body: fromHex(TRUE) })
  assert.equal(client.got.length, 1)
})

test('SES-31 a refusal is an rpc_error and never packed', () => {
  const stage = new Stage({ compress: () => fromHex('') })
  const [, client] = begun(stage)
  const msgId = client.send(CALL)
  const errorMessage = 'X'.repeat(200)
  stage.input({ kind: 'refuse', call: stage.calls[0]!.call, errorCode: 400, errorMessage })
  assert.equal(client.got[0]!.body, rpcResult(msgId, rpcError(400, errorMessage)))
})

test('SES-13 a large answer is packed when the server can compress', () => {
  const stage = new Stage({ compress: data => new Uint8Array(gzipSync(data)) })
  const [, client] = begun(stage)
  const msgId = client.send(CALL)
  stage.answer(TRUE.repeat(100))
  const { body } = client.got[0]!
  assert.equal(body.slice(0, 32), `${rpcResult(msgId, '')}a1cf7230`)
  assert.ok(body.length < 200)
})

test('SES-66 with a wrong salt nothing is executed, and the right one is told', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL, { salt: 1n, seqNo: 3 })
  assert.deepEqual(client.bodies(), [badSalt(msgId, 3, FIRST_SALT)])
  assert.equal(client.got[0]!.seqNo % 2, 0)
  assert.equal(stage.calls.length, 0)
  client.send(CALL, { msgId, seqNo: 3 })
  assert.equal(stage.calls.length, 1)
})

test('SES-67 an old salt is good for 30 minutes more, then it is refused', () => {
  const [stage, client] = begun()
  client.send(pingDelayDisconnect(1n, 7200), { seqNo: 4 })
  stage.advance(31 * 60_000)
  client.send(CALL)
  assert.equal(stage.calls.length, 1)
  stage.answer(TRUE)
  const current = client.got.at(-1)!.salt
  assert.notEqual(current, FIRST_SALT)
  stage.advance(30 * 60_000)
  const msgId = client.send(CALL, { seqNo: 9 })
  const [refusal] = client.got.slice(-1)
  assert.equal(refusal!.body, badSalt(msgId, 9, readInt64LE(fromHex(refusal!.body.slice(-16)))))
  assert.equal(stage.calls.length, 1)
  client.send(CALL, { salt: readInt64LE(fromHex(refusal!.body.slice(-16))) })
  assert.equal(stage.calls.length, 2)
})

test('SES-62 a message 301 s old is answered 16, one 31 s ahead 17; neither is executed', () => {
  const [stage, client] = begun()
  const old = client.send(CALL, { msgId: client.id(-301), seqNo: 3 })
  const early = client.send(CALL, { msgId: client.id(31), seqNo: 3 })
  assert.deepEqual(client.bodies(), [badMsg(old, 3, 16), badMsg(early, 3, 17)])
  assert.equal(stage.calls.length, 0)
  assert.deepEqual(stage.violations(), ['SES-62 16', 'SES-62 17'])
  client.send(CALL, { msgId: client.id(-299) })
  client.send(CALL, { msgId: client.id(29) })
  assert.equal(stage.calls.length, 2)
})

test('ENC-28 a msg_id that is no client’s is answered 18', () => {
  const [stage, client] = begun()
  const ids = [1n, 2n, 3n].map(low => client.send(CALL, { msgId: client.id() + low, seqNo: 3 }))
  assert.deepEqual(
    client.bodies(),
    ids.map(msgId => badMsg(msgId, 3, 18)),
  )
  assert.equal(stage.calls.length, 0)
})

const good = (client: RawClient): { msgId: bigint; body: string } => ({
  msgId: client.id(),
  body: CALL,
})
const SPOILED: Readonly<Record<string, (client: RawClient) => string>> = {
  'SES-64 a nested container': client =>
    container(good(client), { msgId: client.id(), body: 'dcf8f17300000000' }),
  'SES-64 an item that overruns': client => container(good(client), good(client)).slice(0, -8),
  'SES-64 an item with a later id': client =>
    container(good(client), { msgId: client.id(10), body: CALL }),
  'SES-82 one bad item among good ones': client =>
    container(good(client), { msgId: client.id(), body: '123456' }, good(client)),
}
for (const [title, body] of Object.entries(SPOILED))
  test(`${title}: 64, and nothing of the container is executed`, () => {
    const [stage, client] = begun()
    const spoiled = body(client)
    const msgId = client.send(spoiled.padEnd(Math.ceil(spoiled.length / 8) * 8, '0'), { seqNo: 6 })
    assert.deepEqual(client.bodies(), [badMsg(msgId, 6, 64)])
    assert.equal(stage.calls.length, 0)
  })

test('SES-60 a wrong parity of seqno is recorded, and the call executed', () => {
  const [stage, client] = begun()
  client.send(CALL, { seqNo: 2 })
  client.send(msgsAck(1n), { seqNo: 3 })
  assert.equal(stage.calls.length, 1)
  assert.equal(client.got.length, 0)
  assert.deepEqual(stage.violations(), ['SES-60 35', 'SES-60 34'])
})

test('ENC-29 a replayed packet executes nothing, and gets the stored answer', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  const packet = client.sent.at(-1)!
  client.sendBytes(packet)
  assert.equal(stage.calls.length, 1)
  assert.equal(client.got.length, 0)
  stage.answer(TRUE)
  const [answer] = client.got
  client.sendBytes(packet)
  assert.equal(stage.calls.length, 1)
  const [, outer, again] = client.got
  assert.deepEqual(again, { ...answer!, container: outer!.msgId })
  assert.equal(again!.body, rpcResult(msgId, TRUE))
})

test('SES-68 a call in a new container gets the answer it got; executed once', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL, { seqNo: 3 })
  client.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
  stage.answer(TRUE)
  client.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
  assert.equal(stage.calls.length, 1)
  const answers = items(client).filter(({ body }) => body === rpcResult(msgId, TRUE))
  assert.equal(answers.length, 2)
  assert.equal(answers[0]!.msgId, answers[1]!.msgId)
  assert.ok(answers[1]!.container! > answers[1]!.msgId)
})

test('ENC-30 two sessions of one key on one connection never cross', () => {
  const [stage, client] = begun()
  const mine = client.send(CALL)
  const other = client.send(CALL, { sessionId: 8n })
  assert.deepEqual(
    stage.calls.map(({ sessionId }) => sessionId),
    [7n, 8n],
  )
  client.got.length = 0
  stage.answer(TRUE, stage.calls[1]!)
  stage.answer(TRUE, stage.calls[0]!)
  assert.deepEqual(
    items(client)
      .filter(({ body }) => body.startsWith('016d5cf3'))
      .map(({ sessionId, body }) => [sessionId, body]),
    [
      [8n, rpcResult(other, TRUE)],
      [7n, rpcResult(mine, TRUE)],
    ],
  )
  client.send(container({ msgId: mine, body: CALL }), { sessionId: 8n, seqNo: 4 })
  assert.equal(stage.calls.length, 3)
  assert.equal(stage.calls[2]!.sessionId, 8n)
})

test('ENC-26 an unknown key is answered -404, and the connection stays', () => {
  const [stage] = begun()
  const stranger = createAuthKey(seededRandom('stranger')(256, 'auth_key'), crypto)
  const client = stage.connect({ authKey: stranger })
  client.send(CALL)
  assert.deepEqual(client.errors, [-404])
  assert.equal(client.closed, false)
  assert.equal(stage.calls.length, 0)
})

const sealed = (change: (sealed: SealedMessage) => Partial<SealedMessage>): LinkStages => ({
  sealed: record => [{ ...record, ...change(record) }],
})
const envelope = (change: Partial<EncryptedMessage>): LinkStages => ({
  envelope: record => [{ ...record, ...change }],
})
const FAULTS: Readonly<Record<string, LinkStages>> = {
  msg_key: sealed(({ msgKey }) => ({ msgKey: msgKey.with(0, msgKey[0]! ^ 1) })),
  ciphertext: sealed(({ ciphertext }) => ({ ciphertext: ciphertext.with(9, ciphertext[9]! ^ 1) })),
  length: envelope({ length: -4 }),
  padding: envelope({ padding: new Uint8Array(12 + 1024) }),
}
for (const [what, stages] of Object.entries(FAULTS))
  test(`ENC-27 a bad ${what} closes the connection without a word`, () => {
    const [stage] = begun()
    const client = stage.connect({ stages })
    client.send(CALL)
    assert.equal(client.closed, true)
    assert.deepEqual([client.got, client.errors], [[], []])
    assert.equal(stage.calls.length, 0)
    client.send(CALL)
    assert.equal(stage.calls.length, 0)
  })

test('an answered call needs no acknowledgement, a slow one is acknowledged after 500 ms', () => {
  const [stage, client] = begun()
  client.send(CALL)
  stage.answer(TRUE)
  stage.advance(1000)
  assert.equal(client.got.length, 1)
  const slow = client.send(CALL)
  stage.advance(499)
  assert.equal(client.got.length, 1)
  stage.advance(1)
  assert.equal(client.got.at(-1)!.body, msgsAck(slow))
  assert.equal(client.got.at(-1)!.seqNo % 2, 0)
})

test('SES-69 what was not acknowledged is sent again on the next connection, and only that', () => {
  const [stage, client] = begun()
  client.send(CALL)
  const two = client.send(CALL)
  stage.answer(TRUE, stage.calls[0]!)
  stage.answer(TRUE, stage.calls[1]!)
  const [first, second] = items(client).filter(({ body }) => body.startsWith('016d5cf3'))
  client.send(msgsAck(first!.msgId), { seqNo: 6 })
  client.close()
  const next = stage.connect()
  next.send(ping(1n), { seqNo: 6 })
  const again = items(next).filter(({ body }) => body.startsWith('016d5cf3'))
  assert.deepEqual(
    again.map(({ msgId, body }) => [msgId, body]),
    [[second!.msgId, rpcResult(two, TRUE)]],
  )
  assert.ok(again[0]!.container! > second!.msgId)
  next.send(msgsAck(second!.msgId), { seqNo: 6 })
  next.close()
  const last = stage.connect()
  last.send(ping(1n), { seqNo: 6 })
  assert.deepEqual(
    items(last).map(({ body }) => body.slice(0, 8)),
    ['c5737734'],
  )
})

test('SES-69 what the first message of a connection acknowledges is not sent again', () => {
  const [stage, client] = begun()
  client.send(CALL)
  stage.answer(TRUE)
  const { msgId } = client.got[0]!
  client.close()
  const next = stage.connect()
  next.send(
    container({ msgId: next.id(), seqNo: 4, body: msgsAck(msgId) }, { ...good(next), seqNo: 5 }),
    {
      seqNo: 6,
    },
  )
  stage.answer(TRUE)
  assert.deepEqual(
    items(next).map(({ body }) => body.slice(0, 8)),
    ['016d5cf3'],
  )
})

test('an answer that comes while the client is away waits for it', () => {
  const [stage, client] = begun()
  const msgId = client.send(CALL)
  client.close()
  stage.answer(TRUE)
  assert.equal(client.got.length, 0)
  const next = stage.connect()
  next.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 4 })
  const answers = items(next).filter(({ body }) => body.startsWith('016d5cf3'))
  assert.deepEqual(
    answers.map(({ body }) => body),
    [rpcResult(msgId, TRUE)],
  )
  assert.equal(stage.calls.length, 1)
})

test('SES-71 get_future_salts: that many bare salts for 1 to 64, an error otherwise', () => {
  const [, client] = begun()
  for (const count of [1, 64]) {
    const msgId = client.send(getFutureSalts(count), { seqNo: 2 })
    const { body, seqNo, msgId: answerId } = client.got.at(-1)!
    assert.equal(body.slice(0, 40), `950850ae${le8(msgId)}${le4(1_700_000_000)}${le4(count)}`)
    assert.equal(body.length, 40 + 32 * count)
    assert.equal(body.slice(40, 72), le4(1_700_000_000) + le4(1_700_003_600) + le8(FIRST_SALT))
    assert.deepEqual([seqNo % 2, answerId & 3n], [0, 1n])
  }
  for (const count of [0, 65, -1]) {
    const msgId = client.send(getFutureSalts(count), { seqNo: 2 })
    assert.equal(client.got.at(-1)!.body, rpcResult(msgId, rpcError(400, 'INPUT_METHOD_INVALID')))
  }
})

test('SES-74 a ping is answered with both ids and no acknowledgement', () => {
  const [stage, client] = begun()
  const msgId = client.send(ping(-5n), { seqNo: 2 })
  stage.advance(1000)
  assert.deepEqual(client.bodies(), [pong(msgId, -5n)])
  assert.deepEqual([client.got[0]!.msgId & 3n, client.got[0]!.seqNo % 2], [1n, 0])
})

test('SES-75 another session is destroyed, an unknown one is none, the own one stays', () => {
  const [stage, client] = begun()
  const [, other] = begun(stage, { sessionId: 8n })
  client.send(destroySession(8n))
  client.send(destroySession(9n))
  client.send(destroySession(7n))
  assert.deepEqual(
    items(client)
      .map(({ body }) => body)
      .filter(body => !body.startsWith('59b4d662')),
    [`fc4520e2${le8(8n)}`, `c950d362${le8(9n)}`, `c950d362${le8(7n)}`],
  )
  // ENC-29: what is older than its end is a replay and begins nothing; what is newer begins a session anew.
  const before = stage.calls.length
  other.send(CALL)
  assert.deepEqual([items(other), stage.calls.length], [[], before])
  stage.advance(1000)
  other.send(CALL)
  assert.equal(items(other)[0]!.body.slice(0, 8), '0809c29e')
})

test('a service call that is not served is refused, not ignored', () => {
  const [stage, client] = begun()
  const msgId = client.send(`f18e7ebe${'05'.repeat(16)}`)
  assert.equal(client.got[0]!.body, rpcResult(msgId, rpcError(400, 'INPUT_METHOD_INVALID')))
  assert.equal(stage.calls.length, 0)
})

test('a malformed service message spoils nothing but itself', () => {
  const [stage, client] = begun()
  const broken = new Uint8Array(gzipSync(fromHex(CALL)))
  client.send(
    container(
      { msgId: client.id(), seqNo: 2, body: '59b4d66215c4b51c05000000' },
      { msgId: client.id(), seqNo: 2, body: `${ping(1n)}00000000` },
      { msgId: client.id(), seqNo: 3, body: gzipPacked(broken.with(broken.length - 8, 0xee)) },
      { msgId: client.id(), seqNo: 5, body: CALL },
    ),
    { seqNo: 8 },
  )
  assert.equal(stage.calls.length, 1)
  assert.deepEqual(
    stage.trace.flatMap(event => (event.kind === 'rejected' ? [event.error.code] : [])),
    ['ERR_GZIP_INVALID', 'ERR_TL_INVALID', 'ERR_TL_TRAILING'],
  )
})

test('SES-13 a packed call is executed', () => {
  const [stage, client] = begun()
  client.send(gzipPacked(new Uint8Array(gzipSync(fromHex(CALL)))))
  assert.deepEqual(stage.calls[0]!.body, fromHex(CALL))
  assert.deepEqual(stage.violations(), [])
})

test('TR-09 a quick acknowledgement is the token of the message it was asked for', () => {
  const stage = new Stage()
  const asked: LinkStages = { frame: frame => [{ ...frame, quickAck: true }] }
  for (const framing of ['abridged', 'intermediate', 'padded'] as const) {
    let token = 0
    const sealed: LinkStages['sealed'] = message => {
      token = message.quickAckToken
      return [message]
    }
    const client = stage.connect({ framing, stages: { ...asked, sealed } })
    client.send(CALL)
    assert.deepEqual(client.quickAcks, [token])
  }
})

test('TR-05 frames in one segment are all heard, whatever answers the first', () => {
  const stage = new Stage()
  const stages: LinkStages = { sealed: sealed => [{ ...sealed, authKeyId: 5n }, sealed] }
  const client = stage.connect({ stages })
  client.hold(() => client.send(CALL))
  assert.deepEqual(client.errors, [-404])
  assert.equal(stage.calls.length, 1)
  const talker = stage.connect()
  talker.hold(() => {
    talker.sendPlaintext(fromHex(`f18e7ebe${'05'.repeat(16)}`))
    talker.send(CALL)
  })
  assert.equal(talker.plaintext.length, 1)
  assert.equal(stage.calls.length, 2)
})

test('a refusal that could not be sent ends with its connection', () => {
  const [stage] = begun()
  let spoilt = false
  const client = stage.connect({
    stages: {
      sealed: sealed => [spoilt ? { ...sealed, msgKey: new Uint8Array(16) } : sealed],
    },
  })
  client.hold(() => {
    client.send(CALL, { msgId: client.id(-400) })
    spoilt = true
    client.send(CALL)
  })
  assert.deepEqual(client.got, [])
  const next = stage.connect()
  next.send(ping(1n), { seqNo: 6 })
  const bodies = items(next).map(({ body }) => body.slice(0, 8))
  assert.ok(bodies.includes('c5737734'))
  assert.ok(!bodies.includes('11f8efa7'))
})
