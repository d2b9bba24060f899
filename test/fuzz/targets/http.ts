// HTTP at both ends: requests that are answered one by one, and responses; cut anywhere, a stream of bytes means
// the same.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { client, server } from '../../core/transport/ends.ts'
import { listening } from '../streams.ts'
import { Script, type Target } from '../target.ts'

const WORDS = [
  'POST /api HTTP/1.1\r\n',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 404 \r\n',
  'HTTP/1.1 100 \r\n',
  'Content-Length: 8\r\n',
  'Transfer-Encoding: chunked\r\n',
  '\r\n\r\n',
]

export const target: Target = {
  name: 'http',
  words: () => WORDS.map(encodeUtf8),
  seeds: () => [concat(Uint8Array.of(0, 9), requests()), concat(Uint8Array.of(1, 9), responses())],
  run(input) {
    const script = new Script(input)
    const toClient = (script.byte() & 1) === 1
    const size = 1 + script.byte()
    const stream = script.rest()
    const whole = read(toClient, stream, stream.length)
    assert.deepEqual(read(toClient, stream, size), whole)
    return whole
  },
}

/** Everything that came out, and last the code of the error that ended it, if one did. */
function read(toClient: boolean, stream: Uint8Array, size: number): unknown[] {
  const end = toClient ? client({ framing: 'http' }) : server()
  const all: unknown[] = []
  try {
    for (let at = 0; at < stream.length; at += size) {
      end.receive(stream.subarray(at, at + size))
      for (let one = end.poll(); one !== undefined; one = end.poll()) {
        all.push(one)
        assert.ok(all.length <= stream.length)
        if (!toClient && one.kind === 'payload' && end.detected === 'http') {
          end.encode(end.complete(new Uint8Array(8)))
          assert.equal(end.mayWrite, false)
        }
      }
    }
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    all.push(error.code)
  }
  return all
}

function requests(): Uint8Array {
  const from = client({ framing: 'http', host: 'x' })
  return concat(...[8, 600].map(length => from.encode(from.complete(new Uint8Array(length)))))
}

function responses(): Uint8Array {
  const written = (make: (end: ReturnType<typeof listening>) => Uint8Array): Uint8Array =>
    make(listening('http'))
  return concat(
    written(end => end.encode(end.complete(new Uint8Array(600)))),
    written(end => end.encode(end.completeError(-404))),
    encodeUtf8('HTTP/1.1 100 Continue\r\nA: b\r\n\r\n'),
    written(end => end.encode(end.complete(new Uint8Array(8)))),
  )
}
