// The server's exchanges: which request belongs to which, what is remembered, what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, xor } from '../../../src/core/bytes/bytes.ts'
import { fromHex } from '../../../src/core/bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../../../src/core/bytes/integers.ts'
import { solve } from '../../../src/core/crypto/solve.ts'
import { testRsaKey } from '../../support/rsa-key.ts'
import vectors from '../../vectors/vectors.json' with { type: 'json' }
import { NEW_NONCE, NONCE, ScriptedClient } from './scripted-client.ts'
import { afterDhParams, afterResPQ, ServerRun, UNIX } from './server-run.ts'
import { bytes, crypto, Fields, flipped, idOf, int, long, newNonceHash, sha1 } from './wire.ts'

const NO_BYTES = new Uint8Array(0)

test('HS-78 makes a key with an honest client', () => {
  const { run, client } = afterDhParams({ strayBytes: false })
  assert.equal(client.serverTime, Math.floor(UNIX / 1000))
  const key = client.authKey()
  const hash1 = newNonceHash(NEW_NONCE, 1, key)
  assert.deepEqual(run.ask(client.setClientDhParams()), [
    {
      kind: 'created',
      connection: 1,
      authKey: { id: readInt64LE(sha1(key), 12), key },
      serverSalt: readInt64LE(xor(NEW_NONCE.slice(0, 8), client.serverNonce.slice(0, 8))),
    },
    {
      kind: 'send',
      connection: 1,
      body: concat(idOf('dh_gen_ok'), NONCE, client.serverNonce, hash1),
    },
  ])
})

test('answers req_pq_multi with the layout of resPQ, and a pq of two primes of 4 bytes', () => {
  const run = new ServerRun({ strayBytes: false })
  const client = new ScriptedClient()
  const answer = run.answer(client.reqPQ())
  client.readResPQ(answer)
  assert.equal(client.pq.length, 8)
  assert.deepEqual([client.p.length, client.q.length], [4, 4])
  assert.ok(toBigInt(client.pq) < 2n ** 62n)
  assert.deepEqual(
    answer,
    concat(
      idOf('resPQ'),
      NONCE,
      client.serverNonce,
      bytes(client.pq),
      idOf('vector'),
      int(1),
      long(testRsaKey.fingerprint),
    ),
  )
})

test('lets up to 240 stray bytes, a multiple of 4, follow each answer', () => {
  const sizes = new Set<number>()
  const run = new ServerRun()
  for (let i = 0; i < 200; i++) {
    const client = new ScriptedClient(new Uint8Array(16).fill(i))
    const size = run.answer(client.reqPQ()).length - 64
    assert.ok(size >= 0 && size <= 240 && size % 4 === 0)
    sizes.add(size)
  }
  assert.ok(sizes.size > 30)
})

test('draws two different primes even when the random bytes are the same', () => {
  for (const draw of ['00000000', 'ffffffff', '4b0d305a']) {
    const given = { pq: [fromHex(draw), fromHex(draw)] }
    const { client } = afterResPQ({ given })
    const [p, q] = [toBigInt(client.p), toBigInt(client.q)]
    assert.ok(2n ** 30n < p && p < q && q < 2n ** 31n)
  }
})

test('HS-60 gives each nonce a server_nonce of its own', () => {
  const run = new ServerRun()
  const [one, two] = ['01', '02'].map(byte => {
    const client = new ScriptedClient(fromHex(byte.repeat(16)))
    const answer = run.answer(client.reqPQ())
    assert.deepEqual(answer.slice(4, 20), client.nonce)
    client.readResPQ(answer)
    return client
  })
  assert.notDeepEqual(one!.serverNonce, two!.serverNonce)
  assert.notDeepEqual(one!.pq, two!.pq)
})

test('HS-61 answers req_pq as well', () => {
  const run = new ServerRun()
  assert.deepEqual(run.answer(new ScriptedClient().reqPQ('req_pq')).slice(0, 4), idOf('resPQ'))
})

test('HS-62 gives every identical request within 10 minutes the identical answer', () => {
  const run = new ServerRun()
  const client = new ScriptedClient()
  const requests = [client.reqPQ()]
  const answers = [run.answer(requests[0]!)]
  client.readResPQ(answers[0]!)
  requests.push(client.reqDhParams())
  answers.push(run.answer(requests[1]!))
  client.readParamsOk(answers[1]!)
  requests.push(client.setClientDhParams())
  answers.push(run.answer(requests[2]!))
  run.pass(599_999)
  for (const [i, request] of requests.entries()) {
    assert.deepEqual(run.ask(request, 7), [{ kind: 'send', connection: 7, body: answers[i] }])
  }
})

test('HS-62 answers a request that is repeated while its answer is computed once, where it came last', () => {
  const { run, client } = afterResPQ()
  const request = client.reqDhParams()
  run.server.handle({ kind: 'message', connection: 1, body: request }, run.now)
  run.server.handle({ kind: 'message', connection: 2, body: request }, run.now)
  const outputs = run.drain()
  assert.equal(outputs.length, 1)
  assert.ok(outputs[0]?.kind === 'send' && outputs[0].connection === 2)
})

test('HS-63 knows nothing of an exchange after 10 minutes', () => {
  const { run, client } = afterDhParams()
  assert.equal(run.server.deadline(), 50_000 + 600_000)
  run.pass(600_000)
  assert.equal(run.server.deadline(), undefined)
  run.refused(client.setClientDhParams(), 'HS-64', 'ERR_HANDSHAKE_REFUSED')
  const { serverNonce } = client
  client.readResPQ(run.answer(client.reqPQ()))
  assert.notDeepEqual(client.serverNonce, serverNonce)
})

