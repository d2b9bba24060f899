// The ends of a transport, fed with streams of bytes in pieces.
import assert from 'node:assert/strict'
import { concat } from '../../src/core/bytes/bytes.ts'
import { MtprotoError } from '../../src/core/errors.ts'
import type { FramingName } from '../../src/core/transport/framing.ts'
import type { ServerTransport } from '../../src/core/transport/server-transport.ts'
import type { Transport } from '../../src/core/transport/transport.ts'
import { client, server } from '../core/transport/ends.ts'

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

/** A server's end that has heard a client of this framing, and so may write. */
export function listening(framing: FramingName): ServerTransport {
  const from = client({ framing })
  const end = server()
  end.receive(concat(from.start(), from.encode(from.complete(new Uint8Array(8)))))
  while (end.poll() !== undefined);
  return end
}
