import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RpcError } from '../../../src/core/errors.ts'
import type { LoginMethod } from '../../../src/core/login/calls.ts'
import { type LoginReaction, reactionTo } from '../../../src/core/login/reaction.ts'

const METHODS: readonly LoginMethod[] = [
  'auth.exportLoginToken',
  'auth.importLoginToken',
  'account.getPassword',
  'auth.checkPassword',
]

/** The reactions of the four methods in their order. */
function reactions(code: number, text: string): LoginReaction[] {
  return METHODS.map(method => reactionTo(method, new RpcError(code, text)))
}

test('each error leads to a reaction that fits the method', () => {
  const [no, wait] = ['give-up', 'wait'] as const
  for (const code of [400, 401])
    assert.deepEqual(reactions(code, 'SESSION_PASSWORD_NEEDED'), [
      'verify-password',
      'verify-password',
      no,
      no,
    ])
  assert.deepEqual(reactions(400, 'AUTH_TOKEN_INVALID1'), [no, 'export-again', no, no])
  assert.deepEqual(reactions(400, 'PASSWORD_HASH_INVALID'), [no, no, no, 'ask-again'])
  assert.deepEqual(reactions(400, 'SRP_ID_INVALID'), [no, no, no, 'prove-again'])
  assert.deepEqual(reactions(420, 'FLOOD_WAIT_5'), [wait, wait, wait, wait])
  assert.deepEqual(reactions(420, 'FLOOD_WAIT'), [no, no, no, no])
  assert.deepEqual(reactions(500, 'AUTH_RESTART'), [wait, wait, wait, wait])
  assert.deepEqual(reactions(-503, 'Timeout'), [wait, wait, wait, wait])
  assert.deepEqual(reactions(303, 'USER_MIGRATE_5'), [no, no, no, no])
  assert.deepEqual(reactions(406, 'AUTH_KEY_DUPLICATED'), [no, no, no, no])
})
