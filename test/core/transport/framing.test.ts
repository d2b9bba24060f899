// Every framing against literal bytes, both ways. Frames of the vectors come from their own source.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { type FramingName, MAX_PAYLOAD } from '../../../src/core/transport/framing.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }
import { client, drain, FRAMINGS, payload, payloadOf, scripted, server, serverOf } from './ends.ts'

const { framing: known } = vectors
const sample = fromHex(known.payload)

/** What a server, and then a client, makes of one frame. */
function readBy(side: 'client' | 'server', framing: FramingName, frame: string | Uint8Array) {
  const reader = side === 'client' ? client({ framing }) : serverOf(client({ framing }))
  reader.receive(typeof frame === 'string' ? fromHex(frame) : frame)
  return drain(reader)
}

const refused = (code: string, rule: string) => ({ name: 'MtprotoError', code, rule })

describe('abridged', () => {
  const frame = (bytes: Uint8Array, quickAck = false) => {
    const sender = client({ framing: 'abridged' })
    return sender.encode(sender.complete(bytes, { quickAck }))
  }

  test('TR-01 a payload has its length in words in front of it', () => {
    assert.equal(toHex(frame(sample)), known.abridged)
    assert.equal(toHex(frame(sample, true)), known.abridged_quick_ack)
    assert.equal(toHex(frame(fromHex('01020304'))), '0101020304')
    assert.equal(toHex(frame(payloadOf(504)).subarray(0, 1)), known.abridged_504[0])
    assert.equal(toHex(frame(payloadOf(508)).subarray(0, 4)), known.abridged_508[0])
    assert.equal(toHex(frame(payloadOf(508), true).subarray(0, 4)), 'ff7f0000')
    assert.equal(toHex(frame(payloadOf(65536)).subarray(0, 4)), '7f004000')
  })

  test('TR-01 both forms of the length are read', () => {
    for (const length of [8, 504, 508, 65536]) {
      const bytes = payloadOf(length)
      for (const quickAck of [false, true]) {
        assert.deepEqual(readBy('server', 'abridged', frame(bytes, quickAck)), [
          payload(bytes, quickAck),
        ])
      }
      assert.deepEqual(readBy('client', 'abridged', frame(bytes)), [payload(bytes)])
    }
  })

  test('TR-09 a quick ack is the token with its bytes turned round', () => {
    const end = serverOf(client({ framing: 'abridged' }))
    assert.equal(toHex(end.encodeQuickAck(0x8a0b0c0d)), '8a0b0c0d')
    assert.deepEqual(readBy('client', 'abridged', '8a0b0c0d'), [
      { kind: 'quick-ack', token: 0x8a0b0c0d },
    ])
    assert.deepEqual(readBy('client', 'abridged', 'ff0b0c0d016cfeffff'), [
      { kind: 'quick-ack', token: 0xff0b0c0d },
      { kind: 'error', code: -404 },
    ])
  })

  test('a frame of four bytes is an error code from a server and nothing special from a client', () => {
    const end = serverOf(client({ framing: 'abridged' }))
    assert.equal(toHex(end.encode(end.completeError(-404))), '016cfeffff')
    assert.deepEqual(readBy('client', 'abridged', '016cfeffff'), [{ kind: 'error', code: -404 }])
    assert.deepEqual(readBy('server', 'abridged', '016cfeffff'), [payload(fromHex('6cfeffff'))])
  })

  test('TR-06 a length of 0 or above the maximum is refused before its payload comes', () => {
    for (const side of ['client', 'server'] as const) {
      assert.throws(() => readBy(side, 'abridged', '00'), refused('ERR_FRAME_INVALID', 'TR-06'))
      assert.throws(
        () => readBy(side, 'abridged', '7f000000'),
        refused('ERR_FRAME_INVALID', 'TR-06'),
      )
      // 0x100101 words are 4 bytes above 4 MiB and 1 KiB
      assert.throws(
        () => readBy(side, 'abridged', '7f010110'),
        refused('ERR_FRAME_TOO_LARGE', 'TR-06'),
      )
      assert.deepEqual(readBy(side, 'abridged', '7f000110'), [])
    }
  })
})

