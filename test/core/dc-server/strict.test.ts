// What a server refuses, what it only records, and where its limits are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { badMsg, container, le4, le8, msgsAck, rpcResult, TRUE } from '../../support/spelled.ts'
import { begun, CALL, items } from './begun.ts'
import { type RawClient, Stage } from './raw-client.ts'

const strict = (setting: ConstructorParameters<typeof Stage>[0] = { strict: true }) =>
  begun(new Stage(setting))
/** What came beside acknowledgements. */
const answers = (client: RawClient): string[] =>
  items(client).flatMap(({ body }) => (body.startsWith('59b4d662') ? [] : [body]))
const count = (client: RawClient, body: string): number =>
  client.bodies().filter(got => got === body).length

test('SES-60 when it is enforced a call with an even seqno is answered 35, an odd acknowledgement 34', () => {
  const [stage, client] = strict()
  const call = client.send(CALL, { seqNo: 4 })
  const ack = client.send(msgsAck(1n), { seqNo: 5 })
  assert.deepEqual(client.bodies(), [badMsg(call, 4, 35), badMsg(ack, 5, 34)])
  assert.equal(stage.calls.length, 0)
  assert.deepEqual(stage.violations(), ['SES-60 35', 'SES-60 34'])
})

test('SES-61 a seqno that contradicts the order of msg_ids is answered 32 or 33, a gap is accepted', () => {
  const [stage, client] = strict()
  const early = client.id()
  client.send(CALL, { seqNo: 101 })
  const low = client.send(CALL, { seqNo: 99 })
  const same = client.send(CALL, { seqNo: 101 })
  const high = client.send(CALL, { msgId: early, seqNo: 103 })
  client.send(msgsAck(1n), { seqNo: 102 })
  client.send(msgsAck(1n), { seqNo: 102 })
  assert.deepEqual(answers(client), [
    badMsg(low, 99, 32),
    badMsg(same, 101, 32),
    badMsg(high, 103, 33),
  ])
  assert.equal(stage.calls.length, 1)
})

test('SES-61 a container with one seqno that is too low is refused as a whole', () => {
  const [stage, client] = strict()
  const [one, two] = [client.id(), client.id()]
  const outer = client.send(
    container({ msgId: one, seqNo: 7, body: CALL }, { msgId: two, seqNo: 5, body: CALL }),
    { seqNo: 8 },
  )
  assert.deepEqual(client.bodies(), [badMsg(outer, 8, 32)])
  assert.equal(stage.calls.length, 0)
  stage.advance(1000)
  assert.equal(client.got.length, 1)
})

test('SES-61 a message that comes again is not judged again', () => {
  const [stage, client] = strict()
  const msgId = client.send(CALL, { seqNo: 3 })
  client.send(CALL, { seqNo: 5 })
  client.send(container({ msgId, seqNo: 3, body: CALL }), { seqNo: 6 })
  assert.equal(stage.calls.length, 2)
  assert.deepEqual(stage.violations(), [])
})

test('SES-60 SES-61 by default seqnos are recorded and the calls executed; a list enforces what it names', () => {
  for (const [setting, executed] of [
    [undefined, 3],
    [false, 3],
    [['SES-61'], 2],
    [['SES-60'], 2],
    [true, 1],
  ] as const) {
    const [stage, client] = strict({ strict: setting })
    client.send(CALL, { seqNo: 5 })
    client.send(CALL, { seqNo: 3 })
    client.send(CALL, { seqNo: 8 })
    assert.equal(stage.calls.length, executed, String(setting))
    assert.deepEqual(stage.violations(), ['SES-61 32', 'SES-60 35'])
  }
})

