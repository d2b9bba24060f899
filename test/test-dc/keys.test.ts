// How keys end, and how strict a TestDc is: in one process, on a clock that is moved by hand.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fromHex } from '../../src/core/bytes/hex.ts'
import { readInt64LE } from '../../src/core/bytes/integers.ts'
import { sealBinding } from '../../src/core/envelope/bind.ts'
import { api } from '../../src/core/tl/generated/api/index.ts'
import { encode } from '../../src/core/tl/schema.ts'
import { TestDc, type TestDcOptions } from '../../src/test-dc/index.ts'
import { MemoryHost, settle } from '../support/memory-host.ts'
import { testRsaKey } from '../support/rsa-key.ts'
import { RawClient, type RawClientOptions, wrap } from './raw-client.ts'

async function start(t: TestContext, options: TestDcOptions = {}) {
  const host = new MemoryHost()
  const dc = await TestDc.start({ key: testRsaKey, host, ...options })
  t.after(() => dc.close())
  const connect = (options: RawClientOptions = {}) => RawClient.connect(dc, { host, ...options })
  return { host, dc, connect }
}

async function bind(temporary: RawClient, permanent: RawClient): Promise<void> {
  const { random, crypto } = temporary.host
  const msgId = temporary.nextMsgId()
  const inner = {
    msgId,
    nonce: readInt64LE(random(8, 'nonce')),
    tempAuthKeyId: temporary.authKey.id,
    permAuthKeyId: permanent.authKey.id,
    tempSessionId: temporary.sessionId,
    expiresAt: Math.floor(temporary.host.now().unix / 1000) + 60,
  }
  const encryptedMessage = sealBinding(inner, permanent.authKey, random, crypto)
  await temporary.call({ _: 'auth.bindTempAuthKey', ...inner, encryptedMessage }, msgId)
}

const DESTROY_AUTH_KEY = fromHex('605143d1')
const GONE = { message: 'transport error -404' }

test('HS-77 a temporary key is unknown after its time; the permanent one it was bound to goes on', async t => {
  const { host, connect, dc } = await start(t)
  const permanent = await connect({ state: dc.authorize() })
  const temporary = await connect({ expiresIn: 60 })
  await permanent.wrapped({ _: 'updates.getState' })
  await bind(temporary, permanent)
  await host.advance(59_000)
  assert.equal((await temporary.wrapped({ _: 'updates.getState' }))._, 'updates.state')
  await host.advance(1000)
  await assert.rejects(temporary.call({ _: 'updates.getState' }), GONE)
  assert.equal((await permanent.wrapped({ _: 'updates.getState' }))._, 'updates.state')
})

test('SES-76 with a destroyed key its login ends, for the temporary key that was bound to it as well', async t => {
  const { connect, dc } = await start(t)
  const permanent = await connect({ state: dc.authorize() })
  const temporary = await connect({ expiresIn: 60 })
  await bind(temporary, permanent)
  await temporary.wrapped({ _: 'updates.getState' })
  const destroyed = permanent.send(DESTROY_AUTH_KEY, permanent.nextMsgId(), 0)
  await settle()
  const after = permanent.call({ _: 'updates.getState' })
  await assert.rejects(after, GONE)
  await assert.rejects(destroyed, GONE)
  const log = dc.log.filter(({ direction }) => direction === 'out')
  assert.deepEqual(
    log.slice(-2).map(({ name, code }) => name ?? code),
    ['destroy_auth_key_ok', -404],
  )
  await assert.rejects(temporary.call({ _: 'updates.getState' }), {
    errorCode: 401,
    errorMessage: 'AUTH_KEY_PERM_EMPTY',
  })
})

for (const [strict, answer] of [
  [false, 'rpc_result'],
  [true, 'bad_msg_notification'],
] as const)
  test(`SES-60 a call with an even seqno is recorded, and answered by ${answer} when strict is ${strict}`, async t => {
    const { connect, dc } = await start(t, { strict })
    const client = await connect()
    void client.send(encode(api, wrap({ _: 'help.getConfig' })), client.nextMsgId(), 4)
    await settle()
    const [violation, ...more] = dc.log.filter(({ kind }) => kind === 'violation')
    assert.deepEqual([violation!.rule, more], ['SES-60', []])
    assert.match(violation!.detail!, /^code 35 for msg_id \d+, seqno 4$/)
    assert.ok(dc.log.some(({ direction, name }) => direction === 'out' && name === answer))
  })
