// Whole connections: how bytes arrive must not matter, and after an error nothing more comes.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import type { ClientTransport } from '../../../src/core/transport/client-transport.ts'
import type { Received } from '../../../src/core/transport/framing.ts'
import {
  client,
  deliver,
  drain,
  FRAMINGS,
  payload,
  payloadOf,
  server,
  serverOf,
  TAGGED,
} from './ends.ts'

const open = FRAMINGS.map(framing => ({ framing, name: framing as string, obfuscation: undefined }))
const hidden = TAGGED.map(framing => ({
  framing,
  name: `obfuscated ${framing}`,
  obfuscation: { dcId: 2 },
}))
const forms = [...open, ...hidden]

/** Without the padding that the framing cannot tell from the message. */
function trimmed(received: Received[], messages: readonly Uint8Array[]): Received[] {
  return received.map((one, i) =>
    one.kind === 'payload'
      ? { ...one, payload: one.payload.subarray(0, messages[i]!.length) }
      : one,
  )
}

const write = (from: ClientTransport, messages: readonly Uint8Array[]) =>
  concat(...messages.map(message => from.encode(from.complete(message))))

describe('delivery', () => {
  const messages = [24, 504, 508, 2048, 40].map(payloadOf)
  const expected = messages.map(message => payload(message))

  for (const { name, ...form } of forms) {
    test(`TR-05 a server reads ${name} byte by byte, in odd pieces and all at once`, () => {
      const asking = client(form)
      const bytes = concat(asking.start(), write(asking, messages))
      for (const size of [1, 2, 3, 7, 63, 64, 65, 1000, bytes.length]) {
        const answering = server()
        assert.deepEqual(trimmed(deliver(answering, bytes, size), messages), expected)
        assert.equal(answering.detected, form.framing)
      }
    })

    test(`TR-05 a client reads ${name} byte by byte, in odd pieces and all at once`, () => {
      for (const size of [1, 2, 3, 7, 64, 1000, 100_000]) {
        const asking = client(form)
        const answering = server()
        answering.receive(concat(asking.start(), write(asking, messages)))
        drain(answering)
        const parts = messages.map(message => answering.encode(answering.complete(message)))
        const ack = answering.supportsQuickAck && answering.encodeQuickAck(0x80000005)
        const error = answering.encode(answering.completeError(-404))
        const all = deliver(asking, concat(...parts, ack || new Uint8Array(0), error), size)
        assert.deepEqual(trimmed(all.slice(0, messages.length), messages), expected)
        assert.deepEqual(all.slice(messages.length), [
          ...(ack ? [{ kind: 'quick-ack', token: 0x80000005 }] : []),
          { kind: 'error', code: -404 },
        ])
      }
    })
  }

  test('any messages, flags and cuts come through', () => {
    const message = fc
      .tuple(fc.integer({ min: 6, max: 700 }), fc.integer())
      .map(([words, seed]) => payloadOf(4 * words, seed))
    fc.assert(
      fc.property(
        fc.constantFrom(...forms),
        fc.array(fc.tuple(message, fc.boolean()), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
        ({ name: _, ...form }, sent, cuts) => {
          const asking = client(form)
          const quick = form.framing !== 'full'
          const frames = sent.map(([bytes, flag]) =>
            asking.encode(asking.complete(bytes, { quickAck: quick && flag })),
          )
          const stream = concat(asking.start(), ...frames)
          const answering = server()
          const received: Received[] = []
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length]!
            received.push(...deliver(answering, stream.subarray(at, at + size), size))
            at += size
          }
          assert.deepEqual(
            trimmed(
              received,
              sent.map(([bytes]) => bytes),
            ),
            sent.map(([bytes, flag]) => payload(bytes, quick && flag)),
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  test('any bytes at all end in items, in waiting or in a transport error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FRAMINGS, 'server' as const),
        fc.uint8Array({ maxLength: 300 }),
        (who, bytes) => {
          const reader = who === 'server' ? server() : client({ framing: who })
          reader.receive(bytes)
          try {
            drain(reader)
          } catch (error) {
            assert.match(
              (error as { code: string }).code,
              /^ERR_(FRAME_INVALID|FRAME_TOO_LARGE|TRANSPORT_UNKNOWN)$/,
            )
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('TR-07 a client announces its framing once, before the first frame', () => {
  const starts = { abridged: 'ef', intermediate: 'eeeeeeee', padded: 'dddddddd', full: '' }
  for (const framing of FRAMINGS) {
    const asking = client({ framing })
    assert.equal(toHex(asking.start()), starts[framing])
    assert.equal(asking.detected, framing)
    const frame = { ...asking.complete(payloadOf(24)), padding: new Uint8Array(0), length: 24 }
    const heads = { abridged: '06', intermediate: '18000000', padded: '18000000', full: '18000000' }
    assert.ok(toHex(asking.encode(frame)).startsWith(heads[framing]))
  }
})

test('TR-08 the first thing a server sends is a frame', () => {
  const replies = {
    abridged: /^01/,
    intermediate: /^04000000/,
    padded: /^(0[4-9a-f]|1[0-3])000000/,
    full: /^1000000000000000/,
  }
  for (const framing of FRAMINGS) {
    const asking = client({ framing })
    const answering = server()
    answering.receive(concat(asking.start(), write(asking, [payloadOf(24)])))
    drain(answering)
    assert.match(toHex(answering.encode(answering.completeError(-404))), replies[framing])
  }
})

test('TR-24 a server knows every start form on one port', () => {
  for (const { name, framing, obfuscation } of forms) {
    const asking = client({ framing, obfuscation })
    const answering = server()
    assert.equal(answering.detected, undefined)
    assert.equal(answering.supportsQuickAck, false)
    answering.receive(concat(asking.start(), write(asking, [payloadOf(24)])))
    assert.equal(drain(answering).length, 1, name)
    assert.equal(answering.detected, framing)
    assert.equal(answering.obfuscated, obfuscation !== undefined)
    assert.equal(answering.dcId, obfuscation?.dcId)
    assert.equal(answering.supportsQuickAck, framing !== 'full')
  }
})

test('TR-26 a server waits for all 64 bytes of an obfuscated start', () => {
  const init = client({ framing: 'padded', obfuscation: { dcId: 2 } }).start()
  const answering = server()
  answering.receive(init.subarray(0, 63))
  assert.equal(answering.poll(), undefined)
  assert.equal(answering.detected, undefined)
  answering.receive(init.subarray(63))
  assert.equal(answering.poll(), undefined)
  assert.equal(answering.detected, 'padded')
})

test('a server cannot write before it knows the framing', () => {
  const answering = server()
  assert.throws(() => answering.complete(payloadOf(24)), { code: 'ERR_ARGUMENT' })
  assert.throws(() => answering.completeError(-404), { code: 'ERR_ARGUMENT' })
  assert.throws(() => answering.encodeQuickAck(0x80000000), { code: 'ERR_ARGUMENT' })
})

test('TR-06 what came before a bad frame is delivered, what follows it is not', () => {
  for (const framing of ['abridged', 'intermediate', 'padded'] as const) {
    const asking = client({ framing })
    const answering = serverOf(asking)
    const good = payloadOf(40)
    const frame = write(asking, [good])
    answering.receive(concat(frame, fromHex('0000000000000000'), frame))
    assert.deepEqual(trimmed([answering.poll()!], [good]), [payload(good)])
    assert.throws(() => answering.poll(), { code: 'ERR_FRAME_INVALID' })
    answering.receive(frame)
    assert.equal(answering.poll(), undefined)
    assert.equal(answering.poll(), undefined)
  }
})
