// The two machines against each other: what a working connection does, and what outlives a broken one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { noTrace } from '../../../src/core/trace.ts'
import { answerBody, Pair, sharedKey } from '../../support/pair.ts'

const answered = (pair: Pair, ...numbers: number[]): void => {
  for (const number of numbers) assert.deepEqual(pair.results.get(number), answerBody(number))
  assert.equal(new Set(pair.settled).size, pair.settled.length)
}

for (const framing of ['abridged', 'intermediate', 'padded', 'full'] as const)
  for (const obfuscated of framing === 'full' ? [false] : [false, true])
    test(`a client without a key agrees on one and is answered: ${framing}${obfuscated ? ', obfuscated' : ''}`, () => {
      const pair = new Pair({ withKey: false, client: { framing, obfuscated } })
      pair.invoke(1, 2)
      answered(pair, 1, 2)
      assert.deepEqual(pair.events, ['ready'])
      const { authKey } = pair.stored[0]!
      assert.deepEqual(pair.server.key(authKey.id)!.authKey.key, authKey.key)
    })

test('four flights lead from nothing to the first answer', () => {
  const pair = new Pair({ withKey: false })
  pair.invoke(1)
  assert.equal(pair.recorded.get(1)!.length, 4)
  answered(pair, 1)
})

test('HS-39 a key whose id is taken is agreed on again', () => {
  let collisions = 2
  const pair = new Pair({ withKey: false, server: { collides: () => collisions-- > 0 } })
  pair.invoke(1)
  answered(pair, 1)
})

test('a call with a known key needs one flight', () => {
  const pair = new Pair()
  pair.invoke(1)
  assert.equal(pair.recorded.get(1)!.length, 1)
  answered(pair, 1)
  assert.deepEqual(pair.stored, [])
})

for (const [what, clientSkew] of [
  ['slow', -7_200_000],
  ['fast', 7_200_000],
] as const)
  test(`SES-62 a client whose clock is two hours ${what} is put right and answered`, () => {
    const pair = new Pair({ clientSkew })
    pair.invoke(1, 2, 3)
    answered(pair, 1, 2, 3)
    assert.equal(pair.calls.length, 3)
    assert.ok(Math.abs(pair.client.serverTime(pair.now('client')) - pair.now('server').unix) < 100)
    pair.invoke(4)
    assert.equal(pair.recorded.get(1)!.length, 3)
    answered(pair, 4)
  })

test('SES-66 a client with a stale salt is told the right one, which it stores', () => {
  const pair = new Pair({ state: { serverSalt: 0n } })
  pair.invoke(1, 2, 3)
  answered(pair, 1, 2, 3)
  assert.equal(pair.calls.length, 3)
  assert.equal(pair.stored.length, 1)
})

test('a wrong clock and a wrong salt together are put right as well', () => {
  const pair = new Pair({
    state: { serverSalt: 0n },
    clientSkew: 10_000_000,
    serverSkew: -5_000_000,
  })
  pair.invoke(1, 2, 3)
  answered(pair, 1, 2, 3)
  assert.equal(pair.calls.length, 3)
})

test('SES-42 an idle connection holds for a day', () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.advance(86_400_000)
  assert.deepEqual(pair.events, ['ready'])
  pair.invoke(2)
  answered(pair, 1, 2)
})

test('SES-41 a server that no longer answers is left for a new connection', () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.held = true
  pair.advance(76_000)
  pair.held = false
  pair.run()
  pair.advance(1000)
  assert.deepEqual(pair.events, ['ready', 'ready again'])
  pair.invoke(2)
  answered(pair, 1, 2)
})

test('TR-12 a key that the server has lost is replaced, and the calls go on under the new one', () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.serverInput({ kind: 'forget' })
  pair.invoke(2)
  pair.advance(5000)
  answered(pair, 1, 2)
  assert.equal(pair.stored[0], undefined)
  assert.notEqual(pair.stored[1]!.authKey.id, sharedKey.id)
})

test('SES-46 SES-68 a cut at any moment: every call is answered once and executed once', () => {
  for (const [toServer, toClient] of [
    [0, 0],
    [30, 0],
    [10_000, 0],
    [10_000, 30],
  ] as const) {
    const pair = new Pair()
    pair.invoke(1)
    pair.held = true
    pair.invoke(2, 3)
    if (toClient > 0) pair.deliver()
    pair.cut({ toServer, toClient })
    pair.held = false
    pair.advance(1000)
    answered(pair, 1, 2, 3)
    assert.equal(pair.calls.length, 3)
  }
})

test('an update that was cut off arrives once on the next connection', () => {
  const pair = new Pair()
  pair.invoke(1)
  pair.held = true
  pair.serverInput({ kind: 'push', authKeyId: sharedKey.id, body: fromHex('11223344') })
  pair.cut()
  pair.held = false
  pair.advance(1000)
  pair.invoke(2)
  assert.deepEqual(pair.updates, [fromHex('11223344')])
  pair.cut()
  pair.advance(100_000)
  assert.deepEqual(pair.updates, [fromHex('11223344')])
})

test('a client that cannot connect gives its calls up with the reason, and later tries again', () => {
  const pair = new Pair({ client: { backoff: { attempts: 3 } } })
  pair.reachable = false
  pair.invoke(1)
  pair.advance(10_000)
  const error = pair.results.get(1)
  assert.ok(error instanceof MtprotoError)
  assert.match(error.message, /DC 2 at pair.*refused/)
  pair.reachable = true
  pair.invoke(2)
  answered(pair, 2)
})

test('the same seed gives the same bytes, whether somebody listens or not', () => {
  const run = (trace: typeof noTrace | undefined): Uint8Array[] => {
    const pair = new Pair(trace && { client: { trace }, server: { trace } })
    pair.invoke(1, 2)
    pair.cut()
    pair.advance(100_000)
    pair.invoke(3)
    return [...pair.recorded.values()].flat()
  }
  assert.deepEqual(run(noTrace), run(undefined))
})
