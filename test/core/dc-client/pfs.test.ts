// Forward secrecy: temporary keys are made, bound, used, replaced; the permanent key never carries
// anything but its own end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { writeInt64LE } from '../../../src/core/bytes/integers.ts'
import { createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { portable } from '../../../src/core/crypto/portable.ts'
import { bindTempAuthKey } from '../../../src/core/dc-client/binding.ts'
import type { EncryptedMessage } from '../../../src/core/envelope/encrypted.ts'
import { type MtprotoError, RpcError } from '../../../src/core/errors.ts'
import type { LinkStages } from '../../../src/core/link/link.ts'
import { answerTo, FIRST_SALT, sharedKey } from '../../support/pair.ts'
import { badMsg } from '../../support/spelled.ts'
import { authKeyOf, vectors } from '../envelope/keys.ts'
import { PfsPair } from './pfs-pair.ts'

const LAYER = '0d0d9bda'

/** Changes the first envelope of a client and no other. */
function firstEnvelope(
  change: (record: EncryptedMessage) => Partial<EncryptedMessage>,
): LinkStages {
  let first = true
  return {
    envelope: record => {
      const changed = first ? { ...record, ...change(record) } : record
      first = false
      return [changed]
    },
  }
}

/** Every binding that was accepted says the same outside and inside, and is about the message it is in. */
function isSound(pair: PfsPair): void {
  for (const { call, permAuthKeyId, nonce, expiresAt, binding } of pair.binds)
    assert.deepEqual(binding, {
      msgId: call.msgId,
      nonce,
      tempAuthKeyId: call.authKeyId,
      permAuthKeyId,
      tempSessionId: call.sessionId,
      expiresAt,
    })
}

test('SES-49 the request to bind is the published one', () => {
  const vector = vectors.bind_temp_auth_key
  const temporary = createAuthKey(new Uint8Array(256), portable)
  const random = (length: number, purpose: string): Uint8Array => {
    const bytes = new Uint8Array(length).fill(0xcd)
    if (purpose === 'nonce') writeInt64LE(bytes, 0, BigInt(vector.nonce))
    return bytes
  }
  const body = bindTempAuthKey(
    authKeyOf(vector.perm_auth_key),
    {
      authKey: { ...temporary, id: BigInt(vector.temp_auth_key_id) },
      expiresAt: vector.expires_at,
      bound: false,
    },
    BigInt(vector.temp_session_id),
    BigInt(vector.msg_id),
    { random, crypto: portable },
  )
  assert.equal(
    toHex(body),
    `052ad4cd${vector.perm_auth_key_id_wire}0706050403020100` +
      `8085746768${vector.encrypted_message}000000`,
  )
})

test('SES-49 the first message under a temporary key binds it', () => {
  const pair = new PfsPair()
  pair.invoke(1)
  const [first] = pair.messages('client', 'out')
  assert.equal(toHex(first!.body.subarray(0, 4)), '052ad4cd')
  assert.equal(first!.seqNo, 1)
  assert.equal(pair.binds.length, 1)
  isSound(pair)
  const [{ call, permAuthKeyId, expiresAt }] = pair.binds as [(typeof pair.binds)[0]]
  assert.equal(permAuthKeyId, sharedKey.id)
  assert.equal(expiresAt, pair.server.key(call.authKeyId)!.expiresAt)
  assert.equal(first!.msgId, call.msgId)
})

test('SES-50 until the key is bound no call goes out; then each introduces the client', () => {
  const pair = new PfsPair()
  pair.silent = true
  pair.invoke(1)
  pair.advance(10_000)
  pair.invoke(2)
  assert.equal(pair.calls.length, 1)
  pair.server.handle(
    { kind: 'answer', call: pair.calls[0]!.call, body: fromHex('b5757299') },
    pair.now('server'),
  )
  pair.bound.add(pair.carrier)
  pair.run()
  assert.deepEqual(pair.settled, [1, 2])
  for (const { body } of pair.executed) assert.equal(toHex(body.subarray(0, 4)), LAYER)
  pair.invoke(3)
  assert.equal(toHex(pair.calls.at(-1)!.body.subarray(0, 4)), '6b18f9c4')
})

test('SES-50 the permanent key never carries anything, from its making to the end of a key', () => {
  for (const withKey of [true, false]) {
    const pair = new PfsPair({ withKey, lifetime: 6400 })
    pair.invoke(1, 2)
    pair.advance(6_000_000)
    pair.cut()
    pair.invoke(3)
    pair.advance(1000)
    assert.deepEqual(pair.settled, [1, 2, 3])
    assert.equal(pair.binds.length, 2)
    assert.deepEqual(pair.keyIds(), [0n, ...pair.binds.map(({ call }) => call.authKeyId)])
    assert.ok(!pair.keyIds().includes(pair.binds[0]!.permAuthKeyId))
    isSound(pair)
  }
})

test('what is stored is the permanent key alone, and it serves the next process', () => {
  const pair = new PfsPair({ withKey: false })
  pair.invoke(1)
  const stored = pair.stored.at(-1)!
  assert.equal(stored.authKey.id, pair.binds[0]!.permAuthKeyId)
  assert.deepEqual([stored.serverSalt, stored.futureSalts], [0n, undefined])

  const next = new PfsPair({ state: { serverSalt: 0n } })
  next.invoke(1)
  assert.deepEqual(next.settled, [1])
  assert.equal(next.binds[0]!.permAuthKeyId, sharedKey.id)
  assert.equal(next.keyIds().length, 2)
})

test('SES-52 AUTH_KEY_PERM_EMPTY: the key is bound again, once, and the calls go out again', () => {
  const pair = new PfsPair()
  pair.invoke(1)
  pair.bound.clear()
  pair.invoke(2, 3)
  assert.deepEqual(pair.settled, [1, 2, 3])
  assert.equal(pair.binds.length, 2)
  assert.equal(pair.binds[0]!.call.authKeyId, pair.binds[1]!.call.authKeyId)
  assert.deepEqual(pair.executed.map(({ body }) => toHex(body.subarray(0, 4))).slice(1), [
    LAYER,
    LAYER,
  ])
  isSound(pair)
})

test('SES-52 a server that never takes a key for bound is an error in the end', () => {
  const pair = new PfsPair()
  pair.bound.add = () => pair.bound
  pair.invoke(1)
  pair.advance(60_000)
  const error = pair.results.get(1)
  assert.ok(error instanceof RpcError)
  assert.equal(error.errorMessage, 'AUTH_KEY_PERM_EMPTY')
})

test('SES-52 without forward secrecy AUTH_KEY_PERM_EMPTY is the answer', () => {
  const pair = new PfsPair({ client: { tempKeyLifetime: undefined } })
  pair.invoke(1)
  assert.ok(pair.results.get(1) instanceof RpcError)
  assert.equal(pair.calls.length, 1)
})

test('SES-51 ENCRYPTED_MESSAGE_INVALID for a young permanent key: another temporary one is tried', () => {
  const pair = new PfsPair({ withKey: false })
  pair.refusals = ['ENCRYPTED_MESSAGE_INVALID']
  pair.invoke(1)
  pair.advance(1000)
  assert.deepEqual(pair.settled, [1])
  const [first, second] = pair.binds
  assert.equal(first!.permAuthKeyId, second!.permAuthKeyId)
  assert.notEqual(first!.call.authKeyId, second!.call.authKeyId)
  assert.ok(!pair.events.includes('key-lost'))
  assert.ok(!pair.stored.includes(undefined))
})

test('SES-51 ENCRYPTED_MESSAGE_INVALID for an old permanent key: both are dropped, and the login is over', () => {
  const pair = new PfsPair()
  pair.refusals = ['ENCRYPTED_MESSAGE_INVALID']
  pair.invoke(1)
  pair.advance(1000)
  assert.equal(pair.stored.filter(state => state === undefined).length, 1)
  assert.notEqual(pair.stored.at(-1)!.authKey.id, sharedKey.id)
  assert.deepEqual(pair.events.slice(0, 3), ['ready', 'key-lost', 'ready again'])
  assert.deepEqual(pair.settled, [1])
  assert.notEqual(pair.binds[1]!.permAuthKeyId, sharedKey.id)
  isSound(pair)
})

test('SES-51 a permanent key is young for a minute after it was made', () => {
  const pair = new PfsPair({ withKey: false, lifetime: 6400 })
  pair.invoke(1)
  pair.refusals = ['ENCRYPTED_MESSAGE_INVALID']
  pair.advance(5_700_000)
  pair.invoke(2)
  pair.advance(1000)
  assert.ok(pair.events.includes('key-lost'))
  assert.deepEqual(pair.settled, [1, 2])
})

for (const [error, withKey] of [
  ['EXPIRES_AT_INVALID', true],
  ['TEMP_AUTH_KEY_ALREADY_BOUND', true],
  ['ENCRYPTED_MESSAGE_INVALID', false],
] as const)
  test(`a server that refuses every binding with ${error} is an error after some attempts`, () => {
    const pair = new PfsPair({ withKey, client: { backoff: { attemptsOnceReady: 4 } } })
    pair.refusals = Array.from({ length: 20 }, () => error)
    pair.invoke(1)
    pair.advance(10_000)
    assert.equal(pair.binds.length, 4)
    const result = pair.results.get(1)
    assert.ok(result instanceof RpcError)
    assert.equal(result.errorMessage, error)
    assert.deepEqual(pair.events.at(-1), 'unreachable')
    assert.ok(!pair.stored.includes(undefined))
    // Later calls try again.
    pair.refusals = []
    pair.invoke(2)
    assert.equal(pair.settled.at(-1), 2)
    assert.deepEqual(pair.results.get(2), answerTo(pair.executed[0]!.body))
  })

test('a server that takes its time to refuse every binding is an error after as many attempts', () => {
  const pair = new PfsPair({ client: { backoff: { attemptsOnceReady: 4 } } })
  pair.silent = true
  pair.invoke(1)
  for (let attempt = 1; attempt <= 4; attempt++) {
    assert.deepEqual([pair.binds.length, pair.settled], [attempt, []])
    pair.advance(12_000)
    pair.refuse(pair.binds.at(-1)!.call, 400, 'EXPIRES_AT_INVALID')
    pair.run()
    pair.advance(2000)
  }
  assert.deepEqual(pair.settled, [1])
})

test('SES-53 -404 on a temporary key: another one is made and bound, the permanent one stays', () => {
  const pair = new PfsPair()
  pair.invoke(1)
  const [before] = pair.binds
  pair.server.handle({ kind: 'forget', authKeyId: pair.carrier }, pair.now('server'))
  pair.invoke(2)
  pair.advance(1000)
  assert.deepEqual(pair.settled, [1, 2])
  const [, after] = pair.binds
  assert.notEqual(after!.call.authKeyId, before!.call.authKeyId)
  assert.equal(after!.permAuthKeyId, sharedKey.id)
  assert.equal(toHex(pair.executed.at(-1)!.body.subarray(0, 4)), LAYER)
  assert.ok(pair.stored.every(state => state?.authKey === sharedKey))
  assert.ok(!pair.events.includes('key-lost'))
  isSound(pair)
})

test('SES-54 bad_server_salt for the binding: it is made anew for its new msg_id', () => {
  const pair = new PfsPair({ client: { stages: firstEnvelope(() => ({ salt: FIRST_SALT ^ 1n })) } })
  pair.invoke(1)
  assert.deepEqual(pair.settled, [1])
  const sent = pair
    .messages('client', 'out')
    .filter(({ body }) => toHex(body.subarray(0, 4)) === '052ad4cd')
  assert.equal(sent.length, 2)
  assert.ok(sent[1]!.msgId > sent[0]!.msgId)
  assert.deepEqual(
    pair.binds.map(({ call }) => call.msgId),
    [sent[1]!.msgId],
  )
  isSound(pair)
})

test('SES-17 code 17 for the binding: it is made anew for its new session', () => {
  const pair = new PfsPair()
  pair.silent = true
  pair.invoke(1)
  pair.silent = false
  const { msgId, sessionId } = pair.binds[0]!.call
  const body = fromHex(badMsg(msgId, 1, 17))
  pair.serverInput({ kind: 'push', authKeyId: pair.carrier, body })
  assert.deepEqual(pair.settled, [1])
  assert.equal(pair.binds.length, 2)
  assert.notEqual(pair.binds[1]!.call.sessionId, sessionId)
  isSound(pair)
})

test('SES-46 a line that is cut while a key is bound: the same request on the next, taken once', () => {
  const pair = new PfsPair()
  pair.silent = true
  pair.invoke(1)
  pair.cut()
  pair.advance(1000)
  const requests = pair
    .messages('client', 'out')
    .filter(({ body }) => toHex(body.subarray(0, 4)) === '052ad4cd')
  assert.equal(requests.length, 2)
  assert.equal(requests[0]!.msgId, requests[1]!.msgId)
  assert.equal(pair.binds.length, 1)
})

test('a data centre that is given up while a key is unbound binds it for the next call', () => {
  const pair = new PfsPair({ client: { backoff: { attemptsOnceReady: 1 } } })
  pair.silent = true
  pair.invoke(1)
  pair.cut()
  assert.deepEqual(pair.events, ['ready', 'unreachable'])
  pair.silent = false
  pair.invoke(2)
  assert.deepEqual(pair.settled, [1, 2])
  assert.deepEqual(pair.results.get(2), answerTo(pair.executed[0]!.body))
  isSound(pair)
})

test('a key is replaced an eighth of its life before its end when nothing is in flight', () => {
  const pair = new PfsPair({ lifetime: 8000 })
  pair.invoke(1)
  pair.advance(6_990_000)
  assert.equal(pair.binds.length, 1)
  pair.advance(11_000)
  const [first, second] = pair.binds
  assert.notEqual(second!.call.authKeyId, first!.call.authKeyId)
  assert.ok(second!.expiresAt - first!.expiresAt >= 6_990)
  pair.invoke(2)
  assert.equal(pair.executed.at(-1)!.authKeyId, second!.call.authKeyId)
  assert.deepEqual(pair.settled, [1, 2])
  // Updates may be missing: the server knows nothing of the old session in the new one.
  assert.deepEqual(pair.events, ['ready', 'ready again', 'gap'])
})

test('a key with calls in flight is replaced at the latest a sixty-fourth before its end', () => {
  const pair = new PfsPair({ lifetime: 6400 })
  pair.invoke(1)
  const serve = pair.onCall
  pair.onCall = () => {}
  pair.invoke(2)
  pair.advance(6_290_000)
  assert.equal(pair.binds.length, 1)
  pair.onCall = serve
  pair.advance(12_000)
  assert.equal(pair.binds.length, 2)
  assert.deepEqual(pair.settled, [1, 2])
  assert.equal(pair.executed.at(-1)!.authKeyId, pair.binds[1]!.call.authKeyId)
})

test('a key that stays in use is replaced again and again', () => {
  const pair = new PfsPair({ lifetime: 6400 })
  for (let period = 1; period <= 7; period++) {
    pair.invoke(period)
    pair.advance(6_400_000)
  }
  assert.equal(pair.settled.length, 7)
  assert.equal(pair.binds.length, 1 + 8)
  assert.equal(new Set(pair.binds.map(({ permAuthKeyId }) => permAuthKeyId)).size, 1)
})

/** A pair that has made a call, and the temporary key it was made under. */
function bound(): { pair: PfsPair; temporary: bigint } {
  const pair = new PfsPair()
  pair.invoke(1)
  return { pair, temporary: pair.carrier }
}

test('D14 a log-out destroys the temporary key and then the permanent one, each under itself', () => {
  const { pair, temporary } = bound()
  const { sessionId } = pair.messages('client', 'out').at(-1)!
  pair.input({ kind: 'destroy-key' })
  assert.deepEqual(pair.keyIds(), [0n, temporary, sharedKey.id])
  for (const id of [temporary, sharedKey.id]) assert.equal(pair.server.key(id), undefined)
  const asked = pair.messages('client', 'out').filter(({ body }) => toHex(body) === '605143d1')
  // The second is refused once: the salt of the permanent key was not known.
  assert.equal(asked.length, 3)
  assert.deepEqual(
    asked.map(message => message.sessionId === sessionId),
    [true, false, false],
  )
  assert.equal(pair.stored.at(-1), undefined)
  assert.equal(pair.events.at(-1), 'key-lost')
  assert.equal(pair.client.deadline(), undefined)
})

test('SES-50 at a log-out open calls do not go out under the permanent key: they end with it', () => {
  const { pair } = bound()
  pair.onCall = () => {}
  pair.invoke(2)
  const calls = pair.calls.length
  pair.held = true
  pair.input({ kind: 'destroy-key' })
  pair.invoke(3)
  pair.held = false
  pair.run()
  assert.equal(pair.calls.length, calls)
  assert.deepEqual(pair.settled, [1, 2, 3])
  for (const id of [2, 3]) assert.equal((pair.results.get(id) as MtprotoError).code, 'ERR_CLOSED')
})

test('D14 a log-out while a temporary key is being made destroys the permanent one', () => {
  const pair = new PfsPair()
  pair.held = true
  pair.invoke(1)
  pair.input({ kind: 'destroy-key' })
  pair.held = false
  pair.run()
  assert.equal(pair.server.key(sharedKey.id), undefined)
  assert.deepEqual(pair.settled, [1])
  assert.equal(pair.stored.at(-1), undefined)
})
