// Published vectors, and what only the code itself can show. Source: the pages of each rule in docs/rules.md
import { AuthKeyClient } from '../../core/auth-key/client.ts'
import { AuthKeyServer } from '../../core/auth-key/server.ts'
import { equal } from '../../core/bytes/bytes.ts'
import { fromHex } from '../../core/bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../../core/bytes/integers.ts'
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts'
import { createAuthKey } from '../../core/crypto/auth-key.ts'
import { telegramPrime } from '../../core/crypto/dh-group.ts'
import { rsaPad } from '../../core/crypto/rsa-pad.ts'
import { seededRandom } from '../../core/crypto/seeded-random.ts'
import { serverKeys } from '../../core/crypto/server-keys.ts'
import { complete, encodeSealed, open, seal } from '../../core/envelope/encrypted.ts'
import { aesKeyV2 } from '../../core/envelope/kdf.ts'
import type { Computation } from '../../core/login/computation.ts'
import { encodeLoginUrl, parseLoginUrl } from '../../core/login/login-url.ts'
import { passwordNumber, type SrpAlgo } from '../../core/login/srp.ts'
import { srpParameters, srpProof } from '../../core/login/srp-client.ts'
import { srpVerifier } from '../../core/login/srp-server.ts'
import { pack } from '../../core/session/gzip-packed.ts'
import { constructorId } from '../../core/session/message.ts'
import { MsgIdSource } from '../../core/session/msg-id.ts'
import { isContentConstructor, SERVICE } from '../../core/session/service.ts'
import type { Case } from '../case.ts'
import { runWith } from '../computation.ts'
import { givenDraws, type Own, ownCase, refused, sameBytes } from '../own.ts'
import { must } from '../steps.ts'

const random = seededRandom('own code')

/** The published exchange, played by the client with its random values. */
function replayed({ crypto, solve, vectors: { samples } }: Own): void {
  const now = { monotonic: 0, unix: samples.server_DH_inner_data.server_time * 1000 }
  const client = new AuthKeyClient({
    crypto,
    random: givenDraws(
      {
        nonce: [fromHex(samples.nonce)],
        new_nonce: [fromHex(samples.new_nonce)],
        b: [fromHex(samples.b)],
        padding: [fromHex(samples.rsa_pad_random_padding_bytes), fromHex(samples.client_padding)],
      },
      random,
    ),
    keys: serverKeys(false),
    dc: samples.dc_id,
  })
  const sent: Uint8Array[] = []
  let key: Uint8Array | undefined
  const run = (): void => {
    for (let out = client.poll(); out !== undefined; out = client.poll()) {
      if (out.kind === 'send') sent.push(out.body)
      else if (out.kind === 'compute')
        client.handle({ kind: 'computed', id: out.id, value: solve(out.job) }, now)
      else if (out.kind === 'done') key = out.result.authKey.key
    }
  }
  const body = (wire: string): Uint8Array => fromHex(wire).subarray(20)
  const { messages_wire: wire } = samples
  client.handle({ kind: 'start' }, now)
  run()
  for (const answer of [wire['2_resPQ'], wire['4_server_DH_params_ok'], wire['6_dh_gen_ok']]) {
    client.handle({ kind: 'message', body: body(answer) }, now)
    run()
  }
  sameBytes('req_pq_multi', sent[0]!, wire['1_req_pq_multi'].slice(40))
  sameBytes(
    'the open part of req_DH_params',
    sent[1]!.subarray(0, 64),
    wire['3_req_DH_params'].slice(40, 168),
  )
  sameBytes('set_client_DH_params', sent[2]!, wire['5_set_client_DH_params'].slice(40))
  must(key !== undefined, 'no key')
  sameBytes('auth_key', key!, samples.auth_key)
}

