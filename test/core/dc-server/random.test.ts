// Both machines under everything that can happen to a connection, in random order from a seed: cuts at any
// byte, segments that are lost, packets of old connections played again by a stranger, time that jumps, salts
// that change, answers that come late. Every call settles once, and nothing is executed twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { readInt64LE, writeInt64LE } from '../../../src/core/bytes/integers.ts'
import type { ServerCall } from '../../../src/core/dc-server/dc-server-io.ts'
import type { TraceEvent } from '../../../src/core/trace.ts'
import { answerBody, Pair, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'

const STEPS = 250
const SEEDS = 24

class Run {
  readonly pair: Pair
  readonly open: ServerCall[] = []
  pushed = 0
  called = 0
  rotations = 0
  strangers = 1000
  readonly #random: ReturnType<typeof seededRandom>

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    const obfuscated = seed % 4 === 3
    const framing = (['abridged', 'intermediate', 'padded', 'full'] as const)[seed % 3]!
    this.pair = new Pair({
      seed,
      state: { serverSalt: seed % 5 === 0 ? 0n : 0x1122334455667788n },
      clientSkew: (seed % 3) * 4000 - 4000,
      client: {
        framing,
        obfuscated,
        backoff: { attempts: 1000, attemptsOnceReady: 1000, maxDelay: 2000 },
      },
    })
    this.pair.onCall = call => this.open.push(call)
  }

  /** An integer from 0 to below `limit`. */
  pick(limit: number): number {
    const [a, b, c] = this.#random(3, 'nonce')
    return (a! | (b! << 8) | (c! << 16)) % limit
  }

  step(): void {
    const { pair } = this
    switch (this.pick(14)) {
      case 0:
      case 1:
      case 2:
        pair.invoke(...Array.from({ length: 1 + this.pick(4) }, () => ++this.called))
        return
      case 3:
      case 4:
      case 5:
        for (let count = this.pick(6); count > 0 && this.open.length > 0; count--)
          pair.answer(this.open.splice(this.pick(this.open.length), 1)[0]!)
        pair.run()
        return
      case 6:
        pair.held = true
        return
      case 7:
        pair.held = false
        pair.run()
        return
      case 8:
        pair.cut({ toServer: this.pick(600), toClient: this.pick(600) })
        return
      case 9:
        // A call may be refused eight times; fewer rotations cannot be its end.
        if (this.pick(2) === 0 || ++this.rotations > 7) pair.serverInput({ kind: 'drop' })
        else pair.serverInput({ kind: 'rotate-salts' })
        return
      case 10:
        this.replay()
        return
      case 11:
        pair.advance(this.pick(20) === 0 ? this.pick(7_200_000) : this.pick(100_000))
        return
      case 12:
        pair.advance(this.pick(600))
        return
      case 13: {
        const body = new Uint8Array(12).fill(0x77)
        writeInt64LE(body, 4, BigInt(++this.pushed))
        // A session listens once it has made a call that got through.
        if (this.open.length === 0 && pair.settled.length === 0) this.pushed--
        else pair.serverInput({ kind: 'push', authKeyId: sharedKey.id, body })
      }
    }
  }

  /** A stranger plays an old connection of the client again, to wherever it likes to stop. */
  replay(): void {
    const { pair } = this
    const links = [...pair.recorded.keys()].filter(link => link !== pair.link)
    if (links.length === 0) return
    const bytes = concat(...pair.recorded.get(links[this.pick(links.length)]!)!)
    const link = ++this.strangers
    const now = pair.now('server')
    pair.server.handle({ kind: 'accepted', link }, now)
    pair.server.handle({ kind: 'bytes', link, bytes: bytes.subarray(0, this.pick(4000)) }, now)
    pair.server.handle({ kind: 'closed', link }, now)
    pair.run()
  }

  /** Lets everything come to its end. */
  finish(): void {
    const { pair } = this
    pair.held = false
    for (let round = 0; round < 5; round++) {
      for (const call of this.open.splice(0)) pair.answer(call)
      pair.run()
      pair.advance(100_000)
    }
  }
}

/** What a side created: each message once, in the order of creation, which is that of the ids. */
function created(events: (TraceEvent & { kind: 'message' })[]): Map<bigint, (typeof events)[0][]> {
  const sessions = new Map<bigint, Map<bigint, (typeof events)[0]>>()
  for (const event of events) {
    const messages = sessions.get(event.sessionId) ?? new Map()
    sessions.set(event.sessionId, messages)
    const before = messages.get(event.msgId)
    if (before !== undefined) {
      assert.deepEqual(event.body, before.body, 'one id, two messages')
      assert.equal(event.seqNo, before.seqNo)
      assert.notEqual(event.container, undefined, 'a message that went out again alone')
    }
    messages.set(event.msgId, before ?? event)
  }
  return new Map(
    [...sessions].map(([id, messages]) => [
      id,
      [...messages.values()].toSorted((a, b) => (a.msgId < b.msgId ? -1 : 1)),
    ]),
  )
}

function checkNumbers(pair: Pair): void {
  for (const messages of created(pair.messages('client', 'out')).values()) {
    let content = 0
    for (const { msgId, seqNo } of messages) {
      assert.equal(msgId & 3n, 0n)
      assert.equal(seqNo, 2 * content + (seqNo & 1))
      content += seqNo & 1
    }
  }
  const outer = pair.messages('client', 'out').filter(({ container }) => container === undefined)
  const last = new Map<bigint, bigint>()
  for (const { sessionId, msgId } of outer) {
    assert.ok(msgId > (last.get(sessionId) ?? 0n), 'ids of envelopes rise')
    last.set(sessionId, msgId)
  }
  for (const messages of created(pair.messages('server', 'out')).values())
    for (const { msgId, body } of messages)
      assert.equal(msgId & 3n, body[0] === 0x01 && body[1] === 0x6d ? 1n : msgId & 3n)
}

for (let seed = 1; seed <= SEEDS; seed++)
  test(`ENC-29 SES-46 random life ${seed}: each call settles once and is executed once`, () => {
    const run = new Run(seed)
    const { pair } = run
    for (let step = 0; step < STEPS; step++) run.step()
    run.finish()

    const executed = pair.calls.map(({ body }) => readInt64LE(body, body.length - 8))
    assert.equal(new Set(executed).size, executed.length, 'nothing is executed twice')
    assert.equal(executed.length, run.called, 'everything is executed')
    assert.equal(pair.settled.length, run.called, 'everything is settled once')
    for (let number = 1; number <= run.called; number++)
      assert.deepEqual(pair.results.get(number), answerBody(number))

    const updates = pair.updates.map(body => Number(readInt64LE(body, 4)))
    assert.equal(new Set(updates).size, updates.length, 'no update comes twice')
    assert.equal(updates.length, run.pushed, 'no update is lost')
    checkNumbers(pair)
  })
