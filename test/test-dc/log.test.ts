import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../src/core/bytes/bytes.ts'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import { api, type Call } from '../../src/core/tl/generated/api/index.ts'
import { mtproto, type Types } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { compress } from '../../src/runtime/node/gzip.ts'
import { Log } from '../../src/test-dc/log.ts'
import { unknownCall, wrap } from './raw-client.ts'

const message = (
  direction: 'in' | 'out',
  body: Uint8Array,
  more: Partial<TraceEvent & { kind: 'message' }> = {},
): TraceEvent => ({
  kind: 'message',
  direction,
  link: 1,
  sessionId: -5n,
  msgId: 0x7fff_ffff_ffff_fffcn,
  seqNo: 1,
  body,
  ...more,
})

const service = (value: Types['object']) => encode(mtproto, value)

function entryOf(event: TraceEvent) {
  const log = new Log(api)
  log.record(2, event, 1_700_000_000_123)
  const { seq, at, dc, ...entry } = log.entries[0]!
  assert.deepEqual([seq, at, dc], [1, 1_700_000_000_123, 2])
  return entry
}

const received = {
  kind: 'message',
  direction: 'in',
  link: 1,
  sessionId: '-5',
  msgId: '9223372036854775804',
  seqNo: 1,
}
const sent = { ...received, direction: 'out' }

test('an unencrypted message is named', () => {
  const body = encode(mtproto, { _: 'req_pq_multi', nonce: new Uint8Array(16) })
  assert.deepEqual(entryOf({ kind: 'plaintext', direction: 'in', link: 3, msgId: 4n, body }), {
    kind: 'plaintext',
    link: 3,
    direction: 'in',
    name: 'req_pq_multi',
    msgId: '4',
    size: 20,
  })
})

test('a wrapped call is named from the outside in', () => {
  const call = encode(api, wrap({ _: 'help.getConfig' }))
  assert.deepEqual(entryOf(message('in', call, { container: 8n })), {
    ...received,
    name: 'invokeWithLayer',
    calls: ['invokeWithLayer', 'initConnection', 'help.getConfig'],
    size: call.length,
    container: '8',
  })
})

test('calls that no schema has are named by their id', () => {
  assert.deepEqual(entryOf(message('in', unknownCall)), {
    ...received,
    name: '#deadbeef',
    size: 12,
  })
  const body = concat(encode(api, wrap({ _: 'help.getConfig' })).subarray(0, -4), unknownCall)
  const { calls } = entryOf(message('in', body))
  assert.deepEqual(calls, ['invokeWithLayer', 'initConnection', '#deadbeef'])
})

test('a call that ends too early is named as far as it can be read', () => {
  const body = encode(api, wrap({ _: 'help.getConfig' })).subarray(0, 20)
  const { name, calls } = entryOf(message('in', body))
  assert.deepEqual([name, calls], ['invokeWithLayer', ['invokeWithLayer']])
})

test('an empty body and a broken result do no harm', () => {
  assert.equal(entryOf(message('in', new Uint8Array(0))).name, '#00000000')
  const broken = fromHex('016d5cf30000000000000000a1cf723003abcdef')
  assert.equal(entryOf(message('in', broken)).name, 'rpc_result')
  assert.equal(entryOf(message('in', fromHex('59b4d66215c4b51cffffff7f'))).name, 'msgs_ack')
})

