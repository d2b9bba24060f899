// One key exchange as the client sees it: nonces, proof of work, Diffie-Hellman, confirmation.
// Source: /mtproto/auth_key, /mtproto/security_guidelines. What fails a check throws, and no step follows;
// a key leaves here only after the server has proven that it holds the same one.
import { toHex } from '../bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../bytes/integers.ts'
import { Course } from '../course.ts'
import { type AuthKey, authKeyAuxHash, createAuthKey } from '../crypto/auth-key.ts'
import {
  checkDhValue,
  checkGenerator,
  checkPrimeSize,
  isDhValueSafe,
  isKnownPrime,
} from '../crypto/dh-group.ts'
import type { Factors, Job, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import { rsaPad } from '../crypto/rsa-pad.ts'
import { MtprotoError } from '../errors.ts'
import type { Now, Random } from '../machine.ts'
import type { SecretSink } from '../secrets.ts'
import {
  type dh_gen_fail,
  type dh_gen_ok,
  type dh_gen_retry,
  mtproto,
  type resPQ,
  Server_DH_inner_data,
  type server_DH_params_fail,
  type server_DH_params_ok,
  type Types,
} from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { checkHash, checkNonce, checkNonces } from './checks.ts'
import {
  CLIENT_TRANSITIONS,
  type ClientStep,
  type ClientStepOf,
  type Group,
  type Secrets,
} from './client-step.ts'
import {
  completeHashed,
  failedNewNonceHash,
  firstServerSalt,
  type HashedDataRules,
  newNonceHash,
  openHashed,
  sealHashed,
  tmpAes,
} from './derive.ts'

export interface ClientExchangeOptions {
  readonly crypto: Crypto
  readonly random: Random
  /** the RSA keys that are trusted */
  readonly keys: readonly RsaPublicKey[]
  /** the data centre's id, plus 10000 for a test one, negated for a media-only address */
  readonly dc: number
  /** makes a temporary key that lives so many seconds */
  readonly expiresIn?: number | undefined
  /** primes proven before, in hexadecimal; the exchange adds the one that it proves */
  readonly provenPrimes?: Set<string>
  /** how many dh_gen_retry are obeyed */
  readonly retries: number
  /** told new_nonce and the key */
  readonly secrets?: SecretSink | undefined
}

/** A key that both sides hold. */
export interface AuthKeyResult {
  readonly authKey: AuthKey
  /** the salt to begin with */
  readonly serverSalt: bigint
  /** server time minus local time, in milliseconds */
  readonly timeOffset: number
  /** of a temporary key: unix time by the server's clock, in seconds */
  readonly expiresAt?: number
}

/** What an input led to. */
export type ClientProgress =
  | { readonly kind: 'send'; readonly body: Uint8Array }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'done'; readonly result: AuthKeyResult }

/** Miller-Rabin rounds for a prime seen for the first time: an error below 1e-9. */
const WITNESSES = 15
/** An honest b fails with probability 2^-63, so more draws than this mean broken randomness. */
const MAX_DRAWS_OF_B = 8
/** More fingerprints than a server has keys. */
const MAX_SHOWN = 16

const RULES: HashedDataRules = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' }

export class ClientExchange {
  readonly #options: ClientExchangeOptions
  readonly #course = new Course<ClientStep>(CLIENT_TRANSITIONS, { step: 'idle' })
  #jobs = 0
  #retries = 0
  #drawsOfB = 0

  constructor(options: ClientExchangeOptions) {
    this.#options = options
  }

  /** The name of the step it is in. */
  get step(): ClientStep['step'] {
    return this.#course.step
  }

  /** The first request. */
  start(): ClientProgress[] {
    if (this.step !== 'idle') throw this.#misplaced('start')
    const nonce = this.#options.random(16, 'nonce')
    this.#course.go('start', { step: 'awaiting-res-pq', nonce })
    return [{ kind: 'send', body: encode(mtproto, { _: 'req_pq_multi', nonce }) }]
  }

