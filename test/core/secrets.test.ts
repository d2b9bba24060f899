import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Secret } from '../../src/core/secrets.ts'
import { Pair, sharedKey } from '../support/pair.ts'
import { PfsPair } from './dc-client/pfs-pair.ts'

/** What each side of a pair tells. */
function told(): {
  readonly all: string[]
  readonly tell: (side: string) => (secret: Secret) => void
} {
  const all: string[] = []
  const nameOf = (secret: Secret): string =>
    secret.kind === 'auth-key'
      ? secret.temporary
        ? 'temporary key'
        : 'permanent key'
      : secret.kind
  return { all, tell: side => secret => void all.push(`${side}: ${nameOf(secret)}`) }
}

test('a key that was kept or adopted is told at once', () => {
  const { all, tell } = told()
  const keys: Uint8Array[] = []
  const secrets = (secret: Secret): void => {
    tell('client')(secret)
    if (secret.kind === 'auth-key') keys.push(secret.key)
  }
  const pair = new Pair({ client: { secrets }, server: { secrets: tell('server') } })
  pair.invoke(1)
  assert.deepEqual(all, ['server: permanent key', 'client: permanent key'])
  assert.deepEqual(keys, [sharedKey.key])
})

test('a client tells what opens each key exchange, and both sides the keys that come of it', () => {
  const { all, tell } = told()
  const sides = { client: { secrets: tell('client') }, server: { secrets: tell('server') } }
  const pair = new PfsPair({ withKey: false, ...sides })
  pair.invoke(1)
  assert.deepEqual(all, [
    'client: new-nonce',
    'server: permanent key',
    'client: permanent key',
    'client: new-nonce',
    'server: temporary key',
    'client: temporary key',
  ])
})
