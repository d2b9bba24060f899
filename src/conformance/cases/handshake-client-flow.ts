// What a client says in a key exchange, what it repeats, and when it gives up. Source: /mtproto/auth_key
import { tmpAes } from '../../core/auth-key/derive.ts'
import { equal, reversed } from '../../core/bytes/bytes.ts'
import { toHex } from '../../core/bytes/hex.ts'
import { toBigInt, writeUint32LE } from '../../core/bytes/integers.ts'
import type { Crypto } from '../../core/crypto/provider.ts'
import { rsaUnpad, rsaUnpadLegacy } from '../../core/crypto/rsa-pad.ts'
import { MtprotoError } from '../../core/errors.ts'
import type { Random } from '../../core/machine.ts'
import { unixOfMsgId } from '../../core/session/msg-id.ts'
import {
  Client_DH_Inner_Data,
  mtproto,
  P_Q_inner_data,
  type req_DH_params,
  type set_client_DH_params,
} from '../../core/tl/generated/mtproto/index.ts'
import { Reader } from '../../core/tl/reader.ts'
import { decodeCallPrefix } from '../../core/tl/schema.ts'
import type { Case, ClientCase } from '../case.ts'
import { nonceOf } from '../dc-exchange.ts'
import { type DcHarness, type DcSetup, type Subject, TOKEN } from '../dc-harness.ts'
import { ABORT, ACCEPT, ERROR, type Outcome, RESEND } from '../outcome.ts'
import { Lacking, Missed, must, type Steps, waitFor } from '../steps.ts'
import { answerOf, exchangeCase, keyExchange, nonces } from './key-exchange.ts'
import { finish, LONG, succeed } from './shared.ts'

/** An exchange in which nothing goes wrong, looked at. */
function watched(
  id: ClientCase['id'],
  slug: string,
  stimulus: string,
  check: (harness: DcHarness) => void,
  more: Partial<ClientCase> = {},
): ClientCase {
  const play = function* (harness: DcHarness): Steps {
    const outcome: Outcome = yield* succeed(harness)
    check(harness)
    return outcome
  }
  return {
    id,
    slug,
    stimulus,
    side: 'client',
    kind: 'wire',
    scenario: TOKEN,
    expected: [ACCEPT],
    play,
    ...more,
  }
}

/** The same with one value set, whose absence changes nothing that counts. */
const withFault = (fault: DcSetup, of: ClientCase): ClientCase => ({ ...of, fault })

/** The requests of one constructor. */
function requests<N extends 'req_pq_multi' | 'req_DH_params' | 'set_client_DH_params'>(
  { dc }: DcHarness,
  name: N,
): (N extends 'req_DH_params'
  ? req_DH_params
  : N extends 'set_client_DH_params'
    ? set_client_DH_params
    : never)[] {
  return dc.requests
    .filter(request => request.name === name)
    .map(({ body }) => decodeCallPrefix(mtproto, body).value as never)
}

/** What RSA hides in a request: the padded bytes, the object in them, and whether RSA_PAD made them. */
function opened(
  { host, key }: DcHarness,
  { encryptedData }: req_DH_params,
): { padded: Uint8Array; inner: P_Q_inner_data; size: number; isRsaPad: boolean } {
  must(encryptedData.length === 256, `encrypted_data of ${encryptedData.length} bytes`)
  const { crypto } = host
  const job = { kind: 'mod-pow', base: encryptedData, exponent: key.d, modulus: key.n } as const
  const block = host.compute(job) as Uint8Array
  const isRsaPad = wasPadded(block, crypto)
  const padded = isRsaPad ? rsaUnpad(block, crypto) : rsaUnpadLegacy(block).data
  const reader = new Reader(padded)
  const inner = reader.boxed(P_Q_inner_data)
  return { padded, inner, size: reader.position, isRsaPad }
}

function wasPadded(block: Uint8Array, crypto: Crypto): boolean {
  try {
    return rsaUnpad(block, crypto).length > 0
  } catch (error) {
    if (error instanceof MtprotoError) return false
    throw error
  }
}

/** What the temporary key hides in the last request. */
function openedDh(harness: DcHarness, request: set_client_DH_params, newNonce: Uint8Array) {
  const { crypto } = harness.host
  const { tmpAesKey, tmpAesIv } = tmpAes(newNonce, request.serverNonce, crypto)
  const plain = crypto.aesIgeDecrypt(request.encryptedData, tmpAesKey, tmpAesIv)
  return new Reader(plain.subarray(20)).boxed(Client_DH_Inner_Data)
}

/** Each draw for a purpose replaced by what `make` makes of it, the first time. */
const draws =
  (
    purpose: Parameters<Random>[1],
    make: (bytes: Uint8Array) => Uint8Array,
  ): NonNullable<DcSetup['draws']> =>
  random => {
    let drawn = false
    return (length, wanted) => {
      const bytes = random(length, wanted)
      if (wanted !== purpose || drawn) return bytes
      drawn = true
      return make(bytes)
    }
  }