/** The first b leads to g_b = 1. */
function drawnAgain({ crypto, solve, rsaKey }: Own): void {
  const now = { monotonic: 0, unix: 1_700_000_000_000 }
  const server = new AuthKeyServer<number>({
    crypto,
    random: seededRandom('HS-36'),
    keys: [rsaKey],
    dcId: 2,
    test: false,
    hasKey: () => false,
  })
  const zero = new Uint8Array(256)
  const client = new AuthKeyClient({
    crypto,
    random: givenDraws({ b: [zero] }, random),
    keys: [rsaKey],
    dc: 2,
  })
  let ended: string | undefined
  client.handle({ kind: 'start' }, now)
  for (let rounds = 0; rounds < 20 && ended === undefined; rounds++) {
    for (let out = client.poll(); out !== undefined; out = client.poll()) {
      if (out.kind === 'send')
        server.handle({ kind: 'message', connection: 1, body: out.body }, now)
      else if (out.kind === 'compute')
        client.handle({ kind: 'computed', id: out.id, value: solve(out.job) }, now)
      else ended = out.kind
    }
    for (let out = server.poll(); out !== undefined; out = server.poll()) {
      if (out.kind === 'send') client.handle({ kind: 'message', body: out.body }, now)
      else if (out.kind === 'compute')
        server.handle({ kind: 'computed', id: out.id, value: solve(out.job) }, now)
    }
  }
  must(ended === 'done', `the exchange ended with ${ended}`)
}

function padded({ crypto, vectors: { vectors } }: Own): void {
  const zeros = (length: number): Uint8Array => new Uint8Array(length)
  const data = new Uint8Array(144).fill(0x61)
  // The vector is about the production key, which is the first of its list.
  const [key] = serverKeys(false)
  sameBytes('RSA_PAD', rsaPad(data, key!, zeros, crypto), vectors.rsa_pad.encrypted_data)
}

const repeated = (text: string): Uint8Array =>
  fromHex(text.replace(/ repeated 8 times$/, '').repeat(8))

function derived({ crypto, vectors: { vectors } }: Own): void {
  for (const { name, auth_key, msg_key, x, aes_key, aes_iv } of vectors.kdf) {
    if (!name.startsWith('v2') || !/ repeated 8 times$/.test(auth_key)) continue
    const { key, iv } = aesKeyV2(
      repeated(auth_key),
      fromHex(msg_key),
      x === 0 ? 'client' : 'server',
      crypto,
    )
    sameBytes(`key ${name}`, key, aes_key)
    sameBytes(`iv ${name}`, iv, aes_iv)
  }
  for (const { key, iv, plaintext, ciphertext } of vectors.aes_ige) {
    if (!/^[0-9a-f]+$/.test(plaintext)) continue
    sameBytes(
      'IGE',
      crypto.aesIgeEncrypt(fromHex(plaintext), fromHex(key), fromHex(iv)),
      ciphertext,
    )
    sameBytes(
      'IGE back',
      crypto.aesIgeDecrypt(fromHex(ciphertext), fromHex(key), fromHex(iv)),
      plaintext,
    )
  }
}

function sealed({ crypto, vectors: { vectors } }: Own): void {
  const { client_to_server: vector, server_to_client } = vectors.messages_v2
  const authKey = createAuthKey(repeated(vector.auth_key), crypto)
  const body = encodeUtf8(vector.body_ascii)
  const message = {
    salt: readInt64LE(fromHex(vector.salt)),
    sessionId: readInt64LE(fromHex(vector.session_id)),
    msgId: readInt64LE(fromHex(vector.msg_id_wire)),
    seqNo: vector.seq_no,
    length: body.length,
    body,
    padding: fromHex(vector.padding),
  }
  sameBytes('sealed', encodeSealed(seal(message, authKey, 'client', crypto)), vector.wire)
  const findKey = (id: bigint) => (id === authKey.id ? authKey : undefined)
  must(
    equal(
      open(fromHex(vector.wire), { findKey, side: 'client', padded: false, crypto }).body,
      body,
    ),
    'opened to another body',
  )
  for (const { name, wire, expect } of server_to_client) {
    const padded = name === 'valid_with_transport_padding'
    const opened = () => open(fromHex(wire), { findKey, side: 'server', padded, crypto })
    // The session is judged by its owner, not by the envelope.
    if (expect === 'accept' || name === 'bad_session_id') opened()
    else refused(name, opened)
  }
}

function outgoing({ crypto }: Own): void {
  const authKey = createAuthKey(random(256, 'auth_key'), crypto)
  const fields = { salt: 1n, sessionId: 2n, msgId: 4n, seqNo: 1 }
  const msgKeys = new Set<string>()
  for (let count = 0; count < 1000; count++) {
    const body = new Uint8Array(4 * (count % 100))
    const message = complete({ ...fields, body }, random)
    const { length } = message.padding
    must(length >= 12 && length <= 1024, `${length} bytes of padding`)
    must((32 + body.length + length) % 16 === 0, 'a partial block')
    msgKeys.add(seal(message, authKey, 'client', crypto).msgKey.join())
  }
  must(msgKeys.size === 1000, 'equal bodies look alike')
}

