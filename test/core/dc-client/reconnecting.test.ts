// How a client comes back: one attempt at a time, sooner when the network has changed, every call settled once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MtprotoError } from '../../../src/core/errors.ts'
import { Pair, sharedKey } from '../../support/pair.ts'
import { PING_DELAY, rpcResult, TRUE } from '../../support/spelled.ts'
import { Puppet, started } from './puppet.ts'

const backoff = { firstDelay: 1000, maxDelay: 8000, attempts: 9, attemptsOnceReady: 9 }

test('there is one attempt at a time, whatever is wanted meanwhile', () => {
  const puppet = new Puppet({ backoff })
  puppet.close()
  puppet.reachable = false
  puppet.advance(1000)
  assert.equal(puppet.attempts, 2)
  puppet.invoke(1)
  puppet.input({ kind: 'connect' }, { kind: 'network-changed' }, { kind: 'connect' })
  puppet.invoke(2)
  puppet.advance(9000)
  assert.equal(puppet.attempts, 2)
})

test('while it waits, nothing but a change of the network makes it try sooner', () => {
  const puppet = new Puppet({ backoff, random: length => new Uint8Array(length).fill(255) })
  puppet.close()
  puppet.invoke(1)
  puppet.input({ kind: 'connect' })
  puppet.advance(999)
  assert.equal(puppet.attempts, 1)
  puppet.input({ kind: 'network-changed' })
  assert.equal(puppet.attempts, 2)
  assert.deepEqual(puppet.events, ['ready', 'ready again'])
  assert.equal(puppet.calls().length, 1)
})

test('a change of the network makes the next wait a first one', () => {
  const puppet = new Puppet({ backoff, random: length => new Uint8Array(length).fill(255) })
  const waits: number[] = []
  const fail = (): void => {
    puppet.close()
    waits.push(puppet.client.deadline()! - puppet.monotonic)
  }
  fail()
  puppet.advance(1000)
  fail()
  puppet.advance(2000)
  fail()
  puppet.input({ kind: 'network-changed' })
  fail()
  assert.deepEqual(waits, [1000, 2000, 4000, 1000])
})

test('a line is tested when the network has changed, and dead if nothing comes for 15 s', () => {
  const puppet = started({ backoff })
  puppet.advance(5000)
  puppet.input({ kind: 'network-changed' })
  assert.equal(puppet.got.length, 2)
  assert.ok(puppet.got.at(-1)!.body.startsWith(PING_DELAY))
  puppet.advance(14_999)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(1)
  assert.deepEqual(puppet.events, ['ready', 'close'])
})

test('TR-13 clients that are cut off together do not come back together', () => {
  const waits = new Set<number>()
  for (let byte = 0; byte < 256; byte += 15) {
    const puppet = new Puppet({ backoff, random: length => new Uint8Array(length).fill(byte || 1) })
    puppet.close()
    waits.add(puppet.client.deadline()!)
  }
  assert.equal(waits.size, 18)
  for (const wait of waits) assert.ok(wait >= 500 && wait <= 1000)
})

test('a client that was told to close does not come back', () => {
  const puppet = new Puppet({ backoff })
  puppet.close()
  puppet.input({ kind: 'close' }, { kind: 'network-changed' })
  puppet.advance(60_000)
  assert.equal(puppet.attempts, 1)
})

test('TR-12 a key that two connections do not know is given up, told once, and replaced', () => {
  const pair = new Pair({ client: { backoff } })
  pair.invoke(1)
  pair.serverInput({ kind: 'forget', authKeyId: sharedKey.id })
  pair.invoke(2)
  assert.deepEqual(pair.events, ['ready'])
  pair.advance(10_000)
  assert.deepEqual(pair.settled, [1, 2])
  assert.equal(pair.events.filter(event => event === 'key-lost').length, 1)
  assert.equal(pair.stored.filter(state => state === undefined).length, 1)
  assert.notEqual(pair.stored.at(-1)!.authKey.id, sharedKey.id)
})

test('a key that its owner gives up is gone at once, and calls go on with a new one', () => {
  const pair = new Pair({ client: { backoff } })
  pair.onCall = () => {}
  pair.invoke(1)
  pair.onCall = call => pair.answer(call)
  pair.input({ kind: 'forget-key', error: new MtprotoError('ERR_CLOSED') })
  assert.equal(pair.stored[0], undefined)
  assert.deepEqual(pair.events, ['ready', 'key-lost', 'ready again', 'gap'])
  assert.deepEqual(pair.settled, [1])
  assert.equal(pair.calls.at(-1)!.authKeyId, pair.stored.at(-1)!.authKey.id)
})

test('SES-46 every call settles once and is executed once, wherever its connection is cut', () => {
  for (let bytes = 0; bytes <= 400; bytes += 37) {
    const pair = new Pair({ client: { backoff } })
    pair.invoke(1)
    pair.held = true
    pair.invoke(2, 3)
    pair.cut({ toServer: bytes })
    pair.advance(1000)
    pair.deliver()
    pair.cut({ toClient: bytes })
    pair.held = false
    pair.advance(5000)
    pair.invoke(4)
    pair.advance(60_000)
    assert.deepEqual(pair.settled.toSorted(), [1, 2, 3, 4])
    assert.equal(pair.calls.length, 4)
  }
})

test('TR-11 SES-46 an answer that comes on two connections counts once', () => {
  const puppet = started({ backoff })
  const [call] = puppet.invoke(1)
  puppet.close()
  puppet.advance(1000)
  const answer = puppet.send(rpcResult(call!.msgId, TRUE))
  puppet.close()
  puppet.advance(2000)
  puppet.invoke(2)
  puppet.send(rpcResult(call!.msgId, TRUE), { msgId: answer })
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
})
