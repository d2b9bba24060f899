// What a client of fake TLS reads: nothing of a stream counts before the answer is proven, and cut anywhere it
// means the same.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { FakeTlsClient } from '../../../src/core/transport/fake-tls-client.ts'
import { FakeTlsServer, SeenHellos } from '../../../src/core/transport/fake-tls-server.ts'
import { seeded } from '../../core/transport/ends.ts'
import { TIME, tlsSecret } from '../../core/transport/hello.ts'
import { Script, type Target } from '../target.ts'

const common = { secret: tlsSecret(), crypto: portable }

function client(): FakeTlsClient {
  return new FakeTlsClient({ ...common, time: TIME * 1000, random: seeded(1) })
}

let answer: Uint8Array | undefined

/** The answer to the hello of that client. */
function genuine(): Uint8Array {
  if (answer !== undefined) return answer
  const server = new FakeTlsServer({ ...common, random: seeded(2), seen: new SeenHellos() })
  server.receive(client().pollWrite()!)
  server.poll({ monotonic: 0, unix: TIME * 1000 })
  answer = server.pollWrite()!
  return answer
}

export const target: Target = {
  name: 'fake-tls',
  words: () => [Uint8Array.of(0x17, 3, 3, 0, 4), Uint8Array.of(0x14, 3, 3, 0, 1, 1)],
  seeds: () =>
    [0, 1].map(changes =>
      concat(Uint8Array.of(30, changes, 7, 0, changes), Uint8Array.of(0x17, 3, 3, 0, 2, 8, 9)),
    ),
  run(input) {
    const script = new Script(input)
    const size = 1 + script.byte()
    const stream = concat(script.edit(genuine()), script.rest())
    const whole = read(stream, stream.length)
    assert.deepEqual(read(stream, size), whole)
    const isGenuine = toHex(stream).startsWith(toHex(genuine()))
    if (whole.data !== '' || whole.sent !== '') assert.ok(isGenuine, 'an answer was forged')
    return whole
  },
}

/** What comes through, what is sent then, and how it ends. */
function read(stream: Uint8Array, size: number): { data: string; sent: string; end: string } {
  const end = client()
  end.pollWrite()
  end.write(Uint8Array.of(1))
  let data = ''
  try {
    for (let at = 0; at < stream.length; at += size) {
      end.receive(stream.subarray(at, at + size))
      for (let part = end.poll(); part; part = end.poll()) data += toHex(part)
    }
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
    return { data, sent: toHex(end.pollWrite() ?? new Uint8Array(0)), end: error.code }
  }
  return { data, sent: toHex(end.pollWrite() ?? new Uint8Array(0)), end: '' }
}
