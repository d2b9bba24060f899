// Over HTTP: when a server answers a request, on which connection it says what, and what it says again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { sharedKey } from '../../support/pair.ts'
import {
  container,
  destroySession,
  le4,
  msgsAck,
  ping,
  pingDelayDisconnect,
  pong,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { type RawClient, Stage } from './raw-client.ts'

const CALL = '6b18f9c4'
const NOTHING = 'dcf8f17300000000'
const push = { kind: 'push', authKeyId: sharedKey.id, body: fromHex(UPDATE) } as const

const httpWait = (maxDelay: number, waitAfter: number, maxWait: number): string =>
  `9f359992${le4(maxDelay)}${le4(waitAfter)}${le4(maxWait)}`

const lane = (stage: Stage): RawClient => stage.connect({ framing: 'http' })

/** A session that has begun, on a connection over HTTP that is free, with everything acknowledged. */
function begun(stage: Stage): RawClient {
  const client = lane(stage)
  client.send(CALL)
  stage.answer(TRUE)
  settle(client)
  return client
}

/** Acknowledges everything that came. */
function settle(client: RawClient): void {
  for (let round = 0; round < 3; round++) {
    const ids = client.got.filter(({ seqNo }) => seqNo % 2 === 1).map(({ msgId }) => msgId)
    client.send(bundle(client, msgsAck(...ids), httpWait(0, 0, 0)), { seqNo: 0 })
  }
  assert.equal(client.bodies().at(-1), NOTHING)
}

/** What came since the given position, out of its containers and without acknowledgements. */
const said = (client: RawClient, since: number): string[] =>
  client
    .bodies(since)
    .filter(
      body => body === NOTHING || (!body.startsWith('dcf8f173') && !body.startsWith('59b4d662')),
    )

/** A container of messages that want no acknowledgement. */
const bundle = (client: RawClient, ...bodies: string[]): string =>
  container(...bodies.map(body => ({ msgId: client.id(), seqNo: 0, body })))

const LARGE = TRUE.repeat(5000)

/** Two calls whose answers fill an envelope each and wait for a request. Returns their ids. */
function unanswered(stage: Stage, client: RawClient): bigint[] {
  const calls = [1, 2].map(() => ({ msgId: client.id(), seqNo: client.odd(), body: CALL }))
  const wait = { msgId: client.id(), seqNo: 0, body: httpWait(0, 0, 0) }
  client.send(container(...calls, wait), { seqNo: 0 })
  for (const call of stage.calls.slice(-2)) stage.answer(LARGE, call)
  return calls.map(({ msgId }) => msgId)
}

test('TR-36 with nothing to say a request is held for max_wait, 25 seconds by default', () => {
  const stage = new Stage()
  const client = begun(stage)
  for (const [body, maxWait] of [
    [httpWait(0, 0, 1000), 1000],
    [msgsAck(1n), 25_000],
    [httpWait(5000, 5000, 3000), 3000],
    [httpWait(0, 0, -5), 0],
  ] as const) {
    const count = client.got.length
    client.send(body, { seqNo: 0 })
    if (maxWait > 0) stage.advance(maxWait - 1)
    assert.deepEqual(client.bodies(count), maxWait > 0 ? [] : [NOTHING])
    stage.advance(1)
    assert.deepEqual(client.bodies(count), [NOTHING])
  }
})

test('the last http_wait of a container counts', () => {
  const stage = new Stage()
  const client = begun(stage)
  const count = client.got.length
  client.send(bundle(client, httpWait(0, 0, 9000), httpWait(0, 0, 2000)), { seqNo: 0 })
  stage.advance(1999)
  assert.deepEqual(client.bodies(count), [])
  stage.advance(1)
  assert.deepEqual(client.bodies(count), [NOTHING])
})

test('what there is to say is said at once, and once in a response', () => {
  const stage = new Stage()
  const client = begun(stage)
  const count = client.got.length
  client.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.input(push)
  assert.deepEqual(client.bodies(count), [UPDATE])
  stage.input(push, push)
  assert.deepEqual(client.bodies(count), [UPDATE])
  client.send(msgsAck(client.got.at(-1)!.msgId), { seqNo: 0 })
  assert.deepEqual(client.bodies(count + 2), [UPDATE, UPDATE])
})

test('max_delay gathers, wait_after ends that earlier, and max_wait ends all of it', () => {
  const answeredAfter = (wait: string, ...pushes: number[]): number => {
    const stage = new Stage()
    const client = begun(stage)
    const count = client.got.length
    client.send(wait, { seqNo: 0 })
    const start = stage.monotonic
    for (let at = 0; at < 60_000; at += 100) {
      if (pushes.includes(at)) stage.input(push)
      if (client.got.length > count) return stage.monotonic - start
      stage.advance(100)
    }
    return -1
  }
  assert.equal(answeredAfter(httpWait(0, 9000, 25_000), 1000), 1000)
  assert.equal(answeredAfter(httpWait(3000, 9000, 25_000), 1000, 2000), 4000)
  assert.equal(answeredAfter(httpWait(9000, 500, 25_000), 1000, 1400), 1900)
  assert.equal(answeredAfter(httpWait(9000, 9000, 2000), 1000), 2000)
  assert.equal(answeredAfter(httpWait(0, 0, 2000), 1000), 1000)
})

test('more than one envelope takes more than one request', () => {
  const stage = new Stage()
  const client = begun(stage)
  const calls = unanswered(stage, client)
  for (const msgId of calls) {
    const count = client.got.length
    client.send(httpWait(0, 0, 0), { seqNo: 0 })
    assert.deepEqual(said(client, count), [rpcResult(msgId, LARGE)])
  }
})

test('an answer goes to the request that is due first, and another one is left open', () => {
  const stage = new Stage()
  const held = begun(stage)
  held.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  const short = lane(stage)
  const called = short.id()
  const items = [
    { msgId: called, seqNo: held.odd(), body: CALL },
    { msgId: short.id(), seqNo: 0, body: httpWait(0, 0, 500) },
  ]
  const before = held.got.length
  short.send(container(...items), { seqNo: 0 })
  stage.answer(TRUE)
  assert.deepEqual(short.bodies().slice(-1), [rpcResult(called, TRUE)])
  stage.input(push)
  assert.deepEqual(held.bodies(before), [UPDATE])
})

test('an answer that takes longer goes out on the other connection', () => {
  const stage = new Stage()
  const held = begun(stage)
  held.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  const short = lane(stage)
  const called = short.id()
  const items = [
    { msgId: called, seqNo: held.odd(), body: CALL },
    { msgId: short.id(), seqNo: 0, body: httpWait(0, 0, 400) },
  ]
  const before = held.got.length
  short.send(container(...items), { seqNo: 0 })
  stage.advance(400)
  assert.deepEqual(short.bodies(), [msgsAck(called)])
  stage.answer(TRUE)
  assert.ok(held.bodies(before).includes(rpcResult(called, TRUE)))
})

test('SES-69 what is not acknowledged is said again on a connection that is new to the session, once', () => {
  const stage = new Stage()
  const first = begun(stage)
  first.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.input(push)
  const second = lane(stage)
  for (const expected of [[UPDATE], [NOTHING], [NOTHING]]) {
    for (const client of [second, first]) {
      const count = client.got.length
      client.send(httpWait(0, 0, 0), { seqNo: 0 })
      assert.deepEqual(said(client, count), client === second ? expected : [NOTHING])
    }
  }
})

test('what a connection carried that closed before its next request is said again', () => {
  const stage = new Stage()
  const first = begun(stage)
  const second = lane(stage)
  second.send(httpWait(0, 0, 0), { seqNo: 0 })
  first.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.input(push)
  first.close()
  const count = second.got.length
  second.send(httpWait(0, 0, 0), { seqNo: 0 })
  assert.deepEqual(said(second, count), [UPDATE])
})

test('a connection that closes while its request waits has lost nothing', () => {
  const stage = new Stage()
  const first = begun(stage)
  const second = lane(stage)
  second.send(httpWait(0, 0, 0), { seqNo: 0 })
  first.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.input(push)
  first.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  first.close()
  const count = second.got.length
  second.send(httpWait(0, 0, 0), { seqNo: 0 })
  assert.deepEqual(said(second, count), [NOTHING])
})

test('what nobody acknowledges survives a new connection beside an open one', () => {
  const stage = new Stage()
  const client = begun(stage)
  unanswered(stage, client)
  client.send(ping(5n), { seqNo: 0 })
  const beside = lane(stage)
  for (let round = 0; round < 4; round++) beside.send(httpWait(0, 0, 0), { seqNo: 0 })
  assert.ok(beside.bodies().some(body => body.startsWith('c5737734')))
})

test('a second request before the response to the first closes the connection', () => {
  const stage = new Stage()
  const client = begun(stage)
  const count = client.got.length
  client.hold(() => {
    client.send(httpWait(0, 0, 1000), { seqNo: 0 })
    client.send(ping(1n), { seqNo: 0 })
  })
  assert.equal(client.closed, true)
  assert.deepEqual([said(client, count), client.errors], [[], []])
})

test('a transport error is the status of the response, and the connection goes on', () => {
  const stage = new Stage()
  const client = begun(stage)
  stage.input({ kind: 'forget' })
  client.send(ping(1n), { seqNo: 0 })
  client.send(ping(2n), { seqNo: 0 })
  assert.deepEqual([client.errors, client.closed], [[-404, -404], false])
})

test('a request whose key is forgotten meanwhile is not left waiting', () => {
  const stage = new Stage()
  const client = begun(stage)
  client.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.input({ kind: 'forget' })
  assert.equal(client.closed, true)
})

test('nor is one in a session that is over', () => {
  const stage = new Stage()
  const client = begun(stage)
  const other = stage.connect({ framing: 'http', sessionId: 8n })
  const old = other.id(-10)
  other.send(httpWait(0, 0, 0), { seqNo: 0 })
  client.send(destroySession(8n))
  other.send(httpWait(0, 0, 25_000), { msgId: old, seqNo: 0 })
  assert.equal(other.closed, true)
})

test('SES-76 destroy_auth_key is answered however long the request might be held', () => {
  const stage = new Stage()
  const client = begun(stage)
  const items = [
    { msgId: client.id(), seqNo: 0, body: httpWait(9000, 9000, 25_000) },
    { msgId: client.id(), seqNo: 0, body: '605143d1' },
  ]
  client.send(container(...items), { seqNo: 0 })
  assert.ok(client.bodies().some(body => body.startsWith('d4e160f6')))
})

test('ping_delay_disconnect is a ping: no connection ends for it', () => {
  const stage = new Stage()
  const client = begun(stage)
  const count = client.got.length
  const msgId = client.send(pingDelayDisconnect(5n, 1), { seqNo: 0 })
  assert.deepEqual(said(client, count), [pong(msgId, 5n)])
  client.send(httpWait(0, 0, 25_000), { seqNo: 0 })
  stage.advance(20_000)
  assert.equal(client.closed, false)
})

for (const [request, answer] of [
  ['HEAD /api HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: POST\r\n/],
  ['POST /api HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 Bad Request\r\n/],
] as const)
  test(`${JSON.stringify(request)} is refused and the connection closed`, () => {
    const stage = new Stage()
    const written: Uint8Array[] = []
    let closed = false
    stage.server.handle({ kind: 'accepted', link: 99 }, stage.now)
    stage.server.handle({ kind: 'bytes', link: 99, bytes: encodeUtf8(request) }, stage.now)
    for (let out = stage.server.poll(); out !== undefined; out = stage.server.poll()) {
      if (out.kind === 'write') written.push(out.bytes)
      if (out.kind === 'close') closed = true
    }
    assert.match(Buffer.concat(written).toString('latin1'), answer)
    assert.equal(closed, true)
  })

test('http_wait means nothing on a connection of TCP', () => {
  const stage = new Stage()
  const client = stage.connect()
  client.send(ping(1n), { seqNo: 0 })
  const count = client.got.length
  client.send(httpWait(9000, 9000, 1000), { seqNo: 0 })
  const msgId = client.send(ping(2n), { seqNo: 0 })
  stage.advance(30_000)
  assert.deepEqual(said(client, count), [pong(msgId, 2n)])
})
