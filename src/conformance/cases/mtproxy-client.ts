// A client behind an MTProxy: its secret, its obfuscation, and the TLS connection that is none.
// Source: /mtproto/mtproto-transports#transport-obfuscation
import { concat, equal, reversed, xor } from '../../core/bytes/bytes.ts'
import { fromHex } from '../../core/bytes/hex.ts'
import { readUint32LE } from '../../core/bytes/integers.ts'
import type { RuleId } from '../../core/rules.ts'
import { readClientHello } from '../../core/transport/client-hello-reader.ts'
import { isProven } from '../../core/transport/fake-tls-client.ts'
import { obfuscateClient } from '../../core/transport/obfuscation.ts'
import { formatProxySecret, parseProxySecret } from '../../core/transport/proxy-secret.ts'
import { framingOfTag, type TaggedFraming } from '../../core/transport/start.ts'
import { CHANGE_CIPHER_RECORD, DATA, MAX_RECORD } from '../../core/transport/tls-records.ts'
import type { Case, ClientCase } from '../case.ts'
import type { DcHarness, DcSetup } from '../dc-harness.ts'
import { ACCEPT, CLOSE, type Outcome } from '../outcome.ts'
import { type Own, ownCase, refused, sameBytes } from '../own.ts'
import type { ProxiedConnection } from '../proxy-front.ts'
import { expect, must, type Steps } from '../steps.ts'
import { sessionCase } from './after-reply.ts'
import { change, finish, flip, succeed } from './shared.ts'

const KEY = '00112233445566778899aabbccddeeff'
const DOMAIN = 'www.example.org'
const PLAIN = KEY
const PADDED = `dd${KEY}`
const TLS = formatProxySecret({ mode: 'tls', key: fromHex(KEY), domain: DOMAIN })

/** Each form of text of the three kinds of secret. */
const TEXTS = {
  plain: [KEY, 'ABEiM0RVZneImaq7zN3u/w==', 'ABEiM0RVZneImaq7zN3u_w'],
  padded: [PADDED, '3QARIjNEVWZ3iJmqu8zd7v8=', '3QARIjNEVWZ3iJmqu8zd7v8'],
  tls: [
    TLS,
    '7gARIjNEVWZ3iJmqu8zd7v93d3cuZXhhbXBsZS5vcmc=',
    '7gARIjNEVWZ3iJmqu8zd7v93d3cuZXhhbXBsZS5vcmc',
  ],
} as const

function secretsRead(): void {
  for (const [mode, texts] of Object.entries(TEXTS)) {
    for (const text of texts) {
      const secret = parseProxySecret(text)
      must(secret.mode === mode, `${mode} read as ${secret.mode}`)
      sameBytes('the key', secret.key, KEY)
      must(secret.mode !== 'tls' || secret.domain === DOMAIN, 'another domain')
    }
  }
}

function badSecretsRefused(): void {
  const bad = [
    '',
    KEY.slice(2),
    `${KEY}00`,
    `dc${KEY}`,
    `${PADDED}00`,
    `ee${KEY}`,
    `${TLS}ff`,
    'a.b',
  ]
  for (const text of [...bad, `ee${KEY}${'61'.repeat(183)}`])
    refused(`the secret ${text}`, () => parseProxySecret(text))
}

/** The published openings of clients with a secret. */
function openings({ crypto, vectors: { vectors } }: Own): void {
  const bytes = (text: string): Uint8Array =>
    fromHex(text.replace(/^(..)\*(\d+)$/, (_, byte, count) => byte.repeat(Number(count))))
  const keyed = vectors.obfuscated2.vectors.filter(({ secret }) => typeof secret === 'string')
  must(keyed.length > 0, 'no vectors with a secret')
  for (const { name, random64, secret, dc, init_wire } of keyed) {
    const options = { framing: 'intermediate', dcId: dc!, secret: bytes(secret!) } as const
    sameBytes(name, obfuscateClient(options, crypto, () => bytes(random64)).init, init_wire)
  }
}

