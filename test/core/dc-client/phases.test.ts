// What becomes of a connection that ends while its key is being made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DcClient } from '../../../src/core/dc-client/dc-client.ts'
import { crypto, INFO, START } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'

/** A client in its first key exchange, and what it wants next. */
function exchanging(): { client: DcClient; outputs: (monotonic?: number) => string[] } {
  const client = new DcClient({
    crypto,
    random: seededRandom('phases'),
    now: { monotonic: 0, unix: START },
    address: 'DC 2',
    keys: [],
    dc: 2,
    framing: 'intermediate',
    obfuscated: false,
    layer: 223,
    info: INFO,
    backoff: { firstDelay: 100, maxDelay: 1000, attempts: 4 },
  })
  const outputs = (monotonic = 0): string[] => {
    client.handleTimeout({ monotonic, unix: START + monotonic })
    const kinds: string[] = []
    for (let out = client.poll(); out !== undefined; out = client.poll()) kinds.push(out.kind)
    return kinds
  }
  const now = { monotonic: 0, unix: START }
  client.handle({ kind: 'connect' }, now)
  client.handle({ kind: 'opened', link: 1 }, now)
  assert.deepEqual(outputs(), ['connect', 'write'])
  return { client, outputs }
}

test('a connection that is lost during the key exchange is waited for and tried again', () => {
  const { client, outputs } = exchanging()
  const now = { monotonic: 0, unix: START }
  client.handle({ kind: 'closed', link: 1, reason: undefined }, now)
  assert.deepEqual(outputs(), [])
  assert.ok(client.deadline()! > 0)
  assert.deepEqual(outputs(100), ['connect'])
})

test('HS-47 a key exchange that would end the same way each time is given up, its connection closed', () => {
  const { client, outputs } = exchanging()
  const now = { monotonic: 0, unix: START }
  const wrongDc = Uint8Array.of(4, 0, 0, 0, 0x44, 0xfe, 0xff, 0xff)
  client.handle({ kind: 'bytes', link: 1, bytes: wrongDc }, now)
  assert.deepEqual(outputs(), ['close', 'unreachable'])
  assert.equal(client.deadline(), undefined)
})