describe('intermediate', () => {
  const frame = (bytes: Uint8Array, quickAck = false) => {
    const sender = client({ framing: 'intermediate' })
    return sender.encode(sender.complete(bytes, { quickAck }))
  }

  test('TR-02 a payload has its length in bytes in front of it', () => {
    assert.equal(toHex(frame(sample)), known.intermediate)
    assert.equal(toHex(frame(sample, true).subarray(0, 4)), known.intermediate_quick_ack_header)
    for (const length of [8, 504, 508, 65536]) {
      const bytes = payloadOf(length)
      assert.deepEqual(readBy('client', 'intermediate', frame(bytes)), [payload(bytes)])
      assert.deepEqual(readBy('server', 'intermediate', frame(bytes, true)), [payload(bytes, true)])
    }
  })

  test('TR-09 a quick ack is the token alone', () => {
    const end = serverOf(client({ framing: 'intermediate' }))
    assert.equal(toHex(end.encodeQuickAck(0x8a0b0c0d)), '0d0c0b8a')
    assert.deepEqual(readBy('client', 'intermediate', '0d0c0b8a040000006cfeffff'), [
      { kind: 'quick-ack', token: 0x8a0b0c0d },
      { kind: 'error', code: -404 },
    ])
  })

  test('a frame of four bytes is an error code from a server and nothing special from a client', () => {
    const end = serverOf(client({ framing: 'intermediate' }))
    assert.equal(toHex(end.encode(end.completeError(-429))), '0400000053feffff')
    assert.deepEqual(readBy('client', 'intermediate', '0400000053feffff'), [
      { kind: 'error', code: -429 },
    ])
    assert.deepEqual(readBy('server', 'intermediate', '0400000053feffff'), [
      payload(fromHex('53feffff')),
    ])
  })

  test('TR-06 a length of 0, not a multiple of 4 or above the maximum is refused', () => {
    for (const side of ['client', 'server'] as const) {
      for (const head of ['00000000', '01000000', '06000000', '29000000'])
        assert.throws(
          () => readBy(side, 'intermediate', head),
          refused('ERR_FRAME_INVALID', 'TR-06'),
        )
      for (const head of ['04044000', 'ffffff7f'])
        assert.throws(
          () => readBy(side, 'intermediate', head),
          refused('ERR_FRAME_TOO_LARGE', 'TR-06'),
        )
      assert.deepEqual(readBy(side, 'intermediate', '00044000'), [])
    }
  })
})