function answerProven({ crypto, vectors: { vectors } }: Own): void {
  const { secret, client_random, response } = vectors.fake_tls_server_hello
  const answer = fromHex(response)
  const proven = (bytes: Uint8Array): boolean =>
    isProven(bytes, fromHex(client_random), fromHex(secret), crypto)
  must(proven(answer), 'the published answer is not proven')
  for (let at = 11; at < 43; at++) must(!proven(flip(answer, at)), `byte ${at} does not matter`)
}

/** What the 64 bytes of an opening say to whoever knows the secret. */
function opening(
  { host: { crypto } }: DcHarness,
  bytes: Uint8Array,
): { framing: TaggedFraming | undefined; dcId: number } {
  must(bytes.length >= 64, 'no opening')
  const key = crypto.sha256(bytes.subarray(8, 40), fromHex(KEY))
  const plain = crypto.aesCtr(key, bytes.subarray(40, 56)).update(bytes.subarray(0, 64))
  return { framing: framingOfTag(readUint32LE(plain, 56)), dcId: plain[60]! | (plain[61]! << 8) }
}

/** Every connection led through the proxy and opened with the keys of the secret, in this framing or any. */
const opensWith = (framing?: TaggedFraming) =>
  function* (harness: DcHarness): Steps {
    const outcome = yield* succeed(harness)
    must(harness.proxied.length > 0, 'no connection through the proxy')
    for (const { bytes } of harness.proxied) {
      const found = opening(harness, concat(...bytes))
      must(found.framing !== undefined, 'no framing')
      must([undefined, found.framing].includes(framing), `the framing is ${found.framing}`)
      must(found.dcId === 2, `the data centre is ${found.dcId}`)
    }
    return outcome
  }

interface Record {
  readonly type: number
  readonly version: number
  readonly whole: Uint8Array
}

/** The records that a client has sent. */
function recordsOf({ bytes }: ProxiedConnection): Record[] {
  const stream = concat(...bytes)
  const records: Record[] = []
  for (let at = 0; at < stream.length; ) {
    const length = (stream[at + 3]! << 8) | stream[at + 4]!
    const whole = stream.subarray(at, at + 5 + length)
    records.push({ type: whole[0]!, version: (whole[1]! << 8) | whole[2]!, whole })
    at += 5 + length
  }
  return records
}

function* helloObserved(harness: DcHarness): Steps {
  const outcome = yield* succeed(harness)
  const { crypto } = harness.host
  for (const connection of harness.proxied) {
    const [hello] = recordsOf(connection)
    must(hello !== undefined, 'a connection without a hello')
    const { version, whole } = hello!
    must(version === 0x0301, 'another version')
    must(whole.length >= 517, `only ${whole.length} bytes`)
    const { serverName, sessionId, random } = readClientHello(whole.subarray(5))
    must(serverName === DOMAIN, `for ${serverName}`)
    must(sessionId.length === 32, 'another session id')
    const difference = xor(random, crypto.hmacSha256(fromHex(KEY), whole.slice().fill(0, 11, 43)))
    must(equal(difference.subarray(0, 28), new Uint8Array(28)), 'the digest is wrong')
    const late = connection.at / 1000 - readUint32LE(difference, 28)
    must(late >= 0 && late < 2, `the time is ${late} seconds off`)
  }
  return outcome
}

/** CLOSE: the first connection was closed and nothing was sent on it since. ACCEPT: it works. */
function* answered(harness: DcHarness): Steps {
  const first = yield* expect('connection through the proxy', () => harness.proxied[0])
  yield* finish(harness)
  must(harness.program.state === 'succeeded', `the scenario failed: ${harness.program.error}`)
  const sent = recordsOf(first).map(({ type }) => type)
  if (harness.proxied.length === 1) return ACCEPT
  must(first.isClosed, 'the connection is still open')
  must(sent.length === 1, `${sent.length} records on it`)
  return CLOSE
}

