// Calls and their answers, acknowledgements, pings and the layer wrapper, on a connection that holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { DcClient } from '../../../src/core/dc-client/dc-client.ts'
import { RpcError } from '../../../src/core/errors.ts'
import { callBody, crypto, INFO } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'
import {
  container,
  gzipPacked,
  newSession,
  ping,
  pong,
  rpcError,
  rpcResult,
  TRUE,
  UPDATE,
} from '../../support/spelled.ts'
import { Puppet, started } from './puppet.ts'

const WRAPPER = '0d0d9bdadf000000a95ecdc1'
const gzip = (hex: string): string => gzipPacked(new Uint8Array(gzipSync(fromHex(hex))))

test('SES-44 calls are wrapped until one was answered, later ones are bare', () => {
  const puppet = new Puppet()
  const [first, second] = [...puppet.invoke(1), ...puppet.invoke(2)]
  assert.equal(first!.body.slice(0, 24), WRAPPER)
  assert.equal(second!.body.slice(0, 24), WRAPPER)
  puppet.send(rpcResult(second!.msgId, TRUE))
  puppet.invoke(3)
  assert.equal(puppet.calls().at(-1)!.body, '6b18f9c40300000000000000')
})

test('SES-44 an error is an answer too', () => {
  const puppet = new Puppet()
  puppet.send(rpcResult(puppet.invoke(1)[0]!.msgId, rpcError(400, 'PHONE_INVALID')), { seqNo: 0 })
  assert.equal(puppet.invoke(2)[0]!.body, '6b18f9c40200000000000000')
})

for (const text of ['CONNECTION_NOT_INITED', 'CONNECTION_LAYER_INVALID'])
  test(`SES-45 ${text} sends the same call again in the wrapper`, () => {
    const puppet = started()
    const bare = puppet.invoke(1)[0]!
    assert.equal(bare.body, '6b18f9c40100000000000000')
    puppet.send(rpcResult(bare.msgId, rpcError(400, text)), { seqNo: 0 })
    const again = puppet.calls().at(-1)!
    assert.deepEqual([again.number, again.wrapped], [1, true])
    assert.ok(again.msgId > bare.msgId)
    puppet.send(rpcResult(bare.msgId, TRUE))
    assert.deepEqual(puppet.settled, [])
    puppet.send(rpcResult(again.msgId, TRUE))
    assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
  })

test('SES-45 a server that never accepts the wrapper gets eight attempts', () => {
  const puppet = new Puppet()
  puppet.invoke(1)
  while (puppet.settled.length === 0)
    puppet.send(rpcResult(puppet.calls().at(-1)!.msgId, rpcError(400, 'CONNECTION_NOT_INITED')))
  assert.deepEqual(puppet.settled, ['1: ERR_RPC'])
  assert.equal(puppet.calls().length, 8)
})

test('SES-02 SES-03 ids rise near server time and seqnos count the calls', () => {
  const puppet = started()
  puppet.invoke(1)
  puppet.send(ping(5n), { seqNo: 0 })
  puppet.invoke(2)
  const update = puppet.send(UPDATE)
  puppet.invoke(3)
  assert.deepEqual(puppet.acked(), [update])
  assert.deepEqual(
    puppet.got.map(({ seqNo, body }) => [seqNo, body.slice(0, 8)]),
    [
      [1, '0d0d9bda'],
      [3, '6b18f9c4'],
      [4, 'c5737734'],
      [5, '6b18f9c4'],
      [8, 'dcf8f173'],
      [7, '6b18f9c4'],
      [8, '59b4d662'],
    ],
  )
  const created = puppet.got.toSorted((a, b) => (a.msgId < b.msgId ? -1 : 1))
  assert.equal(new Set(created.map(({ msgId }) => msgId)).size, created.length)
  for (const { msgId } of created) assert.equal(msgId >> 32n, 1_700_000_000n)
})

test('SES-04 an odd seqno is acknowledged within 30 s, an even one never', () => {
  const puppet = started()
  const odd = puppet.send(UPDATE, { seqNo: 3 })
  puppet.send(UPDATE, { seqNo: 4 })
  puppet.advance(29_999)
  assert.deepEqual(puppet.acked(), [])
  puppet.advance(1)
  assert.deepEqual(puppet.acked(), [odd])
  assert.equal(puppet.got.at(-1)!.seqNo, 2)
  puppet.advance(29_000)
  assert.deepEqual(puppet.acked(), [odd])
})

test('SES-04 an acknowledgement rides with the next call', () => {
  const puppet = started()
  const update = puppet.send(UPDATE)
  const sent = puppet.invoke(1)
  assert.equal(sent.length, 3)
  assert.deepEqual(puppet.acked(), [update])
})

test('SES-06 the 17th acknowledgement flushes them all', () => {
  const puppet = started()
  const updates = Array.from({ length: 16 }, () => puppet.send(UPDATE))
  assert.deepEqual(puppet.acked(), [])
  updates.push(puppet.send(UPDATE))
  assert.deepEqual(puppet.acked(), updates)
})

