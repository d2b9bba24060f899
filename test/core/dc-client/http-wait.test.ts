// Over HTTP: how many requests a client has open, what they hold, and when it gives the server up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callBody } from '../../support/pair.ts'
import { le4, newSession, pong, rpcResult, TRUE, UPDATE } from '../../support/spelled.ts'
import { type Got, Puppet } from './puppet.ts'

const NOTHING = 'dcf8f17300000000'
const PING = 'ec77be7a'
const httpWait = (maxWait: number): string => `9f359992${le4(0)}${le4(0)}${le4(maxWait)}`
const HELD = httpWait(25_000)
const SHORT = httpWait(500)

const begin = () => new Puppet({ framing: 'http' })

/** The messages of each request since `since`, containers left out. */
function requests(puppet: Puppet, since = 0): string[][] {
  const byOuter = new Map<bigint, string[]>()
  for (const { msgId, body, container } of puppet.got.slice(since)) {
    if (body.startsWith('dcf8f173')) byOuter.set(msgId, [])
    else if (container === undefined) byOuter.set(msgId, [body])
    else byOuter.get(container)!.push(body)
  }
  return [...byOuter.values()]
}

const call = (puppet: Puppet, number: number): Got =>
  puppet.calls().findLast(each => each.number === number)!

test('TR-35 one request is open as soon as the connection is ready', () => {
  const puppet = begin()
  assert.deepEqual(requests(puppet), [[HELD]])
  assert.equal(puppet.got[0]!.seqNo, 0)
  puppet.advance(24_000)
  assert.equal(puppet.got.length, 1)
})

test('TR-35 after each answer there is another, be it of nothing, damaged or a message', () => {
  const puppet = begin()
  const answers = [
    () => puppet.send(NOTHING, { seqNo: 0 }),
    () => puppet.send(UPDATE),
    () =>
      puppet.sendThrough({ sealed: sealed => [{ ...sealed, msgKey: new Uint8Array(16) }] }, UPDATE),
  ]
  for (const answer of answers) {
    const since = puppet.got.length
    answer()
    const [[first], ...more] = requests(puppet, since) as [string[], ...string[][]]
    assert.deepEqual([first, more], [HELD, []])
    // What asks about the damage was its company; its answer is not awaited here.
    puppet.advance(1000)
    assert.equal(requests(puppet, since).length, 1)
  }
  assert.equal(puppet.attempts, 1)
})

test('acknowledgements go with the next request and never alone', () => {
  const puppet = begin()
  const update = puppet.send(UPDATE)
  assert.deepEqual(puppet.acked(), [update])
  puppet.invoke(1)
  const since = puppet.got.length
  const ids = Array.from({ length: 20 }, (_, i) => puppet.id(3n, i / 1000))
  const items = ids.map(msgId => ({ msgId, body: UPDATE }))
  puppet.send(
    `dcf8f173${le4(items.length)}${items.map(({ msgId, body }) => hexItem(msgId, body)).join('')}`,
    { seqNo: 0, msgId: puppet.id(3n, 1) },
  )
  puppet.advance(5000)
  assert.deepEqual(requests(puppet, since), [])
  puppet.invoke(2)
  assert.deepEqual(puppet.acked(since), ids)
})

function hexItem(msgId: bigint, body: string): string {
  const bytes = new DataView(new ArrayBuffer(8))
  bytes.setBigInt64(0, msgId, true)
  const id = Buffer.from(bytes.buffer).toString('hex')
  return `${id}${le4(1)}${le4(body.length / 2)}${body}`
}

test('a call next to the request that is held wants an answer soon, and its answer frees no other', () => {
  const puppet = begin()
  puppet.invoke(1)
  const [, [wait, ...bodies], ...more] = requests(puppet) as [string[], string[], ...string[][]]
  assert.deepEqual([wait, bodies.length, more], [SHORT, 1, []])
  const since = puppet.got.length
  puppet.send(rpcResult(call(puppet, 1).msgId, TRUE))
  assert.deepEqual(puppet.settled, [`1: ${TRUE}`])
  assert.deepEqual(requests(puppet, since), [])
})