const dc = (slug: string, expected: number, subject: Subject): ClientCase =>
  watched(
    'HS-15',
    slug,
    `dc for ${slug}`,
    harness => {
      const { inner } = opened(harness, requests(harness, 'req_DH_params')[0]!)
      must('dc' in inner && inner.dc === expected, `dc = ${'dc' in inner ? inner.dc : 'missing'}`)
    },
    { subject },
  )

/** The largest primes below 2^31: pq is near 2^62. */
const P = 2147483629n
const Q = 2147483647n

/** Draws p and q: the first number that is tried for each. */
function bigFactors(random: Random): Random {
  let count = 0
  return (length, purpose) => {
    if (purpose !== 'pq') return random(length, purpose)
    const draw = new Uint8Array(4)
    writeUint32LE(draw, 0, Number([P, Q][count++ % 2]!) - 2 ** 30)
    return draw
  }
}

/** The client re-sends the same bytes, or begins anew. */
function* silence(harness: DcHarness): Steps {
  yield* finish(harness)
  must(harness.program.state === 'succeeded', `no recovery: ${harness.program.error}`)
  const { requests: all } = harness.dc
  const texts = all.map(({ body }) => toHex(body))
  if (all.length === 3) return ACCEPT
  if (new Set(nonces(harness)).size === 1 && texts.some((text, i) => texts.indexOf(text) < i))
    return RESEND
  return ABORT
}

/** How long a client may take from one request of an exchange to the next: milliseconds. */
const PAUSE = 3_000

/**
 * Keys without a leading zero are refused by dh_gen_retry, or dh_gen_fail, as long as the client makes others. A key
 * that was made after dh_gen_retry and is not used says nothing: that may be why.
 */
function* leadingZero(harness: DcHarness): Steps {
  const { dc, program } = harness
  const { keys, requests: all } = dc
  if (dc.setup.collides === undefined) return yield* succeed(harness)
  for (let count = -1; keys.length === 0 && count < all.length; ) {
    count = all.length
    const isMore = (): boolean => harness.isOver || keys.length > 0 || all.length > count
    yield* waitFor(isMore, count === 0 ? LONG : PAUSE)
  }
  must(all.length > 0, 'no key exchange')
  const [made] = keys
  if (made === undefined) throw new Missed('no shared secret has a leading zero')
  yield* finish(harness)
  if (dc.heard.some(({ authKeyId }) => authKeyId === made.authKey.id)) {
    must(program.state === 'succeeded', `the scenario failed: ${program.error}`)
    return ACCEPT
  }
  const tries = all.filter(
    request => request.name === 'set_client_DH_params' && nonceOf(request) === made.nonce,
  )
  if (tries.length > 1) throw new Missed('no first shared secret has a leading zero')
  return program.state === 'succeeded' ? ABORT : ERROR
}

const STEPS = ['req_pq_multi', 'req_DH_params', 'set_client_DH_params'] as const

