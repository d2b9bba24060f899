import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import { encodeContainer } from '../../src/core/session/container.ts'
import { wrapInLayer } from '../../src/core/session/layer.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { mtproto } from '../../src/core/tl/generated/mtproto/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import type { TraceEvent } from '../../src/core/trace.ts'
import { createTextTrace } from '../../src/trace/text-trace.ts'
import { gzip } from '../support/stored-gzip.ts'
import { apiText, mtprotoText } from './schemas.ts'

type MessageEvent = TraceEvent & { kind: 'message' }

function linesOf(events: readonly TraceEvent[], bytes = false): string[] {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const trace = createTextTrace({ write, dc: 2, bytes, schemas: [mtprotoText, apiText] })
  for (const event of events) trace(event)
  return lines
}

function message(body: Uint8Array, more: Partial<MessageEvent> = {}): MessageEvent {
  const fixed = { kind: 'message', direction: 'in', link: 1, sessionId: 7n } as const
  return { ...fixed, msgId: 8n, seqNo: 3, body, ...more }
}

function result(body: Uint8Array): Uint8Array {
  return encode(mtproto, { _: 'rpc_result', reqMsgId: 4n, result: body })
}

/** The lines without the one that names the session. */
function namesOf(body: Uint8Array): string[] {
  return linesOf([message(body)])
    .slice(1)
    .map(line => line.replace(/ {2}msg_id=.*/, ''))
}

const HELLO = { apiId: 1, deviceModel: '', systemVersion: '', appVersion: '' }

test('a call is named with the wrappers around it', () => {
  const call = encode(api, {
    ...{ _: 'auth.exportLoginToken', apiId: 43, apiHash: 'hash', exceptIds: [] },
  })
  const body = wrapInLayer(call, 223, { ...HELLO, systemLangCode: 'en', langCode: 'en' })
  assert.deepEqual(linesOf([message(body, { direction: 'out', msgId: 12n, seqNo: 1 })]), [
    'dc2 → session_id=7',
    'dc2 → invokeWithLayer(223) > initConnection > auth.exportLoginToken  msg_id=12 seqno=1, 68 bytes',
  ])
})

test('a result is named with the call it answers, packed or not', () => {
  const token = encode(api, {
    ...{ _: 'auth.loginTokenMigrateTo', dcId: 4, token: Uint8Array.of(1) },
  })
  const packed = encode(mtproto, { _: 'gzip_packed', packedData: gzip(token) })
  assert.deepEqual(namesOf(result(token)), ['dc2 ← rpc_result(4) > auth.loginTokenMigrateTo(4)'])
  assert.deepEqual(namesOf(result(packed)), [
    'dc2 ← rpc_result(4) > gzip_packed > auth.loginTokenMigrateTo(4)',
  ])
})

test('an update is named with what it carries', () => {
  const update = { _: 'updateLoginToken' } as const
  assert.deepEqual(namesOf(encode(api, { _: 'updateShort', update, date: 1 })), [
    'dc2 ← updateShort > updateLoginToken',
  ])
})

test('an error is named with its code and its text', () => {
  const error = encode(mtproto, {
    ...{ _: 'rpc_error', errorCode: 401, errorMessage: 'SESSION_PASSWORD_NEEDED' },
  })
  assert.deepEqual(namesOf(result(error)), [
    'dc2 ← rpc_result(4) > rpc_error(401, "SESSION_PASSWORD_NEEDED")',
  ])
})

test('results without a constructor of their own are named by their type', () => {
  assert.deepEqual(namesOf(result(fromHex('b5757299'))), ['dc2 ← rpc_result(4) > Bool(true)'])
  assert.deepEqual(namesOf(result(fromHex('15c4b51c00000000'))), [
    'dc2 ← rpc_result(4) > Vector<Object>(0 items)',
  ])
})

test('a body that the schemas do not know is named so', () => {
  assert.deepEqual(namesOf(fromHex('0100000002000000')), [
    'dc2 ← unknown constructor 0x00000001, 8 bytes',
  ])
  assert.deepEqual(namesOf(new Uint8Array(88).fill(1)), [
    'dc2 ← unknown constructor 0x01010101, 88 bytes',
  ])
  assert.deepEqual(namesOf(new Uint8Array(0)), ['dc2 ← cut off, 0 of 4 bytes'])
})

test('the items of a container stand below it', () => {
  const ack = encode(mtproto, { _: 'msgs_ack', msgIds: [1n] })
  const ping = encode(mtproto, { _: 'ping', pingId: 1n })
  const items = [
    { msgId: 4n, seqNo: 0, body: ack },
    { msgId: 8n, seqNo: 0, body: ping },
  ]
  const outer = message(encodeContainer(items), { direction: 'out', msgId: 12n, seqNo: 0 })
  const events = items.map(item => message(item.body, { ...outer, ...item, container: 12n }))
  const expected = [
    'dc2 →   msgs_ack  msg_id=4 seqno=0, 20 bytes',
    'dc2 →   ping  msg_id=8 seqno=0, 12 bytes',
  ]
  assert.deepEqual(linesOf([outer, ...events]), [
    'dc2 → session_id=7',
    'dc2 → msg_container  msg_id=12 seqno=0, 72 bytes',
    ...expected,
  ])
  // where only the items are told, the container is named by its id
  assert.deepEqual(linesOf(events), [
    'dc2 → session_id=7',
    'dc2 → msg_container  msg_id=12',
    ...expected,
  ])
})

test('a session is named when it changes, for each direction', () => {
  const pong = encode(mtproto, { _: 'pong', msgId: 8n, pingId: 1n })
  const lines = linesOf([
    message(pong),
    message(pong),
    message(pong, { direction: 'out' }),
    message(pong, { sessionId: -9n }),
  ])
  assert.deepEqual(
    lines.filter(line => line.includes('session_id')),
    ['dc2 ← session_id=7', 'dc2 → session_id=7', 'dc2 ← session_id=-9'],
  )
})

test('the annotated bytes stand below each message when asked for', () => {
  const body = fromHex('f18e7ebe406709f612fadfbec3f0289d0aa67eef')
  assert.deepEqual(
    linesOf([{ kind: 'plaintext', direction: 'out', link: 1, msgId: 4n, body }], true),
    [
      'dc2 → req_pq_multi  msg_id=4 not encrypted, 20 bytes',
      '       0  f18e7ebe                             body: Object = req_pq_multi#be7e8ef1',
      '       4  406709f6 12fadfbe c3f0289d 0aa67eef    nonce: int128',
    ],
  )
})

test('errors and violations are told with their codes and rules', () => {
  assert.deepEqual(
    linesOf([
      { kind: 'transport-error', direction: 'in', link: 1, code: -404 },
      {
        kind: 'rejected',
        link: 1,
        error: new MtprotoError('ERR_MESSAGE_PARITY', { got: '\u001b' }),
      },
      { kind: 'violation', link: 1, rule: 'SES-62', detail: 'code 16' },
    ]),
    [
      'dc2 ← transport error -404',
      'dc2 ✗ rejected: the msg_id has the parity of the other side (got \\u{1b}) [ERR_MESSAGE_PARITY]',
      'dc2 ! SES-62 violated: code 16',
    ],
  )
})

test('hostile bodies do not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), body => {
      assert.ok(linesOf([message(body)], true).length >= 2)
    }),
  )
})
