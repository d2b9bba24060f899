import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../src/core/crypto/seeded-random.ts'
import { createNodeCrypto } from '../../src/runtime/node/crypto.ts'
import { Accounts, userOf } from '../../src/test-dc/accounts.ts'

const crypto = createNodeCrypto()
const create = () => new Accounts([2, 4], seededRandom(1), crypto)

test('what is left out is made up: Ada on the first data centre, ids and phones in order', () => {
  const accounts = create()
  const { accessHash, ...ada } = accounts.add({})
  assert.deepEqual(ada, {
    id: 777_000_001n,
    firstName: 'Ada',
    phone: '9996621234',
    dc: 2,
    hint: undefined,
    hasPassword: false,
  })
  const bob = accounts.add({ firstName: 'Bob', dc: 4, password: 'p', hint: 'h' })
  assert.deepEqual(
    [bob.id, bob.phone, bob.dc, bob.hint, bob.hasPassword],
    [777_000_002n, '9996621235', 4, 'h', true],
  )
  assert.notEqual(bob.accessHash, accessHash)
  assert.equal(accounts.first.firstName, 'Ada')
  assert.equal(accounts.find(777_000_002n), bob)
  assert.equal(accounts.find(1n), undefined)
})

test('an id is used once, and a home has to exist', () => {
  const accounts = create()
  accounts.add({ id: 5n })
  assert.throws(() => accounts.add({ id: 5n }), { code: 'ERR_ARGUMENT', at: 'account id' })
  assert.throws(() => accounts.add({ dc: 3 }), { code: 'ERR_ARGUMENT', at: 'account dc' })
})

test('the verifier of a password is computed once', () => {
  const accounts = create()
  const ada = accounts.add({ password: 'secret' })
  const verifier = accounts.verifier(ada)
  assert.equal(accounts.verifier(ada), verifier)
  assert.equal(verifier.algo.salt1.length, 40)
  assert.equal(verifier.algo.salt2.length, 16)
  assert.equal(verifier.algo.g, 3)
  const bob = accounts.add({})
  assert.throws(() => accounts.verifier(bob), { code: 'ERR_ARGUMENT' })
})

test('an account holds no password that could be printed', () => {
  const ada = create().add({ password: 'secret' })
  assert.ok(!Object.values(ada).includes('secret'))
})

test('others see neither the phone nor the self flag', () => {
  const ada = create().add({})
  const { id, accessHash } = ada
  assert.deepEqual(userOf(ada, false), { _: 'user', id, accessHash, firstName: 'Ada' })
  assert.deepEqual(userOf(ada, true), {
    _: 'user',
    self: true,
    phone: '9996621234',
    id,
    accessHash,
    firstName: 'Ada',
  })
})
