// Both ends of a fake TLS connection, against published bytes and against each other.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { FakeTlsClient, isProven } from '../../../src/core/transport/fake-tls-client.ts'
import { FakeTlsServer, SeenHellos } from '../../../src/core/transport/fake-tls-server.ts'
import type { Tunnel } from '../../../src/core/transport/tunnel.ts'
import { seededRandom } from '../../support/random.ts'
import { hello, TIME, tlsSecret } from './hello.ts'

const now = { monotonic: 0, unix: TIME * 1000 }
const common = { secret: tlsSecret(), crypto: portable }
const payload = (length: number): Uint8Array => seededRandom('payload')(length, 'nonce')
const record = (type: number, body: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(type, 3, 3, body.length >> 8, body.length), body)

function client(seed = 'client'): FakeTlsClient {
  return new FakeTlsClient({ ...common, time: TIME * 1000, random: seededRandom(seed) })
}

function server(seen = new SeenHellos(), stages = {}): FakeTlsServer {
  return new FakeTlsServer({ ...common, random: seededRandom('server'), seen, stages })
}

/** All that waits to be written. */
function written(end: Pick<Tunnel, 'pollWrite'>): Uint8Array {
  const parts: Uint8Array[] = []
  for (let part = end.pollWrite(); part; part = end.pollWrite()) parts.push(part)
  return concat(...parts)
}

/** All that comes out when `bytes` arrive in pieces of `size`. */
function through(end: FakeTlsClient | FakeTlsServer, bytes: Uint8Array, size = 1e6): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) {
    end.receive(bytes.subarray(at, at + size))
    for (let part = end.poll(now); part; part = end.poll(now)) parts.push(part)
  }
  return concat(...parts)
}

/** A client whose hello was answered. */
function connected(): { client: FakeTlsClient; server: FakeTlsServer } {
  const ends = { client: client(), server: server() }
  through(ends.server, written(ends.client))
  through(ends.client, written(ends.server))
  return ends
}

test('TR-44 the published answer of a proxy is proven, and with any digest bit turned it is not', () => {
  const file = new URL('../../vectors/vectors.json', import.meta.url)
  const vector = JSON.parse(readFileSync(file, 'utf8')).fake_tls_server_hello
  const answer = fromHex(vector.response)
  const random = fromHex(vector.client_random)
  const key = fromHex(vector.secret)
  assert.equal(toHex(answer.subarray(11, 43)), vector.server_digest)
  assert.equal(isProven(answer, random, key, portable), true)
  for (let bit = 0; bit < 256; bit++) {
    const changed = answer.slice()
    changed[11 + (bit >> 3)]! ^= 1 << (bit & 7)
    assert.equal(isProven(changed, random, key, portable), false)
  }
  const longer = concat(answer, Uint8Array.of(0))
  assert.equal(isProven(longer, random, key, portable), false)
})

test('TR-45 nothing but the hello is written before the answer, and then all of it', () => {
  const ends = { client: client(), server: server() }
  ends.client.write(payload(10))
  const first = written(ends.client)
  assert.equal(toHex(first.subarray(0, 3)), '160301')
  ends.client.write(payload(20))
  assert.equal(written(ends.client).length, 0)
  through(ends.server, first)
  const answer = written(ends.server)
  through(ends.client, answer.subarray(0, -1))
  assert.equal(written(ends.client).length, 0)
  through(ends.client, answer.subarray(-1))
  const both = concat(payload(10), payload(20))
  const flight = concat(fromHex('140303000101'), record(0x17, both))
  assert.equal(toHex(written(ends.client)), toHex(flight))
  ends.client.write(payload(3))
  assert.equal(toHex(written(ends.client)), toHex(record(0x17, payload(3))))
})

test('what a client writes is cut into records of 2878 bytes', () => {
  const { client } = connected()
  client.write(payload(7000))
  const sent = written(client).subarray(6)
  const all = payload(7000)
  const pieces = [all.subarray(0, 2878), all.subarray(2878, 5756), all.subarray(5756)]
  assert.equal(toHex(sent), toHex(concat(...pieces.map(piece => record(0x17, piece)))))
})

