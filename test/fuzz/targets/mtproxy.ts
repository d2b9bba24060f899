// A proxy as its clients can treat it: with every kind of secret, cut anywhere, a stream means the same.
import assert from 'node:assert/strict'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { SeenHellos } from '../../../src/core/transport/fake-tls-server.ts'
import { MtProxy } from '../../../src/core/transport/mtproxy.ts'
import { type ProxySecret, parseProxySecret } from '../../../src/core/transport/proxy-secret.ts'
import { client, seeded } from '../../core/transport/ends.ts'
import { hello, KEY, TIME, tlsSecret } from '../../core/transport/hello.ts'
import { Script, type Target } from '../target.ts'

const NOW = { monotonic: 0, unix: TIME * 1000 }
/** In the input: leave the genuine bytes out. */
const FOREIGN = 128

let streams: readonly { readonly secret: ProxySecret; readonly genuine: Uint8Array }[] | undefined

/** What a good client sends for each kind of secret. */
function genuine(): NonNullable<typeof streams> {
  const secrets = [parseProxySecret(KEY), parseProxySecret(`dd${KEY}`), tlsSecret()]
  streams ??= secrets.map(secret => {
    const { key, mode } = secret
    const end = client({ framing: 'padded', obfuscation: { dcId: 2, secret: key } })
    const stream = concat(end.start(), end.encode(end.complete(new Uint8Array(40))))
    const record = concat(Uint8Array.of(0x17, 3, 3, 0, stream.length), stream)
    const change = Uint8Array.of(0x14, 3, 3, 0, 1, 1)
    return { secret, genuine: mode === 'tls' ? concat(hello(), change, record) : stream }
  })
  return streams
}

export const target: Target = {
  name: 'mtproxy',
  words: () => [
    Uint8Array.of(0x17, 3, 3),
    Uint8Array.of(0x14, 3, 3, 0, 1, 1),
    Uint8Array.of(0x16, 3, 1),
  ],
  seeds: () =>
    [0, 1, 2, FOREIGN, FOREIGN + 1, FOREIGN + 2].map(form =>
      concat(Uint8Array.of(form, 20, 0), new Uint8Array(100).fill(form)),
    ),
  run(input) {
    const script = new Script(input)
    const form = script.byte()
    const size = 1 + script.byte()
    const { secret, genuine: bytes } = genuine()[(form & ~FOREIGN) % 3]!
    const edited = script.edit(bytes)
    const stream = concat(form & FOREIGN ? new Uint8Array(0) : edited, script.rest())
    const whole = passed(secret, stream, stream.length)
    assert.deepEqual(passed(secret, stream, size), whole)
    return whole
  },
}

/** What a proxy does about a stream that comes in pieces. */
function passed(secret: ProxySecret, stream: Uint8Array, size: number): Record<string, string> {
  const random = seeded(1)
  const machine = new MtProxy({ secret, crypto: portable, random, seen: new SeenHellos() })
  const done: Record<string, string> = {}
  for (let at = 0; at < stream.length; at += size) {
    machine.handle({ kind: 'from-client', bytes: stream.subarray(at, at + size) }, NOW)
    for (let out = machine.poll(); out; out = machine.poll()) {
      assert.ok(!('refuse' in done), 'a refused client is silent')
      const what =
        'bytes' in out ? toHex(out.bytes) : out.kind === 'open' ? `${out.dcId}` : out.error.message
      done[out.kind] = (done[out.kind] ?? '') + what
    }
  }
  return done
}