describe('padded', () => {
  const frame = (bytes: Uint8Array, padding: number, quickAck = false) => {
    const random = scripted(Uint8Array.of(padding, ...payloadOf(15)))
    const sender = client({ framing: 'padded', random })
    return sender.encode(sender.complete(bytes, { quickAck }))
  }

  test('TR-02 each padding of 0 to 15 bytes is counted in the length and follows the payload', () => {
    for (let padding = 0; padding <= 15; padding++) {
      const stray = payloadOf(15).subarray(0, padding)
      const expected = concat(Uint8Array.of(40 + padding, 0, 0, 0), sample, stray)
      assert.equal(toHex(frame(sample, padding)), toHex(expected))
      for (const length of [24, 504, 508, 65536]) {
        const bytes = payloadOf(length)
        const received = [payload(concat(bytes, stray))]
        assert.deepEqual(readBy('client', 'padded', frame(bytes, padding)), received)
        assert.deepEqual(readBy('server', 'padded', frame(bytes, padding)), received)
      }
    }
    assert.equal(toHex(frame(sample, 3, true).subarray(0, 4)), '2b000080')
    assert.deepEqual(readBy('server', 'padded', frame(sample, 0, true)), [payload(sample, true)])
  })

  test('the padding is drawn anew for each frame, all lengths of it alike', () => {
    const sender = client({ framing: 'padded' })
    const lengths = new Array<number>(16).fill(0)
    for (let i = 0; i < 1600; i++) lengths[sender.complete(sample).padding.length]! += 1
    assert.ok(
      lengths.every(count => count > 50 && count < 150),
      `${lengths}`,
    )
  })

  test('TR-16 an error is recognised with 0 to 15 stray bytes behind it', () => {
    for (let padding = 0; padding <= 15; padding++) {
      const end = server(scripted(Uint8Array.of(padding, ...payloadOf(15))))
      end.receive(fromHex('dddddddd'))
      end.poll()
      const stray = payloadOf(15).subarray(0, padding)
      const bytes = end.encode(end.completeError(-404))
      assert.equal(
        toHex(bytes),
        toHex(concat(Uint8Array.of(4 + padding, 0, 0, 0), fromHex('6cfeffff'), stray)),
      )
      assert.deepEqual(readBy('client', 'padded', bytes), [{ kind: 'error', code: -404 }])
    }
    assert.deepEqual(readBy('client', 'padded', known.padded_error_404), [
      { kind: 'error', code: -404 },
    ])
    assert.deepEqual(readBy('client', 'padded', '0a0000006cfeffff29afd26df40f'), [
      { kind: 'error', code: -404 },
    ])
  })

  test('TR-09 a quick ack is a frame of 8 to 16 bytes that starts with ffffffff', () => {
    for (let padding = 0; padding <= 8; padding++) {
      const end = server(scripted(Uint8Array.of(padding, ...payloadOf(8))))
      end.receive(fromHex('dddddddd'))
      end.poll()
      const bytes = end.encodeQuickAck(0x8a0b0c0d)
      const stray = payloadOf(8).subarray(0, padding)
      assert.equal(
        toHex(bytes),
        toHex(concat(Uint8Array.of(8 + padding, 0, 0, 0), fromHex('ffffffff0d0c0b8a'), stray)),
      )
      assert.deepEqual(readBy('client', 'padded', bytes), [
        { kind: 'quick-ack', token: 0x8a0b0c0d },
      ])
    }
    assert.deepEqual(readBy('client', 'padded', '04000000ffffffff'), [{ kind: 'error', code: -1 }])
  })

  test('what a client sends below 24 bytes is neither an error nor a quick ack', () => {
    assert.deepEqual(readBy('server', 'padded', '08000000ffffffff0d0c0b8a'), [
      payload(fromHex('ffffffff0d0c0b8a')),
    ])
  })

  test('TR-06 a length below 4 or above the maximum is refused', () => {
    for (const side of ['client', 'server'] as const) {
      for (const head of ['00000000', '03000000'])
        assert.throws(() => readBy(side, 'padded', head), refused('ERR_FRAME_INVALID', 'TR-06'))
      for (const head of ['10044000', 'ffffff7f'])
        assert.throws(() => readBy(side, 'padded', head), refused('ERR_FRAME_TOO_LARGE', 'TR-06'))
      assert.deepEqual(readBy(side, 'padded', '0f044000'), [])
    }
    // only a client asks for quick acks: from a server the bit makes the length absurd
    assert.throws(
      () => readBy('client', 'padded', '28000080'),
      refused('ERR_FRAME_TOO_LARGE', 'TR-06'),
    )
    assert.deepEqual(readBy('server', 'padded', '28000080'), [])
  })
})

