// Proxies that only pass streams on: how they are named, and what HTTP CONNECT says.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { proxyOption } from '../../src/cli/proxy-option.ts'
import { through, tunnelOption } from '../../src/cli/tunnel.ts'
import { Client } from '../../src/client/client.ts'
import { createHost } from '../../src/runtime/node/index.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { type Loopback, SocketLog, serving } from '../support/sockets.ts'

test('a URL names a proxy of either kind, with an account or without', () => {
  const host = { host: 'proxy.example', port: 1080 }
  assert.deepEqual(tunnelOption('socks5://proxy.example:1080'), { kind: 'socks5', ...host })
  assert.deepEqual(tunnelOption('HTTP://proxy.example:1080/'), { kind: 'http', ...host })
  assert.deepEqual(tunnelOption('http://[::1]:3128'), { kind: 'http', host: '::1', port: 3128 })
  const account = { user: 'ada', password: 'a:b@c' }
  assert.deepEqual(tunnelOption('socks5://ada:a%3Ab%40c@proxy.example:1080'), {
    ...{ kind: 'socks5', ...host, ...account },
  })
  assert.deepEqual(proxyOption('socks5://proxy.example:1080'), {
    tunnel: { kind: 'socks5', ...host },
  })
})

test('anything else is refused, and no password is told', () => {
  for (const url of [
    'socks5://ada:secret@proxy.example',
    'socks5://ada:secret@:1080',
    'socks5://ada:secret@proxy.example:99999',
    'socks5://ada:secret%@proxy.example:1080',
    'http://ada:secret@proxy.example:1080/path',
    'socks5:ada:secret',
  ])
    assert.throws(
      () => proxyOption(url),
      (error: Error & { code?: string }) =>
        error.code === 'ERR_ARGUMENT' && !error.message.includes('secret'),
      url,
    )
})

test('SOCKS5 without its package ends in one line that says how to get it', async () => {
  await assert.rejects(through({ kind: 'socks5', host: '127.0.0.1', port: 1 }), {
    code: 'ERR_ARGUMENT',
    advice: 'SOCKS5 needs a package of its own: npm install socks',
  })
})

/** A proxy that answers with this status, and passes on what is meant to be. */
async function proxy(
  status: string,
  answered: (request: IncomingMessage, target: Socket) => void = () => {},
): Promise<Loopback> {
  const http = createServer()
  http.on('connect', (request: IncomingMessage, socket: Socket) => {
    const { port, hostname } = new URL(`http://${request.url}`)
    const target = connect({ port: Number(port), host: hostname.replace(/[[\]]/g, '') })
    target.on('error', () => socket.destroy())
    answered(request, target)
    socket.write(`HTTP/1.1 ${status}\r\n\r\n`)
    if (!status.startsWith('2')) return socket.end()
    socket.pipe(target).pipe(socket)
    socket.once('close', () => target.destroy())
    return undefined
  })
  return serving(http)
}

test('a client is led through an HTTP proxy to every data centre', async t => {
  const asked: unknown[] = []
  const server = await proxy('200 Connection established', ({ url, headers }) => {
    asked.push([url, headers.host, headers['proxy-authorization']])
  })
  t.after(() => server.close())
  const { host: name, port } = server
  const tunnel = { kind: 'http', host: name, port, user: 'ada', password: 'a:b' } as const
  const dc = await TestDc.start({ dcs: [2, 4] })
  t.after(() => dc.close())
  const host = createHost({ connect: await through(tunnel) })
  const { dcs } = dc
  const client = new Client({ apiId: 1, host, dcs, keys: [dc.publicKey] })
  await client.connect(2)
  await client.connect(4)
  await client.close()
  const basic = 'Basic YWRhOmE6Yg=='
  assert.deepEqual(
    asked,
    dcs.map(({ port: at }) => [`127.0.0.1:${at}`, `127.0.0.1:${at}`, basic]),
  )
})

test('a proxy that refuses is the reason, with its own words', async t => {
  const server = await proxy('407 Proxy Authentication Required')
  t.after(() => server.close())
  const { host, port } = server
  const dial = createHost({ connect: await through({ kind: 'http', host, port }) })
  const { entries, until } = new SocketLog(events =>
    dial.connect({ host: '127.0.0.1', port: 9 }, events),
  )
  await until(/closed/)
  assert.match(entries.join(), /^closed: .*the proxy 127\.0\.0\.1:\d+.*407 Proxy Authentication/)
})

test('what the server says first is not lost behind the answer of the proxy', async t => {
  const http = createServer()
  http.on('connect', (_request, socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'))
  const server = await serving(http)
  t.after(() => server.close())
  const { host, port } = server
  const dial = createHost({ connect: await through({ kind: 'http', host, port }) })
  const { entries, until } = new SocketLog(events => dial.connect({ host: 'a', port: 1 }, events))
  await until(/closed/)
  assert.deepEqual(entries, ['opened', 'hello', 'closed'])
})