test('SES-06 9000 acknowledgements at once travel in parts of at most 8192', () => {
  const puppet = started()
  const before = puppet.got.length
  // Nine containers arrive in one segment, so that no flush comes between them.
  const items = (): { msgId: bigint; body: string }[] =>
    Array.from({ length: 1000 }, () => ({ msgId: puppet.id(), body: UPDATE }))
  puppet.hold(() => {
    for (let i = 0; i < 9; i++) puppet.send(container(...items()), { seqNo: 2 })
  })
  const counts = puppet.got
    .slice(before)
    .filter(({ body }) => body.startsWith('59b4d662'))
    .map(({ body }) => (body.length / 2 - 12) / 8)
  assert.deepEqual(counts, [8192, 808])
  assert.equal(puppet.updates.length, 9000)
})

test('SES-12 5000 calls at once fit the container limits, and every one is answered', () => {
  const puppet = new Puppet()
  puppet.close()
  puppet.input(
    ...Array.from({ length: 5000 }, (_, id) => ({
      kind: 'invoke' as const,
      id,
      method: 'test',
      body: callBody(id),
    })),
  )
  puppet.advance(1000)
  const containers = puppet.got.filter(({ body }) => body.startsWith('dcf8f173'))
  for (const { body } of containers) {
    assert.ok(parseInt(body.slice(10, 12) + body.slice(8, 10), 16) <= 1020)
    assert.ok(body.length / 2 - 8 <= 32_768)
  }
  const calls = puppet.calls()
  assert.equal(calls.length, 5000)
  for (const { msgId } of calls) puppet.send(rpcResult(msgId, TRUE), { seqNo: 0 })
  assert.equal(puppet.settled.length, 5000)
})

