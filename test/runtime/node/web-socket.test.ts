// A client's WebSockets against a server that is not ours: borders, closes, TLS.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { type WebSocket, WebSocketServer } from 'ws'
import { createHost } from '../../../src/runtime/node/index.ts'
import { type Loopback, SocketLog, serving } from '../../support/sockets.ts'

/** A server that does this with each WebSocket. */
async function serve(with_: (socket: WebSocket) => void): Promise<Loopback> {
  const http = createServer()
  new WebSocketServer({ server: http, handleProtocols: () => 'binary' }).on('connection', with_)
  return serving(http)
}

const dial = ({ host, port }: Loopback): SocketLog =>
  new SocketLog(events => createHost().connect({ host, port, webSocket: 'ws' }, events))

test('TR-30 the subprotocol is asked for, and frames are binary', async () => {
  const seen: unknown[] = []
  const server = await serve(socket => {
    seen.push(socket.protocol)
    socket.on('message', (data, isBinary) => {
      seen.push(String(data), isBinary)
      socket.send(Buffer.from('got it'))
    })
  })
  const { socket, until } = dial(server)
  await until(/opened/)
  socket.write(Buffer.from('bytes'))
  await until(/got it/)
  assert.deepEqual(seen, ['binary', 'bytes', true])
  socket.close()
  await until(/closed/)
  await server.close()
})

test('TR-31 bytes arrive in order, however they are cut into messages and fragments', async () => {
  const server = await serve(socket => {
    for (const part of ['a', 'bc', '', 'def']) socket.send(Buffer.from(part))
    socket.send(Buffer.from('gh'), { fin: false })
    socket.send(Buffer.from('ij'), { fin: true })
  })
  const { entries, socket, until } = dial(server)
  await until(/j/)
  assert.equal(entries.slice(1).join(''), 'abcdefghij')
  socket.close()
  await until(/closed/)
  await server.close()
})

test('TR-32 a close with 1000 and a reason is a close without a word', async () => {
  const server = await serve(socket => socket.close(1000, 'the end of the world'))
  const { entries, until } = dial(server)
  await until(/closed/)
  assert.deepEqual(entries, ['opened', 'closed'])
  await server.close()
})

test('TR-33 a text message from a server ends the connection', async () => {
  const codes: number[] = []
  const server = await serve(socket => {
    socket.on('close', code => codes.push(code))
    socket.send('text')
  })
  const { entries, until } = dial(server)
  await until(/closed/)
  assert.deepEqual(entries, ['opened', 'closed'])
  while (codes.length === 0) await new Promise(setImmediate)
  assert.deepEqual(codes, [1000])
  await server.close()
})

test('a server that does not upgrade is the reason', async () => {
  const server = await serving(createServer((_request, response) => response.writeHead(503).end()))
  const { entries, until } = dial(server)
  await until(/closed/)
  assert.match(entries.join(), /^closed: .*503/)
  await server.close()
})

/** A certificate for 127.0.0.1 that nobody vouches for, or undefined without the program that makes it. */
function certificate(folder: string): { key: string; cert: string; path: string } | undefined {
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const names = ['-subj', '/CN=loopback', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:dc.example']
  try {
    execFileSync('openssl', ['req', '-x509', ...made, ...names, '-keyout', key, '-out', path], {
      stdio: 'ignore',
    })
  } catch {
    return undefined
  }
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path }
}

/** Dials by wss in a process of its own, directly or over a stream under another name, and prints what happens. */
const PROGRAM = `
import { connect } from 'node:net'
import { createHost } from '#runtime'
const port = Number(process.env.PORT)
const over = process.env.OVER === 'stream'
const host = createHost(over ? { connect: () => connect({ host: '127.0.0.1', port }) } : {})
const address = { host: over ? 'dc.example' : '127.0.0.1', port, webSocket: 'wss' }
const socket = host.connect(address, {
  opened: () => console.log('opened'),
  received: bytes => { console.log(String.fromCharCode(...bytes)); socket.close() },
  closed: reason => console.log('closed', reason ?? ''),
})
`

test('wss is TLS with the name of its host, and a certificate has to be vouched for', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'raw-mtproto-wss-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const made = certificate(folder)
  if (made === undefined) return t.skip('no openssl to make a certificate with')
  const names: unknown[] = []
  const https = createTlsServer(made)
  https.on('secureConnection', ({ servername }) => names.push(servername))
  new WebSocketServer({ server: https, handleProtocols: () => 'binary' }).on('connection', socket =>
    socket.send(Buffer.from('secret')),
  )
  const server = await serving(https)
  const run = async (env: object): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', PROGRAM],
      { cwd: process.cwd(), env: { ...process.env, PORT: String(server.port), ...env } },
    )
    return stdout
  }
  const NODE_EXTRA_CA_CERTS = made.path
  assert.match(await run({}), /^closed .*(self-signed|self signed)/)
  assert.equal(await run({ NODE_EXTRA_CA_CERTS }), 'opened\nsecret\nclosed \n')
  assert.equal(await run({ NODE_EXTRA_CA_CERTS, OVER: 'stream' }), 'opened\nsecret\nclosed \n')
  assert.deepEqual(names.slice(-2), [false, 'dc.example'])
  await server.close()
})
