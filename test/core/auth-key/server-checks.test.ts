// The server's checks of what the client encrypts, one deviation at a time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../../../src/core/bytes/integers.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { NEW_NONCE, NONCE, rsa, rsaLegacy, rsaPad, type ScriptedClient } from './scripted-client.ts'
import { afterDhParams, afterResPQ, UNIX } from './server-run.ts'
import { crypto, Fields, flipped, idOf, int, newNonceHash, sha1 } from './wire.ts'

const NO_BYTES = new Uint8Array(0)

test('HS-65 refuses wrong, swapped and zero-padded factors', () => {
  for (const change of [
    ({ p }: ScriptedClient) => ({ p: flipped(p, 3) }),
    ({ q }: ScriptedClient) => ({ q: flipped(q, 3) }),
    ({ p, q }: ScriptedClient) => ({ p: q, q: p }),
    ({ p }: ScriptedClient) => ({ p: concat(Uint8Array.of(0), p) }),
    () => ({ p: NO_BYTES, q: NO_BYTES }),
  ]) {
    const { run, client } = afterResPQ()
    run.refused(client.reqDhParams(change(client)), 'HS-65', 'ERR_PQ_INVALID')
  }
})

test('HS-66 refuses a key that it does not have', () => {
  const { run, client } = afterResPQ()
  run.refused(client.reqDhParams({ fingerprint: 1n }), 'HS-66', 'ERR_UNKNOWN_FINGERPRINT')
})

test('HS-67 refuses encrypted data that is not 256 bytes or not below the modulus', () => {
  for (const encryptedData of [
    NO_BYTES,
    new Uint8Array(255),
    new Uint8Array(257),
    testRsaKey.n,
    new Uint8Array(256).fill(0xff),
  ]) {
    const { run, client } = afterResPQ()
    run.refused(client.reqDhParams({ encryptedData }), 'HS-67', 'ERR_RSA_DATA_INVALID')
  }
})

test('HS-67 refuses good encrypted data in another writing: a zero in front, or n added', () => {
  const n = toBigInt(testRsaKey.n)
  const zeroInFront = (data: Uint8Array): Uint8Array => concat(Uint8Array.of(0), rsaPad(data))
  const nAdded = (data: Uint8Array): Uint8Array => {
    for (let start = 0; ; start++) {
      const sum = toBigInt(rsaPad(data, start)) + n
      if (sum < 2n ** 2048n) return fromBigInt(sum)
    }
  }
  for (const encrypt of [zeroInFront, nAdded]) {
    const { run, client } = afterResPQ()
    run.refused(client.reqDhParams({ encrypt }), 'HS-67', 'ERR_RSA_DATA_INVALID')
  }
})

test('HS-67 refuses encrypted data with a wrong hash inside, in either form', () => {
  const legacy = (data: Uint8Array): Uint8Array =>
    rsa(concat(Uint8Array.of(0), flipped(sha1(data)), data, new Uint8Array(235 - data.length)))
  const withPadding = (data: Uint8Array): Uint8Array => {
    const filled = concat(data, new Uint8Array(235 - data.length))
    return rsa(concat(Uint8Array.of(0), sha1(filled), filled))
  }
  const noise = (): Uint8Array => rsa(new Uint8Array(256).fill(0x42))
  for (const encrypt of [legacy, withPadding, noise, () => new Uint8Array(256)]) {
    const { run, client } = afterResPQ()
    run.refused(client.reqDhParams({ encrypt }), 'HS-67', 'ERR_RSA_DATA_INVALID')
  }
})

test('HS-67 refuses inner data of another type', () => {
  const { run, client } = afterResPQ()
  const inner = { constructorId: idOf('resPQ') }
  run.refused(client.reqDhParams({ inner }), 'HS-67', 'ERR_RSA_DATA_INVALID')
})

test('takes the older RSA form with SHA-1', () => {
  const { run, client } = afterResPQ()
  client.readParamsOk(run.answer(client.reqDhParams({ encrypt: rsaLegacy })))
  run.answer(client.setClientDhParams())
})