test('a result names its call, and what it is', () => {
  const result = (body: Uint8Array) => service({ _: 'rpc_result', reqMsgId: 12n, result: body })
  const request = (body: Uint8Array) => entryOf(message('out', result(body))).request
  const error = service({ _: 'rpc_error', errorCode: 401, errorMessage: 'AUTH_KEY_UNREGISTERED' })
  assert.deepEqual(entryOf(message('out', result(error))), {
    ...sent,
    name: 'rpc_result',
    size: result(error).length,
    request: { msgId: '12', result: 'rpc_error', error: '401 AUTH_KEY_UNREGISTERED' },
    acked: false,
  })
  assert.deepEqual(request(fromHex('15c4b51c00000000')), { msgId: '12', result: 'vector' })
  assert.deepEqual(request(fromHex('b5757299')), { msgId: '12', result: 'boolTrue' })
  assert.deepEqual(request(fromHex('379779bc')), { msgId: '12', result: 'boolFalse' })
  assert.deepEqual(request(fromHex('28c6978f')), { msgId: '12', result: 'user' })
  const packedData = compress(encode(api, { _: 'auth.loggedOut' }))
  const packed = request(service({ _: 'gzip_packed', packedData }))
  assert.deepEqual(packed, { msgId: '12', result: 'auth.loggedOut' })
})

test('a message is acknowledged by its own session and data centre only', () => {
  const log = new Log(api)
  const pong = service({ _: 'pong', msgId: 1n, pingId: 1n })
  const update = encode(api, { _: 'updatesTooLong' })
  log.record(2, message('out', update, { msgId: 1n }), 0)
  log.record(2, message('out', update, { msgId: 5n, sessionId: 9n }), 0)
  log.record(4, message('out', update, { msgId: 9n }), 0)
  log.record(2, message('out', update, { msgId: 13n }), 0)
  log.record(2, message('out', pong, { msgId: 17n, seqNo: 2 }), 0)
  const acked = () => log.entries.slice(0, 5).map(entry => entry.acked)
  assert.deepEqual(acked(), [false, false, false, false, undefined])
  log.record(2, message('in', service({ _: 'msgs_ack', msgIds: [1n, 5n, 9n, 17n] })), 0)
  assert.deepEqual(acked(), [true, false, false, false, undefined])
})

test('what was refused and what bent a rule is told with its rule', () => {
  const error = new MtprotoError('ERR_MSG_KEY_MISMATCH', { rule: 'C-2' })
  assert.deepEqual(entryOf({ kind: 'rejected', link: 1, error }), {
    kind: 'rejected',
    link: 1,
    detail: error.message,
    rule: 'C-2',
  })
  assert.deepEqual(entryOf({ kind: 'violation', link: 1, rule: 'SES-60', detail: 'd' }), {
    kind: 'violation',
    link: 1,
    rule: 'SES-60',
    detail: 'd',
  })
  const code = -404
  assert.deepEqual(entryOf({ kind: 'transport-error', direction: 'out', link: 1, code }), {
    kind: 'transport-error',
    link: 1,
    direction: 'out',
    code,
  })
})

test('a failed handler is recorded by the name of its method', () => {
  const log = new Log(api)
  log.recordFailure(2, 'help.getConfig', new Error('oops'), 7)
  log.recordFailure(2, 'help.getConfig', 'text', 7)
  const rest = { at: 7, dc: 2, kind: 'rejected', name: 'help.getConfig' }
  assert.deepEqual(log.entries, [
    { seq: 1, ...rest, detail: 'the handler failed: oops' },
    { seq: 2, ...rest, detail: 'the handler failed: text' },
  ])
})

test('ten thousand entries are kept', () => {
  const log = new Log(api)
  const body = new Uint8Array(4)
  for (let i = 0; i < 10_002; i++)
    log.record(2, { kind: 'plaintext', direction: 'in', link: 1, msgId: 4n, body }, 0)
  assert.equal(log.entries.length, 10_000)
  assert.equal(log.entries[0]!.seq, 3)
  assert.equal(log.entries.at(-1)!.seq, 10_002)
})

test('entries are JSON and hold nothing of what is inside', () => {
  const token = new Uint8Array(32).fill(0x41)
  const calls: Call[] = [
    { _: 'auth.acceptLoginToken', token },
    { _: 'auth.exportLoginToken', apiId: 1, apiHash: 'AAAAAAAA', exceptIds: [] },
  ]
  for (const call of calls) {
    const text = JSON.stringify(entryOf(message('in', encode(api, call))))
    assert.doesNotMatch(text, /AAAA|65,65|4141/)
  }
})
