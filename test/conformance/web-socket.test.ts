// The harness's own WebSocket, against the examples of RFC 6455, and its two ends against each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WebSocketClientEnd, WebSocketServerEnd } from '../../src/conformance/web-socket.ts'
import {
  encodeFrame,
  headerOf,
  readFrame,
  readHead,
  upgradeProof,
} from '../../src/conformance/web-socket-frame.ts'
import { fromHex, toHex } from '../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import { ByteQueue } from '../../src/core/transport/byte-queue.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { seededRandom } from '../support/random.ts'

const HELLO = encodeUtf8('Hello')
const HELLO_PLAIN = '810548656c6c6f'
const HELLO_MASKED = '818537fa213d7f9f4d5158'

function queueOf(...parts: Uint8Array[]): ByteQueue {
  const queue = new ByteQueue()
  for (const part of parts) queue.push(part)
  return queue
}

test('a frame is written as RFC 6455 has it, plain and masked', () => {
  const frame = { opcode: 'text', payload: HELLO } as const
  assert.equal(toHex(encodeFrame(frame)), HELLO_PLAIN)
  assert.equal(toHex(encodeFrame(frame, fromHex('37fa213d'))), HELLO_MASKED)
})

test('a frame is read when all of it is there', () => {
  for (const wire of [HELLO_PLAIN, HELLO_MASKED]) {
    const bytes = fromHex(wire)
    for (let length = 0; length < bytes.length; length++)
      assert.equal(readFrame(queueOf(bytes.subarray(0, length))), undefined)
    const queue = queueOf(bytes, Uint8Array.of(0x82))
    assert.deepEqual(readFrame(queue), { opcode: 'text', payload: HELLO })
    assert.equal(queue.length, 1)
  }
})

test('lengths take one, three or nine bytes', () => {
  for (const [size, head] of [
    [0, '8200'],
    [125, '827d'],
    [126, '827e007e'],
    [65_535, '827effff'],
    [65_536, '827f0000000000010000'],
  ] as const) {
    const frame = { opcode: 'binary', payload: new Uint8Array(size) } as const
    const bytes = encodeFrame(frame)
    assert.equal(toHex(bytes.subarray(0, bytes.length - size)), head)
    assert.deepEqual(readFrame(queueOf(bytes)), frame)
  }
})

test('an upgrade is proved as RFC 6455 has it', () => {
  const proof = upgradeProof('dGhlIHNhbXBsZSBub25jZQ==', portable)
  assert.equal(proof, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
})

test('a head ends with an empty line, and its headers have names in any case', () => {
  const queue = queueOf(encodeUtf8('GET / HTTP/1.1\r\nUPGRADE:  websocket\r\n'))
  assert.equal(readHead(queue), undefined)
  queue.push(encodeUtf8('\r\n!'))
  const lines = readHead(queue)!
  assert.equal(headerOf(lines, 'Upgrade'), 'websocket')
  assert.equal(headerOf(lines, 'Host'), undefined)
  assert.equal(queue.length, 1)
})

test('the two ends carry bytes both ways and close', async () => {
  const host = new MemoryHost()
  const log: string[] = []
  const observer = (name: string) => ({
    opened: () => log.push(`${name} opened`),
    received: (bytes: Uint8Array) => log.push(`${name} ${bytes.join()}`),
    closed: () => log.push(`${name} closed`),
  })
  let server: WebSocketServerEnd | undefined
  const { address } = await host.listen({ host: 'a', port: 0 }, socket => {
    server = new WebSocketServerEnd(socket, portable, inner => {
      inner.write(Uint8Array.of(1, 2))
      return observer('server')
    })
    return server.events
  })
  const client = new WebSocketClientEnd(host, address, seededRandom('mask'), observer('client'), {})
  await settle()
  client.write(Uint8Array.of(3))
  await settle()
  server!.closeWith(1000, 'enough')
  await settle()
  assert.deepEqual(log, [
    'client opened',
    'client 1,2',
    'server 3',
    'client closed',
    'server closed',
  ])
  assert.deepEqual(server!.upgrade, { path: '/apiws', protocols: ['binary'] })
  assert.deepEqual(server!.opcodes, ['binary', 'close'])
})
