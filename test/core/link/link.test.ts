import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { MtprotoError } from '../../../src/core/errors.ts'
import { Link, type LinkOutput, type LinkStages } from '../../../src/core/link/link.ts'
import { ClientTransport } from '../../../src/core/transport/client-transport.ts'
import type { FramingName } from '../../../src/core/transport/framing.ts'
import { ServerTransport } from '../../../src/core/transport/server-transport.ts'
import type { Tunnel } from '../../../src/core/transport/tunnel.ts'
import { crypto, sharedKey } from '../../support/pair.ts'
import { seededRandom } from '../../support/random.ts'

const FIELDS = {
  salt: 1n,
  sessionId: 2n,
  msgId: 0x6553f10000000000n,
  seqNo: 1,
  body: fromHex('6b18f9c4'),
}
const findKey = (id: bigint) => (id === sharedKey.id ? sharedKey : undefined)

function clientLink(framing: FramingName = 'intermediate', stages?: LinkStages): Link {
  const random = seededRandom('client')
  const transport = new ClientTransport({ framing, crypto, random })
  const start = transport.start()
  return new Link({ side: 'client', transport, start, findKey, crypto, random, stages })
}

function serverLink(): { link: Link; transport: ServerTransport } {
  const random = seededRandom('server')
  const transport = new ServerTransport({ crypto, random })
  return {
    transport,
    link: new Link({ side: 'server', transport, findKey, crypto, random }),
  }
}

function written(link: Link): Uint8Array {
  const parts: Uint8Array[] = []
  for (let bytes = link.pollWrite(); bytes !== undefined; bytes = link.pollWrite())
    parts.push(bytes)
  return concat(...parts)
}

function received(link: Link, bytes: Uint8Array): LinkOutput[] {
  link.receive(bytes)
  const outputs: LinkOutput[] = []
  for (let out = link.poll(); out !== undefined; out = link.poll()) outputs.push(out)
  return outputs
}

const fault = (outputs: LinkOutput[]): string[] =>
  outputs.map(out => ('error' in out ? `${out.kind} ${out.error.code}` : out.kind))

test('TR-07 the start bytes go out once, in front of the first frame', () => {
  const link = clientLink()
  link.sendPlaintext(4n, fromHex('01020304'))
  link.sendPlaintext(8n, fromHex('05060708'))
  const frame = (msgId: string, body: string): string =>
    `18000000${'00'.repeat(8)}${msgId}04000000${body}`
  assert.equal(
    toHex(written(link)),
    `eeeeeeee${frame('0400000000000000', '01020304')}${frame('0800000000000000', '05060708')}`,
  )
})

for (const framing of ['abridged', 'intermediate', 'padded', 'full'] as const)
  test(`ENC-21 a sealed message crosses in ${framing} frames, cut anywhere`, () => {
    const client = clientLink(framing)
    const { link: server } = serverLink()
    client.send(FIELDS, sharedKey)
    const outputs = [...written(client)].flatMap(byte => received(server, Uint8Array.of(byte)))
    assert.equal(outputs.length, 1)
    const [out] = outputs
    assert.equal(out!.kind, 'opened')
    const { message } = out as LinkOutput & { kind: 'opened' }
    const { salt, sessionId, msgId, seqNo, body, authKey } = message
    assert.deepEqual({ salt, sessionId, msgId, seqNo, body }, FIELDS)
    assert.equal(authKey, sharedKey)
  })

test('several frames in one segment come out in order', () => {
  const client = clientLink()
  const { link: server } = serverLink()
  client.sendPlaintext(4n, fromHex('01020304'))
  client.send(FIELDS, sharedKey)
  client.sendPlaintext(8n, fromHex('05060708'))
  assert.deepEqual(fault(received(server, written(client))), ['plaintext', 'opened', 'plaintext'])
})

test('what is sent between two things received loses neither', () => {
  const client = clientLink()
  const { link: server } = serverLink()
  client.sendPlaintext(4n, fromHex('01020304'))
  client.send(FIELDS, sharedKey)
  server.receive(written(client))
  assert.equal(server.poll()!.kind, 'plaintext')
  server.sendPlaintext(1n, fromHex('01020304'))
  assert.notEqual(written(server).length, 0)
  assert.equal(server.poll()!.kind, 'opened')
})

test('ENC-17 a packet of our own that comes back is refused', () => {
  const client = clientLink()
  client.send(FIELDS, sharedKey)
  assert.deepEqual(fault(received(client, written(client).subarray(4))), [
    'rejected ERR_MSG_KEY_MISMATCH',
  ])
})

test('ENC-02 a message under a key that is not known is refused, and the stream goes on', () => {
  const client = clientLink()
  const { link: server } = serverLink()
  const stages: LinkStages = { sealed: sealed => [{ ...sealed, authKeyId: 5n }, sealed] }
  const stranger = clientLink('intermediate', stages)
  stranger.send(FIELDS, sharedKey)
  assert.deepEqual(fault(received(server, written(stranger))), [
    'rejected ERR_UNKNOWN_AUTH_KEY',
    'opened',
  ])
  assert.equal(written(client).length, 0)
})

