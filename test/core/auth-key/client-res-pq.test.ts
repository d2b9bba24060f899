// The client's first half: how it reads resPQ and what it asks for then.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, reversed, xor } from '../../../src/core/bytes/bytes.ts'
import { fromHex, toHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, readInt64LE } from '../../../src/core/bytes/integers.ts'
import { seededRandom } from '../../support/random.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import { atDhGen, atDhParams, atResPQ, ClientRun } from './client-run.ts'
import {
  NEW_NONCE,
  P,
  PQ,
  Q,
  ScriptedServer,
  SERVER_NONCE,
  SERVER_TIME,
} from './scripted-server.ts'
import { bytes, crypto, Fields, flipped, idOf, int, long, sha1 } from './wire.ts'

/** Takes encrypted_data of req_DH_params apart with the private key: the 192 bytes and the hash. */
function unpadded(request: Uint8Array): { inner: Uint8Array; tempKey: Uint8Array } {
  const fields = new Fields(request)
  fields.take(36)
  fields.bytes()
  fields.bytes()
  fields.take(8)
  const block = crypto.modPow(fields.bytes(), testRsaKey.d, testRsaKey.n)
  const tempKey = xor(block.slice(0, 32), crypto.sha256(block.slice(32)))
  const plain = crypto.aesIgeDecrypt(block.slice(32), tempKey, new Uint8Array(32))
  const inner = reversed(plain.slice(0, 192))
  assert.deepEqual(crypto.sha256(tempKey, inner), plain.slice(192))
  return { inner, tempKey }
}

const INNER_SIZE = 4 + 12 + 8 + 8 + 16 + 16 + 32

test('makes a key with an honest server', () => {
  const { run, server, authKey } = atDhGen()
  run.receive(server.dhGen(1, authKey))
  assert.deepEqual(run.result, {
    authKey: { id: readInt64LE(sha1(authKey), 12), key: authKey },
    serverSalt: readInt64LE(xor(NEW_NONCE.slice(0, 8), SERVER_NONCE.slice(0, 8))),
    timeOffset: 0,
  })
  assert.equal(run.sent.length, 3)
  assert.equal(run.client.deadline(), undefined)
})

test('HS-02 ends when resPQ has another nonce', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ nonce: flipped(server.nonce, 7) }))
  run.failed('ERR_NONCE_MISMATCH', 'HS-02', 1)
})

test('HS-03 ends when only unknown keys are offered, and says which', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ fingerprints: [0x0bc35f3509f7b7a5n, -1n] }))
  run.failed('ERR_UNKNOWN_FINGERPRINT', 'HS-03', 1)
  assert.equal(run.error?.got, '0bc35f3509f7b7a5, ffffffffffffffff')
  const known = BigInt.asUintN(64, testRsaKey.fingerprint).toString(16).padStart(16, '0')
  assert.equal(run.error?.expected, known)
  assert.equal(run.error?.next, 'fatal')
})

test('HS-04 takes the first key offered that is known', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ fingerprints: [1n, testRsaKey.fingerprint, 2n] }))
  const request = new Fields(run.sent[1]!)
  request.take(36 + 8 + 8)
  assert.deepEqual(request.take(8), long(testRsaKey.fingerprint))
})

test('HS-05 ends when no key is offered', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ fingerprints: [] }))
  run.failed('ERR_UNKNOWN_FINGERPRINT', 'HS-03', 1)
  assert.equal(run.error?.got, 'none')
})

for (const size of [4, 88, 240]) {
  test(`HS-06 accepts ${size} stray bytes behind every answer`, () => {
    const stray = new Uint8Array(size).fill(0xd5)
    const { run, server } = atResPQ()
    run.receive(server.resPQ({ stray }))
    run.receive(server.paramsOk({ stray }))
    const { authKey } = server.readKey(run.sent[2]!)
    run.receive(server.dhGen(1, authKey, { stray }))
    assert.deepEqual(run.result?.authKey.key, authKey)
  })
}

