// HTTP as a framing: the bytes of requests and responses, whose turn it is, and what is refused.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { toHex } from '../../../src/core/bytes/hex.ts'
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import type { ClientTransport } from '../../../src/core/transport/client-transport.ts'
import type { ServerTransport } from '../../../src/core/transport/server-transport.ts'
import { client, deliver, drain, payload, payloadOf, server } from './ends.ts'

const BODY = payloadOf(40)
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const http = (head: string, body: Uint8Array = new Uint8Array(0)): Uint8Array =>
  concat(encodeUtf8(head), body)

const asking = (host = 'dc.test:80'): ClientTransport => client({ framing: 'http', host })

/** A server that was just asked. */
function asked(): ServerTransport {
  const answering = server()
  answering.receive(asking().encode(asking().complete(BODY)))
  drain(answering)
  return answering
}

const request = (fields: string, line = 'POST /api HTTP/1.1'): string =>
  `${line}\r\n${fields}\r\n\r\n`
const GOOD = request('Host: x\r\nContent-Length: 40')

test('a request is a POST of the payload to /api, and nothing goes before it', () => {
  const from = asking()
  assert.equal(toHex(from.start()), '')
  const bytes = from.encode(from.complete(BODY))
  const head =
    'POST /api HTTP/1.1\r\nHost: dc.test:80\r\nContent-Length: 40\r\nConnection: keep-alive\r\n\r\n'
  assert.equal(text(bytes), head + text(BODY))
})

test('a response has the payload as its body', () => {
  const answering = asked()
  const bytes = answering.encode(answering.complete(BODY))
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 40\r\nConnection: keep-alive\r\n\r\n'
  assert.equal(text(bytes), head + text(BODY))
})

test('TR-34 a transport error is the status of a response without a body', () => {
  const heads = {
    404: 'HTTP/1.1 404 Not Found\r\n',
    429: 'HTTP/1.1 429 Too Many Requests\r\n',
    444: 'HTTP/1.1 444 \r\n',
    405: 'HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\n',
  }
  for (const [status, head] of Object.entries(heads)) {
    const answering = asked()
    const bytes = answering.encode(answering.completeError(-Number(status)))
    assert.equal(text(bytes), `${head}Content-Length: 0\r\nConnection: keep-alive\r\n\r\n`)
    assert.deepEqual(deliver(asking(), bytes, 7), [{ kind: 'error', code: -Number(status) }])
  }
})

test('TR-05 requests and responses come in pieces of any size, one after the other', () => {
  for (const size of [1, 2, 3, 7, 50, 1000]) {
    const from = asking()
    const to = server()
    for (const length of [4, 24, 3000]) {
      const message = payloadOf(length)
      const bytes = from.encode(from.complete(message))
      assert.deepEqual(deliver(to, bytes, size), [payload(message)])
      assert.equal(to.detected, 'http')
      const answer = payloadOf(length + 4, 5)
      assert.deepEqual(deliver(from, to.encode(to.complete(answer)), size), [payload(answer)])
    }
  }
})

test('a server speaks only while a request waits, a client when it likes', () => {
  const to = server()
  assert.equal(to.mayWrite, false)
  to.receive(http(GOOD, BODY.subarray(0, 20)))
  drain(to)
  assert.equal(to.mayWrite, false)
  to.receive(BODY.subarray(20))
  drain(to)
  assert.equal(to.mayWrite, true)
  to.encode(to.complete(BODY))
  assert.equal(to.mayWrite, false)
  assert.equal(asking().mayWrite, true)
})

test('a second request before the response to the first is refused', () => {
  const to = server()
  to.receive(http(GOOD, BODY))
  assert.deepEqual(drain(to), [payload(BODY)])
  to.receive(encodeUtf8('P'))
  assert.throws(() => to.poll(), { code: 'ERR_FRAME_INVALID', at: 'request' })
})

test('there are no quick acknowledgements', () => {
  assert.equal(asking().supportsQuickAck, false)
  assert.throws(() => asking().complete(BODY, { quickAck: true }), { code: 'ERR_ARGUMENT' })
  assert.throws(() => asked().encodeQuickAck(0x80000000), { code: 'ERR_ARGUMENT' })
})

test('HTTP cannot be obfuscated, and a host is one word', () => {
  const obfuscation = { dcId: 2 }
  assert.throws(() => client({ framing: 'http', obfuscation }), {
    code: 'ERR_ARGUMENT',
    got: 'http',
  })
  assert.throws(() => asking('x\r\nEvil: 1'), { code: 'ERR_ARGUMENT', at: 'host' })
})

describe('a server takes', () => {
  const heads = {
    'names in any case': request('HOST: x\r\ncontent-LENGTH: 40'),
    'spaces and tabs around a value': request('Host: x\r\nContent-Length: \t 40 \t'),
    'fields it does not know': request('X: \u00ff\r\nEmpty:\r\nContent-Length: 40'),
    'another path, and a whole URL': request(
      'Content-Length: 40',
      'POST http://x:80/apiw1?a=b HTTP/1.1',
    ),
    'HTTP/1.0': request('Content-Length: 40', 'POST /api HTTP/1.0'),
  }
  for (const [name, head] of Object.entries(heads))
    test(name, () => assert.deepEqual(deliver(server(), http(head, BODY), 9), [payload(BODY)]))
})

