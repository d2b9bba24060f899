// The framings as the client reads them: cut anywhere, a stream of bytes means the same.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import type { FramingName } from '../../../src/core/transport/framing.ts'
import { client, FRAMINGS } from '../../core/transport/ends.ts'
import { listening, readStream } from '../streams.ts'
import { int, Script, type Target } from '../target.ts'

export const target: Target = {
  name: 'frames-in',
  words: () => [-404, -429, -444, 0x7fffffff, -0x80000000, 8, 0x7f000000].map(int),
  seeds: () => FRAMINGS.map((framing, i) => concat(Uint8Array.of(i, 3), written(framing))),
  run(input) {
    const script = new Script(input)
    const framing = FRAMINGS[script.byte() % FRAMINGS.length]!
    const size = 1 + script.byte()
    const stream = script.rest()
    const whole = readStream(client({ framing }), stream, stream.length)
    assert.deepEqual(readStream(client({ framing }), stream, size), whole)
    return whole
  },
}

/** What a server of the framing writes. */
function written(framing: FramingName): Uint8Array {
  const end = listening(framing)
  const payload = (length: number): Uint8Array => end.encode(end.complete(new Uint8Array(length)))
  return concat(
    payload(8),
    payload(600),
    end.encode(end.completeError(-404)),
    ...(end.supportsQuickAck ? [end.encodeQuickAck(0x80000001)] : []),
    payload(24),
  )
}