for (const [rule, name, pq] of [
  ['HS-08', 'HS-07 a prime of 62 bits', fromBigInt(4611686018427387847n)],
  ['HS-08', 'HS-08 zero', new Uint8Array(0)],
  ['HS-08', 'HS-08 one', Uint8Array.of(1)],
  ['HS-08', 'HS-08 an even number', fromBigInt(0x256595edb7766796n)],
  ['HS-08', 'HS-08 the square of a prime', fromBigInt(1780931429n ** 2n)],
  ['HS-08', 'HS-09 2^63 + 13', fromBigInt(2n ** 63n + 13n)],
  ['HS-09', 'HS-09 nine bytes', concat(PQ, Uint8Array.of(1))],
  ['HS-09', 'HS-09 a megabyte', new Uint8Array(1 << 20).fill(0xff)],
] as const) {
  test(`${name} is refused as pq`, () => {
    const { run, server } = atResPQ()
    run.receive(server.resPQ({ pq }))
    run.failed('ERR_PQ_INVALID', rule, 1)
  })
}

test('HS-10 sends factors near 2^31 in 4 bytes each, the lesser one first', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ pq: fromBigInt(2147483647n * 2147483629n) }))
  const request = new Fields(run.sent[1]!)
  request.take(36)
  assert.deepEqual(request.take(16), fromHex('047fffffed000000' + '047fffffff000000'))
})

test('HS-10 sends a small factor in as few bytes as it takes', () => {
  const { run, server } = atResPQ()
  run.receive(server.resPQ({ pq: fromBigInt(251n * 65537n) }))
  const request = new Fields(run.sent[1]!)
  request.take(36)
  assert.deepEqual(request.take(8), fromHex('01fb0000' + '03010001'))
})

test('HS-11 HS-17 hides the inner data by RSA_PAD, and it repeats the outer values', () => {
  const { run, server } = atDhParams()
  const request = run.sent[1]!
  assert.equal(request.length, 320)
  assert.deepEqual(
    request.slice(0, 60),
    concat(
      idOf('req_DH_params'),
      server.nonce,
      SERVER_NONCE,
      bytes(P),
      bytes(Q),
      long(testRsaKey.fingerprint),
    ),
  )
  const { inner } = unpadded(request)
  assert.deepEqual(
    inner.slice(0, INNER_SIZE + 4),
    concat(
      idOf('p_q_inner_data_dc'),
      bytes(PQ),
      bytes(P),
      bytes(Q),
      server.nonce,
      SERVER_NONCE,
      NEW_NONCE,
      int(2),
    ),
  )
  assert.ok(new Set(inner.slice(INNER_SIZE + 4)).size > 32, 'it ends in random bytes')
})

test('HS-12 draws nonce, new_nonce, temp_key, padding and b anew for each run', () => {
  const [one, two] = ['one', 'two'].map(seed => {
    const draws = { new_nonce: [seededRandom(seed)(32, 'new_nonce')] }
    const run = new ClientRun({ seed, given: draws })
    const server = new ScriptedServer(run.sent[0]!, { newNonce: draws.new_nonce[0] })
    run.receive(server.resPQ())
    run.receive(server.paramsOk())
    const { inner, tempKey } = unpadded(run.sent[1]!)
    return [
      server.nonce,
      inner.slice(INNER_SIZE - 32, INNER_SIZE),
      inner.slice(INNER_SIZE + 4),
      tempKey,
      server.readKey(run.sent[2]!).gB,
    ].map(toHex)
  })
  for (const [i, value] of one!.entries()) assert.notEqual(value, two![i])
})

for (const [name, dc] of [
  ['production DC 2', 2],
  ['test DC 2', 10_002],
  ['media DC 4', -4],
] as const) {
  test(`HS-15 names ${name} as ${dc}`, () => {
    const { inner } = unpadded(atDhParams({ dc }).run.sent[1]!)
    assert.deepEqual(inner.slice(INNER_SIZE, INNER_SIZE + 4), int(dc))
  })
}

test('HS-16 asks for a temporary key with its lifetime, and tells when it ends', () => {
  const { run, server, authKey } = atDhGen({ expiresIn: 86_400 })
  const { inner } = unpadded(run.sent[1]!)
  assert.deepEqual(inner.slice(0, 4), idOf('p_q_inner_data_temp_dc'))
  assert.deepEqual(inner.slice(INNER_SIZE, INNER_SIZE + 8), concat(int(2), int(86_400)))
  run.receive(server.dhGen(1, authKey))
  assert.equal(run.result?.expiresAt, SERVER_TIME + 86_400)
})
