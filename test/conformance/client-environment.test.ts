import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Scenario, Subject } from '../../src/conformance/dc-harness.ts'
import {
  environmentOf,
  keyText,
  transportOf,
} from '../../src/conformance/targets/client-environment.ts'
import { portable } from '../../src/core/crypto/portable.ts'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { parseProxySecret } from '../../src/core/transport/proxy-secret.ts'
import { makeRsaKey } from '../../src/test-dc/rsa-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'client-environment-'))
after(() => rmSync(folder, { recursive: true }))

const PROXY = '00112233445566778899aabbccddeeff'

function told(scenario: Scenario, subject: Subject = {}): Record<string, string> {
  const dcs = [2, 4].map(id => ({ id, host: '127.0.0.1', port: 4430 + id }))
  const proxy = subject.proxy
    ? { host: '127.0.0.1', port: 8443, secret: parseProxySecret(subject.proxy) }
    : undefined
  const task = {
    scenario,
    subject,
    dcs,
    keyFile: '/key',
    proxy,
    transport: 'abridged',
    deadline: 19_500,
  }
  return environmentOf(task, folder)
}

test('a client is told where to go, with what, and what to do there', () => {
  assert.deepEqual(told({ name: 'burst', calls: 3 }, { pfs: true, test: true }), {
    MTPROTO_DC_ID: '2',
    MTPROTO_DC_HOST: '127.0.0.1',
    MTPROTO_DC_PORT: '4432',
    MTPROTO_PUBLIC_KEY_FILE: '/key',
    MTPROTO_API_ID: '17349',
    MTPROTO_API_HASH: '344583e45741c457fe1862106095a5eb',
    MTPROTO_SCENARIO: 'burst',
    MTPROTO_DEADLINE: '20',
    MTPROTO_TRANSPORT: 'abridged',
    MTPROTO_CALLS: '3',
    MTPROTO_PFS: '1',
    MTPROTO_TEST: '1',
    MTPROTO_DCS: '4=127.0.0.1:4434',
  })
})

test('what a case asks for shows in the name of the scenario', () => {
  assert.equal(told({ name: 'qr-login' }).MTPROTO_SCENARIO, 'qr-login')
  assert.equal(told({ name: 'token' }, { quickAck: true }).MTPROTO_SCENARIO, 'quick-ack')
  const login = told({ name: 'qr-login' }, { password: 'secret' })
  assert.equal(login.MTPROTO_SCENARIO, 'password')
  assert.equal(readFileSync(login.MTPROTO_PASSWORD_FILE!, 'utf8'), 'secret\n')
  const imported = told({ name: 'token' }, { session: 'a session' })
  assert.equal(imported.MTPROTO_SCENARIO, 'imported-session')
  assert.equal(readFileSync(imported.MTPROTO_SESSION_FILE!, 'utf8'), 'a session\n')
})

test('a transport that a case asks for takes the place of the usual one', () => {
  assert.equal(transportOf({ transport: 'full' }), 'full')
  assert.equal(transportOf({ webSocket: true }), 'websocket')
  assert.equal(transportOf({}), undefined)
  const obfuscated = told({ name: 'token' }, { obfuscated: true })
  assert.equal(obfuscated.MTPROTO_TRANSPORT, 'obfuscated')
  assert.equal(obfuscated.MTPROTO_OBFUSCATED, '1')
})

test('behind a proxy the address is that of the proxy, and the transport its affair', () => {
  const { MTPROTO_DC_PORT, MTPROTO_PROXY_SECRET, MTPROTO_TRANSPORT } = told(
    { name: 'token' },
    { proxy: PROXY },
  )
  assert.equal(MTPROTO_DC_PORT, '8443')
  assert.equal(MTPROTO_PROXY_SECRET, PROXY)
  assert.equal(MTPROTO_TRANSPORT, undefined)
})

test('one key in three forms', () => {
  const key = makeRsaKey(seededRandom('client environment'), portable)
  const pkcs1 = createPublicKey(keyText(key, 'pkcs1'))
  const spki = keyText(key, 'spki')
  assert.match(spki, /^-----BEGIN PUBLIC KEY-----/)
  assert.ok(pkcs1.equals(createPublicKey(spki)))
  assert.equal(keyText(key, 'hex'), `${Buffer.from(key.n).toString('hex')}\n010001\n`)
})
