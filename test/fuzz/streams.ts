// Reads a stream of bytes through one end of a transport, in pieces.
import assert from 'node:assert/strict'
import { MtprotoError } from '../../src/core/errors.ts'
import type { Transport } from '../../src/core/transport/transport.ts'

/** Everything that came out, and last the code of the error that ended it, if one did. */
export function readStream(end: Transport, stream: Uint8Array, size: number): unknown[] {
  const all: unknown[] = []
  let payload = 0
  try {
    for (let at = 0; at < stream.length; at += size) {
      end.receive(stream.subarray(at, at + size))
      for (let one = end.poll(); one !== undefined; one = end.poll()) {
        all.push(one)
        if (one.kind === 'payload') payload += one.payload.length
        assert.ok(all.length <= stream.length, 'each takes at least one byte')
      }
    }
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    all.push(error.code)
    assert.equal(end.poll(), undefined, 'nothing is read behind an error')
  }
  assert.ok(payload <= stream.length)
  return all
}