function rising(): void {
  const ids = new MsgIdSource(random)
  let last = 0n
  for (let count = 0; count < 10_000; count++) {
    const id = ids.next(
      1_700_000_000_000 - (count % 7) * 1000 - (count > 5000 ? 60_000 : 0),
      'request',
    )
    must(id > last && (id & 3n) === 0n, `${id} after ${last}`)
    last = id
  }
}

function packed(): void {
  const smaller = (data: Uint8Array): Uint8Array => data.subarray(0, 40)
  const larger = (data: Uint8Array): Uint8Array => new Uint8Array(data.length + 40)
  const body = new Uint8Array(4000).fill(1)
  must(
    constructorId(pack(body, smaller)) === SERVICE.gzipPacked,
    'a call that shrinks goes as it is',
  )
  must(pack(body, larger) === body, 'a call that grows is compressed')
  must(isContentConstructor(SERVICE.gzipPacked), 'a compressed call has an even seqno')
}

function links({ vectors: { vectors } }: Own): void {
  const { token, url, url_padded } = vectors.qr_url
  must([url, url_padded].includes(encodeLoginUrl(fromHex(token))), 'another link')
}

function readLinks({ vectors: { vectors } }: Own): void {
  const { token, url, url_padded } = vectors.qr_url
  for (const link of [url, url_padded]) sameBytes(link, parseLoginUrl(link), token)
  for (const link of [
    'https://login?token=8PHy',
    'tg://resolve?token=8PHy',
    'tg://login?token=8P/y',
    'tg://login?token=',
  ])
    refused(link, () => parseLoginUrl(link))
}

function srp({ crypto, solve, vectors: { vectors } }: Own): void {
  const p = telegramPrime()
  const algo = (salt1: string, salt2: string, g = 3): SrpAlgo => ({
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    ...{ salt1: fromHex(salt1), salt2: fromHex(salt2), g, p },
  })
  const run = <T>(computation: Computation<T>): T => runWith(computation, solve)
  const unused = { _: 'passwordKdfAlgoUnknown' } as const
  for (const { password_hex, salt1, salt2, g, srp_B, a, A, M1 } of vectors.srp) {
    const parameters = srpParameters({
      _: 'account.password',
      hasPassword: true,
      currentAlgo: algo(salt1, salt2, g),
      srpB: fromHex(srp_B),
      srpId: 1n,
      newAlgo: unused,
      newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
      secureRandom: new Uint8Array(0),
    })
    const password = decodeUtf8(fromHex(password_hex))
    const proof = run(srpProof(parameters, password, crypto, () => fromHex(a)))
    sameBytes('A', proof.A, A)
    sameBytes('M1', proof.M1, M1)
  }
  const { password, salt1, salt2, x } = vectors.srp_x_only
  sameBytes('x', fromBigInt(run(passwordNumber(password, algo(salt1, salt2), crypto)), 32), x)
  const made = vectors.srp_new_password
  const verifier = run(
    srpVerifier(algo(made.salt1_base + made.salt1_random32, made.salt2), made.password, crypto),
  )
  must(verifier.v === toBigInt(fromHex(made.v)), 'another v')
}

export const ownCode = (): readonly Case[] => [
  ownCase('HS-01', 'samples', 'both', 'the published exchange with its random values', replayed),
  ownCase('HS-14', 'zeros', 'client', 'RSA_PAD with zeros for randomness', padded),
  ownCase('HS-36', 'b-zero', 'client', 'a b of zero, and another', drawnAgain, 'internal'),
  ownCase('ENC-01', 'kdf', 'both', 'the published keys and IGE blocks', derived),
  ownCase('ENC-01', 'messages', 'both', 'the published messages', sealed),
  ownCase('ENC-25', 'thousand', 'client', 'a thousand envelopes', outgoing, 'internal'),
  ownCase(
    'SES-01',
    'burst',
    'client',
    '10,000 msg_ids while the clock steps back',
    rising,
    'internal',
  ),
  ownCase(
    'SES-15',
    'packed',
    'client',
    'large calls that shrink and that do not',
    packed,
    'internal',
  ),
  ownCase('QR-02', 'link', 'client', 'the published link', links),
  ownCase('QR-03', 'links', 'client', 'links with and without padding, and others', readLinks),
  ownCase('PW-01', 'srp', 'client', 'the published proofs and verifiers', srp),
]
