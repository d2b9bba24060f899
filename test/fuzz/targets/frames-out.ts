// The server's end: it detects the form from the first bytes, obfuscated or not, and reads its frames; cut
// anywhere, a stream of bytes means the same.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { client, FRAMINGS, server, TAGGED } from '../../core/transport/ends.ts'
import { readStream } from '../streams.ts'
import { int, Script, type Target } from '../target.ts'

export const target: Target = {
  name: 'frames-out',
  words: () => [0xeeeeeeee, 0xdddddddd, 0xef, 0x20544547, 0, 12, 0x7fffffff, 0x80000008].map(int),
  seeds: () => [
    ...FRAMINGS.map(framing => written(client({ framing }))),
    ...TAGGED.map(framing => written(client({ framing, obfuscation: { dcId: 2 } }))),
    concat(Uint8Array.of(1), new TextEncoder().encode('GET / HTTP/1.1')),
  ],
  run(input) {
    const script = new Script(input)
    const size = 1 + script.byte()
    const stream = script.rest()
    const whole = readStream(server(), stream, stream.length)
    assert.deepEqual(readStream(server(), stream, size), whole)
    return whole
  },
}

function written(end: ReturnType<typeof client>): Uint8Array {
  const payloads = [8, 24, 600].map(length => end.encode(end.complete(new Uint8Array(length))))
  const asking = end.supportsQuickAck
    ? [end.encode(end.complete(new Uint8Array(8), { quickAck: true }))]
    : []
  return concat(Uint8Array.of(16), end.start(), ...payloads, ...asking)
}
