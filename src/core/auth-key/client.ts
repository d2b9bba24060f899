// The client's side of one key exchange: nonces, proof of work, Diffie-Hellman, confirmation.
// Source: /mtproto/auth_key, /mtproto/security_guidelines. A check that fails ends the exchange with
// nothing kept; whether another one starts is the owner's decision.
import { equal } from '../bytes/bytes.ts'
import { toHex } from '../bytes/hex.ts'
import { fromBigInt, readInt64LE, toBigInt } from '../bytes/integers.ts'
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
import type { Machine, Now, Random } from '../machine.ts'
import {
  type dh_gen_fail,
  type dh_gen_ok,
  type dh_gen_retry,
  mtproto,
  type resPQ,
  Server_DH_inner_data,
  type server_DH_params_fail,
  type server_DH_params_ok,
} from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { checkHash, checkNonce, checkNonces, readObject } from './checks.ts'
import type { ClientStep, ClientStepOf, Group, Secrets } from './client-step.ts'
import {
  failedNewNonceHash,
  firstServerSalt,
  type HashedDataRules,
  newNonceHash,
  openHashed,
  sealHashed,
  tmpAes,
} from './derive.ts'

/** How long and how often the client tries; times in milliseconds. */
export interface AuthKeyClientLimits {
  /** silence after which a request is sent again */
  readonly replyTimeout: number
  /** how many times one request is sent again */
  readonly resends: number
  /** the whole exchange */
  readonly timeout: number
  /** how many dh_gen_retry are obeyed */
  readonly retries: number
}

const DEFAULT_LIMITS: AuthKeyClientLimits = {
  replyTimeout: 5_000,
  resends: 1,
  timeout: 20_000,
  retries: 5,
}

export interface AuthKeyClientOptions {
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
  readonly limits?: Partial<AuthKeyClientLimits>
}

export type AuthKeyClientInput =
  | { readonly kind: 'start' }
  /** the body of an unencrypted message from the server */
  | { readonly kind: 'message'; readonly body: Uint8Array }
  | { readonly kind: 'computed'; readonly id: number; readonly value: JobValue<Job> }
  | { readonly kind: 'transport-error'; readonly code: number }

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

export type AuthKeyClientOutput =
  /** to be sent as an unencrypted message */
  | { readonly kind: 'send'; readonly body: Uint8Array }
  | { readonly kind: 'compute'; readonly id: number; readonly job: Job }
  | { readonly kind: 'done'; readonly result: AuthKeyResult }
  | { readonly kind: 'failed'; readonly error: MtprotoError }

/** Miller-Rabin rounds for a prime seen for the first time: an error below 1e-9. */
const WITNESSES = 15
/** An honest b fails with probability 2^-63, so more draws than this mean broken randomness. */
const MAX_DRAWS_OF_B = 8

/** More fingerprints than a server has keys. */
const MAX_SHOWN = 16

const RULES: HashedDataRules = { size: 'HS-20', type: 'HS-25', hash: 'HS-21', padding: 'HS-22' }

export class AuthKeyClient implements Machine<AuthKeyClientInput, AuthKeyClientOutput> {
  readonly #options: AuthKeyClientOptions
  readonly #limits: AuthKeyClientLimits
  readonly #outputs: AuthKeyClientOutput[] = []
  /** the answers that were taken, as they came */
  readonly #taken: Uint8Array[] = []
  #step: ClientStep = { step: 'idle' }
  #jobs = 0
  #retries = 0
  #drawsOfB = 0
  #request: { readonly body: Uint8Array; readonly due: number; readonly resends: number } | undefined
  #endsAt: number | undefined

  constructor(options: AuthKeyClientOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
  }

  /** The name of the step it is in. */
  get step(): ClientStep['step'] {
    return this.#step.step
  }

