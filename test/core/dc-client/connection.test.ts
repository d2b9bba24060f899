// What a client does about its connection: losing it, transport errors, silence, giving up, closing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlaintextMessage } from '../../../src/core/envelope/plaintext.ts'
import { callBody, Pair } from '../../support/pair.ts'
import { msgsAck, rpcResult, TRUE, UPDATE } from '../../support/spelled.ts'
import { Puppet } from './puppet.ts'

/** No wait is random: the whole of it, or half. */
const backoff = { firstDelay: 100, maxDelay: 1000, attempts: 4, attemptsOnceReady: 4 }

test('SES-46 a cut connection: same session, the call goes out under its old id in a container', () => {
  const puppet = new Puppet({ backoff })
  const [call] = puppet.invoke(1)
  puppet.close()
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(100)
  assert.deepEqual(puppet.events, ['ready', 'ready again'])
  const [outer, again] = puppet.got.slice(1)
  assert.equal(outer!.body.slice(0, 16), 'dcf8f17301000000')
  assert.deepEqual(
    [again!.msgId, again!.seqNo, again!.body, again!.sessionId, again!.container],
    [call!.msgId, call!.seqNo, call!.body, call!.sessionId, outer!.msgId],
  )
  puppet.send(rpcResult(call!.msgId, TRUE))
  puppet.send(rpcResult(call!.msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('SES-46 an answered call does not go out again', () => {
  const puppet = new Puppet({ backoff })
  puppet.send(rpcResult(puppet.invoke(1)[0]!.msgId, TRUE), { seqNo: 0 })
  puppet.close()
  puppet.advance(1000)
  assert.deepEqual(puppet.events, ['ready', 'ready again'])
  assert.equal(puppet.calls().length, 1)
})

test('SES-47 a message whose acknowledgement was lost takes effect once and is acknowledged', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  const msgId = puppet.send(UPDATE)
  puppet.close()
  puppet.advance(100)
  puppet.send(UPDATE, { msgId })
  assert.deepEqual(puppet.updates, [UPDATE])
  assert.deepEqual(puppet.acked(), [msgId])
  puppet.advance(30_000)
  assert.deepEqual(puppet.acked(), [msgId, msgId])
})

test('TR-17 a connection cut inside a frame leaves nothing behind', () => {
  const puppet = new Puppet({ backoff })
  const [call] = puppet.invoke(1)
  puppet.sendBytes(Uint8Array.of(0x40, 0, 0, 0, 1, 2, 3))
  puppet.close()
  puppet.advance(100)
  puppet.send(rpcResult(call!.msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('TR-06 a frame that cannot be followed closes the connection, and another is opened', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  puppet.sendBytes(Uint8Array.of(0xff, 0xff, 0xff, 0x7f))
  assert.deepEqual(puppet.events, ['ready', 'close'])
  puppet.advance(100)
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
})

test('bytes and closings of an earlier connection count for nothing', () => {
  const puppet = new Puppet({ backoff })
  const old = puppet.link!
  puppet.close()
  puppet.advance(100)
  puppet.input({ kind: 'bytes', link: old, bytes: Uint8Array.of(0xff, 0xff, 0xff, 0x7f) })
  puppet.input({ kind: 'closed', link: old, reason: undefined })
  puppet.input({ kind: 'opened', link: old })
  assert.deepEqual(puppet.events, ['ready', 'ready again'])
})

test('TR-12 a key is given up when a second connection says that it is unknown', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  puppet.error(-404)
  assert.deepEqual(puppet.events, ['ready', 'close'])
  assert.deepEqual(puppet.stored, [])
  puppet.advance(100)
  assert.equal(puppet.calls().length, 2)
  puppet.error(-404)
  assert.deepEqual(puppet.stored, [undefined])
  assert.deepEqual(puppet.settled, [])
})

test('TR-12 a good message in between starts the count again', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  for (let count = 0; count < 5; count++) {
    puppet.error(-404)
    puppet.advance(1000)
    puppet.send(UPDATE)
    puppet.advance(10_000)
  }
  assert.deepEqual(puppet.stored, [])
})

test('TR-13 after -429 the waits grow, the calls are kept, and after the last attempt they fail', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  const waits: number[] = []
  while (puppet.settled.length === 0) {
    puppet.error(-429)
    const start = puppet.monotonic
    if (puppet.settled.length === 0) {
      puppet.advance(puppet.client.deadline()! - start)
      waits.push(puppet.monotonic - start)
    }
  }
  assert.equal(waits.length, 3)
  for (const [index, wait] of waits.entries())
    assert.ok(wait >= 50 * 2 ** index && wait <= 100 * 2 ** index, `wait ${index} is ${wait}`)
  assert.deepEqual(puppet.settled, ['1: ERR_TRANSPORT'])
  assert.match(String(puppet.errors[0]), /DC 2 at puppet.*-429/)
})

test('TR-14 -444 is an error at once', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  puppet.error(-444)
  assert.deepEqual(puppet.settled, ['1: ERR_TRANSPORT'])
  assert.deepEqual(puppet.events, ['ready', 'close', 'unreachable'])
  assert.equal(puppet.client.deadline(), undefined)
})

test('TR-15 an unknown code reconnects, code 0 is ignored', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(1)
  puppet.error(0)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.error(-1000)
  puppet.advance(100)
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  assert.equal(puppet.calls().length, 2)
})

test('a connection that does not open in time is given up with address and time', () => {
  const puppet = new Puppet({ backoff: { ...backoff, attemptsOnceReady: 1 }, connectTimeout: 3000 })
  puppet.close()
  puppet.reachable = false
  puppet.invoke(1)
  assert.equal(puppet.client.deadline(), 3000)
  puppet.advance(3000)
  assert.deepEqual(puppet.settled, ['1: ERR_CONNECT_FAILED'])
  assert.match(String(puppet.errors[0]), /DC 2 at puppet.*no answer within 3 s/)
})

test('a refused connection is tried again, then given up with its reason', () => {
  const puppet = new Puppet({ backoff })
  puppet.close()
  puppet.reachable = false
  puppet.invoke(1)
  for (let link = 2; puppet.settled.length === 0; link++) {
    assert.ok(link < 10)
    puppet.advance(1000)
    puppet.input({ kind: 'closed', link, reason: 'connection refused' })
  }
  assert.deepEqual(puppet.settled, ['1: ERR_CONNECT_FAILED'])
  assert.match(String(puppet.errors[0]), /DC 2 at puppet.*connection refused/)
  assert.equal(puppet.events.at(-1), 'unreachable')
})

test('after giving up the next call tries again', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(0)
  puppet.error(-444)
  puppet.invoke(1)
  assert.equal(puppet.calls().length, 2)
  assert.equal(puppet.events.at(-1), 'ready again')
})

