import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { RpcError } from '../../src/core/errors.ts'
import { type Control, startControl } from '../../src/test-dc/control.ts'
import { TestDc } from '../../src/test-dc/index.ts'
import { testRsaKey } from '../support/rsa-key.ts'

const done: string[] = []
let refusal: Error | undefined
let control: Control

before(async () => {
  control = await startControl({
    info: { event: 'listening' },
    log: [{ seq: 1, at: 2, dc: 2, kind: 'plaintext' }],
    accept: (token, account) => {
      if (refusal !== undefined) throw refusal
      done.push(`accept ${token} ${account}`)
    },
    rotateSalts: () => done.push('rotateSalts'),
    drop: () => done.push('drop'),
    forget: () => done.push('forget'),
  })
})

beforeEach(() => {
  done.length = 0
  refusal = undefined
})

after(() => control.close())

interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: unknown
}

function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(control.url + path, { method, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        if (method !== 'HEAD') assert.equal(text.indexOf('\n'), text.length - 1)
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: text === '' ? undefined : JSON.parse(text),
        })
      })
    })
      .once('error', reject)
      .end()
  })
}

async function refuses(answer: Promise<Answer>, status: number, error: string | RegExp) {
  const { status: got, body } = await answer
  assert.equal(got, status)
  const text = (body as { error: string }).error
  if (typeof error === 'string') assert.equal(text, error)
  else assert.match(text, error)
  assert.deepEqual(done, [])
}

test('listens on loopback', () => assert.match(control.url, /^http:\/\/127\.0\.0\.1:\d+$/))

test('/info and /log show what there is, as JSON', async () => {
  const info = await ask('/info')
  assert.deepEqual([info.status, info.body], [200, { event: 'listening' }])
  assert.equal(info.headers['content-type'], 'application/json')
  const log = await ask('/log')
  assert.deepEqual(log.body, [{ seq: 1, at: 2, dc: 2, kind: 'plaintext' }])
})

test('each command is carried out once', async () => {
  for (const path of ['/rotate-salt', '/drop', '/forget', '/accept?token=AA&account=777000001'])
    assert.deepEqual((await ask(path)).body, { ok: true })
  assert.deepEqual((await ask('/accept?token=tg%3A%2F%2Flogin%3Ftoken%3DAA')).status, 200)
  assert.deepEqual(done, [
    'rotateSalts',
    'drop',
    'forget',
    'accept AA 777000001',
    'accept tg://login?token=AA undefined',
  ])
})

test('a token that is refused is a bad request with the text of the refusal', async () => {
  refusal = new RpcError(400, 'AUTH_TOKEN_EXPIRED')
  await refuses(ask('/accept?token=AA'), 400, 'AUTH_TOKEN_EXPIRED')
})

test('another method, path or parameter is refused in one line', async () => {
  const post = await ask('/drop', 'POST')
  assert.deepEqual([post.status, post.headers['allow']], [405, 'GET'])
  assert.deepEqual(done, [])
  assert.equal((await ask('/drop', 'HEAD')).status, 405)
  await refuses(ask('/'), 404, /\/accept/)
  await refuses(ask('/constructor'), 404, /\/accept/)
  await refuses(ask('/drop?now=1'), 400, '/drop takes no parameters')
  await refuses(ask('/accept?token=AA&acount=1'), 400, '/accept takes token, account')
  await refuses(ask('/accept?token=AA&token=AB'), 400, '/accept takes token, account')
  await refuses(ask('/accept?token=AA&account=-1'), 400, 'account has to be a user id')
  await refuses(ask('/accept?token=AA&account=1e3'), 400, 'account has to be a user id')
})

test('a name that leads to loopback does not lead in', async () => {
  const { port } = new URL(control.url)
  await refuses(ask('/drop', 'GET', { host: `evil.example:${port}` }), 403, /Host/)
  await refuses(ask('/drop', 'GET', { host: 'localhost.evil.example' }), 403, /Host/)
  for (const host of [`localhost:${port}`, `[::1]:${port}`, '127.0.0.1'])
    assert.equal((await ask('/info', 'GET', { host })).status, 200)
})

test('what a web page makes a browser send is refused', async () => {
  await refuses(ask('/drop', 'GET', { origin: 'http://localhost' }), 403, /web pages/)
  await refuses(ask('/drop', 'GET', { 'sec-fetch-site': 'cross-site' }), 403, /web pages/)
  assert.equal((await ask('/info', 'GET', { 'sec-fetch-site': 'none' })).status, 200)
})

test('an address that cannot be read is refused', async () => {
  const answer = await new Promise<string>(resolve => {
    const socket = connect(Number(new URL(control.url).port), '127.0.0.1')
    socket.once('data', data => resolve(String(data)))
    socket.end('GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n')
  })
  assert.match(answer, /^HTTP\/1\.1 400 /)
})

test('a TestDc is controlled by it', async t => {
  const dc = await TestDc.start({ key: testRsaKey })
  t.after(() => dc.close())
  assert.equal('control' in dc.info, false)
  const { url } = await dc.control()
  assert.equal((await dc.control()).url, url)
  const info: unknown = await (await fetch(`${url}/info`)).json()
  assert.deepEqual(info, {
    event: 'listening',
    dcs: dc.dcs,
    publicKeyPem: dc.publicKeyPem,
    control: url,
  })
  const accept = async (query: string): Promise<unknown> =>
    (await fetch(`${url}/accept${query}`)).json()
  assert.deepEqual(await accept('?token=AAAA'), { error: 'AUTH_TOKEN_INVALIDX' })
  assert.match(JSON.stringify(await accept('?token=%2B')), /base64/)
  assert.match(JSON.stringify(await accept('?token=AAAA&account=5')), /account/)
  await dc.close()
  await assert.rejects(fetch(`${url}/info`))
})
