// The hello of a TLS client as a proxy reads it.
import assert from 'node:assert/strict'
import { readClientHello } from '../../../src/core/transport/client-hello-reader.ts'
import { hello } from '../../core/transport/hello.ts'
import { type Target, typed } from '../target.ts'

export const target: Target = {
  name: 'client-hello',
  words: () => [Uint8Array.of(0, 0), Uint8Array.of(0, 1), Uint8Array.of(0xff, 0xff)],
  seeds: () => [hello().subarray(5)],
  run(input) {
    const read = typed(() => readClientHello(input))
    if (read === undefined) return undefined
    assert.equal(read.random.length, 32)
    assert.ok(read.sessionId.length <= 32)
    return read
  },
}