test('whoever has called stays connected', () => {
  const puppet = new Puppet({ backoff })
  puppet.invoke(0)
  puppet.error(-444)
  puppet.send(rpcResult(puppet.invoke(1)[0]!.msgId, TRUE))
  puppet.close()
  puppet.advance(1000)
  assert.equal(puppet.events.filter(event => event === 'ready again').length, 2)
})

test('closing fails the open calls, sends the acknowledgements owed, and ends', () => {
  const puppet = new Puppet()
  puppet.invoke(1)
  const update = puppet.send(UPDATE)
  puppet.invoke(2)
  const second = puppet.send(UPDATE)
  puppet.input({ kind: 'close' })
  assert.deepEqual(puppet.settled, ['1: ERR_CLOSED', '2: ERR_CLOSED'])
  assert.deepEqual(puppet.acked(), [update, second])
  assert.equal(puppet.got.at(-1)!.body, msgsAck(second))
  assert.deepEqual(puppet.events, ['ready', 'close'])
  assert.equal(puppet.client.deadline(), undefined)
  puppet.input({ kind: 'close' }, { kind: 'connect' })
  puppet.invoke(3)
  assert.deepEqual(puppet.settled.slice(2), ['3: ERR_CLOSED'])
})

test('a client that was never connected closes without a word', () => {
  const puppet = new Puppet()
  puppet.close()
  puppet.input({ kind: 'invoke', id: 1, method: 'test', body: callBody(1) })
  puppet.input({ kind: 'close' })
  puppet.advance(100_000)
  assert.deepEqual(puppet.settled, ['1: ERR_CLOSED'])
  assert.deepEqual(puppet.events, ['ready'])
})

test('HS-52 an answer of the key exchange with an even msg_id is as if it had never come', () => {
  const heard = (msgIdOf: (msgId: bigint) => bigint): string[] => {
    const plaintext = (record: PlaintextMessage) => [{ ...record, msgId: msgIdOf(record.msgId) }]
    const pair = new Pair({ withKey: false, server: { stages: { plaintext } } })
    pair.input({ kind: 'connect' })
    return pair.events
  }
  assert.deepEqual(
    heard(msgId => msgId),
    ['ready'],
  )
  assert.deepEqual(
    heard(msgId => msgId & ~1n),
    [],
  )
})
