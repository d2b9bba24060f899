// A client behind an MTProxy: what leaves before the proxy has proven itself, and when it does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DcClient } from '../../../src/core/dc-client/dc-client.ts'
import type { DcClientOptions, DcClientOutput } from '../../../src/core/dc-client/dc-client-io.ts'
import { SeenHellos } from '../../../src/core/transport/fake-tls-server.ts'
import { MtProxy, type MtProxyOutput } from '../../../src/core/transport/mtproxy.ts'
import { type ProxySecret, parseProxySecret } from '../../../src/core/transport/proxy-secret.ts'
import { callBody, crypto, FIRST_SALT, INFO, START, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'

const KEY = '00112233445566778899aabbccddeeff'
const now = { monotonic: 0, unix: START }
/** What the server's clock shows more than that of the client, in milliseconds. */
const AHEAD = 3_600_000
const tls = parseProxySecret(`ee${KEY}612e62`)

/** A client with a key, whose connection has just opened, and a call to make. */
function opened(secret: ProxySecret, options: Partial<DcClientOptions> = {}): DcClient {
  const client = new DcClient({
    ...{ crypto, random: seededRandom('client'), now },
    ...{ address: 'DC 2', keys: [], dc: 10_002, framing: 'padded', obfuscated: false },
    ...{ layer: 223, info: INFO },
    state: { authKey: sharedKey, serverSalt: FIRST_SALT, timeOffset: AHEAD },
    proxy: { host: '10.0.0.9', port: 443, secret },
    ...options,
  })
  client.handle({ kind: 'invoke', id: 1, method: 'test', body: callBody(1) }, now)
  client.handle({ kind: 'opened', link: 1 }, now)
  return client
}

function outputs(client: DcClient): DcClientOutput[] {
  const all: DcClientOutput[] = []
  for (let out = client.poll(); out; out = client.poll()) all.push(out)
  return all
}

const writes = (all: DcClientOutput[]): Uint8Array[] =>
  all.flatMap(out => (out.kind === 'write' ? [out.bytes] : []))

/** The proxy, by the clock of the server, and what it does about these bytes. */
function proxy(secret: ProxySecret): (...bytes: Uint8Array[]) => MtProxyOutput[] {
  const machine = new MtProxy({
    ...{ secret, crypto, random: seededRandom('proxy') },
    seen: new SeenHellos(),
  })
  return (...all) => {
    const got: MtProxyOutput[] = []
    for (const bytes of all)
      machine.handle({ kind: 'from-client', bytes }, { ...now, unix: START + AHEAD })
    for (let out = machine.poll(); out; out = machine.poll()) got.push(out)
    return got
  }
}

test('TR-43 the hello leaves as soon as the connection opens, by the time of the server', () => {
  const client = opened(tls)
  const first = writes(outputs(client))
  assert.equal(first.length, 1)
  const [answer] = proxy(tls)(first[0]!)
  assert.equal(answer?.kind, 'to-client')
})

test('TR-45 the call leaves when the proxy has answered', () => {
  const client = opened(tls)
  const ask = proxy(tls)
  const answers = ask(...writes(outputs(client))).flatMap(out =>
    'bytes' in out ? [out.bytes] : [],
  )
  for (const bytes of answers) client.handle({ kind: 'bytes', link: 1, bytes }, now)
  const later = ask(...writes(outputs(client)))
  assert.deepEqual(later[0], { kind: 'open', dcId: 10_002, framing: 'padded' })
  assert.equal(later[1]?.kind, 'to-dc')
})

test('TR-44 an answer that proves nothing closes the connection, and another one is tried', () => {
  const client = opened(tls)
  const [out] = proxy(tls)(...writes(outputs(client)))
  assert.ok(out?.kind === 'to-client')
  client.handle({ kind: 'bytes', link: 1, bytes: out.bytes.with(20, out.bytes[20]! ^ 1) }, now)
  assert.deepEqual(outputs(client), [{ kind: 'close', link: 1 }])
  client.handleTimeout({ monotonic: 60_000, unix: START + 60_000 })
  assert.deepEqual(outputs(client), [{ kind: 'connect', link: 2 }])
})

test('TR-42 a framing that the secret does not allow is refused', () => {
  const wrong = { code: 'ERR_ARGUMENT', rule: 'TR-42' }
  assert.throws(() => opened(tls, { framing: 'intermediate' }), wrong)
  assert.throws(() => opened(parseProxySecret(KEY), { framing: 'full' }), wrong)
})

test('TR-41 through a plain secret everything is obfuscated with it at once', () => {
  const plain = parseProxySecret(KEY)
  const client = opened(plain, { framing: 'abridged' })
  const [first] = proxy(plain)(...writes(outputs(client)))
  assert.deepEqual(first, { kind: 'open', dcId: 10_002, framing: 'abridged' })
})
