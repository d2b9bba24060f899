// Which salt a client uses, and when it asks for new ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClientSalts, type FutureSalt } from '../../../src/core/dc-client/client-salts.ts'
import { FIRST_SALT, Pair, START, sharedKey } from '../../support/pair.ts'
import { badSalt, futureSalts, getFutureSalts, rpcResult, TRUE } from '../../support/spelled.ts'
import { Puppet, started } from './puppet.ts'

const T = START / 1000
const DAY = 86_400_000
const salt = (salt: bigint, validSince: number, validUntil: number): FutureSalt => ({
  salt,
  validSince: T + validSince,
  validUntil: T + validUntil,
})

/** The get_future_salts that were sent. */
const asked = ({ got }: Puppet): bigint[] =>
  got.filter(({ body }) => body === getFutureSalts(64)).map(({ msgId }) => msgId)

/** A client that has asked for salts, 1200 s after the start, and the id of the question. */
function asking(): [Puppet, bigint] {
  const puppet = started()
  puppet.live(1_200_000)
  return [puppet, asked(puppet)[0]!]
}

test('get_future_salts is sent 10 minutes before a salt of unknown age may end', () => {
  const puppet = started()
  puppet.live(1_199_000)
  assert.deepEqual(asked(puppet), [])
  puppet.live(1000)
  assert.equal(asked(puppet).length, 1)
  assert.equal(puppet.got.at(-1)!.seqNo & 1, 0)
})

test('without an answer it is sent again, once a minute', () => {
  const [puppet] = asking()
  puppet.live(59_000)
  assert.equal(asked(puppet).length, 1)
  puppet.live(1000)
  assert.equal(asked(puppet).length, 2)
  puppet.live(600_000)
  assert.equal(asked(puppet).length, 12)
})

test('a server that promises nothing new is asked once a minute as well', () => {
  const [puppet] = asking()
  for (let count = 0; count < 5; count++) {
    puppet.send(futureSalts(asked(puppet).at(-1)!, T + 1200), { seqNo: 0 })
    puppet.live(60_000)
  }
  assert.equal(asked(puppet).length, 6)
})

test('SES-25 each salt is used from the moment its window begins', () => {
  const [puppet, question] = asking()
  const promised = [salt(3n, 3000, 6600), salt(1n, 0, 1800), salt(2n, 1205, 4800)]
  puppet.send(futureSalts(question, T + 1200, ...promised), { seqNo: 0 })
  assert.equal(puppet.invoke(1)[0]!.salt, 1n)
  puppet.live(4999)
  assert.equal(puppet.invoke(2)[0]!.salt, 1n)
  puppet.live(1)
  assert.equal(puppet.invoke(3)[0]!.salt, 2n)
  puppet.live(1_795_000)
  assert.equal(puppet.invoke(4)[0]!.salt, 3n)
  assert.equal(asked(puppet).length, 1)
  puppet.live(2_999_000)
  assert.equal(asked(puppet).length, 1)
  puppet.live(1000)
  assert.equal(asked(puppet).length, 2, 'asked 10 minutes before the last one ends')
})

test('SES-26 salts under a foreign req_msg_id, or told twice, count for nothing', () => {
  const [puppet, question] = asking()
  const good = futureSalts(question, T + 1200, salt(1n, 0, 4000))
  puppet.send(futureSalts(question + 4n, T + 1200, salt(9n, 0, 4000)), { seqNo: 0 })
  puppet.send(futureSalts(puppet.got[0]!.msgId, T + 1200, salt(9n, 0, 4000)), { seqNo: 0 })
  assert.equal(puppet.invoke(1)[0]!.salt, FIRST_SALT)
  puppet.send(good, { seqNo: 0 })
  puppet.send(futureSalts(question, T + 1200, salt(9n, 0, 4000)), { seqNo: 0 })
  assert.equal(puppet.invoke(2)[0]!.salt, 1n)
})

test('SES-26 salts on a new connection for a question of the last one count for nothing', () => {
  const [puppet, question] = asking()
  puppet.close()
  puppet.advance(1000)
  puppet.invoke(0)
  puppet.send(futureSalts(question, T + 1200, salt(9n, 0, 4000)), { seqNo: 0 })
  assert.equal(puppet.invoke(1).at(-1)!.salt, FIRST_SALT)
})

