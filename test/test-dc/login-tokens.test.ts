import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { createNodeCrypto } from '../../src/runtime/node/crypto.ts'
import { Accounts } from '../../src/test-dc/accounts.ts'
import { Login } from '../../src/test-dc/key-state.ts'
import { LoginTokens } from '../../src/test-dc/login-tokens.ts'

const crypto = createNodeCrypto()
const client = { apiId: 1, deviceModel: 'd', systemVersion: 's', appVersion: 'a' }
const NOW = 1_700_000_000

function setUp() {
  const random = seededRandom(1)
  const accounts = new Accounts([2, 4], random, crypto)
  return {
    tokens: new LoginTokens(30, random, crypto),
    ada: accounts.add({}),
    bob: accounts.add({ dc: 4 }),
    login: new Login(2, 1n),
  }
}

const refuses = (run: () => unknown, errorMessage: string) =>
  assert.throws(run, { name: 'RpcError', errorCode: 400, errorMessage })

test('a token is 32 random bytes and says when it expires', () => {
  const { tokens, login } = setUp()
  const first = tokens.export(login, client, [], NOW)
  const second = tokens.export(login, client, [], NOW + 1)
  assert.equal(first.token.length, 32)
  assert.equal(first.expires, NOW + 30)
  assert.notDeepEqual(first.token, second.token)
})

test('accepting a token names the program that exported it and moves its login on', () => {
  const { tokens, ada, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  const found = tokens.accept(token, ada, NOW + 29)
  assert.equal(found.login, login)
  assert.equal(found.client, client)
  assert.deepEqual(login.state, { step: 'accepted', account: ada })
})

test('a token that a newer one replaced is good until it expires', () => {
  const { tokens, ada, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  tokens.export(login, client, [], NOW + 20)
  tokens.accept(token, ada, NOW + 29)
  assert.equal(login.state.step, 'accepted')
})

test('QR-30 refuses to accept an expired token', () => {
  const { tokens, ada, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  refuses(() => tokens.accept(token, ada, NOW + 30), 'AUTH_TOKEN_EXPIRED')
  assert.equal(login.state.step, 'logged-out')
})

test('QR-30 refuses to accept twice, by whichever token of the same login', () => {
  const { tokens, ada, bob, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  const other = tokens.export(login, client, [], NOW)
  tokens.accept(token, ada, NOW)
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_ALREADY_ACCEPTED')
  refuses(() => tokens.accept(other.token, bob, NOW), 'AUTH_TOKEN_ALREADY_ACCEPTED')
  assert.deepEqual(login.state, { step: 'accepted', account: ada })
})

test('QR-30 a token that was accepted stays so after a log-out', () => {
  const { tokens, ada, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  tokens.accept(token, ada, NOW)
  login.state = { step: 'logged-out' }
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_ALREADY_ACCEPTED')
})

test('QR-30 refuses a token when its login has been completed otherwise', () => {
  const { tokens, ada, bob, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  login.state = { step: 'logged-in', account: bob }
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_ALREADY_ACCEPTED')
  assert.equal(login.account, bob)
})

test('QR-30 refuses random bytes of any length', () => {
  const { tokens, ada } = setUp()
  for (const length of [0, 31, 32, 1000])
    refuses(() => tokens.accept(new Uint8Array(length), ada, NOW), 'AUTH_TOKEN_INVALIDX')
})

test('QR-32 refuses a user whom the exporting program excludes, and nobody else', () => {
  const { tokens, ada, bob, login } = setUp()
  const { token } = tokens.export(login, client, [ada.id], NOW)
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_EXCEPTION')
  tokens.accept(token, bob, NOW)
  assert.deepEqual(login.state, { step: 'accepted', account: bob })
})

test('a login is imported where its account is at home, once, and leaves where it came from', () => {
  const { tokens, bob, login } = setUp()
  login.state = { step: 'accepted', account: bob }
  const { token, expires } = tokens.migrate(login, bob, NOW)
  assert.equal(expires, NOW + 30)
  const there = new Login(4, 2n)
  assert.equal(tokens.import(token, there, NOW + 29), bob)
  assert.equal(login.state.step, 'logged-out')
  assert.equal(tokens.import(token, there, NOW + 100), bob)
  refuses(() => tokens.import(token, new Login(4, 3n), NOW), 'AUTH_TOKEN_ALREADY_ACCEPTED')
})

test('QR-34 refuses to import changed bytes, on the wrong DC, a plain token, or too late', () => {
  const { tokens, ada, bob, login } = setUp()
  const there = new Login(4, 2n)
  const { token } = tokens.migrate(login, bob, NOW)
  const changed = token.slice()
  changed[31]! ^= 1
  refuses(() => tokens.import(changed, there, NOW), 'AUTH_TOKEN_INVALIDX')
  refuses(() => tokens.import(token, login, NOW), 'AUTH_TOKEN_INVALID')
  const plain = tokens.export(login, client, [], NOW)
  refuses(() => tokens.import(plain.token, there, NOW), 'AUTH_TOKEN_INVALID')
  refuses(() => tokens.import(token, there, NOW + 30), 'AUTH_TOKEN_EXPIRED')
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_INVALIDX')
})

test('forgotten tokens were never exported', () => {
  const { tokens, ada, login } = setUp()
  const { token } = tokens.export(login, client, [], NOW)
  tokens.clear()
  refuses(() => tokens.accept(token, ada, NOW), 'AUTH_TOKEN_INVALIDX')
})

test('ten thousand tokens later the first is forgotten', () => {
  const { tokens, ada, login } = setUp()
  const first = tokens.export(login, client, [], NOW)
  const second = tokens.export(login, client, [], NOW)
  for (let i = 0; i < 9_999; i++) tokens.export(new Login(2, BigInt(i)), client, [], NOW)
  refuses(() => tokens.accept(first.token, ada, NOW), 'AUTH_TOKEN_INVALIDX')
  tokens.accept(second.token, ada, NOW)
})