  /** Takes the server's answer to the last request. */
  handle(answer: Types['object'], now: Now): ClientProgress[] {
    const step = this.#course.state
    if (step.step === 'awaiting-res-pq' && answer._ === 'resPQ')
      return this.#factorize(step, answer)
    if (step.step === 'awaiting-dh-params') {
      if (answer._ === 'server_DH_params_ok') return this.#takeGroup(step, answer, now)
      if (answer._ === 'server_DH_params_fail') throw this.#refusedParams(step, answer)
    }
    if (step.step === 'awaiting-dh-gen') {
      if (answer._ === 'dh_gen_ok') return this.#finish(step, answer)
      if (answer._ === 'dh_gen_retry') return this.#retry(step, answer)
      if (answer._ === 'dh_gen_fail') throw this.#refusedKey(step, answer)
    }
    // HS-50: each answer belongs to one step
    throw this.#misplaced(answer._)
  }

  /** Takes the value of a job; the value of one that is not needed any more changes nothing. */
  computed(id: number, value: JobValue<Job>): ClientProgress[] {
    const step = this.#course.state
    if (step.step === 'factorizing' && step.job === id)
      return this.#requestDhParams(step, value as Factors | undefined)
    if (step.step === 'proving-prime' && step.job === id)
      return this.#acceptPrime(step, value as boolean)
    if (step.step === 'computing-key' && (step.gBJob === id || step.authKeyJob === id))
      return this.#collectKey(step, id, value as Uint8Array)
    return []
  }

  /** Forgets every secret; nothing is accepted afterwards. */
  abandon(): void {
    this.#course.go('failure', { step: 'failed' })
  }