  handle(input: AuthKeyClientInput, now: Now): void {
    this.#guard(() => {
      switch (input.kind) {
        case 'start':
          return this.#start(now)
        case 'message':
          return this.#receive(input.body, now)
        case 'computed':
          return this.#computed(input.id, input.value, now)
        case 'transport-error':
          return this.#transportError(input.code)
      }
    })
  }

  handleTimeout(now: Now): void {
    this.#guard(() => {
      const request = this.#request
      const late = this.#endsAt !== undefined && now.monotonic >= this.#endsAt
      if (!late && (request === undefined || now.monotonic < request.due)) return
      // HS-48: the same request once more, then an end
      if (late || request === undefined || request.resends === 0)
        throw new MtprotoError('ERR_HANDSHAKE_TIMEOUT', { rule: 'HS-48', at: this.step })
      this.#transmit(request.body, request.resends - 1, now)
    })
  }

  poll(): AuthKeyClientOutput | undefined {
    return this.#outputs.shift()
  }

  deadline(): number | undefined {
    if (this.#endsAt === undefined) return undefined
    return Math.min(this.#endsAt, this.#request?.due ?? this.#endsAt)
  }

  #start(now: Now): void {
    if (this.#step.step !== 'idle') throw this.#misplaced('start')
    this.#endsAt = now.monotonic + this.#limits.timeout
    const nonce = this.#options.random(16, 'nonce')
    this.#step = { step: 'awaiting-res-pq', nonce }
    this.#send(encode(mtproto, { _: 'req_pq_multi', nonce }), now)
  }

  #receive(body: Uint8Array, now: Now): void {
    // HS-49: the answer to a request that was sent twice may come twice
    if (this.#taken.some(taken => equal(taken, body))) return
    this.#taken.push(body)
    this.#request = undefined
    // HS-06: stray bytes may follow the object
    const { value: answer } = readObject(body, mtproto.objects, 'ERR_PLAINTEXT_INVALID', 'HS-50')
    const step = this.#step
    if (step.step === 'awaiting-res-pq' && answer._ === 'resPQ') this.#factorize(step, answer)
    else if (step.step === 'awaiting-dh-params' && answer._ === 'server_DH_params_ok')
      this.#agreeOnGroup(step, answer, now)
    else if (step.step === 'awaiting-dh-params' && answer._ === 'server_DH_params_fail')
      this.#refusedParams(step, answer)
    else if (step.step === 'awaiting-dh-gen' && answer._ === 'dh_gen_ok') this.#finish(step, answer)
    else if (step.step === 'awaiting-dh-gen' && answer._ === 'dh_gen_retry') this.#retry(step, answer)
    else if (step.step === 'awaiting-dh-gen' && answer._ === 'dh_gen_fail')
      this.#refusedKey(step, answer)
    // HS-50: each answer belongs to one step
    else throw this.#misplaced(answer._)
  }

  #computed(id: number, value: JobValue<Job>, now: Now): void {
    const step = this.#step
    if (step.step === 'factorizing' && step.job === id)
      this.#requestDhParams(step, value as Factors | undefined, now)
    else if (step.step === 'proving-prime' && step.job === id)
      this.#acceptPrime(step, value as boolean)
    else if (step.step === 'computing-key' && (step.gBJob === id || step.authKeyJob === id))
      this.#collectKey(step, id, value as Uint8Array, now)
  }

  #factorize({ nonce }: ClientStepOf<'awaiting-res-pq'>, answer: resPQ): void {
    const { pq, serverNonce, serverPublicKeyFingerprints: offered } = answer
    checkNonce(answer.nonce, nonce, 'nonce', 'HS-02')
    const known = new Map(this.#options.keys.map(key => [key.fingerprint, key]))
    const chosen = offered.find(fingerprint => known.has(fingerprint))
    const key = chosen === undefined ? undefined : known.get(chosen)
    // HS-03, HS-04, HS-05: the first key offered that is known here
    if (key === undefined)
      throw new MtprotoError('ERR_UNKNOWN_FINGERPRINT', {
        rule: 'HS-03',
        got: listFingerprints(offered),
        expected: listFingerprints([...known.keys()]),
      })
    // HS-09: pq fits in 8 bytes
    if (pq.length > 8)
      throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-09', got: `${pq.length} bytes` })
    const job = this.#compute({ kind: 'factorize', pq: toBigInt(pq) })
    this.#step = { step: 'factorizing', job, nonces: { nonce, serverNonce }, pq, key }
  }

  #requestDhParams(
    { nonces, pq, key }: ClientStepOf<'factorizing'>,
    factors: Factors | undefined,
    now: Now,
  ): void {
    // HS-07, HS-08: two different odd primes, p < q
    if (factors === undefined) throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-08' })
    const { crypto, random, dc, expiresIn } = this.#options
    // HS-10: p and q as few bytes as they take
    const p = fromBigInt(factors.p)
    const q = fromBigInt(factors.q)
    const secrets = { ...nonces, newNonce: random(32, 'new_nonce') }
    const data = { pq, p, q, ...secrets, dc }
    // HS-15, HS-16, HS-17: everything of the outer message once more, and what is wanted
    const innerData = encode(
      mtproto,
      expiresIn === undefined
        ? { _: 'p_q_inner_data_dc', ...data }
        : { _: 'p_q_inner_data_temp_dc', ...data, expiresIn },
    )
    const encryptedData = rsaPad(innerData, key, random, crypto)
    const publicKeyFingerprint = key.fingerprint
    this.#step = { step: 'awaiting-dh-params', secrets }
    this.#send(
      encode(mtproto, { _: 'req_DH_params', ...nonces, p, q, publicKeyFingerprint, encryptedData }),
      now,
    )
  }

  #refusedParams({ secrets }: ClientStepOf<'awaiting-dh-params'>, answer: server_DH_params_fail): void {
    checkNonces(answer, secrets, { nonce: 'HS-18', serverNonce: 'HS-19' })
    // HS-43: who says so knows new_nonce, or the answer is forged
    const hash = failedNewNonceHash(secrets.newNonce, this.#options.crypto)
    checkHash(answer.newNonceHash, hash, 'new_nonce_hash', 'HS-43')
    throw new MtprotoError('ERR_DH_FAILED', { rule: 'HS-43' })
  }

  #agreeOnGroup(
    { secrets }: ClientStepOf<'awaiting-dh-params'>,
    answer: server_DH_params_ok,
    now: Now,
  ): void {
    const { crypto, random, provenPrimes } = this.#options
    checkNonces(answer, secrets, { nonce: 'HS-18', serverNonce: 'HS-19' })
    const aes = tmpAes(secrets.newNonce, secrets.serverNonce, crypto)
    // HS-20 … HS-22, HS-25
    const inner = openHashed(answer.encryptedAnswer, aes, Server_DH_inner_data, RULES, crypto)
    checkNonces(inner, secrets, { nonce: 'HS-23', serverNonce: 'HS-24' })
    const { g, dhPrime, gA, serverTime } = inner
    checkPrimeSize(dhPrime)
    checkGenerator(g, dhPrime)
    checkDhValue(gA, dhPrime, 'g_a')
    const group: Group = {
      g,
      dhPrime,
      gA: fromBigInt(toBigInt(gA), dhPrime.length),
      aes,
      serverTime,
      // HS-45: what the local clock is off by
      timeOffset: serverTime * 1000 - now.unix,
    }
    if (isKnownPrime(dhPrime) || provenPrimes?.has(toHex(dhPrime)))
      return this.#computeKey(secrets, group, 0n)
    const witnesses = Array.from({ length: WITNESSES }, () => random(dhPrime.length, 'witness'))
    const job = this.#compute({ kind: 'safe-prime', prime: dhPrime, witnesses })
    this.#step = { step: 'proving-prime', job, secrets, group }
  }

  #acceptPrime({ secrets, group }: ClientStepOf<'proving-prime'>, safe: boolean): void {
    // HS-27, HS-28: p and (p-1)/2 are prime
    if (!safe) throw new MtprotoError('ERR_DH_PRIME_INVALID', { rule: 'HS-27', at: 'dh_prime' })
    this.#options.provenPrimes?.add(toHex(group.dhPrime))
    this.#computeKey(secrets, group, 0n)
  }

  #computeKey(secrets: Secrets, group: Group, retryId: bigint): void {
    if (++this.#drawsOfB > MAX_DRAWS_OF_B)
      throw new MtprotoError('ERR_HANDSHAKE_EXHAUSTED', { rule: 'HS-36', at: 'b' })
    const { g, dhPrime: modulus, gA } = group
    const exponent = this.#options.random(256, 'b')
    const gBJob = this.#compute({ kind: 'mod-pow', base: Uint8Array.of(g), exponent, modulus })
    const authKeyJob = this.#compute({ kind: 'mod-pow', base: gA, exponent, modulus })
    this.#step = { step: 'computing-key', gBJob, authKeyJob, secrets, group, retryId }
  }

  #collectKey(
    step: ClientStepOf<'computing-key'>,
    id: number,
    value: Uint8Array,
    now: Now,
  ): void {
    const { crypto, random } = this.#options
    const { secrets, group, retryId } = step
    const isGB = id === step.gBJob
    // HS-36: g_b keeps the same distance from the ends as g_a
    if (isGB && !isDhValueSafe(value, group.dhPrime))
      return this.#computeKey(secrets, group, retryId)
    const gB = isGB ? value : step.gB
    // HS-34: 256 bytes, leading zeros and all
    const authKey = isGB ? step.authKey : createAuthKey(value, crypto)
    if (gB === undefined || authKey === undefined) {
      this.#step = { ...step, ...(gB && { gB }), ...(authKey && { authKey }) }
      return
    }
    const { nonce, serverNonce } = secrets
    const inner = { _: 'client_DH_inner_data', nonce, serverNonce, retryId, gB } as const
    const encryptedData = sealHashed(encode(mtproto, inner), group.aes, random, crypto)
    this.#step = { step: 'awaiting-dh-gen', secrets, group, authKey }
    this.#send(
      encode(mtproto, { _: 'set_client_DH_params', nonce, serverNonce, encryptedData }),
      now,
    )
  }

  #retry(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_retry): void {
    const { crypto } = this.#options
    this.#confirm(step, answer, 2, answer.newNonceHash2, 'HS-40')
    // HS-41: the server cannot keep this going for ever
    if (++this.#retries > this.#limits.retries)
      throw new MtprotoError('ERR_HANDSHAKE_EXHAUSTED', { rule: 'HS-41', at: 'dh_gen_retry' })
    // HS-39: another b, and the name of the attempt that did not count
    this.#drawsOfB = 0
    const retryId = readInt64LE(authKeyAuxHash(step.authKey, crypto))
    this.#computeKey(step.secrets, step.group, retryId)
  }

  #refusedKey(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_fail): void {
    this.#confirm(step, answer, 3, answer.newNonceHash3, 'HS-42')
    throw new MtprotoError('ERR_DH_FAILED', { rule: 'HS-42' })
  }

  #finish(step: ClientStepOf<'awaiting-dh-gen'>, answer: dh_gen_ok): void {
    this.#confirm(step, answer, 1, answer.newNonceHash1, 'HS-38')
    const { secrets, group, authKey } = step
    const { expiresIn } = this.#options
    this.#end(
      { step: 'done' },
      {
        kind: 'done',
        result: {
          authKey,
          // HS-44: the salt of the first message
          serverSalt: firstServerSalt(secrets.newNonce, secrets.serverNonce),
          timeOffset: group.timeOffset,
          ...(expiresIn !== undefined && { expiresAt: group.serverTime + expiresIn }),
        },
      },
    )
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
    const expected = newNonceHash(number, secrets.newNonce, authKeyAuxHash(authKey, crypto), crypto)
    checkHash(hash, expected, `new_nonce_hash${number}`, rule)
  }

  #transportError(code: number): void {
    if (code === 0) return
    // HS-46: the server has given this exchange up
    if (code === -404) throw new MtprotoError('ERR_DH_FAILED', { rule: 'HS-46', got: code })
    // HS-47: another try with the same dc would end the same way
    if (code === -444)
      throw new MtprotoError('ERR_WRONG_DC', { rule: 'HS-47', at: `dc ${this.#options.dc}`, got: code })
    throw new MtprotoError('ERR_TRANSPORT', { got: code })
  }

  #compute(job: Job): number {
    const id = ++this.#jobs
    this.#outputs.push({ kind: 'compute', id, job })
    return id
  }

  #send(body: Uint8Array, now: Now): void {
    this.#transmit(body, this.#limits.resends, now)
  }

  #transmit(body: Uint8Array, resends: number, now: Now): void {
    this.#request = { body, resends, due: now.monotonic + this.#limits.replyTimeout }
    this.#outputs.push({ kind: 'send', body })
  }

  /** Runs one input; an error that the peer caused becomes the end of the exchange. */
  #guard(run: () => void): void {
    if (this.step === 'done' || this.step === 'failed') return
    try {
      run()
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      this.#end({ step: 'failed' }, { kind: 'failed', error })
    }
  }

  /** The last output: every secret is forgotten, and what was about to be sent stays unsent. */
  #end(step: ClientStepOf<'done' | 'failed'>, output: AuthKeyClientOutput): void {
    this.#step = step
    this.#request = undefined
    this.#endsAt = undefined
    this.#taken.length = 0
    this.#outputs.splice(0, this.#outputs.length, output)
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