describe('a server refuses', () => {
  const refusals: Record<string, readonly [string, ErrorCode, string]> = {
    'another method': [
      request('Content-Length: 40', 'HEAD /api HTTP/1.1'),
      'ERR_FRAME_INVALID',
      'method',
    ],
    OPTIONS: [request('Content-Length: 40', 'OPTIONS * HTTP/1.1'), 'ERR_FRAME_INVALID', 'method'],
    'a request line that is none': [
      request('Content-Length: 40', 'POST /api'),
      'ERR_FRAME_INVALID',
      'request line',
    ],
    'another version': [
      request('Content-Length: 40', 'POST /api HTTP/2.0'),
      'ERR_FRAME_INVALID',
      'request line',
    ],
    'no length': [request('Host: x'), 'ERR_FRAME_INVALID', 'Content-Length'],
    'two lengths': [
      request('Content-Length: 40\r\ncontent-length: 40'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a list of lengths': [request('Content-Length: 40, 40'), 'ERR_FRAME_INVALID', 'Content-Length'],
    'a signed length': [request('Content-Length: +40'), 'ERR_FRAME_INVALID', 'Content-Length'],
    'a length in hex': [request('Content-Length: 0x28'), 'ERR_FRAME_INVALID', 'Content-Length'],
    'digits of another alphabet': [
      request('Content-Length: \u00b2\u00b3'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a length of many digits': [
      request(`Content-Length: ${'0'.repeat(11)}40`),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    chunks: [request('Transfer-Encoding: chunked'), 'ERR_FRAME_INVALID', 'Content-Length'],
    'a length and chunks': [
      request('Content-Length: 40\r\nTransfer-Encoding: chunked'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a folded line': [
      request('Content-Length: 40\r\n x: y'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a space before the colon': [
      request('Content-Length : 40'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a field without a colon': [
      request('Content-Length: 40\r\nHost'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a bare line feed in a field': [
      request('X: a\ny: b\r\nContent-Length: 40'),
      'ERR_FRAME_INVALID',
      'Content-Length',
    ],
    'a body of no bytes': [request('Content-Length: 0'), 'ERR_FRAME_INVALID', 'length'],
    'a body that is no words': [request('Content-Length: 42'), 'ERR_FRAME_INVALID', 'length'],
  }
  for (const [name, [head, code, at]] of Object.entries(refusals))
    test(name, () => assert.throws(() => deliver(server(), http(head, BODY), 9), { code, at }))

  test('TR-06 a body above the limit, before it comes', () =>
    assert.throws(() => deliver(server(), http(request('Content-Length: 4195332')), 99), {
      code: 'ERR_FRAME_TOO_LARGE',
      rule: 'TR-06',
    }))

  test('a head of more than 8192 bytes, and no other', () => {
    const head = (filler: number): string =>
      request(`X: ${'x'.repeat(filler)}\r\nContent-Length: 40`)
    const most = 8192 - head(0).length
    assert.deepEqual(deliver(server(), http(head(most), BODY), 100), [payload(BODY)])
    assert.throws(() => deliver(server(), http(head(most + 1), BODY), 100), {
      code: 'ERR_FRAME_TOO_LARGE',
    })
  })
})

describe('a client', () => {
  const response = (status: string, fields: string, body = ''): Uint8Array =>
    http(`HTTP/1.1 ${status}\r\n${fields}\r\n\r\n${body}`)
  const NOT_FOUND = { kind: 'error', code: -404 }

  test('TR-34 reads nothing of the body of an error, and takes what follows it', () => {
    const good = http('HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n', BODY)
    const error = response(
      '404 Not Found',
      'Content-Length: 9\r\nContent-Type: text/plain',
      'not here!',
    )
    for (const size of [1, 5, 1000])
      assert.deepEqual(deliver(asking(), concat(error, good), size), [NOT_FOUND, payload(BODY)])
  })

  test('TR-34 takes an error whose body has no length that can be used', () => {
    for (const fields of [
      'Connection: close',
      'Transfer-Encoding: chunked',
      'Content-Length: many',
      'Content-Length: 99999999',
    ]) {
      const to = asking()
      to.receive(response('404 Not Found', fields))
      assert.deepEqual(to.poll(), NOT_FOUND, fields)
      assert.equal(to.poll(), undefined)
    }
  })

  test('takes a status without a reason, and waits for what follows an interim one', () => {
    const interim = response('100 Continue', 'X: y')
    const good = http('HTTP/1.0 200\r\nContent-Length: 40\r\n\r\n', BODY)
    assert.deepEqual(deliver(asking(), concat(interim, interim, good), 11), [payload(BODY)])
  })

  test('takes four bytes with the status 200 for an error as well', () => {
    const bytes = http(
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n',
      Uint8Array.of(0x6c, 0xfe, 255, 255),
    )
    assert.deepEqual(deliver(asking(), bytes, 3), [NOT_FOUND])
  })

  for (const [name, head] of [
    ['no status', 'HTTP/1.1 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\nContent-Length: 4\r\n\r\n'],
    ['a status above 599', 'HTTP/1.1 600 OK\r\nContent-Length: 4\r\n\r\n'],
    ['another protocol', 'ICY 200 OK\r\nContent-Length: 4\r\n\r\n'],
    ['a good response in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a good response without a length', 'HTTP/1.1 200 OK\r\n\r\n'],
  ] as const)
    test(`refuses ${name}`, () =>
      assert.throws(() => deliver(asking(), http(head), 99), { code: 'ERR_FRAME_INVALID' }))
})
