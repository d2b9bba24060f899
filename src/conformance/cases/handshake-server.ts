// What a server has to refuse, and to take, in the requests of a key exchange. Source: /mtproto/auth_key,
// /mtproto/security_guidelines
import { concat, equal } from '../../core/bytes/bytes.ts'
import { toHex } from '../../core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../core/bytes/integers.ts'
import { telegramPrime } from '../../core/crypto/dh-group.ts'
import type { RuleId } from '../../core/rules.ts'
import { mtproto, type req_DH_params } from '../../core/tl/generated/mtproto/index.ts'
import { encode } from '../../core/tl/schema.ts'
import { type Case, type ServerCase, serverCase } from '../case.ts'
import { ACCEPT, E404, E444, type Outcome } from '../outcome.ts'
import type { PeerConnection } from '../peer.ts'
import { ask, type Established, exchangeKeys } from '../peer-exchange.ts'
import type { PeerHarness, PeerSetup } from '../peer-harness.ts'
import { advance, must, type Part, type Steps } from '../steps.ts'
import { reactionTo } from './reaction.ts'
import { change, flip } from './shared.ts'

/** Runs an exchange; a refused one has to stay refused. */
function* exchange(harness: PeerHarness): Steps {
  const connection = yield* harness.connect()
  const result = yield* exchangeKeys(harness, connection, harness.setup)
  if (result.kind === 'key') return ACCEPT
  const { outcome, right } = result
  if (outcome.kind !== 'TRANSPORT' || outcome.code !== -404) return outcome
  // A request under another nonce belongs to no exchange, so it ends none.
  if (harness.setup.variant === 'of no exchange') return outcome
  // HS-70: now that it is right it is refused all the same.
  const again = yield* ask(connection, right)
  const stays = right._ === 'req_pq_multi' || ('kind' in again && again.kind === 'TRANSPORT')
  must(stays, 'the right request was taken after a wrong one')
  return outcome
}

/** A fault of the exchange, which is answered -404 unless something else is right. */
const exchangeCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  fault: PeerSetup | undefined,
  expected: readonly Outcome[] = [E404],
  play: ServerCase['play'] = exchange,
): ServerCase => serverCase(id, slug, stimulus, fault, expected, play)

const reqDh = (make: (request: req_DH_params) => req_DH_params): PeerSetup => ({
  reqDhParams: change(make),
})

const p = toBigInt(telegramPrime())
const margin = 2n ** 1984n
const gB = (value: bigint): PeerSetup => ({
  dhInner: change(inner => ({ ...inner, gB: fromBigInt(value, 256) })),
})
const TEN_MINUTES = 600_000

/** The first request and its answer. */
function* first(
  connection: PeerConnection,
  nonce: Uint8Array,
  name: 'req_pq' | 'req_pq_multi' = 'req_pq_multi',
): Part<Uint8Array> {
  const resPQ = yield* ask(connection, { _: name, nonce })
  must('_' in resPQ && resPQ._ === 'resPQ', 'no resPQ')
  const { nonce: returned, serverNonce } = resPQ as Extract<typeof resPQ, { _: 'resPQ' }>
  must(equal(returned, nonce), 'another nonce')
  return serverNonce
}

/** The same requests again, so many milliseconds later. */
const repeatedAfter = (pause: number): ServerCase['play'] =>
  function* (harness) {
    const connection = yield* harness.connect()
    const nonce = harness.random(16, 'nonce')
    yield* first(connection, nonce)
    yield* advance(pause)
    yield* first(connection, nonce)
    const made = (yield* exchangeKeys(harness, connection, {})) as Established
    yield* ask(connection, made.last)
    const bodies = connection.answers.map(({ body }) => toHex(body))
    must(bodies[0] === bodies[1], 'another resPQ')
    must(bodies.at(-1) === bodies.at(-2), 'another dh_gen_ok')
    return ACCEPT
  }