test('forgets the oldest exchange when 1000 are under way', () => {
  const run = new ServerRun()
  const clients = Array.from(
    { length: 1001 },
    (_, i) => new ScriptedClient(concat(int(i), new Uint8Array(12))),
  )
  const answers = clients.map(client => run.answer(client.reqPQ()))
  assert.deepEqual(run.answer(clients[1]!.reqPQ()), answers[1])
  assert.notDeepEqual(run.answer(clients[0]!.reqPQ()), answers[0])
})

test('HS-64 refuses an unknown nonce and an unknown server_nonce', () => {
  const unknown = afterResPQ()
  unknown.run.refused(
    unknown.client.reqDhParams({ nonce: flipped(NONCE) }),
    'HS-64',
    'ERR_HANDSHAKE_REFUSED',
  )
  const { run, client } = afterResPQ()
  run.refused(
    client.reqDhParams({ serverNonce: flipped(client.serverNonce) }),
    'HS-64',
    'ERR_NONCE_MISMATCH',
  )
  const later = afterDhParams()
  later.run.refused(
    later.client.setClientDhParams({ serverNonce: flipped(later.client.serverNonce) }),
    'HS-64',
    'ERR_NONCE_MISMATCH',
  )
})

test('HS-70 refuses every request after a wrong one, right ones and repeated ones', () => {
  const { run, client } = afterResPQ()
  run.refused(client.reqDhParams({ fingerprint: 1n }), 'HS-66', 'ERR_UNKNOWN_FINGERPRINT')
  run.refused(client.reqDhParams(), 'HS-66', 'ERR_UNKNOWN_FINGERPRINT')
  run.refused(client.reqPQ(), 'HS-66', 'ERR_UNKNOWN_FINGERPRINT')

  const later = afterDhParams()
  later.run.refused(
    later.client.setClientDhParams({ retryId: 5n }),
    'HS-74',
    'ERR_HANDSHAKE_REFUSED',
  )
  later.run.refused(later.client.setClientDhParams(), 'HS-74', 'ERR_HANDSHAKE_REFUSED')
})

test('HS-70 does not refuse a new nonce after a wrong request', () => {
  const { run, client } = afterResPQ()
  run.refused(client.reqDhParams({ fingerprint: 1n }), 'HS-66', 'ERR_UNKNOWN_FINGERPRINT')
  run.answer(new ScriptedClient(flipped(NONCE)).reqPQ())
})

test('HS-70 drops the answer that is being computed when a wrong request comes', () => {
  const { run, client } = afterResPQ()
  run.server.handle({ kind: 'message', connection: 1, body: client.reqDhParams() }, run.now)
  const job = run.server.poll()
  assert.ok(job?.kind === 'compute')
  run.refused(client.reqDhParams({ p: client.q }), 'HS-76', 'ERR_HANDSHAKE_REFUSED')
  run.server.handle({ kind: 'computed', id: job.id, value: solve(job.job, crypto) }, run.now)
  assert.equal(run.server.poll(), undefined)
})

test('HS-71 accepts random bytes behind every request', () => {
  const stray = new Uint8Array(272).fill(0xb7)
  const run = new ServerRun()
  const client = new ScriptedClient()
  client.readResPQ(run.answer(client.reqPQ('req_pq_multi', stray)))
  client.readParamsOk(run.answer(client.reqDhParams({ stray })))
  const answer = new Fields(run.answer(client.setClientDhParams({ stray })))
  assert.ok(answer.is(idOf('dh_gen_ok')))
})

test('HS-76 refuses requests that come too early or too late', () => {
  const early = afterResPQ()
  early.client.g = 3
  early.client.dhPrime = fromBigInt(2n ** 2047n + 1n)
  early.run.refused(early.client.setClientDhParams(), 'HS-76', 'ERR_HANDSHAKE_REFUSED')

  const late = afterDhParams()
  late.run.refused(late.client.reqDhParams({ stray: int(0) }), 'HS-76', 'ERR_HANDSHAKE_REFUSED')

  const other = afterResPQ()
  other.run.refused(other.client.reqPQ('req_pq'), 'HS-76', 'ERR_HANDSHAKE_REFUSED')

  const done = afterDhParams()
  done.run.answer(done.client.setClientDhParams())
  done.run.refused(
    done.client.setClientDhParams({ stray: int(0) }),
    'HS-76',
    'ERR_HANDSHAKE_REFUSED',
  )
})

test('HS-79 refuses everything else without a key, and what cannot be read', () => {
  const run = new ServerRun()
  for (const body of [
    concat(fromHex('ec77be7a'), long(7n)),
    concat(fromHex('0d0d9bda'), int(223)),
    idOf('resPQ'),
    idOf('req_pq'),
    new Uint8Array(64),
    NO_BYTES,
  ])
    run.refused(body, 'HS-79', 'ERR_HANDSHAKE_REFUSED')
})

test('proposes the group that it was given', () => {
  const dhPrime = fromHex(vectors.dh_primes[1]!.p)
  const { run, client } = afterDhParams({ dhPrime, g: 2 })
  assert.equal(client.g, 2)
  assert.deepEqual(client.dhPrime, dhPrime)
  const [created] = run.ask(client.setClientDhParams())
  assert.ok(created?.kind === 'created')
  assert.deepEqual(created.authKey.key, client.authKey())
})
