// Quick acknowledgements: asked for on the wire, and matched to the calls they are for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { QuickAcks } from '../../../src/core/dc-client/quick-acks.ts'
import { callBody } from '../../support/pair.ts'
import { le4, rpcResult, TRUE } from '../../support/spelled.ts'
import { type Puppet, started } from './puppet.ts'

const reversed = (hex: string): string => hex.match(/../g)!.reverse().join('')

/** The bytes that say a token, as the published forms of the framings have them. */
const FORMS = {
  abridged: (token: number) => reversed(le4(token)),
  intermediate: (token: number) => le4(token),
  padded: (token: number) => `0b000000ffffffff${le4(token)}a1b2c3`,
} as const

for (const framing of ['abridged', 'intermediate', 'padded'] as const) {
  const say = (puppet: Puppet, token: number): void =>
    puppet.sendBytes(fromHex(FORMS[framing](token)))

  test(`TR-09 TR-11 ${framing}: the server takes a call, which still waits for its answer`, () => {
    const puppet = started({ framing })
    const [call] = puppet.call(1, { quickAck: true })
    puppet.invoke(2)
    const [token, ...more] = puppet.tokens
    assert.deepEqual(more, [])
    assert.ok(token! >= 2 ** 31)
    say(puppet, token!)
    assert.deepEqual(puppet.events, ['ready', 'quick-ack 1'])
    assert.deepEqual(puppet.settled, [])
    puppet.send(rpcResult(call!.msgId, TRUE), { seqNo: 0 })
    assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
  })

  test(`TR-10 ${framing}: a token that is unknown, or comes twice, is ignored`, () => {
    const puppet = started({ framing })
    puppet.call(1, { quickAck: true })
    const [token] = puppet.tokens
    say(puppet, (token! ^ 4) >>> 0)
    assert.deepEqual(puppet.events, ['ready'])
    say(puppet, token!)
    say(puppet, token!)
    assert.deepEqual(puppet.events, ['ready', 'quick-ack 1'])
  })
}

test('TR-09 full: there is nothing to ask with, and the call is made all the same', () => {
  const puppet = started({ framing: 'full' })
  const [call] = puppet.call(1, { quickAck: true })
  assert.deepEqual(puppet.tokens, [])
  puppet.send(rpcResult(call!.msgId, TRUE), { seqNo: 0 })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})

test('TR-09 one acknowledgement is for all the calls of an envelope that want it', () => {
  const puppet = started()
  puppet.close()
  for (const [id, quickAck] of [
    [1, true],
    [2, false],
    [3, true],
  ] as const)
    puppet.input({ kind: 'invoke', id, method: 'test', body: callBody(id), quickAck })
  puppet.live(1000)
  assert.equal(puppet.tokens.length, 1)
  puppet.sendBytes(fromHex(le4(puppet.tokens[0]!)))
  assert.deepEqual(puppet.events.slice(2), ['quick-ack 1', 'quick-ack 3'])
})

test('TR-10 a token of an earlier connection is ignored, and the call asks again on the next', () => {
  const puppet = started()
  puppet.call(1, { quickAck: true })
  puppet.close()
  puppet.live(1000)
  const [old, fresh] = puppet.tokens
  puppet.sendBytes(fromHex(le4(old!)))
  assert.deepEqual(puppet.events, ['ready', 'ready again'])
  puppet.sendBytes(fromHex(le4(fresh!)))
  assert.deepEqual(puppet.events, ['ready', 'ready again', 'quick-ack 1'])
})

test('no more than 1000 envelopes are waited for', () => {
  const quickAcks = new QuickAcks()
  for (let token = 0; token <= 1000; token++) quickAcks.add(token, [token])
  assert.deepEqual(quickAcks.take(0), [])
  assert.deepEqual(quickAcks.take(1), [1])
  assert.deepEqual(quickAcks.take(1000), [1000])
})
