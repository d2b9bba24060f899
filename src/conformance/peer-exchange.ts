// A key exchange as the harness runs it against a server: honest but for the stages a case hooks into.
// Source: /mtproto/auth_key
import {
  completeHashed,
  firstServerSalt,
  type HashedData,
  newNonceHash,
  openHashed,
  sealHashed,
  tmpAes,
} from '../core/auth-key/derive.ts'
import { equal } from '../core/bytes/bytes.ts'
import { fromBigInt, toBigInt } from '../core/bytes/integers.ts'
import { type AuthKey, authKeyAuxHash, createAuthKey } from '../core/crypto/auth-key.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { rsaPad } from '../core/crypto/rsa-pad.ts'
import type { PlaintextMessage } from '../core/envelope/plaintext.ts'
import type { Stage } from '../core/machine.ts'
import type {
  Client_DH_Inner_Data,
  P_Q_inner_data,
  req_DH_params,
  req_pq,
  req_pq_multi,
  set_client_DH_params,
} from '../core/tl/generated/mtproto/index.ts'
import {
  type Types as Mtproto,
  mtproto,
  Server_DH_inner_data,
} from '../core/tl/generated/mtproto/index.ts'
import { encode } from '../core/tl/schema.ts'
import type { Outcome } from './outcome.ts'
import { CLOSE, DROP } from './outcome.ts'
import type { PeerConnection } from './peer.ts'
import type { PeerHarness } from './peer-harness.ts'
import { advance, must, type Part, waitFor } from './steps.ts'

/** Hooks on the stages of the harness's own exchange. */
export interface ExchangeStages {
  readonly reqPq?: Stage<req_pq_multi | req_pq>
  readonly pqInner?: Stage<P_Q_inner_data>
  /** the hash inside RSA_PAD */
  readonly rsaPadHash?: Stage<Uint8Array>
  readonly reqDhParams?: Stage<req_DH_params>
  readonly dhInner?: Stage<Client_DH_Inner_Data>
  readonly hashed?: Stage<HashedData>
  readonly setClientDhParams?: Stage<set_client_DH_params>
  readonly plaintext?: Stage<PlaintextMessage>
  /** how long to wait between resPQ and req_DH_params, in milliseconds */
  readonly pause?: number
}

/** A key that both sides hold. */
export interface Established {
  readonly kind: 'key'
  readonly authKey: AuthKey
  readonly salt: bigint
  /** unix seconds */
  readonly serverTime: number
  readonly serverNonce: Uint8Array
  /** the last request, which the server has taken */
  readonly last: set_client_DH_params
  /** how many dh_gen_retry came */
  readonly retries: number
}

/** An exchange that the server ended, with the request it refused and a right one in its place. */
export interface Refusal {
  readonly kind: 'refused'
  readonly outcome: Outcome
  readonly right: Mtproto['call']
}

const only = <Record>(stage: Stage<Record> | undefined, record: Record): Record =>
  [...(stage?.(record) ?? [record])][0]!

/** `crypto` as RSA_PAD uses it: of its two hashes the one inside is that of two parts. */
function hashingBy(crypto: Crypto, stage: Stage<Uint8Array> | undefined): Crypto {
  const sha256 = (...parts: Uint8Array[]): Uint8Array =>
    only(parts.length === 2 ? stage : undefined, crypto.sha256(...parts))
  return { ...crypto, sha256 }
}

