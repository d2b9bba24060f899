// What a client has to refuse, and to take, in the answers of a key exchange. Source: /mtproto/auth_key,
// /mtproto/security_guidelines

import { failedNewNonceHash, newNonceHash } from '../../core/auth-key/derive.ts'
import { concat } from '../../core/bytes/bytes.ts'
import { fromHex } from '../../core/bytes/hex.ts'
import { fromBigInt, toBigInt } from '../../core/bytes/integers.ts'
import { telegramPrime } from '../../core/crypto/dh-group.ts'
import { portable } from '../../core/crypto/portable.ts'
import type { PlaintextMessage } from '../../core/envelope/plaintext.ts'
import { mtproto, type req_DH_params } from '../../core/tl/generated/mtproto/index.ts'
import { decodeCallPrefix } from '../../core/tl/schema.ts'
import type { Case } from '../case.ts'
import type { DcHarness, DcSetup } from '../dc-harness.ts'
import { ABORT, ACCEPT, ERROR, type Outcome } from '../outcome.ts'
import { type Steps, waitFor } from '../steps.ts'
import { ABORTED, answerOf, exchangeCase, keyExchange, patientExchange } from './key-exchange.ts'
import { ffdhe2048, modp14, shortSafePrime, smallPower, unsafePrime } from './primes.ts'
import { change, flip, innerData, LONG } from './shared.ts'

const pq = (value: bigint | Uint8Array): DcSetup =>
  answerOf('resPQ', resPQ => ({
    ...resPQ,
    pq: typeof value === 'bigint' ? fromBigInt(value) : value,
  }))

const gA = (value: Uint8Array): DcSetup => innerData(inner => ({ ...inner, gA: value }))

const prime = (dhPrime: Uint8Array): DcSetup =>
  innerData(inner => ({ ...inner, dhPrime, gA: smallPower() }))

const envelope = (make: (message: PlaintextMessage) => PlaintextMessage): DcSetup => ({
  plaintext: change(make),
})

const stray = (size: number): DcSetup =>
  envelope(message => {
    const body = concat(message.body, new Uint8Array(size).fill(0xa5))
    return { ...message, body, length: body.length }
  })

/** The proof of a dh_gen answer that was made for another one. */
const proof = (number: 1 | 2 | 3, { newNonce, auxHash }: Secrets): Uint8Array =>
  newNonceHash(number, newNonce, auxHash, portable)

interface Secrets {
  readonly newNonce: Uint8Array
  readonly auxHash: Uint8Array
}

const p = toBigInt(telegramPrime())
const margin = 2n ** 1984n
const EITHER: readonly Outcome[] = [ACCEPT, ...ABORTED]

/** What a key follows from whose fingerprint is 0x00e38fe8567b421f. */
const ZERO_FINGERPRINT = 'rsa key 145'

const P64 = 4294967279n
const Q64 = 4294967291n

/** ACCEPT: the client sent the right factors, which the harness, whose pq is another one, cannot take. */
function* factored(harness: DcHarness): Steps {
  const { dc } = harness
  const sent = yield* waitFor(
    () => harness.isOver || dc.requests.find(({ name }) => name === 'req_DH_params'),
    LONG,
  )
  if (typeof sent === 'object' && dc.setup.answer !== undefined) {
    const { p, q } = decodeCallPrefix(mtproto, sent.body).value as req_DH_params
    if (toBigInt(p) === P64 && toBigInt(q) === Q64) return ACCEPT
  }
  return yield* keyExchange(harness)
}

/** ABORT and ERROR: no exchange goes on with the key, whether it begins again or ends. */
function* chosen(harness: DcHarness): Steps {
  const { requests } = harness.dc
  const isOn = (): boolean => requests.some(({ name }) => name === 'req_DH_params')
  yield* waitFor(() => harness.isOver || isOn() || requests.length > 2, LONG)
  if (isOn() || requests.length === 0) return yield* keyExchange(harness)
  return harness.isOver ? ERROR : ABORT
}