for (const [name, tail, lifetime] of [
  ['p_q_inner_data', NO_BYTES, undefined],
  ['p_q_inner_data_dc', int(2), undefined],
  ['p_q_inner_data_temp', int(3600), 3600],
  ['p_q_inner_data_temp_dc', concat(int(2), int(3600)), 3600],
] as const) {
  test(`takes ${name}`, () => {
    const { run, client } = afterResPQ()
    const inner = { constructorId: idOf(name), tail }
    client.readParamsOk(run.answer(client.reqDhParams({ inner })))
    run.pass(1_000)
    const [created] = run.ask(client.setClientDhParams())
    assert.ok(created?.kind === 'created')
    const expected = lifetime && Math.floor(UNIX / 1000) + 1 + lifetime
    assert.equal(created.expiresAt, expected)
    assert.equal('expiresAt' in created, lifetime !== undefined)
  })
}

test('HS-77 refuses a temporary key that has no lifetime', () => {
  for (const expiresIn of [0, -1, -0x80000000]) {
    const { run, client } = afterResPQ()
    const inner = { constructorId: idOf('p_q_inner_data_temp'), tail: int(expiresIn) }
    run.refused(client.reqDhParams({ inner }), 'HS-77', 'ERR_HANDSHAKE_REFUSED')
  }
})

test('HS-68 refuses inner data that differs from the outer', () => {
  for (const [field, code] of [
    ['pq', 'ERR_PQ_INVALID'],
    ['p', 'ERR_PQ_INVALID'],
    ['q', 'ERR_PQ_INVALID'],
    ['nonce', 'ERR_NONCE_MISMATCH'],
    ['serverNonce', 'ERR_NONCE_MISMATCH'],
  ] as const) {
    const { run, client } = afterResPQ()
    run.refused(client.reqDhParams({ inner: { [field]: flipped(client[field]) } }), 'HS-68', code)
  }
})

for (const [dcId, isTest, dc, isRight] of [
  [2, false, 2, true],
  [2, false, -2, true],
  [2, false, 10_002, false],
  [2, false, -10_002, false],
  [2, false, 4, false],
  [2, false, 0, false],
  [2, true, 10_002, true],
  [2, true, -10_002, true],
  [2, true, 2, false],
] as const) {
  test(`HS-69 a ${isTest ? 'test' : 'production'} DC ${dcId} ${isRight ? 'serves' : 'refuses'} dc = ${dc}`, () => {
    const { run, client } = afterResPQ({ dcId, test: isTest })
    const request = client.reqDhParams({ inner: { tail: int(dc) } })
    if (isRight) client.readParamsOk(run.answer(request))
    else run.refused(request, 'HS-69', 'ERR_WRONG_DC', -444)
  })
}

for (const [name, request] of [
  ['has not whole blocks', { encryptedData: new Uint8Array(335) }],
  ['is empty', { encryptedData: NO_BYTES }],
  ['is one block', { encryptedData: new Uint8Array(16) }],
  ['is noise', { encryptedData: new Uint8Array(336).fill(0x5c) }],
  ['has a wrong SHA-1', { hash: new Uint8Array(20) }],
  ['has 28 bytes of padding', { padding: new Uint8Array(28) }],
  ['is another type', { inner: { constructorId: idOf('server_DH_inner_data') } }],
] as const) {
  test(`HS-72 refuses encrypted_data that ${name}`, () => {
    const { run, client } = afterDhParams()
    run.refused(client.setClientDhParams(request), 'HS-72', 'ERR_DH_ANSWER_INVALID')
  })
}

for (const field of ['nonce', 'serverNonce'] as const) {
  test(`HS-72 refuses encrypted_data with another ${field} inside`, () => {
    const { run, client } = afterDhParams()
    const inner = { [field]: flipped(client[field]) }
    run.refused(client.setClientDhParams({ inner }), 'HS-72', 'ERR_NONCE_MISMATCH')
  })
}

for (const [name, value] of [
  ['0', () => 0n],
  ['1', () => 1n],
  ['p-1', (p: bigint) => p - 1n],
  ['p', (p: bigint) => p],
  ['2^1984 - 1', () => 2n ** 1984n - 1n],
  ['p - 2^1984 + 1', (p: bigint) => p - 2n ** 1984n + 1n],
  ['of 257 bytes', () => 2n ** 2050n],
] as const) {
  test(`HS-73 refuses a g_b that is ${name}`, () => {
    const { run, client } = afterDhParams()
    const gB = fromBigInt(value(toBigInt(client.dhPrime)))
    run.refused(client.setClientDhParams({ gB }), 'HS-73', 'ERR_DH_VALUE_RANGE')
  })
}