test('a call that goes out when no request is open is the one that is held', () => {
  const puppet = begin()
  puppet.close()
  puppet.invoke(1)
  const since = puppet.got.length
  puppet.advance(10_000)
  const [[wait, ...bodies]] = requests(puppet, since) as [string[]]
  assert.equal(wait, HELD)
  assert.ok(bodies.some(body => body.endsWith('0100000000000000')))
})

test('calls that do not fit into one envelope are requests of their own, each with its wait', () => {
  const puppet = begin()
  puppet.close()
  for (const id of [1, 2, 3, 4])
    puppet.input({ kind: 'invoke', id, method: 'test', body: callBody(id, 12_000) })
  const since = puppet.got.length
  puppet.advance(10_000)
  const sent = requests(puppet, since)
  assert.deepEqual(
    sent.map(([wait, ...bodies]) => [wait, bodies.length]),
    [
      [HELD, 2],
      [SHORT, 2],
    ],
  )
  assert.deepEqual(
    puppet.calls(since).map(({ number }) => number),
    [1, 2, 3, 4],
  )
})

test('a call as large as an envelope goes alone', () => {
  const puppet = begin()
  const since = puppet.got.length
  puppet.input({ kind: 'invoke', id: 1, method: 'test', body: callBody(1, 40_000) })
  assert.deepEqual(
    requests(puppet, since).map(bodies => bodies.length),
    [1],
  )
  assert.equal(call(puppet, 1).container, undefined)
})

test('a server that is silent for 35 seconds is given up, and what was asked is asked again', () => {
  const puppet = begin()
  puppet.advance(20_000)
  puppet.invoke(1)
  puppet.advance(14_999)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(1)
  assert.deepEqual(puppet.events, ['ready', 'close'])
  puppet.advance(10_000)
  assert.deepEqual(puppet.events, ['ready', 'close', 'ready again'])
  assert.equal(puppet.calls().filter(({ number }) => number === 1).length, 2)
})

test('an answer within 35 seconds of the last keeps the line', () => {
  const puppet = begin()
  for (let round = 0; round < 10; round++) {
    puppet.advance(34_000)
    puppet.send(NOTHING, { seqNo: 0 })
  }
  assert.deepEqual(puppet.events, ['ready'])
})

test('an answer to one of two requests starts the wait for the other anew', () => {
  const puppet = begin()
  puppet.invoke(1)
  puppet.advance(9000)
  puppet.send(rpcResult(call(puppet, 1).msgId, TRUE))
  puppet.advance(34_999)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.advance(1)
  assert.deepEqual(puppet.events, ['ready', 'close'])
})

test('no ping is sent but to try a line, and that asks for no end of it', () => {
  const puppet = begin()
  for (let round = 0; round < 10; round++) {
    puppet.advance(25_000)
    puppet.send(NOTHING, { seqNo: 0 })
  }
  assert.ok(puppet.got.every(({ body }) => body.startsWith('9f359992')))
  puppet.input({ kind: 'network-changed' })
  const [ping] = puppet.got.slice(-1)
  assert.ok(ping!.body.startsWith(PING))
  puppet.send(pong(ping!.msgId, Buffer.from(ping!.body.slice(8), 'hex').readBigInt64LE()), {
    seqNo: 0,
  })
  puppet.advance(20_000)
  assert.deepEqual(puppet.events, ['ready'])
  puppet.input({ kind: 'network-changed' })
  puppet.advance(15_000)
  assert.deepEqual(puppet.events, ['ready', 'close'])
})

test('a lone http_wait that the server has not received is not sent again: another is', () => {
  const puppet = begin()
  const since = puppet.got.length
  puppet.send(newSession(puppet.got[0]!.msgId + 4n, 1n))
  assert.deepEqual(
    requests(puppet, since).map(([wait]) => wait),
    [HELD],
  )
  const waits = puppet.got.slice(since).filter(({ body }) => body === HELD)
  assert.equal(waits.length, 1)
  assert.notEqual(waits[0]!.msgId, puppet.got[0]!.msgId)
})