function* recordsObserved(harness: DcHarness): Steps {
  const outcome = yield* succeed(harness)
  for (const connection of harness.proxied) {
    const [, change, ...data] = recordsOf(connection)
    must(change !== undefined && equal(change.whole, CHANGE_CIPHER_RECORD), 'no change of cipher')
    must(data.length > 0, 'no data')
    for (const { type, version } of data)
      must(type === DATA && version === 0x0303, `a record of type ${type}`)
    const { framing } = opening(harness, concat(...data.map(({ whole }) => whole.subarray(5))))
    must(framing === 'padded', `the framing inside is ${framing}`)
  }
  return outcome
}

/** CLOSE: the first connection was closed for another one. ACCEPT: it was not. */
function* carried(harness: DcHarness): Steps {
  yield* succeed(harness)
  const [first, ...more] = harness.proxied
  if (more.length === 0) return ACCEPT
  must(first!.isClosed, 'the connection is still open')
  return CLOSE
}

const proxyCase = (
  id: RuleId,
  slug: string,
  stimulus: string,
  proxy: string,
  play: ClientCase['play'],
  fault?: DcSetup,
  expected: readonly Outcome[] = [ACCEPT],
): ClientCase => sessionCase(id, slug, stimulus, fault, expected, play, { subject: { proxy } })

/** The bytes one by one. */
const single = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, byte => Uint8Array.of(byte))

export function mtproxyClient(): readonly Case[] {
  return [
    ownCase(
      'TR-40',
      'forms',
      'client',
      'each kind of secret, in each form of text',
      secretsRead,
      'internal',
    ),
    ownCase(
      'TR-40',
      'bad',
      'client',
      'secrets of other lengths, first bytes, domains',
      badSecretsRefused,
      'internal',
    ),
    ownCase('TR-41', 'vectors', 'client', 'openings with a secret', openings),
    proxyCase('TR-41', 'keys', 'a secret of 16 bytes', PLAIN, opensWith()),
    proxyCase('TR-42', 'framing', 'a secret that begins with dd', PADDED, opensWith('padded')),
    proxyCase('TR-43', 'hello', 'a secret that begins with ee', TLS, helloObserved),
    ownCase('TR-44', 'vector', 'client', 'a published answer, whole and spoilt', answerProven),
    ...([11, 26, 42] as const).map(at =>
      proxyCase(
        'TR-44',
        `digest-${at - 11}`,
        `an answer with a wrong bit in byte ${at - 11} of its digest`,
        TLS,
        answered,
        { proxyAnswer: change(answer => flip(answer, at)) },
        [CLOSE],
      ),
    ),
    proxyCase(
      'TR-44',
      'answer',
      'an answer with a wrong bit behind its digest',
      TLS,
      answered,
      { proxyAnswer: change(answer => flip(answer, answer.length - 1)) },
      [CLOSE],
    ),
    proxyCase(
      'TR-44',
      'mirrored',
      'an answer whose digest stands backwards',
      TLS,
      answered,
      {
        proxyAnswer: change(answer =>
          concat(answer.subarray(0, 11), reversed(answer.subarray(11, 43)), answer.subarray(43)),
        ),
      },
      [CLOSE],
    ),
    proxyCase('TR-45', 'records', 'a good answer', TLS, recordsObserved),
    proxyCase('TR-46', 'segments', 'every record in segments of one byte', TLS, carried, {
      proxySegment: single,
    }),
    proxyCase('TR-46', 'small', 'records of one byte', TLS, carried, {
      proxyRecord: ({ type, payload }) => single(payload).map(each => ({ type, payload: each })),
    }),
    proxyCase(
      'TR-46',
      'large',
      'a record of 2^14 + 257 bytes',
      TLS,
      carried,
      {
        proxyRecord: change(({ type, payload }) => ({
          type,
          payload: concat(payload, new Uint8Array(MAX_RECORD + 1 - payload.length)),
        })),
      },
      [CLOSE],
    ),
    proxyCase(
      'TR-46',
      'type',
      'a record of another type',
      TLS,
      carried,
      { proxyRecord: change(({ payload }) => ({ type: 0x15, payload })) },
      [CLOSE],
    ),
  ]
}