test('takes g_b without its leading zeros', () => {
  const { run, client } = afterDhParams()
  const answer = new Fields(
    run.answer(client.setClientDhParams({ gB: fromBigInt(2n ** 2000n + 7n) })),
  )
  assert.ok(answer.is(idOf('dh_gen_ok')))
})

test('draws another a when g_a is out of range', () => {
  let draws = 0
  const { client } = afterDhParams({
    solve: job => {
      const isGA = job.kind === 'mod-pow' && job.base.length === 1
      return isGA && ++draws === 1 ? new Uint8Array(256) : solve(job, crypto)
    },
  })
  assert.equal(draws, 2)
  assert.notEqual(toBigInt(client.gA), 0n)
})

test('gives up when no a is any good', () => {
  const { run, client } = afterResPQ({
    solve: job =>
      job.kind === 'mod-pow' && job.base.length === 1 ? new Uint8Array(256) : solve(job, crypto),
  })
  run.refused(client.reqDhParams(), undefined, 'ERR_HANDSHAKE_EXHAUSTED')
})

test('HS-74 refuses a first attempt with a retry_id', () => {
  const { run, client } = afterDhParams()
  run.refused(client.setClientDhParams({ retryId: 1n }), 'HS-74', 'ERR_HANDSHAKE_REFUSED')
})

test('HS-74 refuses a second attempt that does not name the first', () => {
  for (const retryId of [0n, 1n]) {
    const { run, client } = afterDhParams({ hasKey: () => true })
    run.answer(client.setClientDhParams())
    run.refused(
      client.setClientDhParams({ retryId, padding: new Uint8Array(12).fill(1) }),
      'HS-74',
      'ERR_HANDSHAKE_REFUSED',
    )
  }
})

test('HS-75 asks for another attempt when a key of that id exists, and takes the next one', () => {
  let collisions = 1
  const { run, client } = afterDhParams({ hasKey: () => collisions-- > 0 })
  const first = client.authKey()
  const outputs = run.ask(client.setClientDhParams())
  assert.equal(outputs.length, 1)
  assert.ok(outputs[0]?.kind === 'send')
  const retry = concat(
    idOf('dh_gen_retry'),
    NONCE,
    client.serverNonce,
    newNonceHash(NEW_NONCE, 2, first),
  )
  assert.deepEqual(outputs[0].body.slice(0, 52), retry)

  client.secret = fromHex('7e'.repeat(256))
  const request = client.setClientDhParams({ retryId: readInt64LE(sha1(first)) })
  const [created, sent] = run.ask(request)
  assert.ok(created?.kind === 'created')
  assert.deepEqual(created.authKey.key, client.authKey())
  assert.ok(sent?.kind === 'send')
  assert.deepEqual(sent.body.slice(0, 4), idOf('dh_gen_ok'))
})

test('HS-75 gives up with dh_gen_fail after five more collisions', () => {
  const { run, client } = afterDhParams({ hasKey: () => true, strayBytes: false })
  let retryId = 0n
  for (let i = 0; i < 5; i++) {
    client.secret = new Uint8Array(256).fill(0x60 + i)
    const answer = run.answer(client.setClientDhParams({ retryId }))
    assert.deepEqual(answer.slice(0, 4), idOf('dh_gen_retry'))
    retryId = readInt64LE(sha1(client.authKey()))
  }
  client.secret = new Uint8Array(256).fill(0x66)
  const last = client.setClientDhParams({ retryId })
  const fail = concat(
    idOf('dh_gen_fail'),
    NONCE,
    client.serverNonce,
    newNonceHash(NEW_NONCE, 3, client.authKey()),
  )
  assert.deepEqual(run.ask(last), [{ kind: 'send', connection: 1, body: fail }])
  assert.deepEqual(run.answer(last), fail)
  run.refused(client.setClientDhParams(), 'HS-76', 'ERR_HANDSHAKE_REFUSED')
})