test('TR-46 both ends put records together again, however they are cut', () => {
  for (const size of [1, 7, 5000]) {
    const { client, server } = connected()
    client.write(payload(7000))
    assert.deepEqual(through(server, written(client), size), payload(7000))
    server.write(payload(40_000))
    assert.deepEqual(through(client, written(server), size), payload(40_000))
  }
})

test('TR-46 a record of 2^14 + 256 bytes is read, a larger one refused from its header on', () => {
  const { client } = connected()
  const largest = record(0x17, payload(2 ** 14 + 256))
  assert.deepEqual(through(client, largest), payload(2 ** 14 + 256))
  assert.throws(() => through(client, fromHex('1703034101')), {
    code: 'ERR_FRAME_TOO_LARGE',
    rule: 'TR-46',
    got: 2 ** 14 + 257,
  })
})

test('a change of cipher means nothing to either end, wherever it comes', () => {
  const { client, server } = connected()
  const change = fromHex('140303000101')
  const bytes = concat(change, record(0x17, payload(5)), change, record(0x17, payload(6)))
  assert.deepEqual(through(client, bytes), concat(payload(5), payload(6)))
  assert.deepEqual(through(server, bytes), concat(payload(5), payload(6)))
})

for (const [name, hex] of [
  ['a record of another type', '1603030000'],
  ['an alert', '15030300020250'],
  ['another version', '1703010000'],
  ['a change of cipher of another length', '14030300020101'],
  ['plain text', '485454502f'],
] as const)
  test(`${name} ends the stream behind what came before it`, () => {
    for (const end of Object.values(connected())) {
      end.receive(concat(record(0x17, payload(5)), fromHex(hex)))
      assert.deepEqual(end.poll(now), payload(5))
      assert.throws(() => end.poll(now), { code: 'ERR_FRAME_INVALID', rule: 'TR-46' })
    }
  })

/** The bytes with one bit turned. */
function turned(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, bytes[at]! ^ 1)
}

/** A genuine answer as its three records, and the client that waits for it. */
function answered(): { client: FakeTlsClient; records: [Uint8Array, Uint8Array, Uint8Array] } {
  const end = client()
  const proxy = server()
  through(proxy, written(end))
  const answer = written(proxy)
  const first = 5 + ((answer[3]! << 8) | answer[4]!)
  return {
    client: end,
    records: [answer.slice(0, first), answer.slice(first, first + 6), answer.slice(first + 6)],
  }
}

test('TR-44 an answer with one bit turned anywhere is refused, and nothing more is written', () => {
  const { records } = answered()
  const bytes = concat(...records)
  // past the header of the first record, as it is one of the record layer otherwise
  for (let at = 5; at < bytes.length; at += 97) {
    const { client } = answered()
    client.write(payload(10))
    const changed = bytes.slice()
    changed[at]! ^= 0x40
    assert.throws(() => through(client, changed), { name: 'MtprotoError' })
    assert.equal(client.pollWrite(), undefined)
  }
})

test('TR-44 the answer to another hello is refused', () => {
  const { records } = answered()
  assert.throws(() => through(client('another'), concat(...records)), {
    code: 'ERR_PROXY_UNPROVEN',
    rule: 'TR-44',
  })
})

/** The answer with its digest made for these records. */
function signed(client: Uint8Array, ...records: Uint8Array[]): Uint8Array {
  const answer = concat(...records).fill(0, 11, 43)
  answer.set(portable.hmacSha256(tlsSecret().key, client.subarray(11, 43), answer), 11)
  return answer
}

test('TR-44 other handshake records in the open are part of the answer', () => {
  const end = client()
  const own = written(end)
  const { records } = answered()
  const more = record(0x16, payload(300))
  const [first, change, data] = records
  const bytes = signed(own, first, ...Array(15).fill(more), change, data)
  assert.deepEqual(through(end, concat(bytes, record(0x17, payload(4))), 11), payload(4))
})