test('SES-63 a container under a msg_id that was used before is answered 19', () => {
  const [stage, client] = begun()
  const used = client.send(container({ msgId: client.id(), seqNo: 3, body: CALL }), { seqNo: 4 })
  const call = client.send(CALL)
  for (const msgId of [used, call]) {
    const inside = { msgId: BigInt(msgId) - 4n * 1000n, seqNo: 3, body: CALL }
    client.send(container(inside), { msgId, seqNo: 4 })
    assert.equal(answers(client).at(-1), badMsg(msgId, 4, 19))
  }
  assert.equal(stage.calls.length, 2)
  assert.deepEqual(
    stage.violations().filter(violation => violation.startsWith('SES-63')),
    ['SES-63 19', 'SES-63 19'],
  )
})

test('SES-62 a call below everything that is remembered is answered 20, not executed', () => {
  const [stage, client] = begun()
  const [answered, never] = [client.id(), client.id()]
  client.send(CALL, { msgId: answered, seqNo: 3 })
  stage.answer(TRUE)
  const acks = Array.from({ length: 1000 }, () => ({
    msgId: client.id(),
    seqNo: 4,
    body: msgsAck(1n),
  }))
  client.send(container(...acks), { seqNo: 4 })
  client.got.length = 0
  client.send(CALL, { msgId: never, seqNo: 3 })
  assert.deepEqual(client.bodies(), [badMsg(never, 3, 20)])
  client.send(container({ msgId: answered, seqNo: 3, body: CALL }), { seqNo: 4 })
  assert.equal(count(client, rpcResult(answered, TRUE)), 1)
  assert.equal(stage.calls.length, 1)
})

test('SES-65 1025 messages in a container are refused with -429, 1024 are taken', () => {
  const [stage, client] = begun()
  const full = (length: number): string =>
    container(
      ...Array.from({ length }, () => ({ msgId: client.id(), seqNo: 4, body: msgsAck(1n) })),
    )
  client.send(full(1024), { seqNo: 4 })
  assert.deepEqual(client.errors, [])
  client.send(full(1025), { seqNo: 4 })
  assert.deepEqual(client.errors, [-429])
  assert.deepEqual(client.bodies(), [])
  client.send(`dcf8f173${le4(2 ** 31 - 1)}`, { seqNo: 4 })
  assert.deepEqual(client.errors, [-429, -429])
  assert.equal(client.closed, false)
  assert.deepEqual(
    stage.trace.flatMap(event => (event.kind === 'violation' ? [event.rule] : [])),
    ['SES-65', 'SES-65'],
  )
})

const LISTS = { msgs_ack: '59b4d662', msgs_state_req: '52fb69da', msg_resend_req: '081a867d' }
for (const [name, id] of Object.entries(LISTS))
  test(`SES-65 a ${name} of 8193 ids is refused with -429, one of 8192 is not`, () => {
    const [, client] = begun()
    const list = (length: number): string => `${id}15c4b51c${le4(length)}${le8(4n).repeat(length)}`
    client.send(list(8192), { seqNo: 4 })
    assert.deepEqual(client.errors, [])
    const before = client.got.length
    client.send(list(8193), { seqNo: 4 })
    assert.deepEqual(client.errors, [-429])
    assert.equal(client.got.length, before)
  })

test('SES-76 a key that its client destroys is unknown after the answer', () => {
  const [stage, client] = begun()
  client.hold(() => {
    client.send('605143d1', { seqNo: 4 })
    client.send(CALL)
  })
  assert.deepEqual(client.bodies(), ['d4e160f6'])
  assert.deepEqual([client.got[0]!.msgId & 3n, client.got[0]!.seqNo % 2], [1n, 0])
  assert.deepEqual([client.errors, stage.calls.length], [[-404], 0])
  assert.equal(stage.destroyed.length, 1)
  const next = stage.connect()
  next.send(CALL)
  assert.deepEqual(next.errors, [-404])
})

test('SES-76 of two destructions in one container the second finds no key', () => {
  const [stage, client] = begun()
  const destroy = () => ({ msgId: client.id(), seqNo: 4, body: '605143d1' })
  client.send(container(destroy(), destroy()), { seqNo: 4 })
  assert.deepEqual(
    items(client).map(({ body }) => body),
    ['d4e160f6', '59229f0a'],
  )
  assert.equal(stage.destroyed.length, 1)
})
