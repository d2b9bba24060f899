import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Address, SocketEvents } from '../../../src/host/host.ts'
import type { PlatformSocket } from '../../../src/runtime/web/platform.ts'
import { connect } from '../../../src/runtime/web/sockets.ts'
import { withPlatform } from './platform.ts'

/** A WebSocket whose other side is the test. */
class FakeSocket implements PlatformSocket {
  static last: FakeSocket
  readonly url: string
  readonly protocol: string
  readonly sent: Uint8Array[] = []
  binaryType = 'blob'
  readyState = 0
  closings = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null

  constructor(url: string, protocol: string) {
    this.url = url
    this.protocol = protocol
    FakeSocket.last = this
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes)
  }

  close(): void {
    this.closings++
  }
}

const ADDRESS: Address = { host: 'dc.example', port: 443, webSocket: 'wss' }

function listen(): SocketEvents & { readonly log: string[] } {
  const log: string[] = []
  return {
    log,
    opened: () => log.push('opened'),
    received: bytes => log.push(`received ${bytes.constructor.name} ${bytes}`),
    closed: reason => log.push(`closed ${reason}`),
  }
}

test('a connection is a WebSocket with the subprotocol of the page, at its default path or another', async () => {
  await withPlatform({ WebSocket: FakeSocket }, () => {
    connect(ADDRESS, listen())
    assert.equal(FakeSocket.last.url, 'wss://dc.example:443/apiws')
    assert.equal(FakeSocket.last.protocol, 'binary')
    assert.equal(FakeSocket.last.binaryType, 'arraybuffer')
    connect({ host: '::1', port: 8443, webSocket: 'ws', path: '/apiws_test' }, listen())
    assert.equal(FakeSocket.last.url, 'ws://[::1]:8443/apiws_test')
  })
})

test('bytes go both ways once it is open, and a close that was asked for has no reason', async () => {
  await withPlatform({ WebSocket: FakeSocket }, () => {
    const events = listen()
    const socket = connect(ADDRESS, events)
    const { last } = FakeSocket
    socket.write(Uint8Array.of(1))
    last.readyState = 1
    last.onopen?.()
    socket.write(Uint8Array.of(2))
    last.onmessage?.({ data: Uint8Array.of(3, 4).buffer })
    socket.close()
    last.onclose?.({ code: 1000, reason: '' })
    assert.deepEqual(last.sent, [Uint8Array.of(2)])
    assert.equal(last.closings, 1)
    assert.deepEqual(events.log, ['opened', 'received Uint8Array 3,4', 'closed undefined'])
  })
})

test('TR-33 a text message ends the connection', async () => {
  await withPlatform({ WebSocket: FakeSocket }, () => {
    const events = listen()
    connect(ADDRESS, events)
    FakeSocket.last.onmessage?.({ data: 'hello' })
    assert.equal(FakeSocket.last.closings, 1)
    assert.deepEqual(events.log, [])
  })
})

test('a connection that fails says why in words', async () => {
  await withPlatform({ WebSocket: FakeSocket }, () => {
    for (const [code, reason, words] of [
      [1006, '', 'the WebSocket failed'],
      [1011, 'overload', 'the WebSocket ended with code 1011: overload'],
    ] as const) {
      const events = listen()
      connect(ADDRESS, events)
      FakeSocket.last.onclose?.({ code, reason })
      assert.deepEqual(events.log, [`closed ${words}`])
    }
  })
})

test('what cannot be opened here fails after connect() has returned', async () => {
  class Refusing extends FakeSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol)
      throw new TypeError('an insecure WebSocket from a secure page')
    }
  }
  const cases = [
    [FakeSocket, { host: 'dc.example', port: 443 }, 'from here only a WebSocket can be opened'],
    [undefined, ADDRESS, 'this engine has no WebSocket'],
    [Refusing, ADDRESS, 'an insecure WebSocket from a secure page'],
  ] as const
  for (const [WebSocket, address, words] of cases) {
    await withPlatform({ WebSocket }, async () => {
      const events = listen()
      const socket = connect(address, events)
      socket.write(Uint8Array.of(1))
      socket.close()
      assert.deepEqual(events.log, [])
      await Promise.resolve()
      assert.equal(events.log.length, 1)
      assert.match(`${events.log}`, new RegExp(`^closed ${words}`))
    })
  }
})