for (const [name, arrange] of [
  ['without a hello', ([, change, data]) => [change, data]],
  ['without a change of cipher', ([first, , data]) => [first, data]],
  ['with two of them', ([first, change, data]) => [first, change, change, data]],
  ['with its hello behind that', ([first, change, data]) => [first, change, first, data]],
  ['of 17 handshake records', ([first, change, data]) => [...Array(17).fill(first), change, data]],
] as [string, (records: [Uint8Array, Uint8Array, Uint8Array]) => Uint8Array[]][])
  test(`an answer ${name} is refused although it is signed`, () => {
    const end = client()
    const own = written(end)
    const bytes = signed(own, ...arrange(answered().records))
    assert.throws(() => through(end, bytes), { code: 'ERR_PROXY_UNPROVEN' })
  })

test('the answer of a proxy is a hello of TLS 1.3 for the session of the client', () => {
  const end = client()
  const own = written(end)
  const proxy = server()
  through(proxy, own)
  const answer = written(proxy)
  // record, type and length of the hello, version
  assert.equal(toHex(answer.subarray(0, 11)), '160303007a020000760303')
  assert.equal(toHex(answer.subarray(43, 76)), toHex(own.subarray(43, 76)))
  // the cipher, no compression, 46 bytes of extensions: a key share of X25519 and the version
  assert.equal(toHex(answer.subarray(76, 89)), '130100002e00330024001d0020')
  assert.equal(toHex(answer.subarray(121, 127)), '002b00020304')
  assert.equal(toHex(answer.subarray(127, 136)), '140303000101170303')
  assert.equal(answer.length, 138 + ((answer[136]! << 8) | answer[137]!))
  assert.ok(answer.length > 2000)
})

for (const [name, bytes, code] of [
  ['with another key', hello({ key: new Uint8Array(16) }), 'ERR_PROXY_REFUSED'],
  ['with one bit of its digest turned', turned(hello(), 11), 'ERR_PROXY_REFUSED'],
  ['for another domain', hello({ domain: 'example.org' }), 'ERR_PROXY_REFUSED'],
  ['from 121 seconds ago', hello({ time: TIME - 121 }), 'ERR_PROXY_REFUSED'],
  ['from 121 seconds ahead', hello({ time: TIME + 121 }), 'ERR_PROXY_REFUSED'],
  [
    'changed in its last byte',
    concat(hello().subarray(0, -1), Uint8Array.of(1)),
    'ERR_PROXY_REFUSED',
  ],
  ['that is a request of HTTP', fromHex('474554202f20485454502f312e31'), 'ERR_FRAME_INVALID'],
] as [string, Uint8Array, ErrorCode][])
  test(`a hello ${name} gets no answer`, () => {
    const proxy = server()
    assert.throws(() => through(proxy, bytes), { code })
    assert.equal(proxy.pollWrite(), undefined)
  })

test('a hello from two minutes ago or ahead is answered', () => {
  for (const time of [TIME - 120, TIME + 120]) {
    const proxy = server()
    through(proxy, hello({ time }), 100)
    assert.ok(written(proxy).length > 0)
  }
})

test('a hello is answered once, until so many others came that it is forgotten', () => {
  const seen = new SeenHellos(2)
  const greet = (seed: string): void =>
    void through(server(seen), hello({ random: seededRandom(seed) }))
  greet('one')
  assert.throws(() => greet('one'), { code: 'ERR_PROXY_REFUSED', at: 'TLS hello, its repetition' })
  greet('two')
  greet('three')
  assert.doesNotThrow(() => greet('one'))
})

test('hooks see the whole answer and each record of a server', () => {
  const stages = {
    answer: (bytes: Uint8Array) => [bytes.subarray(0, 3)],
    record: (each: { type: number; payload: Uint8Array }) => [each, each],
  }
  const proxy = server(new SeenHellos(), stages)
  through(proxy, hello())
  assert.equal(toHex(written(proxy)), '160303')
  proxy.write(payload(2))
  assert.equal(toHex(written(proxy)), toHex(record(0x17, payload(2))).repeat(2))
})