export const handshakeServer = (): readonly Case[] => [
  exchangeCase(
    'HS-60',
    'two',
    'two req_pq_multi with different nonces',
    undefined,
    [ACCEPT],
    function* (harness) {
      const connection = yield* harness.connect()
      const one = yield* first(connection, harness.random(16, 'nonce'))
      const two = yield* first(connection, harness.random(16, 'nonce'))
      must(!equal(one, two), 'the same server_nonce')
      return ACCEPT
    },
  ),
  exchangeCase(
    'HS-61',
    'req-pq',
    'req_pq',
    { reqPq: change(({ nonce }) => ({ _: 'req_pq', nonce })) },
    [ACCEPT],
  ),
  exchangeCase(
    'HS-62',
    'repeated',
    'the same req_pq_multi and set_client_DH_params again',
    undefined,
    [ACCEPT],
    repeatedAfter(1000),
  ),
  {
    ...exchangeCase(
      'HS-62',
      'repeated-late',
      'the same, nearly ten minutes later',
      undefined,
      [ACCEPT],
      repeatedAfter(TEN_MINUTES - 10_000),
    ),
    kind: 'internal',
  },
  {
    ...exchangeCase('HS-63', 'late', 'req_DH_params more than ten minutes after resPQ', {
      pause: TEN_MINUTES + 1000,
    }),
    kind: 'internal',
  },
  {
    ...exchangeCase(
      'HS-64',
      'nonce',
      'req_DH_params with an unknown nonce',
      reqDh(request => ({ ...request, nonce: flip(request.nonce) })),
    ),
    peer: { variant: 'of no exchange' },
  },
  exchangeCase(
    'HS-64',
    'server-nonce',
    'req_DH_params with another server_nonce',
    reqDh(request => ({ ...request, serverNonce: flip(request.serverNonce) })),
  ),
  exchangeCase(
    'HS-65',
    'wrong-p',
    'a wrong p',
    reqDh(request => ({ ...request, p: flip(request.p, 3) })),
  ),
  exchangeCase(
    'HS-65',
    'wrong-q',
    'a wrong q',
    reqDh(request => ({ ...request, q: flip(request.q, 3) })),
  ),
  exchangeCase(
    'HS-65',
    'swapped',
    'p and q swapped',
    reqDh(request => ({ ...request, p: request.q, q: request.p })),
  ),
  exchangeCase(
    'HS-66',
    'fingerprint',
    'an unknown public_key_fingerprint',
    reqDh(request => ({ ...request, publicKeyFingerprint: request.publicKeyFingerprint ^ 1n })),
  ),
  exchangeCase(
    'HS-67',
    'short',
    'encrypted_data of 255 bytes',
    reqDh(request => ({ ...request, encryptedData: request.encryptedData.subarray(1) })),
  ),
  exchangeCase(
    'HS-67',
    'long',
    'encrypted_data of 260 bytes',
    reqDh(request => ({
      ...request,
      encryptedData: concat(new Uint8Array(4), request.encryptedData),
    })),
  ),
  exchangeCase(
    'HS-67',
    'above-n',
    'encrypted_data above the modulus',
    reqDh(request => ({ ...request, encryptedData: new Uint8Array(256).fill(255) })),
  ),
  exchangeCase(
    'HS-67',
    'hash',
    'one bit of encrypted_data turned over',
    reqDh(request => ({ ...request, encryptedData: flip(request.encryptedData, 255) })),
  ),
  exchangeCase('HS-67', 'inner-hash', 'one bit of the hash inside encrypted_data turned over', {
    rsaPadHash: change(hash => flip(hash, 31)),
  }),
  ...(['pq', 'p', 'q', 'nonce', 'serverNonce'] as const).map(field =>
    exchangeCase('HS-68', field, `another ${field} inside than outside`, {
      pqInner: change(inner => ({ ...inner, [field]: flip(inner[field], 1) })),
    }),
  ),
  ...[3, 10_002, -10_002].map(dc =>
    exchangeCase(
      'HS-69',
      `dc-${dc}`,
      `inner data for dc ${dc}`,
      { pqInner: change(inner => ({ ...inner, dc })) },
      [E444],
    ),
  ),
  exchangeCase(
    'HS-70',
    'stays-refused',
    'a wrong request, then the right one',
    reqDh(request => ({ ...request, p: flip(request.p, 2) })),
  ),
  exchangeCase(
    'HS-71',
    'filler',
    'filler behind each request',
    {
      plaintext: change(message => {
        const body = concat(message.body, new Uint8Array(64).fill(0x5a))
        return { ...message, body, length: body.length }
      }),
    },
    [ACCEPT],
  ),
  exchangeCase('HS-72', 'partial-block', 'encrypted_data with a partial block', {
    setClientDhParams: change(set => ({
      ...set,
      encryptedData: set.encryptedData.subarray(0, -4),
    })),
  }),
  exchangeCase('HS-72', 'sha1', 'a wrong SHA-1', {
    hashed: change(hashed => ({ ...hashed, hash: flip(hashed.hash) })),
  }),
  exchangeCase('HS-72', 'padding', '16 bytes more padding', {
    hashed: change(hashed => ({ ...hashed, padding: concat(hashed.padding, new Uint8Array(16)) })),
  }),
  ...(['nonce', 'serverNonce'] as const).map(field =>
    exchangeCase('HS-72', field, `another ${field} inside`, {
      dhInner: change(inner => ({ ...inner, [field]: flip(inner[field]) })),
    }),
  ),
  ...(
    [
      ['0', 0n],
      ['1', 1n],
      ['p-1', p - 1n],
      ['p', p],
      ['low', margin - 1n],
      ['high', p - margin + 1n],
    ] as const
  ).map(([slug, value]) => exchangeCase('HS-73', slug, `g_b: ${slug}`, gB(value))),
  exchangeCase('HS-74', 'first-try', 'retry_id = 1 at the first try', {
    dhInner: change(inner => ({ ...inner, retryId: 1n })),
  }),
  {
    ...exchangeCase('HS-74', 'after-retry', 'retry_id = 0 after a retry', {
      dhInner: change(inner => ({ ...inner, retryId: 0n })),
    }),
    kind: 'internal',
    get peer() {
      return { collides: collidesOnce() }
    },
  },
  {
    ...exchangeCase(
      'HS-75',
      'collision',
      'a new key with an id that exists already',
      undefined,
      [ACCEPT],
      function* (harness) {
        const connection = yield* harness.connect()
        const made = yield* exchangeKeys(harness, connection, {})
        must(made.kind === 'key' && made.retries === 1, 'no dh_gen_retry')
        return ACCEPT
      },
    ),
    kind: 'internal',
    get peer() {
      return { collides: collidesOnce() }
    },
  },
  exchangeCase(
    'HS-76',
    'skipped',
    'set_client_DH_params before req_DH_params',
    undefined,
    [E404],
    function* (harness) {
      const connection = yield* harness.connect()
      const nonce = harness.random(16, 'nonce')
      const serverNonce = yield* first(connection, nonce)
      const encryptedData = new Uint8Array(336)
      const answer = yield* ask(connection, {
        _: 'set_client_DH_params',
        nonce,
        serverNonce,
        encryptedData,
      })
      return 'kind' in answer ? answer : ACCEPT
    },
  ),
  {
    ...exchangeCase(
      'HS-77',
      'expired',
      'a temporary key of 60 seconds after 61',
      { variant: 61_000 },
      [E404],
      function* (harness) {
        const { connection, key } = yield* harness.agree(60)
        yield* advance(Number(harness.setup.variant ?? 0))
        const session = harness.session(key)
        const msgId = connection.send(session, encode(mtproto, { _: 'ping', pingId: 1n }))
        return yield* reactionTo(connection, session, msgId)
      },
    ),
    kind: 'internal',
  },
  exchangeCase('HS-78', 'success', 'an honest exchange', undefined, [ACCEPT], function* (harness) {
    const { connection, key, made } = yield* harness.agree()
    must(Math.abs(made.serverTime - harness.unix / 1000) < 2, 'another server_time')
    const session = harness.session(key)
    const msgId = connection.send(session, encode(mtproto, { _: 'ping', pingId: 1n }))
    return yield* reactionTo(connection, session, msgId)
  }),
  exchangeCase('HS-79', 'ping', 'an unencrypted ping', undefined, [E404], function* (harness) {
    const connection = yield* harness.connect()
    const answer = yield* ask(connection, { _: 'ping', pingId: 1n })
    return 'kind' in answer ? answer : ACCEPT
  }),
]

function collidesOnce(): (authKeyId: bigint) => boolean {
  let left = 1
  return () => left-- > 0
}