test('ENC-20 packets too small for an envelope are refused', () => {
  const { link: server } = serverLink()
  const id = toHex(new Uint8Array(new BigInt64Array([sharedKey.id]).buffer))
  const packets = [8, 12, 24, 28, 36].map(size => {
    const packet = new Uint8Array(size)
    packet.set(fromHex(id))
    return concat(Uint8Array.of(size, 0, 0, 0), packet)
  })
  assert.deepEqual(
    fault(received(server, concat(fromHex('eeeeeeee'), ...packets))),
    packets.map(() => 'rejected ERR_MSG_KEY_MISMATCH'),
  )
})

test('HS-51 an unencrypted message with a wrong length is refused', () => {
  const { link: server } = serverLink()
  const client = clientLink('intermediate', {
    plaintext: message => [{ ...message, length: message.length + 4 }],
  })
  client.sendPlaintext(4n, fromHex('01020304'))
  assert.deepEqual(fault(received(server, written(client))), ['rejected ERR_PLAINTEXT_INVALID'])
})

test('TR-06 a frame that cannot be followed breaks the stream, and nothing comes after it', () => {
  const client = clientLink()
  const { link: server } = serverLink()
  client.sendPlaintext(4n, fromHex('01020304'))
  const good = written(client)
  assert.deepEqual(fault(received(server, concat(good, fromHex('ffffff7f')))), [
    'plaintext',
    'broken ERR_FRAME_TOO_LARGE',
  ])
  assert.deepEqual(received(server, good.subarray(4)), [])
})

test('TR-12 a transport error reaches the client as its code', () => {
  const client = clientLink()
  const { link: server, transport } = serverLink()
  client.sendPlaintext(4n, fromHex('01020304'))
  received(server, written(client))
  server.sendFrame(transport.completeError(-404))
  const bytes = written(server)
  assert.equal(toHex(bytes), '040000006cfeffff')
  assert.deepEqual(received(client, bytes), [{ kind: 'transport-error', code: -404 }])
})

test('TR-10 a quick acknowledgement reaches the client as its token', () => {
  const client = clientLink()
  assert.deepEqual(received(client, fromHex('78563492')), [
    { kind: 'quick-ack', token: 0x92345678 },
  ])
})

test('each stage can drop, change and multiply what is sent', () => {
  const log: string[] = []
  const note = <Record>(text: string, ...records: Record[]): Record[] => {
    log.push(text)
    return records
  }
  const client = clientLink('intermediate', {
    plaintext: message => note(`plaintext ${message.length}`),
    envelope: envelope => note(`envelope ${envelope.length}`, envelope, envelope),
    sealed: sealed => note(`sealed ${sealed.authKeyId === sharedKey.id}`, sealed),
    frame: frame => note(`frame ${frame.length === frame.payload.length}`, frame, frame),
  })
  const { link: server } = serverLink()
  client.sendPlaintext(4n, fromHex('01020304'))
  client.send(FIELDS, sharedKey)
  assert.deepEqual(log, [
    'plaintext 4',
    'envelope 4',
    'sealed true',
    'frame true',
    'sealed true',
    'frame true',
  ])
  assert.equal(received(server, written(client)).length, 4)
})

/** A tunnel that turns every byte over, and holds back what is written until it has received something. */
class Turned implements Tunnel {
  readonly #reads: Uint8Array[] = []
  readonly #writes = [fromHex('aa')]
  readonly #held: Uint8Array[] = []
  isOpen = false

  receive(chunk: Uint8Array): void {
    this.isOpen = true
    this.#reads.push(...Array.from(chunk, byte => Uint8Array.of(byte ^ 255)))
  }

  poll(): Uint8Array | undefined {
    const next = this.#reads.shift()
    if (next?.[0] === 0x99) throw new MtprotoError('ERR_PROXY_UNPROVEN')
    return next
  }

  write(bytes: Uint8Array): void {
    this.#held.push(bytes.map(byte => byte ^ 255))
  }

  pollWrite(): Uint8Array | undefined {
    return this.#writes.shift() ?? (this.isOpen ? this.#held.shift() : undefined)
  }
}

function tunnelled(): Link {
  const random = seededRandom('client')
  const transport = new ClientTransport({ framing: 'intermediate', crypto, random })
  const [start, tunnel] = [transport.start(), new Turned()]
  return new Link({ side: 'client', transport, tunnel, start, findKey, crypto, random })
}

test('a tunnel speaks first, and releases what was written when it stands', () => {
  const link = tunnelled()
  link.sendPlaintext(4n, fromHex('01020304'))
  assert.equal(toHex(written(link)), 'aa')
  link.receive(new Uint8Array(0))
  const frame = `eeeeeeee18000000${'00'.repeat(8)}04000000000000000400000001020304`
  assert.equal(toHex(written(link).map(byte => byte ^ 255)), frame)
})

test('what comes out of a tunnel is read like what comes from a socket', () => {
  const error = fromHex('040000006cfeffff').map(byte => byte ^ 255)
  assert.deepEqual(received(tunnelled(), error), [{ kind: 'transport-error', code: -404 }])
})

test('a tunnel that cannot be followed breaks the link behind what came before', () => {
  const link = tunnelled()
  const bytes = fromHex('040000006cfeffff99').map(byte => byte ^ 255)
  assert.deepEqual(fault(received(link, bytes)), ['transport-error', 'broken ERR_PROXY_UNPROVEN'])
  assert.deepEqual(received(link, bytes), [])
})
