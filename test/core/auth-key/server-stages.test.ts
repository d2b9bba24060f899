// The hooks on the answers of a server: what they return is sent, and the exchange itself goes on unharmed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newNonceHash } from '../../../src/core/auth-key/derive.ts'
import type { AuthKeyServerStages } from '../../../src/core/auth-key/server-stages.ts'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { authKeyAuxHash, createAuthKey } from '../../../src/core/crypto/auth-key.ts'
import { NEW_NONCE } from './scripted-client.ts'
import { afterDhParams, afterResPQ } from './server-run.ts'
import { crypto, Fields, idOf, temporaryAes } from './wire.ts'

const staged = (stages: AuthKeyServerStages) => afterResPQ({ stages, strayBytes: false })

test('inner data is replaced before it is hashed, and each record becomes an answer', () => {
  const { run, client } = staged({
    innerData: inner => [{ ...inner, g: 7 } as typeof inner, inner],
  })
  const [first, second, ...more] = run.ask(client.reqDhParams())
  assert.ok(first?.kind === 'send' && second?.kind === 'send')
  assert.equal(more.length, 0)
  client.readParamsOk(first.body)
  assert.equal(client.g, 7)
  client.readParamsOk(second.body)
  assert.equal(client.g, 3)
  assert.equal(run.ask(client.setClientDhParams()).at(-1)?.kind, 'send')
})

test('no record, no answer; the next request is answered', () => {
  const { run, client } = staged({ innerData: () => [] })
  assert.deepEqual(run.ask(client.reqDhParams()), [])
})

test('hash and padding are encrypted as they are given', () => {
  const hash = new Uint8Array(20).fill(0xee)
  const { run, client } = staged({
    hashed: ({ data, padding }) => [{ hash, data, padding: concat(padding, new Uint8Array(16)) }],
  })
  const outer = new Fields(run.answer(client.reqDhParams()))
  outer.take(36)
  const { key, iv } = temporaryAes(client.newNonce, client.serverNonce)
  const plain = crypto.aesIgeDecrypt(outer.bytes(), key, iv)
  assert.deepEqual(plain.slice(0, 20), hash)
  assert.deepEqual(plain.slice(-16), new Uint8Array(16))
})

test('an answer comes with what the other hashes are made of, as soon as it is known', () => {
  const seen: [string, boolean, boolean][] = []
  const { run, client } = afterDhParams({
    strayBytes: false,
    stages: {
      answer: record => {
        const { value, newNonce, auxHash } = record
        seen.push([value._, newNonce !== undefined, auxHash !== undefined])
        if (value._ !== 'dh_gen_ok') return [record]
        const newNonceHash1 = newNonceHash(2, newNonce!, auxHash!, crypto)
        return [{ ...record, value: { ...value, newNonceHash1 } }]
      },
    },
  })
  const outputs = run.ask(client.setClientDhParams())
  assert.deepEqual(seen, [
    ['resPQ', false, false],
    ['server_DH_params_ok', true, false],
    ['dh_gen_ok', true, true],
  ])
  assert.deepEqual(
    outputs.map(({ kind }) => kind),
    ['created', 'send'],
  )
  const answer = outputs[1]
  assert.ok(answer?.kind === 'send')
  assert.ok(new Fields(answer.body).is(idOf('dh_gen_ok')))
  const auxHash = authKeyAuxHash(createAuthKey(client.authKey(), crypto), crypto)
  assert.deepEqual(answer.body.slice(36), newNonceHash(2, NEW_NONCE, auxHash, crypto))
})
