// Connections over streams that the caller supplies, and what becomes of those that come too late.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as dialTcp, type Socket as TcpSocket } from 'node:net'
import { Duplex, PassThrough } from 'node:stream'
import { test } from 'node:test'
import { WebSocketServer } from 'ws'
import { type Connect, createHost } from '../../../src/runtime/node/index.ts'
import { inTime, loopback, SocketLog, serving } from '../../support/sockets.ts'

const ADDRESS = { host: 'dc.example', port: 443 }

const log = (connect: Connect, address: object = {}) =>
  new SocketLog(events => createHost({ connect }).connect({ ...ADDRESS, ...address }, events))

/** A stream that answers what is written to it. */
const echo = (): PassThrough => new PassThrough()

test('a stream that is open already carries the connection, and ends with it', async () => {
  const stream = echo()
  const asked: object[] = []
  const { entries, socket, until } = log(address => {
    asked.push(address)
    return stream
  })
  await until(/opened/)
  socket.write(Buffer.from('one'))
  await until(/one/)
  socket.close()
  await until(/closed/)
  assert.deepEqual(asked, [ADDRESS])
  assert.deepEqual(entries, ['opened', 'one', 'closed'])
  assert.equal(stream.destroyed, true)
})

test('what is written as soon as it is open is sent', async () => {
  const received = new Promise(resolve => {
    const socket = createHost({ connect: echo }).connect(ADDRESS, {
      opened: () => socket.write(Buffer.from('at once')),
      received: bytes => {
        resolve(String(bytes))
        socket.close()
      },
      closed: () => {},
    })
  })
  assert.equal(await inTime(received, 'answer'), 'at once')
})

test('a stream may be promised, and be connecting still', async () => {
  const server = await loopback(socket => socket.pipe(socket))
  const { entries, socket, until } = log(async () =>
    dialTcp({ host: server.host, port: server.port }),
  )
  await until(/opened/)
  socket.write(Buffer.from('two'))
  await until(/two/)
  await server.close()
  await until(/closed/)
  assert.deepEqual(entries, ['opened', 'two', 'closed'])
})

test('what is thrown or rejected with is the reason', async () => {
  const thrown = log(() => {
    throw new Error('no way out')
  })
  const rejected = log(() => Promise.reject('no proxy'))
  await thrown.until(/closed/)
  await rejected.until(/closed/)
  assert.deepEqual(thrown.entries, ['closed: no way out'])
  assert.deepEqual(rejected.entries, ['closed: no proxy'])
})

test('a stream that breaks while it connects says why', async () => {
  const { port, close } = await loopback(() => {})
  await close()
  const { entries, until } = log(() => dialTcp({ host: '127.0.0.1', port }))
  await until(/closed/)
  assert.match(entries.join(), /^closed: connect ECONNREFUSED/)
})

test('a stream that is closed already is a failure', async () => {
  const stream = echo()
  stream.destroy()
  await once(stream, 'close')
  const { entries, until } = log(() => stream)
  await until(/closed/)
  assert.deepEqual(entries, ['closed: the stream was closed before'])
})

test('a stream whose other end stops writing is closed', async () => {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const { entries, until } = log(() => stream)
  await until(/opened/)
  stream.push(null)
  await until(/closed/)
  assert.deepEqual(entries, ['opened', 'closed'])
})

for (const webSocket of [undefined, 'ws'] as const)
  test(`a stream that comes after the close is destroyed${webSocket ? ', for a WebSocket' : ''}`, async () => {
    let resolve: (stream: Duplex) => void = () => {}
    const { entries, socket, until } = log(
      () =>
        new Promise(given => {
          resolve = given
        }),
      webSocket && { webSocket },
    )
    socket.close()
    while (resolve.length === 0) await new Promise(setImmediate)
    const stream = echo()
    resolve(stream)
    await until(/closed/)
    assert.deepEqual(entries, ['closed'])
    assert.equal(stream.destroyed, true)
  })

test('a WebSocket runs over the stream as well', async () => {
  const http = createServer()
  const webSockets = new WebSocketServer({ server: http, handleProtocols: () => 'binary' })
  webSockets.on('connection', (socket, { url, headers }) => {
    socket.send(Buffer.from(`${url} at ${headers.host}`))
  })
  const server = await serving(http)
  const asked: object[] = []
  const { entries, socket, until } = log(
    address => {
      asked.push(address)
      return dialTcp({ host: server.host, port: server.port })
    },
    { webSocket: 'ws', path: '/apiws_test' },
  )
  await until(/at/)
  assert.deepEqual(asked, [ADDRESS])
  assert.deepEqual(entries, ['opened', '/apiws_test at dc.example:443'])
  socket.close()
  await until(/closed/)
  await server.close()
})

test('a WebSocket that is closed while its stream connects hangs up on it', async () => {
  let stream: TcpSocket | undefined
  const server = await loopback(() => {})
  const { entries, socket, until } = log(
    () => {
      stream = dialTcp({ host: server.host, port: server.port })
      return stream
    },
    { webSocket: 'ws' },
  )
  while (stream === undefined) await new Promise(setImmediate)
  if (stream.connecting) await once(stream, 'connect')
  socket.close()
  await until(/closed/)
  assert.match(entries.join(), /^closed/)
  if (!stream.destroyed) await once(stream, 'close')
  await server.close()
})
