// What listens on Node: TCP and WebSocket on one port, and those who take their time, or too much of it.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as dialTcp, type Socket as TcpSocket } from 'node:net'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import type { Address, Listener, Socket } from '../../../src/host/host.ts'
import { createHost } from '../../../src/runtime/node/index.ts'
import { inTime, noIpv6, SocketLog } from '../../support/sockets.ts'

/** What the listener was handed, in words. */
const served: string[] = []
const sockets: Socket[] = []
let listener: Listener

async function listen(host: string): Promise<Listener> {
  return createHost().listen({ host, port: 0 }, socket => {
    sockets.push(socket)
    return {
      opened: () => {},
      received: bytes => {
        served.push(Buffer.from(bytes).toString('latin1'))
        if (bytes[0] === 0x3f) socket.write(Buffer.from('!'))
      },
      closed: reason => served.push(reason === undefined ? 'closed' : `closed: ${reason}`),
    }
  })
}

const dial = (address: Partial<Address> = {}): SocketLog =>
  new SocketLog(events => createHost().connect({ ...listener.address, ...address }, events))

const tcp = (): TcpSocket => dialTcp({ host: '127.0.0.1', port: listener.address.port })

before(async () => {
  listener = await listen('127.0.0.1')
})
after(() => listener.close())

/** Asks and is answered. */
async function works(address: Partial<Address> = {}): Promise<void> {
  const { socket, until } = dial(address)
  await until(/opened/)
  socket.write(Buffer.from('?'))
  await until(/!/)
  socket.close()
  await until(/closed/)
}

test('TR-24 TCP and WebSocket are told apart on one port', async () => {
  await works()
  await works({ webSocket: 'ws' })
  await works()
})

test('TR-24 an HTTP request that wants no WebSocket finds nothing', async () => {
  const headers = { connection: 'close' }
  const response = await fetch(`http://127.0.0.1:${listener.address.port}/apiws`, { headers })
  assert.equal(response.status, 404)
})

test('TCP that begins like a request, but is none, arrives whole', async () => {
  served.length = 0
  const { socket, until } = dial()
  await until(/opened/)
  for (const part of ['G', 'E', 'T?']) {
    socket.write(Buffer.from(part))
    await new Promise(setImmediate)
  }
  socket.close()
  await until(/closed/)
  while (served.at(-1) !== 'closed') await new Promise(setImmediate)
  assert.equal(served.slice(0, -1).join(''), 'GET?')
})

test('one that says nothing, and one that says half a request, delay nobody', async () => {
  const silent = tcp()
  const halfway = tcp()
  await Promise.all([once(silent, 'connect'), once(halfway, 'connect')])
  halfway.write('GET /apiws HTTP/1.1\r\nHost: ')
  await works()
  await works({ webSocket: 'ws' })
  silent.destroy()
  halfway.destroy()
})

/** Until every connection that is over is known to be. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
}

test('TR-26 one that says nothing, or never ends its request, is cut after 15 s', async t => {
  await quiet()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const silent = tcp()
  const halfway = tcp()
  await Promise.all([silent, halfway].map(socket => once(socket, 'connect')))
  halfway.write('GET /apiws HTTP/1.1\r\nHost: ')
  await works()
  t.mock.timers.tick(14_999)
  await works()
  assert.deepEqual([silent.destroyed, halfway.destroyed], [false, false])
  const closed = [silent, halfway].map(socket =>
    once(
      socket.on('error', () => {}),
      'close',
    ),
  )
  silent.resume()
  halfway.resume()
  t.mock.timers.tick(1)
  await inTime(Promise.all(closed), 'end of who does not begin')
})

test('one that has begun is not cut', async t => {
  await quiet()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const plain = dial()
  const webSocket = dial({ webSocket: 'ws' })
  await Promise.all([plain.until(/opened/), webSocket.until(/opened/)])
  plain.socket.write(Buffer.from('?'))
  await plain.until(/!/)
  t.mock.timers.tick(60_000)
  for (const { socket, until, entries } of [plain, webSocket]) {
    entries.length = 0
    socket.write(Buffer.from('?'))
    await until(/!/)
    socket.close()
  }
  t.mock.timers.reset()
  await Promise.all([plain.until(/closed/), webSocket.until(/closed/)])
})

for (const webSocket of [undefined, 'ws'] as const)
  test(`${webSocket ? 'a WebSocket' : 'TCP'} that does not read is cut with 16 MiB unsent, and others are served`, async () => {
    served.length = 0
    sockets.length = 0
    const slow = webSocket
      ? new WebSocket(`ws://127.0.0.1:${listener.address.port}`, 'binary')
      : tcp()
    await once(slow, webSocket ? 'open' : 'connect')
    slow.pause()
    if (slow instanceof WebSocket) slow.send('ready', { binary: true })
    else slow.write('ready')
    while (served.length === 0) await new Promise(setImmediate)
    const [socket] = sockets
    const megabyte = new Uint8Array(2 ** 20)
    // What the system takes for itself does not count.
    for (let sent = 0; sent < 17; sent++) socket!.write(megabyte)
    await new Promise(setImmediate)
    assert.deepEqual(served, ['ready'])
    await works()
    const isCut = (): boolean => served.includes('closed: the peer does not read')
    assert.equal(isCut(), false)
    for (let sent = 0; sent < 16 && !isCut(); sent++) {
      socket!.write(megabyte)
      await new Promise(setImmediate)
    }
    assert.equal(isCut(), true)
    if (slow instanceof WebSocket) slow.terminate()
    else slow.destroy()
  })

test('TR-33 an upgrade that does not name the subprotocol is refused', async () => {
  for (const protocols of [[], ['text']]) {
    const socket = new WebSocket(`ws://127.0.0.1:${listener.address.port}/apiws`, protocols)
    const [error] = await inTime(once(socket, 'error'), 'refusal')
    assert.match((error as Error).message, /400/)
  }
})

test('TR-33 a text message ends the connection, and is not passed on', async () => {
  served.length = 0
  const socket = new WebSocket(`ws://127.0.0.1:${listener.address.port}/apiws`, 'binary')
  await once(socket, 'open')
  socket.send('?')
  const [code] = await inTime(once(socket, 'close'), 'end')
  assert.equal(code, 1000)
  assert.equal(served.includes('?'), false)
})

test('a WebSocket message beyond 8 MiB ends the connection', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${listener.address.port}/apiws`, 'binary')
  await once(socket, 'open')
  socket.send(new Uint8Array(2 ** 23 + 1))
  const [code] = await inTime(once(socket, 'close'), 'end')
  assert.equal(code, 1009)
})

test('IPv6 carries both', async t => {
  const reason = await noIpv6()
  if (reason) return t.skip(reason)
  const other = await listen('::1')
  await works(other.address)
  await works({ ...other.address, webSocket: 'ws' })
  await other.close()
})

test('a port that is taken is said', async () => {
  const { port } = listener.address
  await assert.rejects(
    createHost().listen({ host: '127.0.0.1', port }, () => assert.fail()),
    {
      code: 'ERR_ARGUMENT',
      at: `127.0.0.1:${port}`,
    },
  )
})