test('what a server promises is stored, and used by the next process', () => {
  const [puppet, question] = asking()
  const promised = [salt(1n, 1000, 3000), salt(2n, 2800, 4800), salt(3n, 4600, 6600)]
  puppet.send(futureSalts(question, T + 1200, ...promised), { seqNo: 0 })
  const stored = puppet.stored.at(-1)!
  assert.deepEqual([stored.serverSalt, stored.futureSalts], [FIRST_SALT, promised])
  puppet.invoke(1)
  assert.deepEqual(puppet.stored.at(-1), {
    authKey: sharedKey,
    serverSalt: 1n,
    futureSalts: promised.slice(1),
    timeOffset: 0,
  })

  const next = new Puppet({
    state: {
      authKey: sharedKey,
      serverSalt: 9n,
      futureSalts: [salt(1n, -3000, -100), salt(2n, -50, 1800), salt(3n, 10, 3600)],
      timeOffset: 0,
    },
  })
  assert.equal(next.invoke(1)[0]!.salt, 2n)
  next.advance(10_000)
  assert.equal(next.invoke(2)[0]!.salt, 3n)
  assert.deepEqual(asked(next), [])
})

test('SES-21 a refused salt: one that was promised keeps the promises after it, any other ends them all', () => {
  for (const [told, later] of [
    [2n, 3n],
    [9n, 9n],
  ] as const) {
    const [puppet, question] = asking()
    const promised = [salt(1n, 0, 3000), salt(2n, 2000, 4000), salt(3n, 2500, 6000)]
    puppet.send(futureSalts(question, T + 1200, ...promised), { seqNo: 0 })
    const call = puppet.invoke(1)[0]!
    puppet.send(badSalt(call.msgId, call.seqNo, told), { seqNo: 0 })
    const again = puppet.calls().at(-1)!
    assert.equal(again.salt, told)
    puppet.send(rpcResult(again.msgId, TRUE), { seqNo: 0 })
    puppet.live(1_300_000)
    assert.equal(puppet.invoke(2).at(-1)!.salt, later)
  }
})

test('SES-16 the time that comes with salts corrects a clock that is more than 15 s off', () => {
  for (const [drift, corrected] of [
    [15, 0],
    [-16, -16],
    [3600, 3600],
  ] as const) {
    const [puppet, question] = asking()
    puppet.send(futureSalts(question, T + 1200 + drift, salt(1n, 0, 9000)), { seqNo: 0 })
    assert.equal(puppet.client.serverTime(puppet.now), (T + 1200 + corrected) * 1000)
  }
})

/** How often the server refused the salt. */
const refusals = (pair: Pair): number =>
  pair
    .messages('client', 'in')
    .filter(({ body }) => body[0] === 0x7b && body[1] === 0x44 && body[2] === 0xab).length

test('a client that is idle for days never sends a wrong salt', () => {
  const pair = new Pair()
  pair.invoke(1)
  for (let day = 2; day <= 4; day++) {
    pair.advance(DAY)
    pair.trace.length = 0
    pair.invoke(day)
    assert.equal(refusals(pair), 0)
  }
  assert.deepEqual(pair.settled, [1, 2, 3, 4])
})

test('SES-24 a client that was cut off for two days is refused once at most', () => {
  const pair = new Pair({ client: { backoff: { attempts: 2, attemptsOnceReady: 2 } } })
  pair.invoke(1)
  pair.reachable = false
  pair.cut()
  pair.advance(2 * DAY)
  pair.reachable = true
  pair.invoke(2, 3, 4)
  pair.advance(1000)
  assert.deepEqual(pair.settled, [1, 2, 3, 4])
  assert.ok(refusals(pair) <= 3, `refused ${refusals(pair)} times`)
  pair.invoke(5)
  assert.deepEqual(pair.settled, [1, 2, 3, 4, 5])
})

test('a salt whose time is over is not taken up', () => {
  const salts = new ClientSalts(1n, [salt(2n, 0, 10), salt(3n, 5, 20)])
  assert.equal(salts.at(T + 20), 1n)
  assert.deepEqual(salts.future, [])
  assert.equal(salts.takeChange(), false)
})

test('of more salts than 64 the first are kept', () => {
  const salts = new ClientSalts(1n)
  const many = Array.from({ length: 70 }, (_, index) =>
    salt(BigInt(index), 10 * index, 10 * index + 20),
  )
  salts.learn(many.toReversed())
  assert.deepEqual(salts.future, many.slice(0, 64))
  assert.deepEqual([salts.takeChange(), salts.takeChange()], [true, false])
})

test('until a server has taken it, a salt of unknown age is no reason to ask for others', () => {
  const salts = new ClientSalts(1n)
  assert.equal(salts.askAt, Number.POSITIVE_INFINITY)
  salts.confirm(T)
  salts.confirm(T + 1000)
  assert.equal(salts.askAt, T + 1200)
})
