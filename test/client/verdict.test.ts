// What errors and results say about the account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logoutIn, migrationIn, userIn } from '../../src/client/verdict.ts'
import { RpcError } from '../../src/core/errors.ts'

const USER = { _: 'user', id: 7n } as const

test('QR-20 a migration changes the home, except for files and statistics', () => {
  for (const kind of ['PHONE', 'NETWORK', 'USER'])
    assert.deepEqual(migrationIn(new RpcError(303, `${kind}_MIGRATE_5`)), { dc: 5, home: true })
  for (const kind of ['FILE', 'STATS'])
    assert.deepEqual(migrationIn(new RpcError(303, `${kind}_MIGRATE_12`)), { dc: 12, home: false })
})

test('QR-20 anything else is no migration', () => {
  for (const [code, text] of [
    [400, 'USER_MIGRATE_5'],
    [303, 'USER_MIGRATE_'],
    [303, 'USER_MIGRATE_X'],
    [303, 'OTHER_MIGRATE_5'],
    [303, 'XUSER_MIGRATE_5'],
    [303, 'USER_MIGRATE_5_'],
  ] as const)
    assert.equal(migrationIn(new RpcError(code, text)), undefined)
})

test('QR-19 which errors end a login, and which its key', () => {
  for (const text of [
    'AUTH_KEY_UNREGISTERED',
    'AUTH_KEY_INVALID',
    'SESSION_REVOKED',
    'SESSION_EXPIRED',
    'USER_DEACTIVATED',
    'USER_DEACTIVATED_BAN',
  ]) {
    assert.equal(logoutIn(new RpcError(401, text)), 'login')
    assert.equal(logoutIn(new RpcError(400, text)), undefined)
  }
  assert.equal(logoutIn(new RpcError(406, 'AUTH_KEY_DUPLICATED')), 'key')
  assert.equal(logoutIn(new RpcError(401, 'AUTH_KEY_DUPLICATED')), undefined)
  for (const text of ['SESSION_PASSWORD_NEEDED', 'AUTH_KEY_PERM_EMPTY', 'AUTH_KEY_UNREGISTERED_X'])
    assert.equal(logoutIn(new RpcError(401, text)), undefined)
})

test('who is logged in by a result', () => {
  const authorization = { _: 'auth.authorization', user: USER } as const
  assert.equal(userIn(authorization), 7n)
  assert.equal(userIn({ _: 'auth.loginTokenSuccess', authorization }), 7n)
  for (const result of [
    undefined,
    null,
    true,
    [USER],
    USER,
    { _: 'auth.loginToken' },
    { _: 'auth.loginTokenSuccess' },
    { _: 'auth.authorizationSignUpRequired' },
    { _: 'other', user: USER },
  ])
    assert.equal(userIn(result), undefined)
})