  #factorize({ nonce }: ClientStepOf<'awaiting-res-pq'>, answer: resPQ): ClientProgress[] {
    const { pq, serverNonce, serverPublicKeyFingerprints: offered } = answer
    checkNonce(answer.nonce, nonce, 'nonce', 'HS-02')
    const { keys } = this.#options
    const chosen = offered.find(offer => keys.some(({ fingerprint }) => fingerprint === offer))
    const key = keys.find(({ fingerprint }) => fingerprint === chosen)
    // HS-03, HS-04, HS-05: the first key offered that is known here
    if (key === undefined)
      throw new MtprotoError('ERR_UNKNOWN_FINGERPRINT', {
        rule: 'HS-03',
        got: listFingerprints(offered),
        expected: listFingerprints(keys.map(({ fingerprint }) => fingerprint)),
      })
    // HS-09: pq fits in 8 bytes
    if (pq.length > 8)
      throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-09', got: `${pq.length} bytes` })
    const job = this.#job({ kind: 'factorize', pq: toBigInt(pq) })
    const nonces = { nonce, serverNonce }
    this.#course.go(answer._, { step: 'factorizing', job: job.id, nonces, pq, key })
    return [job]
  }

  #requestDhParams(
    { nonces, pq, key }: ClientStepOf<'factorizing'>,
    factors: Factors | undefined,
  ): ClientProgress[] {
    // HS-07, HS-08: two different odd primes
    if (factors === undefined) throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-08' })
    const { crypto, random, dc, expiresIn } = this.#options
    // HS-10: p < q, each in as few bytes as it takes
    const p = fromBigInt(factors.p)
    const q = fromBigInt(factors.q)
    const secrets = { ...nonces, newNonce: random(32, 'new_nonce') }
    this.#options.secrets?.({ kind: 'new-nonce', ...secrets })
    // HS-15, HS-16, HS-17: the outer values once more, the data centre and the lifetime
    const inner = { pq, p, q, ...secrets, dc }
    const innerData = encode(
      mtproto,
      expiresIn === undefined
        ? { _: 'p_q_inner_data_dc', ...inner }
        : { _: 'p_q_inner_data_temp_dc', ...inner, expiresIn },
    )
    const encryptedData = rsaPad(innerData, key, random, crypto)
    const publicKeyFingerprint = key.fingerprint
    this.#course.go('computed', { step: 'awaiting-dh-params', secrets })
    const request = {
      _: 'req_DH_params',
      ...nonces,
      p,
      q,
      publicKeyFingerprint,
      encryptedData,
    } as const
    return [{ kind: 'send', body: encode(mtproto, request) }]
  }

  #refusedParams(
    { secrets }: ClientStepOf<'awaiting-dh-params'>,
    answer: server_DH_params_fail,
  ): MtprotoError {
    checkNonces(answer, secrets, { nonce: 'HS-18', serverNonce: 'HS-19' })
    // HS-43: who refuses has read new_nonce, or the answer is forged
    const hash = failedNewNonceHash(secrets.newNonce, this.#options.crypto)
    checkHash(answer.newNonceHash, hash, 'new_nonce_hash', 'HS-43')
    return new MtprotoError('ERR_DH_FAILED', { rule: 'HS-43', at: answer._ })
  }

  #takeGroup(
    { secrets }: ClientStepOf<'awaiting-dh-params'>,
    answer: server_DH_params_ok,
    now: Now,
  ): ClientProgress[] {
    const { crypto, random, provenPrimes } = this.#options
    checkNonces(answer, secrets, { nonce: 'HS-18', serverNonce: 'HS-19' })
    const aes = tmpAes(secrets.newNonce, secrets.serverNonce, crypto)
    // HS-20, HS-21, HS-22, HS-25
    const inner = openHashed(answer.encryptedAnswer, aes, Server_DH_inner_data, RULES, crypto)
    checkNonces(inner, secrets, { nonce: 'HS-23', serverNonce: 'HS-24' })
    const { g, dhPrime, serverTime } = inner
    checkPrimeSize(dhPrime)
    checkGenerator(g, dhPrime)
    checkDhValue(inner.gA, dhPrime, 'g_a')
    const gA = fromBigInt(toBigInt(inner.gA), dhPrime.length)
    // HS-45: by how much the local clock is wrong
    const timeOffset = serverTime * 1000 - now.unix
    const group = { g, dhPrime, gA, aes, serverTime, timeOffset }
    if (isKnownPrime(dhPrime) || provenPrimes?.has(toHex(dhPrime)))
      return this.#computeKey(answer._, secrets, group, 0n)
    const witnesses = Array.from({ length: WITNESSES }, () => random(dhPrime.length, 'witness'))
    const job = this.#job({ kind: 'safe-prime', prime: dhPrime, witnesses })
    this.#course.go(answer._, { step: 'proving-prime', job: job.id, secrets, group })
    return [job]
  }

  #acceptPrime(
    { secrets, group }: ClientStepOf<'proving-prime'>,
    isSafe: boolean,
  ): ClientProgress[] {
    // HS-27, HS-28: p and (p-1)/2 are prime
    if (!isSafe) throw new MtprotoError('ERR_DH_PRIME_INVALID', { rule: 'HS-27', at: 'dh_prime' })
    this.#options.provenPrimes?.add(toHex(group.dhPrime))
    return this.#computeKey('computed', secrets, group, 0n)
  }

  #computeKey(on: string, secrets: Secrets, group: Group, retryId: bigint): ClientProgress[] {
    if (++this.#drawsOfB > MAX_DRAWS_OF_B)
      throw new MtprotoError('ERR_HANDSHAKE_EXHAUSTED', { rule: 'HS-36', at: 'b' })
    const { g, dhPrime: modulus, gA } = group
    const exponent = this.#options.random(256, 'b')
    const gB = this.#job({ kind: 'mod-pow', base: Uint8Array.of(g), exponent, modulus })
    const authKey = this.#job({ kind: 'mod-pow', base: gA, exponent, modulus })
    const jobs = { gBJob: gB.id, authKeyJob: authKey.id }
    this.#course.go(on, { step: 'computing-key', ...jobs, secrets, group, retryId })
    return [gB, authKey]
  }

  #collectKey(
    step: ClientStepOf<'computing-key'>,
    id: number,
    value: Uint8Array,
  ): ClientProgress[] {
    const { crypto, random } = this.#options
    const { secrets, group, retryId } = step
    const isGB = id === step.gBJob
    // HS-36: g_b keeps the same distance from the ends as g_a
    if (isGB && !isDhValueSafe(value, group.dhPrime))
      return this.#computeKey('computed', secrets, group, retryId)
    const gB = isGB ? value : step.gB
    // HS-34: 256 bytes, leading zeros and all
    const authKey = isGB ? step.authKey : createAuthKey(value, crypto)
    if (gB === undefined || authKey === undefined) {
      this.#course.go('computed', { ...step, ...(gB && { gB }), ...(authKey && { authKey }) })
      return []
    }
    const { newNonce: _, ...nonces } = secrets
    const inner = encode(mtproto, { _: 'client_DH_inner_data', ...nonces, retryId, gB })
    const encryptedData = sealHashed(completeHashed(inner, random, crypto), group.aes, crypto)
    this.#course.go('computed', { step: 'awaiting-dh-gen', secrets, group, authKey })
    const request = { _: 'set_client_DH_params', ...nonces, encryptedData } as const
    return [{ kind: 'send', body: encode(mtproto, request) }]
  }

  #retry(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_retry): ClientProgress[] {
    this.#confirm(step, answer, 2, answer.newNonceHash2, 'HS-40')
    const { crypto, retries } = this.#options
    // HS-41: the server cannot keep this going for ever
    if (++this.#retries > retries)
      throw new MtprotoError('ERR_HANDSHAKE_EXHAUSTED', { rule: 'HS-41', at: answer._ })
    // HS-39: another b, and the name of the attempt that does not count
    this.#drawsOfB = 0
    const retryId = readInt64LE(authKeyAuxHash(step.authKey, crypto))
    return this.#computeKey(answer._, step.secrets, step.group, retryId)
  }

  #refusedKey(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_fail): MtprotoError {
    this.#confirm(step, answer, 3, answer.newNonceHash3, 'HS-42')
    return new MtprotoError('ERR_DH_FAILED', { rule: 'HS-42', at: answer._ })
  }

  #finish(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_ok): ClientProgress[] {
    this.#confirm(step, answer, 1, answer.newNonceHash1, 'HS-38')
    const { secrets, group, authKey } = step
    const { expiresIn, secrets: tell } = this.#options
    this.#course.go(answer._, { step: 'done' })
    tell?.({ kind: 'auth-key', key: authKey.key, temporary: expiresIn !== undefined })
    const result = {
      authKey,
      // HS-44: the salt of the first message
      serverSalt: firstServerSalt(secrets.newNonce, secrets.serverNonce),
      timeOffset: group.timeOffset,
      ...(expiresIn !== undefined && { expiresAt: group.serverTime + expiresIn }),
    }
    return [{ kind: 'done', result }]
  }

  /** The nonces and the hash of a dh_gen_* answer. */
  #confirm(
    { secrets, authKey }: ClientStepOf<'awaiting-dh-gen'>,
    answer: dh_gen_ok | dh_gen_retry | dh_gen_fail,
    number: 1 | 2 | 3,
    hash: Uint8Array,
    rule: 'HS-38' | 'HS-40' | 'HS-42',
  ): void {
    const { crypto } = this.#options
    checkNonces(answer, secrets, { nonce: 'HS-37', serverNonce: 'HS-37' })
    const auxHash = authKeyAuxHash(authKey, crypto)
    const expected = newNonceHash(number, secrets.newNonce, auxHash, crypto)
    checkHash(hash, expected, `new_nonce_hash${number}`, rule)
  }

  #job<J extends Job>(job: J): { kind: 'compute'; id: number; job: J } {
    return { kind: 'compute', id: ++this.#jobs, job }
  }

  #misplaced(got: string): MtprotoError {
    return new MtprotoError('ERR_HANDSHAKE_STEP', { rule: 'HS-50', at: this.step, got })
  }
}

/** As the documentation prints them: unsigned, in hexadecimal. */
function listFingerprints(fingerprints: readonly bigint[]): string {
  const shown = fingerprints.slice(0, MAX_SHOWN)
  const texts = shown.map(value => BigInt.asUintN(64, value).toString(16).padStart(16, '0'))
  return texts.length === 0 ? 'none' : texts.join(', ')
}
