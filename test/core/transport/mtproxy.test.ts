import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { ClientTransport } from '../../../src/core/transport/client-transport.ts'
import { FakeTlsClient } from '../../../src/core/transport/fake-tls-client.ts'
import { SeenHellos } from '../../../src/core/transport/fake-tls-server.ts'
import type { FramingName } from '../../../src/core/transport/framing.ts'
import { MtProxy, type MtProxyOutput } from '../../../src/core/transport/mtproxy.ts'
import { type ProxySecret, parseProxySecret } from '../../../src/core/transport/proxy-secret.ts'
import { seededRandom } from '../../support/random.ts'
import { TAGGED } from './ends.ts'
import { KEY, TIME, tlsSecret } from './hello.ts'

const now = { monotonic: 1000, unix: TIME * 1000 }
const plain = parseProxySecret(KEY)
const padded = parseProxySecret(`dd${KEY}`)
const crypto = portable

function proxy(secret: ProxySecret = plain): MtProxy {
  const machine = new MtProxy({
    ...{ secret, crypto },
    random: seededRandom('proxy'),
    seen: new SeenHellos(),
  })
  machine.handle({ kind: 'accepted' }, now)
  return machine
}

function client(framing: FramingName, dcId = 2, key = plain.key): ClientTransport {
  const random = seededRandom('client')
  return new ClientTransport({ framing, obfuscation: { dcId, secret: key }, crypto, random })
}

function outputs(machine: MtProxy): MtProxyOutput[] {
  const all: MtProxyOutput[] = []
  for (let out = machine.poll(); out; out = machine.poll()) all.push(out)
  return all
}

function sent(machine: MtProxy, bytes: Uint8Array, size = 1e6): MtProxyOutput[] {
  for (let at = 0; at < bytes.length; at += size)
    machine.handle({ kind: 'from-client', bytes: bytes.subarray(at, at + size) }, now)
  return outputs(machine)
}

const joined = (all: MtProxyOutput[], kind: 'to-dc' | 'to-client'): Uint8Array =>
  concat(...all.flatMap(out => (out.kind === kind ? [out.bytes] : [])))

/** Two frames of a client with whatever opens its stream, and the same in the open. */
function stream(framing: FramingName, dcId?: number): { hidden: Uint8Array; open: Uint8Array } {
  const hidden = client(framing, dcId)
  const open = new ClientTransport({ framing, crypto, random: seededRandom('client') })
  const frames = [8, 600].map(length => hidden.complete(new Uint8Array(length).fill(length)))
  return {
    hidden: concat(hidden.start(), ...frames.map(frame => hidden.encode(frame))),
    open: concat(open.start(), ...frames.map(frame => open.encode(frame))),
  }
}

for (const framing of TAGGED)
  for (const size of [1, 64, 1e6])
    test(`TR-41 a client of ${framing} in pieces of ${size} bytes is passed on in the open`, () => {
      const { hidden, open } = stream(framing)
      const all = sent(proxy(), hidden, size)
      assert.deepEqual(all[0], { kind: 'open', dcId: 2, framing })
      assert.equal(toHex(joined(all, 'to-dc')), toHex(open))
      assert.equal(joined(all, 'to-client').length, 0)
    })

test('the number of the data centre comes as the client wrote it', () => {
  for (const dcId of [4, 10_002, -3, -10_001])
    assert.deepEqual(sent(proxy(), stream('padded', dcId).hidden)[0], {
      kind: 'open',
      dcId,
      framing: 'padded',
    })
})

test('what the data centre says is hidden in the stream of the client', () => {
  const machine = proxy()
  const asking = client('intermediate')
  sent(machine, asking.start())
  for (let i = 0; i < 2; i++)
    machine.handle({ kind: 'from-dc', bytes: fromHex('040000006cfeffff') }, now)
  const bytes = joined(outputs(machine), 'to-client')
  assert.notEqual(toHex(bytes.subarray(0, 8)), toHex(bytes.subarray(8)))
  asking.receive(bytes)
  assert.deepEqual(asking.poll(), { kind: 'error', code: -404 })
  assert.deepEqual(asking.poll(), { kind: 'error', code: -404 })
})

test('TR-42 a dd secret demands the padded framing', () => {
  for (const framing of ['abridged', 'intermediate'] as const) {
    const [out, ...more] = sent(proxy(padded), stream(framing).hidden)
    assert.ok(out?.kind === 'refuse')
    assert.equal(out.error.rule, 'TR-42')
    assert.deepEqual(more, [])
  }
  assert.equal(sent(proxy(padded), stream('padded').hidden)[0]?.kind, 'open')
})

test('TR-41 a client with another secret, or with none, is sent away without a word', () => {
  const none = new ClientTransport({
    ...{ framing: 'padded', obfuscation: { dcId: 2 }, crypto },
    random: seededRandom('client'),
  })
  for (const asking of [client('padded', 2, new Uint8Array(16)), none]) {
    const machine = proxy()
    const [out, ...more] = sent(machine, asking.start())
    assert.ok(out?.kind === 'refuse')
    assert.equal(out.error.code, 'ERR_TRANSPORT_UNKNOWN')
    assert.deepEqual(more, [])
    assert.deepEqual(sent(machine, stream('padded').hidden), [])
    assert.equal(machine.deadline(), undefined)
  }
})

test('TR-26 63 bytes and silence are waited for 15 seconds', () => {
  const machine = proxy()
  assert.deepEqual(sent(machine, client('padded').start().subarray(0, 63)), [])
  assert.equal(machine.deadline(), 16_000)
  machine.handleTimeout({ ...now, monotonic: 15_999 })
  assert.deepEqual(outputs(machine), [])
  machine.handleTimeout({ ...now, monotonic: 16_000 })
  const [out] = outputs(machine)
  assert.ok(out?.kind === 'refuse')
  assert.equal(out.error.rule, 'TR-26')
})

test('a client that has begun may be silent', () => {
  const machine = proxy()
  sent(machine, client('padded').start())
  assert.equal(machine.deadline(), undefined)
  machine.handleTimeout({ ...now, monotonic: 1e9 })
  assert.deepEqual(outputs(machine), [])
})

/** A client of fake TLS, and its proxy. */
function tls(): { machine: MtProxy; tunnel: FakeTlsClient } {
  const random = seededRandom('tls')
  const secret = tlsSecret()
  return {
    machine: proxy(secret),
    tunnel: new FakeTlsClient({ secret, time: now.unix, crypto, random }),
  }
}

test('TR-45 through fake TLS both directions arrive', () => {
  const { machine, tunnel } = tls()
  const { hidden, open } = stream('padded')
  tunnel.write(hidden)
  const answer = joined(sent(machine, tunnel.pollWrite()!), 'to-client')
  tunnel.receive(answer)
  assert.equal(tunnel.poll(), undefined)
  const all = sent(machine, tunnel.pollWrite()!, 10)
  assert.deepEqual(all[0], { kind: 'open', dcId: 2, framing: 'padded' })
  assert.equal(toHex(joined(all, 'to-dc')), toHex(open))
  machine.handle({ kind: 'from-dc', bytes: fromHex('040000006cfeffff') }, now)
  tunnel.receive(joined(outputs(machine), 'to-client'))
  const asking = client('padded')
  asking.receive(tunnel.poll()!)
  assert.deepEqual(asking.poll(), { kind: 'error', code: -404 })
})

test('TR-43 a client that opens without the hello is sent away', () => {
  const [out, ...more] = sent(proxy(tlsSecret()), stream('padded').hidden)
  assert.equal(out?.kind, 'refuse')
  assert.deepEqual(more, [])
})