export const handshakeClientFlow = (): readonly Case[] => [
  withFault(
    { draws: bigFactors },
    watched('HS-10', 'large', 'pq near 2^62 with factors near 2^31', harness => {
      const [request] = requests(harness, 'req_DH_params')
      const { p, q } = request!
      must(toBigInt(p) < toBigInt(q), 'p is not below q')
      must(p[0] !== 0 && q[0] !== 0, 'a factor has leading zeros')
    }),
  ),
  watched('HS-11', 'rsa-pad', 'encrypted_data is decrypted', harness => {
    const { padded, size, isRsaPad } = opened(harness, requests(harness, 'req_DH_params')[0]!)
    must(isRsaPad, 'sealed by the older form with SHA-1')
    const filler = padded.subarray(size)
    must(
      filler.some(byte => byte !== filler[0]),
      'the filler is not random',
    )
    must(!equal(filler, reversed(filler)), 'the filler is not random')
  }),
  withFault(
    answerOf('dh_gen_ok', ok => ({ ...ok, newNonceHash1: new Uint8Array(16) })),
    {
      ...watched('HS-12', 'twice', 'an exchange that fails at its end, and another', () => {}),
      expected: [ABORT, ERROR],
      *play(harness: DcHarness): Steps {
        const outcome: Outcome = yield* keyExchange(harness)
        if (outcome.kind === 'ACCEPT' && harness.dc.setup.answer !== undefined)
          throw new Lacking('an exchange with a wrong proof succeeds')
        const params = requests(harness, 'req_DH_params')
        const inners = params.map(request => opened(harness, request))
        const gBs = requests(harness, 'set_client_DH_params').map((request, i) =>
          toHex(openedDh(harness, request, inners[i]!.inner.newNonce).gB),
        )
        for (const values of [
          nonces(harness),
          inners.map(({ inner }) => toHex(inner.newNonce)),
          inners.map(({ padded, size }) => toHex(padded.subarray(size))),
          params.map(({ encryptedData }) => toHex(encryptedData)),
          gBs,
        ])
          must(new Set(values).size === values.length, 'a secret was used twice')
        return outcome
      },
    },
  ),
  {
    ...exchangeCase(
      'HS-13',
      'redraw',
      'several exchanges under a key with a small modulus',
      { refused: { request: 'req_DH_params', code: -404 } },
      [ABORT, ERROR],
    ),
    *play(harness: DcHarness): Steps {
      const outcome: Outcome = yield* keyExchange(harness)
      for (const request of requests(harness, 'req_DH_params')) opened(harness, request)
      return outcome
    },
  },
  dc('production', 2, {}),
  dc('test', 10_002, { test: true }),
  watched(
    'HS-16',
    'temporary',
    'a client that uses temporary keys',
    harness => {
      const temporary = requests(harness, 'req_DH_params')
        .map(request => opened(harness, request).inner)
        .filter(inner => inner._ === 'p_q_inner_data_temp_dc')
      must(temporary.length === 1, 'no temporary key was asked for')
      must(temporary[0]!.expiresIn > 0, `expires_in = ${temporary[0]!.expiresIn}`)
    },
    { subject: { pfs: true } },
  ),
  watched('HS-17', 'inner', 'the inner data is compared with the open request', harness => {
    const [request] = requests(harness, 'req_DH_params')
    const { inner } = opened(harness, request!)
    for (const field of ['p', 'q', 'nonce', 'serverNonce'] as const)
      must(equal(inner[field], request![field]), `another ${field}`)
    must(toBigInt(inner.pq) === toBigInt(inner.p) * toBigInt(inner.q), 'another pq')
  }),
  {
    ...exchangeCase(
      'HS-34',
      'leading-zero',
      'a shared secret with a leading zero byte',
      { collides: authKey => authKey[0] !== 0 },
      [ACCEPT],
    ),
    seed: 'HS-34 195',
    attempts: 150,
    play: leadingZero,
  },
  withFault(
    { draws: draws('server_nonce', nonce => Uint8Array.from([0, ...nonce.subarray(1)])) },
    watched('HS-35', 'server-nonce', 'a server_nonce with a leading zero byte', () => {}),
  ),
  {
    ...exchangeCase('HS-39', 'genuine', 'a genuine dh_gen_retry, once', { collisions: 1 }, [
      ACCEPT,
      ABORT,
    ]),
    *play(harness: DcHarness): Steps {
      const outcome: Outcome = yield* keyExchange(harness)
      const [one, two] = requests(harness, 'set_client_DH_params')
      if (outcome.kind === 'ABORT' || two === undefined) return outcome
      const { newNonce } = opened(harness, requests(harness, 'req_DH_params')[0]!).inner
      const gBs = [one!, two].map(request => toHex(openedDh(harness, request, newNonce).gB))
      must(gBs[0] !== gBs[1], 'the same b again')
      return outcome
    },
  },
  {
    ...exchangeCase(
      'HS-41',
      'endless',
      'dh_gen_retry without end',
      { collisions: Number.POSITIVE_INFINITY },
      [ERROR],
    ),
    *play(harness: DcHarness): Steps {
      yield* finish(harness)
      must(requests(harness, 'set_client_DH_params').length < 100, 'retries without end')
      return harness.program.state === 'failed' ? ERROR : ACCEPT
    },
  },
  watched('HS-44', 'salt', 'the salt of the first encrypted message', ({ dc: { heard, keys } }) => {
    must(heard[0]!.salt === keys[0]!.salt, 'another salt')
  }),
  ...[3_600_000, -3_600_000].map(ahead =>
    withFault(
      { ahead },
      watched('HS-45', ahead > 0 ? 'behind' : 'ahead', 'a clock one hour off', ({ dc }) => {
        for (const { msgId } of dc.heard) {
          const late = dc.unix - unixOfMsgId(msgId)
          must(late > -30_000 && late < 300_000, `a msg_id ${late} ms old`)
        }
      }),
    ),
  ),
  ...STEPS.map(request =>
    exchangeCase('HS-46', request, `-404 after ${request}`, { refused: { request, code: -404 } }, [
      ABORT,
    ]),
  ),
  exchangeCase(
    'HS-47',
    'wrong-dc',
    '-444 after req_DH_params',
    { refused: { request: 'req_DH_params', code: -444 } },
    [ERROR],
  ),
  ...STEPS.map(
    (request): Case => ({
      ...exchangeCase(
        'HS-48',
        request,
        `no answer to ${request}`,
        { silence: { request, times: 1 } },
        [RESEND, ABORT],
      ),
      play: silence,
    }),
  ),
  {
    ...exchangeCase(
      'HS-48',
      'for-ever',
      'no answer at all',
      { silence: { request: 'req_pq_multi', times: Number.POSITIVE_INFINITY } },
      [ERROR],
    ),
    patience: 240_000,
    *play(harness: DcHarness): Steps {
      yield* finish(harness)
      return harness.program.state === 'failed' ? ERROR : ACCEPT
    },
  },
]