test('SES-13 gzip is unpacked in a result, as an update and inside a container', () => {
  const puppet = started()
  const [one, two] = [...puppet.invoke(1), ...puppet.invoke(2)]
  puppet.send(rpcResult(one!.msgId, gzip(TRUE)))
  puppet.send(gzip(UPDATE))
  puppet.send(
    container(
      { msgId: puppet.id(), body: gzip(UPDATE) },
      { msgId: puppet.id(), body: gzip(rpcResult(two!.msgId, gzip(TRUE))) },
    ),
    { seqNo: 8 },
  )
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`, `2: ${TRUE}`])
  assert.deepEqual(puppet.updates, [UPDATE, UPDATE])
})

test('SES-14 broken gzip fails its call, or is dropped as an update', () => {
  const puppet = started()
  const [call] = puppet.invoke(1)
  const stream = new Uint8Array(gzipSync(fromHex(TRUE)))
  const broken = gzipPacked(stream.with(stream.length - 8, 0xee))
  puppet.send(broken)
  assert.deepEqual(puppet.updates, [])
  assert.deepEqual(puppet.rejected, ['ERR_GZIP_INVALID'])
  puppet.send(rpcResult(call!.msgId, broken))
  assert.deepEqual(puppet.settled, ['1: ERR_GZIP_INVALID'])
})

test('SES-15 a large call is packed when that is smaller, and keeps its odd seqno', () => {
  const puppet = new Puppet({ compress: data => new Uint8Array(gzipSync(data)) })
  puppet.input({ kind: 'invoke', id: 1, method: 'test', body: callBody(1, 1000) })
  const [call] = puppet.got
  assert.equal(call!.body.slice(0, 8), 'a1cf7230')
  assert.equal(call!.seqNo, 1)
  assert.ok(call!.body.length < 500)
  puppet.invoke(2)
  assert.equal(puppet.got[1]!.body.slice(0, 8), '0d0d9bda')
  puppet.input({ kind: 'invoke', id: 3, method: 'test', body: seededRandom(1)(1000, 'nonce') })
  assert.equal(puppet.got[2]!.body.slice(0, 8), '0d0d9bda')
})

test('SES-30 a result for nothing that was asked is acknowledged and ignored', () => {
  const puppet = started()
  const [call] = puppet.invoke(1)
  const strange = puppet.send(rpcResult(call!.msgId + 4n, TRUE))
  const zero = puppet.send(rpcResult(0n, TRUE))
  assert.deepEqual(puppet.settled, [])
  puppet.advance(30_000)
  assert.deepEqual(puppet.acked(), [strange, zero])
})

test('SES-30 of two results for one call the first counts', () => {
  const puppet = started()
  const [call] = puppet.invoke(1)
  const first = puppet.send(rpcResult(call!.msgId, TRUE))
  const second = puppet.send(rpcResult(call!.msgId, rpcError(400, 'LATE')))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
  puppet.advance(30_000)
  assert.deepEqual(puppet.acked(), [first, second])
})

test('SES-31 an rpc_error is a typed error, packed or not', () => {
  const puppet = started()
  const [one, two] = [...puppet.invoke(1), ...puppet.invoke(2)]
  puppet.send(rpcResult(one!.msgId, rpcError(420, 'FLOOD_WAIT_30')))
  puppet.send(rpcResult(two!.msgId, gzip(rpcError(-503, 'Timeout'))))
  assert.deepEqual(puppet.settled, ['1: ERR_RPC', '2: ERR_RPC'])
  const [first, second] = puppet.errors as [RpcError, RpcError]
  assert.ok(first instanceof RpcError)
  assert.deepEqual(
    [first.errorCode, first.errorMessage, first.parameter, first.at],
    [420, 'FLOOD_WAIT_30', 30, 'test'],
  )
  assert.deepEqual([second.errorCode, second.errorMessage], [-503, 'Timeout'])
})

test('a malformed rpc_error fails its call', () => {
  const puppet = started()
  puppet.send(rpcResult(puppet.invoke(1)[0]!.msgId, '19ca4421'))
  assert.deepEqual(puppet.settled, ['1: ERR_TL_TRUNCATED'])
})

test('SES-40 a ping is answered with both ids', () => {
  const puppet = started()
  const msgId = puppet.send(ping(0x1234n), { seqNo: 0 })
  assert.equal(puppet.got.at(-1)!.body, pong(msgId, 0x1234n))
  assert.equal(puppet.got.at(-1)!.seqNo, 2)
})

/** The answer to the last ping_delay_disconnect. */
function pongOf({ got }: Puppet): string {
  const { msgId, body } = got.at(-1)!
  assert.equal(body.slice(0, 8), '8c7b42f3')
  return `c5737734${pong(msgId, 0n).slice(8, 24)}${body.slice(8, 24)}`
}

test('SES-42 an idle line is pinged every 60 s, with the server told to hang up after 75 s', () => {
  const puppet = started()
  puppet.advance(59_999)
  assert.equal(puppet.got.length, 1)
  for (let count = 0; count < 3; count++) {
    puppet.advance(count === 0 ? 1 : 60_000)
    assert.equal(puppet.got.length, 2 + count)
    assert.equal(puppet.got.at(-1)!.body.slice(24), '4b000000')
    assert.equal(puppet.got.at(-1)!.seqNo, 2)
    puppet.send(pongOf(puppet), { seqNo: 0 })
  }
  assert.deepEqual(puppet.events, ['ready'])
})

test('SES-41 without a pong for 15 s the line is dead, and its calls go out on the next', () => {
  const puppet = started()
  puppet.advance(60_000)
  puppet.invoke(1)
  puppet.advance(14_999)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(1)
  assert.deepEqual(puppet.events, ['ready', 'close'])
  puppet.advance(1000)
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  const { msgId } = puppet.calls().at(-1)!
  puppet.send(rpcResult(msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('SES-41 any message shows that the line is alive, a rejected one does not', () => {
  const puppet = started()
  puppet.advance(61_000)
  puppet.send(UPDATE, { seqNo: 0 })
  puppet.advance(20_000)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(40_000)
  puppet.send(UPDATE, { seqNo: 0, msgId: puppet.id(3n) & ~3n })
  puppet.advance(20_000)
  assert.deepEqual(puppet.events.slice(0, 2), ['ready', 'close'])
})

test('a cancelled call settles never, whatever the server says', () => {
  const puppet = started()
  const [call] = puppet.invoke(1)
  puppet.input({ kind: 'cancel', id: 1 })
  puppet.send(rpcResult(call!.msgId, TRUE))
  assert.deepEqual(puppet.settled, [])
  puppet.close()
  puppet.invoke(2)
  puppet.input({ kind: 'cancel', id: 2 })
  puppet.advance(1000)
  assert.equal(puppet.calls().length, 2)
  puppet.input({ kind: 'cancel', id: 99 })
})

test('a call above 1 MiB is refused at once, and others go on', () => {
  const puppet = started()
  puppet.input({ kind: 'invoke', id: 1, method: 'upload', body: new Uint8Array(2 ** 20 + 4) })
  assert.deepEqual(puppet.settled, ['1: ERR_ARGUMENT'])
  assert.match(String(puppet.errors[0]), /upload.*1048580 bytes/)
  puppet.input({ kind: 'invoke', id: 2, method: 'upload', body: new Uint8Array(2 ** 20) })
  assert.equal(puppet.got.at(-1)!.body.length, 2 ** 21)
})

test('a client that cannot introduce itself is not made', () => {
  const options = {
    crypto,
    random: seededRandom(1),
    now: { monotonic: 0, unix: 0 },
    address: '',
    keys: [],
    dc: 2,
    framing: 'intermediate',
    obfuscated: false,
    layer: 223,
  } as const
  assert.throws(() => new DcClient({ ...options, info: { ...INFO, apiId: 2 ** 40 } }), {
    code: 'ERR_TL_VALUE',
  })
})

test('updates and service messages that need no reaction cause none', () => {
  const puppet = started()
  const before = puppet.got.length
  puppet.send(newSession(puppet.got[0]!.msgId, 5n), { seqNo: 0 })
  puppet.send(pong(1n, 2n), { seqNo: 0 })
  puppet.send('59b4d66215c4b51c00000000', { seqNo: 0 })
  assert.equal(puppet.got.length, before)
  assert.deepEqual(puppet.updates, [])
  assert.deepEqual(puppet.rejected, [])
})