/** Every fault that one value in an answer makes. */
export const handshakeClient = (): readonly Case[] => [
  exchangeCase(
    'HS-02',
    'nonce',
    'resPQ with one bit of nonce turned over',
    answerOf('resPQ', resPQ => ({ ...resPQ, nonce: flip(resPQ.nonce) })),
  ),
  exchangeCase(
    'HS-03',
    'unknown-fingerprints',
    'resPQ with fingerprints that nobody knows',
    answerOf('resPQ', resPQ => ({ ...resPQ, serverPublicKeyFingerprints: [1n, -2n] })),
  ),
  exchangeCase(
    'HS-04',
    'second-fingerprint',
    'an unknown fingerprint in front of the known one',
    answerOf('resPQ', resPQ => ({
      ...resPQ,
      serverPublicKeyFingerprints: [1n, ...resPQ.serverPublicKeyFingerprints],
    })),
    [ACCEPT],
  ),
  {
    ...exchangeCase(
      'HS-04',
      'zero-fingerprint',
      'a key whose fingerprint begins with a zero byte when it is written as a number',
      { rsaKey: ZERO_FINGERPRINT },
      [ACCEPT],
    ),
    play: chosen,
  },
  exchangeCase(
    'HS-05',
    'no-fingerprint',
    'resPQ with an empty vector of fingerprints',
    answerOf('resPQ', resPQ => ({ ...resPQ, serverPublicKeyFingerprints: [] })),
  ),
  ...[4, 16, 240].map(size =>
    exchangeCase('HS-06', `stray-${size}`, `${size} stray bytes behind each answer`, stray(size), [
      ACCEPT,
    ]),
  ),
  exchangeCase('HS-07', 'prime', 'pq is the prime 2^61 - 1', pq(2n ** 61n - 1n)),
  ...(
    [
      ['zero', 0n],
      ['one', 1n],
      ['even', 2n * 1073741827n],
      ['square', 1073741827n ** 2n],
      ['small-square', 17n ** 2n],
      ['middle-square', 65_521n ** 2n],
    ] as const
  ).map(([slug, value]) => exchangeCase('HS-08', slug, `pq is ${value}`, pq(value))),
  exchangeCase('HS-08', 'empty', 'pq of no bytes', pq(new Uint8Array(0))),
  exchangeCase('HS-09', 'nine-bytes', 'pq of 9 bytes', pq(2n ** 64n + 13n)),
  {
    ...exchangeCase('HS-09', '64-bit', 'pq above 2^63', pq(P64 * Q64), EITHER),
    play: factored,
  },
  exchangeCase(
    'HS-18',
    'nonce',
    'server_DH_params_ok with a wrong nonce',
    answerOf('server_DH_params_ok', ok => ({ ...ok, nonce: flip(ok.nonce) })),
  ),
  exchangeCase(
    'HS-19',
    'server-nonce',
    'server_DH_params_ok with a wrong server_nonce',
    answerOf('server_DH_params_ok', ok => ({ ...ok, serverNonce: flip(ok.serverNonce, 15) })),
  ),
  ...(
    [
      ['empty', 0],
      ['one-block', 16],
      ['partial-block', 584],
    ] as const
  ).map(([slug, size]) =>
    exchangeCase(
      'HS-20',
      slug,
      `encrypted_answer of ${size} bytes`,
      answerOf('server_DH_params_ok', ok => ({
        ...ok,
        encryptedAnswer: ok.encryptedAnswer.subarray(0, size),
      })),
    ),
  ),
  exchangeCase('HS-21', 'sha1', "one bit of the answer's SHA-1 turned over", {
    hashed: change(hashed => ({ ...hashed, hash: flip(hashed.hash, 7) })),
  }),
  ...[16, 32].map(more =>
    exchangeCase('HS-22', `padding-${more}`, `${more} bytes more padding behind the answer`, {
      hashed: change(hashed => ({
        ...hashed,
        padding: concat(hashed.padding, new Uint8Array(more)),
      })),
    }),
  ),
  exchangeCase(
    'HS-23',
    'nonce',
    'server_DH_inner_data with a wrong nonce',
    innerData(inner => ({ ...inner, nonce: flip(inner.nonce, 3) })),
  ),
  exchangeCase(
    'HS-24',
    'server-nonce',
    'server_DH_inner_data with a wrong server_nonce',
    innerData(inner => ({ ...inner, serverNonce: flip(inner.serverNonce, 3) })),
  ),
  exchangeCase(
    'HS-25',
    'constructor',
    'client_DH_inner_data in place of server_DH_inner_data',
    innerData(({ nonce, serverNonce, gA: gB }) => ({
      _: 'client_DH_inner_data',
      nonce,
      serverNonce,
      retryId: 0n,
      gB,
    })),
  ),
  exchangeCase('HS-26', '2047-bits', 'dh_prime of 2047 bits', prime(shortSafePrime())),
  exchangeCase('HS-26', '2049-bits', 'dh_prime of 2049 bits', prime(fromBigInt(p * 2n + 1n))),
  exchangeCase('HS-26', '255-bytes', 'dh_prime of 255 bytes', prime(telegramPrime().subarray(1))),
  exchangeCase(
    'HS-27',
    'composite',
    'dh_prime + 24, which is not prime',
    prime(fromBigInt(p + 24n)),
  ),
  exchangeCase('HS-28', 'unsafe', 'a dh_prime with (p - 1) / 2 composite', prime(unsafePrime())),
  ...[2, 5, 6].map(g =>
    exchangeCase(
      'HS-29',
      `g-${g}`,
      `Telegram's prime with g = ${g}`,
      innerData(inner => ({ ...inner, g })),
    ),
  ),
  exchangeCase(
    'HS-29',
    'ffdhe2048-g-7',
    'ffdhe2048 with g = 7',
    innerData(inner => ({ ...inner, dhPrime: ffdhe2048(), g: 7 })),
  ),
  ...[4, 7].map(g =>
    exchangeCase('HS-30', `g-${g}`, `Telegram's prime with g = ${g}`, { g }, [ACCEPT]),
  ),
  ...[2, 3, 4, 5, 6, 7].map(
    (g): Case => ({
      ...exchangeCase('HS-30', `modp14-g-${g}`, `RFC 3526 group 14 with g = ${g}`, { g }, [ACCEPT]),
      dc: { dhPrime: modp14() },
    }),
  ),
  ...[0, 1, 8, -1].map(g =>
    exchangeCase(
      'HS-31',
      `g-${g}`,
      `g = ${g}`,
      innerData(inner => ({ ...inner, g })),
    ),
  ),
  ...(
    [
      ['0', 0n],
      ['1', 1n],
      ['p-1', p - 1n],
      ['p', p],
      ['p+1', p + 1n],
    ] as const
  ).map(([slug, value]) =>
    exchangeCase('HS-32', slug, `g_a = ${slug}`, gA(fromBigInt(value, 256))),
  ),
  exchangeCase('HS-32', 'empty', 'g_a of no bytes', gA(new Uint8Array(0))),
  exchangeCase('HS-33', 'low', 'g_a = 2^1984 - 1', gA(fromBigInt(margin - 1n, 256))),
  exchangeCase('HS-33', 'high', 'g_a = p - 2^1984 + 1', gA(fromBigInt(p - margin + 1n, 256))),
  exchangeCase(
    'HS-37',
    'nonce',
    'dh_gen_ok with a wrong nonce',
    answerOf('dh_gen_ok', ok => ({ ...ok, nonce: flip(ok.nonce) })),
  ),
  exchangeCase(
    'HS-37',
    'server-nonce',
    'dh_gen_ok with a wrong server_nonce',
    answerOf('dh_gen_ok', ok => ({ ...ok, serverNonce: flip(ok.serverNonce) })),
  ),
  exchangeCase(
    'HS-38',
    'random',
    'dh_gen_ok with a random hash',
    answerOf('dh_gen_ok', ok => ({ ...ok, newNonceHash1: new Uint8Array(16).fill(7) })),
  ),
  exchangeCase(
    'HS-38',
    'hash2',
    'dh_gen_ok with new_nonce_hash2',
    answerOf('dh_gen_ok', (ok, secrets) => ({ ...ok, newNonceHash1: proof(2, secrets) })),
  ),
  exchangeCase(
    'HS-40',
    'hash2',
    'dh_gen_retry with new_nonce_hash1',
    answerOf('dh_gen_ok', ({ nonce, serverNonce }, secrets) => ({
      _: 'dh_gen_retry',
      nonce,
      serverNonce,
      newNonceHash2: proof(1, secrets),
    })),
  ),
  exchangeCase(
    'HS-42',
    'genuine',
    'dh_gen_fail with the right hash',
    answerOf('dh_gen_ok', ({ nonce, serverNonce }, secrets) => ({
      _: 'dh_gen_fail',
      nonce,
      serverNonce,
      newNonceHash3: proof(3, secrets),
    })),
  ),
  exchangeCase(
    'HS-42',
    'forged',
    'dh_gen_fail with new_nonce_hash1',
    answerOf('dh_gen_ok', ({ nonce, serverNonce }, secrets) => ({
      _: 'dh_gen_fail',
      nonce,
      serverNonce,
      newNonceHash3: proof(1, secrets),
    })),
  ),
  exchangeCase(
    'HS-43',
    'genuine',
    'server_DH_params_fail with the right hash',
    answerOf('server_DH_params_ok', ({ nonce, serverNonce }, { newNonce }) => ({
      _: 'server_DH_params_fail',
      nonce,
      serverNonce,
      newNonceHash: failedNewNonceHash(newNonce, portable),
    })),
  ),
  exchangeCase(
    'HS-43',
    'forged',
    'server_DH_params_fail with a random hash',
    answerOf('server_DH_params_ok', ({ nonce, serverNonce }) => ({
      _: 'server_DH_params_fail',
      nonce,
      serverNonce,
      newNonceHash: new Uint8Array(16).fill(7),
    })),
  ),
  exchangeCase(
    'HS-49',
    'twice',
    'each answer twice',
    { plaintext: message => [message, message] },
    [ACCEPT],
  ),
  exchangeCase(
    'HS-50',
    'first',
    'dh_gen_ok in place of resPQ',
    answerOf('resPQ', ({ nonce, serverNonce }) => ({
      _: 'dh_gen_ok',
      nonce,
      serverNonce,
      newNonceHash1: new Uint8Array(16),
    })),
  ),
  exchangeCase(
    'HS-50',
    'second',
    'dh_gen_ok in place of server_DH_params_ok',
    answerOf('server_DH_params_ok', ({ nonce, serverNonce }) => ({
      _: 'dh_gen_ok',
      nonce,
      serverNonce,
      newNonceHash1: new Uint8Array(16),
    })),
  ),
  exchangeCase(
    'HS-50',
    'third',
    'resPQ in place of dh_gen_ok',
    answerOf('dh_gen_ok', ({ nonce, serverNonce }) => ({
      ...({ _: 'resPQ', nonce, serverNonce, pq: fromHex('17ed48941a08f981') } as const),
      serverPublicKeyFingerprints: [1n],
    })),
  ),
  ...(
    [
      ['negative', -4],
      ['too-large', 4096],
      ['partial-word', 81],
    ] as const
  ).map(([slug, length]) =>
    exchangeCase(
      'HS-51',
      slug,
      `message_length = ${length}`,
      envelope(message => ({ ...message, length })),
    ),
  ),
  exchangeCase(
    'HS-51',
    'partial-word-filler',
    'a message_length that ends inside a word of filler',
    envelope(message => ({
      ...message,
      body: concat(message.body, new Uint8Array(16)),
      length: message.length + 2,
    })),
  ),
  ...[8, 16].map(size =>
    exchangeCase('HS-51', `short-${size}`, `an envelope of ${size} bytes`, {
      plaintextFrame: change(frame => ({
        ...frame,
        payload: frame.payload.subarray(0, size),
        length: size,
      })),
    }),
  ),
  {
    ...exchangeCase(
      'HS-52',
      'even-msg-id',
      'answers with msg_id divisible by 4',
      envelope(message => ({ ...message, msgId: message.msgId & ~3n })),
    ),
    play: patientExchange,
    patience: 240_000,
  },
]
