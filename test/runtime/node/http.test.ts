// HTTP as Node speaks it, against ours: its client against the test DC, and both of its ends as a reverse proxy
// between our client and the test DC. What both of our ends might misread alike, these do not.
import assert from 'node:assert/strict'
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { Client } from '../../../src/client/client.ts'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { complete, encodeSealed, open, seal } from '../../../src/core/envelope/encrypted.ts'
import { createHost } from '../../../src/runtime/node/index.ts'
import { TestDc } from '../../../src/test-dc/index.ts'
import { testRsaKey } from '../../support/rsa-key.ts'

interface Response {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part)
  return Buffer.concat(parts)
}

const agent = new Agent({ keepAlive: true })
let dc: TestDc
let port = 0

before(async () => {
  dc = await TestDc.start({ key: testRsaKey })
  port = dc.dcs[0]!.port
})

after(async () => {
  agent.destroy()
  await dc.close()
})

function post(body: Uint8Array, method = 'POST'): Promise<Response> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Length': body.length, 'Content-Type': 'application/octet-stream' }
    const sent = request({ host: '127.0.0.1', port, path: '/api', method, agent, headers })
    sent.once('error', reject)
    sent.once('response', async message => {
      const { statusCode: status = 0, headers } = message
      resolve({ status, headers, body: await bodyOf(message) })
    })
    sent.end(body)
  })
}

/** An id for a message that is sent now. */
const msgIdNow = (): bigint => ((BigInt(Date.now()) << 32n) / 1000n) & ~3n

test("a request of Node's client gets the answer to its message", async () => {
  const nonce = '000102030405060708090a0b0c0d0e0f'
  const body = fromHex(`f18e7ebe${nonce}`)
  const header = new DataView(new ArrayBuffer(20))
  header.setBigInt64(8, msgIdNow(), true)
  header.setInt32(16, body.length, true)
  const message = concat(new Uint8Array(header.buffer), body)
  for (let round = 0; round < 3; round++) {
    const response = await post(message)
    assert.equal(response.status, 200)
    assert.equal(response.headers['content-length'], String(response.body.length))
    assert.equal(toHex(response.body.subarray(20, 40)), `63241605${nonce}`)
  }
  assert.equal(Object.values(agent.freeSockets).flat().length, 1)
})

test('an encrypted message goes in as it is and comes out as it is', async () => {
  const { crypto, random } = createHost()
  const { authKey, serverSalt: salt } = dc.authorize()
  const msgId = msgIdNow()
  const ping = fromHex('ec77be7a2a00000000000000')
  const fields = { salt, sessionId: 7n, msgId, seqNo: 0, body: ping }
  const response = await post(
    encodeSealed(seal(complete(fields, random), authKey, 'client', crypto)),
  )
  const opened = open(response.body, {
    findKey: () => authKey,
    side: 'server',
    padded: false,
    crypto,
  })
  assert.match(toHex(opened.body), /c5737734.{16}2a00000000000000/)
})

test('TR-34 an unknown key is the status 404, and the connection goes on', async () => {
  for (let round = 0; round < 2; round++) {
    const response = await post(new Uint8Array(64).fill(7))
    assert.deepEqual([response.status, response.body.length], [404, 0])
  }
})

test('another method is the status 405, after which the connection is closed', async () => {
  const response = await post(new Uint8Array(0), 'OPTIONS')
  assert.equal(response.status, 405)
  assert.equal(response.headers.allow, 'POST')
})

/** A reverse proxy in front of the test DC. */
async function reverseProxy(): Promise<{ server: Server; requests: () => number }> {
  let requests = 0
  const server = createServer(async (incoming, outgoing) => {
    requests++
    assert.deepEqual([incoming.method, incoming.url], ['POST', '/api'])
    assert.match(incoming.headers.host!, /^127\.0\.0\.1:\d+$/)
    try {
      const { status, body } = await post(await bodyOf(incoming))
      outgoing.writeHead(status, { 'Content-Length': body.length })
      outgoing.end(body)
    } catch {
      outgoing.writeHead(502).end('the data centre is away')
    }
  })
  // Connections that wait for a request are closed soon, as servers do.
  server.keepAliveTimeout = 50
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, requests: () => requests }
}

test("our client works behind Node's server and client, which close connections when they like", async () => {
  const { server, requests } = await reverseProxy()
  const { port } = server.address() as AddressInfo
  const client = new Client({
    apiId: 4,
    dcs: [{ id: 2, host: '127.0.0.1', port }],
    keys: [dc.publicKey],
    transport: 'http',
  })
  const updated = new Promise(resolve =>
    client.observe({ update: (_, update) => resolve(update), interrupted: () => {} }),
  )
  try {
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 10 }, () => client.invoke({ _: 'help.getNearestDc' })))
      await new Promise(resolve => setTimeout(resolve, 120))
    }
    const token = await client.invoke({
      _: 'auth.exportLoginToken',
      apiId: 4,
      apiHash: 'h',
      exceptIds: [],
    })
    assert.equal(token._, 'auth.loginToken')
    if (token._ === 'auth.loginToken') dc.accept(token.token)
    assert.match(JSON.stringify(await updated), /updateLoginToken/)
    assert.ok(requests() > 10)
    assert.deepEqual(
      dc.log.filter(({ kind }) => kind === 'violation'),
      [],
    )
  } finally {
    await client.close()
    server.closeAllConnections()
    server.close()
  }
})