describe('full', () => {
  const bothFrames = known.full_seq0 + known.full_seq1

  test('TR-03 frames are numbered from 0 and carry a checksum', () => {
    const sender = client({ framing: 'full' })
    const frames = [sample, sample].map(bytes => toHex(sender.encode(sender.complete(bytes))))
    assert.deepEqual(frames, [known.full_seq0, known.full_seq1])
    for (const side of ['client', 'server'] as const)
      assert.deepEqual(readBy(side, 'full', bothFrames), [payload(sample), payload(sample)])
  })

  test('TR-03 each direction has numbers of its own', () => {
    const asking = client({ framing: 'full' })
    const answering = server()
    for (let i = 0; i < 3; i++) {
      answering.receive(asking.encode(asking.complete(payloadOf(24, i))))
      assert.deepEqual(drain(answering), [payload(payloadOf(24, i))])
      asking.receive(answering.encode(answering.complete(payloadOf(504, i))))
      assert.deepEqual(drain(asking), [payload(payloadOf(504, i))])
    }
  })

  test('an error is a frame of 16 bytes', () => {
    const end = server()
    end.receive(fromHex(known.full_seq0))
    drain(end)
    const bytes = end.encode(end.completeError(-444))
    assert.equal(toHex(bytes), '100000000000000044feffffdca8c762')
    assert.deepEqual(readBy('client', 'full', bytes), [{ kind: 'error', code: -444 }])
  })

  test('TR-04 a flipped bit anywhere in a frame ends the connection', () => {
    const good = fromHex(bothFrames)
    for (let bit = 0; bit < 8 * 52; bit++) {
      const bad = good.slice()
      bad[bit >> 3]! ^= 1 << (bit & 7)
      const reader = client({ framing: 'full' })
      reader.receive(bad)
      try {
        // a longer length waits for bytes that never come
        assert.equal(reader.poll(), undefined)
      } catch (error) {
        assert.match((error as { code: string }).code, /^ERR_FRAME_(INVALID|TOO_LARGE)$/)
        assert.equal(reader.poll(), undefined)
      }
    }
  })

  test('TR-04 a repeated, skipped or late number ends the connection', () => {
    for (const side of ['client', 'server'] as const) {
      const { full_seq0, full_seq1 } = known
      const reader = side === 'client' ? client({ framing: 'full' }) : server()
      reader.receive(fromHex(full_seq0 + full_seq0))
      assert.deepEqual(reader.poll(), payload(sample))
      assert.throws(() => reader.poll(), refused('ERR_FRAME_INVALID', 'TR-04'))
      reader.receive(fromHex(full_seq1))
      assert.equal(reader.poll(), undefined)
    }
    assert.throws(
      () => readBy('client', 'full', known.full_seq1),
      refused('ERR_FRAME_INVALID', 'TR-04'),
    )
  })

  test('TR-04 TR-06 a length below 12, without payload, odd or above the maximum is refused', () => {
    for (const side of ['client', 'server'] as const) {
      const lengths = [
        ['00000000', 'ERR_FRAME_INVALID', 'TR-04'],
        ['0b000000', 'ERR_FRAME_INVALID', 'TR-04'],
        ['0c000000', 'ERR_FRAME_INVALID', 'TR-06'],
        ['11000000', 'ERR_FRAME_INVALID', 'TR-06'],
        ['10044000', 'ERR_FRAME_TOO_LARGE', 'TR-06'],
        ['ffffffff', 'ERR_FRAME_TOO_LARGE', 'TR-06'],
      ] as const
      for (const [length, code, rule] of lengths)
        assert.throws(() => readBy(side, 'full', `${length}00000000`), refused(code, rule))
      assert.deepEqual(readBy(side, 'full', '0c04400000000000'), [])
    }
  })

  test('there is no quick ack to ask for or to give', () => {
    const asking = client({ framing: 'full' })
    assert.equal(asking.supportsQuickAck, false)
    assert.throws(() => asking.complete(sample, { quickAck: true }), { code: 'ERR_ARGUMENT' })
    const answering = server()
    answering.receive(fromHex(known.full_seq0))
    drain(answering)
    assert.equal(answering.supportsQuickAck, false)
    assert.throws(() => answering.encodeQuickAck(0x80000000), { code: 'ERR_ARGUMENT' })
  })
})

test('a payload that no frame can carry is refused before it is sent', () => {
  for (const framing of FRAMINGS) {
    const sender = client({ framing })
    for (const length of [0, 1, 6, MAX_PAYLOAD + 4])
      assert.throws(() => sender.complete(new Uint8Array(length)), { code: 'ERR_ARGUMENT' })
  }
})

test('the largest payload passes in every framing', () => {
  for (const framing of FRAMINGS) {
    const sender = client({ framing })
    const reader = serverOf(sender)
    const bytes = new Uint8Array(MAX_PAYLOAD).fill(7)
    reader.receive(sender.encode(sender.complete(bytes)))
    const received = reader.poll()
    assert.ok(received?.kind === 'payload')
    assert.deepEqual(received.payload.subarray(0, MAX_PAYLOAD), bytes)
  }
})

test('encode writes an altered record as it stands', () => {
  const changes = { length: 8, padding: Uint8Array.of(1), seq: 5, crc32: 0xa1b2c3d4 }
  const bytes = fromHex('01020304')
  const expected = {
    abridged: '0201020304',
    intermediate: '0800000001020304',
    padded: '080000000102030401',
    full: '080000000500000001020304d4c3b2a1',
  }
  for (const framing of FRAMINGS) {
    const sender = client({ framing })
    const record = { ...sender.complete(bytes), ...changes }
    assert.equal(toHex(sender.encode(record)), expected[framing])
  }
})