/** Runs an exchange to its end, through `stages`. `expiresIn` seconds make the key a temporary one. */
export function* exchangeKeys(
  { host, random, rsaKey, secrets }: PeerHarness,
  connection: PeerConnection,
  stages: ExchangeStages,
  expiresIn?: number,
): Part<Established | Refusal> {
  const { crypto } = host
  const link = { ...(stages.plaintext && { plaintext: stages.plaintext }) }
  const nonce = random(16, 'nonce')
  const reqPq = { _: 'req_pq_multi', nonce } as const
  const resPQ = yield* ask(connection, only(stages.reqPq, reqPq), link)
  if ('kind' in resPQ) return refused(resPQ, reqPq)
  must(resPQ._ === 'resPQ' && equal(resPQ.nonce, nonce), 'no resPQ for the nonce')
  const { serverNonce, pq } = resPQ as Extract<Mtproto['object'], { _: 'resPQ' }>
  const factors = host.compute({ kind: 'factorize', pq: toBigInt(pq) }) as
    | { p: bigint; q: bigint }
    | undefined
  must(factors !== undefined, 'a pq without two prime factors')
  const [p, q] = [fromBigInt(factors!.p), fromBigInt(factors!.q)]
  const newNonce = random(32, 'new_nonce')
  secrets({ kind: 'new-nonce', newNonce, serverNonce })
  const inner = { pq, p, q, nonce, serverNonce, newNonce, dc: connection.dc }
  const innerData: P_Q_inner_data =
    expiresIn === undefined
      ? { _: 'p_q_inner_data_dc', ...inner }
      : { _: 'p_q_inner_data_temp_dc', ...inner, expiresIn }
  const seal = (data: P_Q_inner_data, rsaPadHash?: Stage<Uint8Array>) =>
    rsaPad(encode(mtproto, data), rsaKey, random, hashingBy(crypto, rsaPadHash))
  const nonces = { nonce, serverNonce }
  const params = {
    _: 'req_DH_params',
    ...nonces,
    p,
    q,
    publicKeyFingerprint: rsaKey.fingerprint,
  } as const
  const right = { ...params, encryptedData: seal(innerData) }
  const { pqInner, rsaPadHash } = stages
  const request =
    pqInner || rsaPadHash
      ? { ...params, encryptedData: seal(only(pqInner, innerData), rsaPadHash) }
      : right
  if (stages.pause !== undefined) yield* advance(stages.pause)
  const ok = yield* ask(connection, only(stages.reqDhParams, request), link)
  if ('kind' in ok) return refused(ok, right)
  must(ok._ === 'server_DH_params_ok', `${ok._} instead of server_DH_params_ok`)
  const { encryptedAnswer } = ok as Extract<Mtproto['object'], { _: 'server_DH_params_ok' }>
  const aes = tmpAes(newNonce, serverNonce, crypto)
  const rules = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' } as const
  const { g, dhPrime, gA, serverTime } = openHashed(
    encryptedAnswer,
    aes,
    Server_DH_inner_data,
    rules,
    crypto,
  )

  let retryId = 0n
  for (let retries = 0; ; retries++) {
    const b = random(256, 'b')
    const power = (base: Uint8Array) =>
      host.compute({ kind: 'mod-pow', base, exponent: b, modulus: dhPrime }) as Uint8Array
    const dhInner = {
      _: 'client_DH_inner_data',
      ...nonces,
      retryId,
      gB: power(Uint8Array.of(g)),
    } as const
    const hashedOf = (data: Client_DH_Inner_Data) =>
      completeHashed(encode(mtproto, data), random, crypto)
    const rightSet = {
      _: 'set_client_DH_params',
      ...nonces,
      encryptedData: sealHashed(hashedOf(dhInner), aes, crypto),
    } as const
    const hashed = only(stages.hashed, hashedOf(only(stages.dhInner, dhInner)))
    const set = { ...rightSet, encryptedData: sealHashed(hashed, aes, crypto) }
    const last = only(stages.setClientDhParams, stages.hashed || stages.dhInner ? set : rightSet)
    const end = yield* ask(connection, last, link)
    if ('kind' in end) return refused(end, rightSet)
    const authKey = createAuthKey(power(gA), crypto)
    secrets({ kind: 'auth-key', key: authKey.key, temporary: expiresIn !== undefined })
    const auxHash = authKeyAuxHash(authKey, crypto)
    const proved = (number: 1 | 2, got: Uint8Array) =>
      must(equal(got, newNonceHash(number, newNonce, auxHash, crypto)), `${end._} proves nothing`)
    if (end._ === 'dh_gen_retry') {
      proved(2, end.newNonceHash2)
      retryId = new DataView(auxHash.slice().buffer).getBigInt64(0, true)
      continue
    }
    must(end._ === 'dh_gen_ok', `${end._} instead of dh_gen_ok`)
    proved(1, (end as Extract<Mtproto['object'], { _: 'dh_gen_ok' }>).newNonceHash1)
    const salt = firstServerSalt(newNonce, serverNonce)
    return { kind: 'key', authKey, salt, serverTime, serverNonce, last, retries }
  }
}

/** Sends a request and waits for what comes of it: an object, or the end of the exchange. */
export function* ask(
  connection: PeerConnection,
  request: Mtproto['call'],
  stages: Parameters<PeerConnection['request']>[1] = {},
): Part<Mtproto['object'] | Outcome> {
  const before = connection.answers.length
  const errors = connection.errors.length
  connection.request(request, stages)
  yield* waitFor(
    () =>
      connection.answers.length > before ||
      connection.errors.length > errors ||
      connection.isClosed,
    10_000,
  )
  const answer = connection.answers[before]
  if (answer !== undefined) return answer.value
  const code = connection.errors[errors]
  if (code !== undefined) return { kind: 'TRANSPORT', code }
  return connection.isClosed ? CLOSE : DROP
}

function refused(outcome: Outcome, right: Mtproto['call']): Refusal {
  return { kind: 'refused', outcome, right }
}
