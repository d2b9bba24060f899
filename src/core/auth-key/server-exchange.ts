// One key exchange as the server sees it. Source: /mtproto/auth_key, /mtproto/security_guidelines.
// Every request is checked in full before it has any effect; what fails a check throws, and the owner
// refuses the whole exchange from then on.
import { equal } from '../bytes/bytes.ts'
import { fromBigInt, readInt64LE } from '../bytes/integers.ts'
import { Course } from '../course.ts'
import { type AuthKey, authKeyAuxHash, createAuthKey } from '../crypto/auth-key.ts'
import { checkDhValue, isDhValueSafe } from '../crypto/dh-group.ts'
import type { Job, JobValue } from '../crypto/job.ts'
import type { Crypto } from '../crypto/provider.ts'
import type { RsaPrivateKey } from '../crypto/rsa.ts'
import { rsaDecryptJob, rsaUnpad, rsaUnpadLegacy } from '../crypto/rsa-pad.ts'
import { MtprotoError } from '../errors.ts'
import type { Now, Random, Stage } from '../machine.ts'
import {
  Client_DH_Inner_Data,
  mtproto,
  P_Q_inner_data,
  type req_DH_params,
  type req_pq,
  type req_pq_multi,
  type set_client_DH_params,
  type Types,
} from '../tl/generated/mtproto/index.ts'
import { encode } from '../tl/schema.ts'
import { checkNonces, type Nonces, type Prefix, readObject } from './checks.ts'
import {
  completeHashed,
  firstServerSalt,
  type HashedDataRules,
  newNonceHash,
  openHashed,
  sealHashed,
  tmpAes,
} from './derive.ts'
import { drawFactors } from './server-pq.ts'
import type { AuthKeyServerStages, HandshakeAnswer } from './server-stages.ts'
import {
  type Agreement,
  SERVER_TRANSITIONS,
  type ServerStep,
  type ServerStepOf,
  type Wish,
} from './server-step.ts'

export interface ServerExchangeOptions {
  readonly crypto: Crypto
  readonly random: Random
  /** the RSA keys that are offered, the first one first */
  readonly keys: readonly RsaPrivateKey[]
  readonly dcId: number
  /** whether this is a data centre of the test environment */
  readonly test: boolean
  /** 256 bytes */
  readonly dhPrime: Uint8Array
  readonly g: number
  /** is there a key of this id already? */
  readonly hasKey: (authKeyId: bigint) => boolean
  readonly stages?: AuthKeyServerStages | undefined
}

/** The requests of a key exchange. */
export type ServerRequest = req_pq | req_pq_multi | req_DH_params | set_client_DH_params

/** A key that both sides hold as soon as the client has the answer. */
export interface CreatedKey {
  readonly authKey: AuthKey
  readonly serverSalt: bigint
  /** of a temporary key: unix time in seconds */
  readonly expiresAt?: number
}

/** What a request led to: a job whose value is the next input, or the answer, one body unless a stage says otherwise. */
export type Progress =
  | { readonly kind: 'compute'; readonly job: Job }
  | {
      readonly kind: 'answer'
      readonly bodies: readonly Uint8Array[]
      readonly created?: CreatedKey
    }

/** An honest draw fails with probability 2^-63, so more of them mean broken randomness. */
const MAX_DRAWS_OF_A = 8
/** Attempts that may meet a key of the same id before the server gives up. */
const MAX_COLLISIONS = 5

export class ServerExchange {
  readonly #options: ServerExchangeOptions
  readonly #course = new Course<ServerStep>(SERVER_TRANSITIONS, { step: 'idle' })
  #drawsOfA = 0

  constructor(options: ServerExchangeOptions) {
    this.#options = options
  }

  /** The name of the step it is in. */
  get step(): ServerStep['step'] {
    return this.#course.step
  }

  /** Takes a request; throws an MtprotoError when it is wrong, after which every other one is wrong. */
  handle(request: ServerRequest): Progress {
    return this.#guard(() => {
      const step = this.#course.state
      if (step.step === 'idle' && (request._ === 'req_pq' || request._ === 'req_pq_multi'))
        return this.#offer(request)
      if (step.step === 'awaiting-req-dh-params' && request._ === 'req_DH_params')
        return this.#decrypt(step, request)
      if (step.step === 'awaiting-set-client-dh-params' && request._ === 'set_client_DH_params')
        return this.#computeKey(step, request)
      // HS-76: every request has its place
      throw new MtprotoError('ERR_HANDSHAKE_REFUSED', {
        rule: 'HS-76',
        at: step.step,
        got: request._,
      })
    })
  }

  /** Takes the value of the job that is under way. */
  computed(value: JobValue<Job>, now: Now): Progress {
    return this.#guard(() => {
      const step = this.#course.state
      const bytes = value as Uint8Array
      if (step.step === 'decrypting') return this.#agree(step, bytes)
      if (step.step === 'computing-g-a') return this.#propose(step, bytes, now)
      if (step.step === 'computing-key') return this.#confirm(step, bytes, now)
      throw new MtprotoError('ERR_ARGUMENT', { at: step.step, got: 'a value nobody asked for' })
    })
  }

  #offer({ _: on, nonce }: req_pq | req_pq_multi): Progress {
    const { random, keys } = this.#options
    // HS-60: each exchange gets a server_nonce of its own
    const nonces = { nonce, serverNonce: random(16, 'server_nonce') }
    const factors = drawFactors(random)
    const pq = fromBigInt(factors.p * factors.q)
    const [p, q] = [fromBigInt(factors.p), fromBigInt(factors.q)]
    this.#course.go(on, { step: 'awaiting-req-dh-params', nonces, pq, p, q })
    const serverPublicKeyFingerprints = keys.map(key => key.fingerprint)
    return this.#answer([{ _: 'resPQ', ...nonces, pq, serverPublicKeyFingerprints }])
  }

  #decrypt(step: ServerStepOf<'awaiting-req-dh-params'>, request: req_DH_params): Progress {
    const { publicKeyFingerprint, encryptedData } = request
    // HS-64
    checkNonces(request, step.nonces, { nonce: 'HS-64', serverNonce: 'HS-64' })
    // HS-65: p < q, as few bytes as they take
    if (!equal(request.p, step.p) || !equal(request.q, step.q))
      throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-65' })
    // HS-66
    const key = this.#options.keys.find(({ fingerprint }) => fingerprint === publicKeyFingerprint)
    if (key === undefined)
      throw new MtprotoError('ERR_UNKNOWN_FINGERPRINT', {
        rule: 'HS-66',
        got: publicKeyFingerprint,
      })
    const job = rsaDecryptJob(encryptedData, key)
    this.#course.go(request._, { ...step, step: 'decrypting' })
    return { kind: 'compute', job }
  }

  #agree(step: ServerStepOf<'decrypting'>, block: Uint8Array): Progress {
    const { nonces } = step
    const inner = readInnerData(block, this.#options.crypto)
    // HS-68: the inner data repeats the outer
    checkNonces(inner, nonces, { nonce: 'HS-68', serverNonce: 'HS-68' })
    if (!equal(inner.pq, step.pq) || !equal(inner.p, step.p) || !equal(inner.q, step.q))
      throw new MtprotoError('ERR_PQ_INVALID', { rule: 'HS-68' })
    if ('dc' in inner) this.#checkDc(inner.dc)
    const expiresIn = 'expiresIn' in inner ? inner.expiresIn : undefined
    if (expiresIn !== undefined && expiresIn <= 0)
      throw new MtprotoError('ERR_HANDSHAKE_REFUSED', {
        rule: 'HS-77',
        at: 'expires_in',
        got: expiresIn,
      })
    return this.#computeGA(nonces, { newNonce: inner.newNonce, expiresIn })
  }

  #checkDc(dc: number): void {
    const { dcId, test } = this.#options
    const expected = test ? dcId + 10_000 : dcId
    // HS-69: a media-only address has the id negated
    if (Math.abs(dc) !== expected)
      throw new MtprotoError('ERR_WRONG_DC', { rule: 'HS-69', at: 'dc', got: dc, expected })
  }

  #computeGA(nonces: Nonces, wish: Wish): Progress {
    if (++this.#drawsOfA > MAX_DRAWS_OF_A)
      throw new MtprotoError('ERR_HANDSHAKE_EXHAUSTED', { at: 'a' })
    const { random, g, dhPrime } = this.#options
    const a = random(256, 'a')
    this.#course.go('computed', { step: 'computing-g-a', nonces, wish, a })
    const job = { kind: 'mod-pow', base: Uint8Array.of(g), exponent: a, modulus: dhPrime } as const
    return { kind: 'compute', job }
  }

  #propose({ nonces, wish, a }: ServerStepOf<'computing-g-a'>, gA: Uint8Array, now: Now): Progress {
    const { crypto, random, g, dhPrime, stages } = this.#options
    // HS-33: what the client has to refuse is not sent
    if (!isDhValueSafe(gA, dhPrime)) return this.#computeGA(nonces, wish)
    const aes = tmpAes(wish.newNonce, nonces.serverNonce, crypto)
    const serverTime = Math.floor(now.unix / 1000)
    const inner = { _: 'server_DH_inner_data', ...nonces, g, dhPrime, gA, serverTime } as const
    const answers: Types['object'][] = []
    for (const value of staged(stages?.innerData, inner))
      for (const hashed of staged(
        stages?.hashed,
        completeHashed(encode(mtproto, value), random, crypto),
      ))
        answers.push({
          _: 'server_DH_params_ok',
          ...nonces,
          encryptedAnswer: sealHashed(hashed, aes, crypto),
        })
    const agreement = { ...wish, aes, a, retryId: 0n, collisions: 0 }
    this.#course.go('computed', { step: 'awaiting-set-client-dh-params', nonces, agreement })
    return this.#answer(answers, { newNonce: wish.newNonce })
  }

  #computeKey(
    { nonces, agreement }: ServerStepOf<'awaiting-set-client-dh-params'>,
    request: set_client_DH_params,
  ): Progress {
    const { crypto, dhPrime } = this.#options
    checkNonces(request, nonces, { nonce: 'HS-64', serverNonce: 'HS-64' })
    const { encryptedData } = request
    const inner = openHashed(encryptedData, agreement.aes, Client_DH_Inner_Data, RULES, crypto)
    checkNonces(inner, nonces, { nonce: 'HS-72', serverNonce: 'HS-72' })
    // HS-74: 0, or the attempt that the server wanted repeated
    if (inner.retryId !== agreement.retryId)
      throw new MtprotoError('ERR_HANDSHAKE_REFUSED', { rule: 'HS-74', at: 'retry_id' })
    checkDhValue(inner.gB, dhPrime, 'g_b')
    this.#course.go(request._, { step: 'computing-key', nonces, agreement })
    const job = {
      kind: 'mod-pow',
      base: inner.gB,
      exponent: agreement.a,
      modulus: dhPrime,
    } as const
    return { kind: 'compute', job }
  }

  #confirm(
    { nonces, agreement }: ServerStepOf<'computing-key'>,
    key: Uint8Array,
    now: Now,
  ): Progress {
    const { crypto, hasKey } = this.#options
    const { newNonce, expiresIn, collisions } = agreement
    const authKey = createAuthKey(key, crypto)
    const auxHash = authKeyAuxHash(authKey, crypto)
    const secrets = { newNonce, auxHash }
    const hash = (number: 1 | 2 | 3) => newNonceHash(number, newNonce, auxHash, crypto)
    if (!hasKey(authKey.id)) {
      this.#course.go('computed', { step: 'done' })
      const created = {
        authKey,
        serverSalt: firstServerSalt(newNonce, nonces.serverNonce),
        ...(expiresIn !== undefined && { expiresAt: Math.floor(now.unix / 1000) + expiresIn }),
      }
      return this.#answer([{ _: 'dh_gen_ok', ...nonces, newNonceHash1: hash(1) }], secrets, created)
    }
    if (collisions === MAX_COLLISIONS) {
      this.#course.go('computed', { step: 'refused' })
      return this.#answer([{ _: 'dh_gen_fail', ...nonces, newNonceHash3: hash(3) }], secrets)
    }
    // HS-75: another attempt, which has to name this one
    const retryId = readInt64LE(auxHash)
    const next: Agreement = { ...agreement, retryId, collisions: collisions + 1 }
    this.#course.go('computed', { step: 'awaiting-set-client-dh-params', nonces, agreement: next })
    return this.#answer([{ _: 'dh_gen_retry', ...nonces, newNonceHash2: hash(2) }], secrets)
  }

  #answer(
    values: readonly Types['object'][],
    secrets: Partial<HandshakeAnswer> = {},
    created?: CreatedKey,
  ): Progress {
    const { stages } = this.#options
    const bodies = values.flatMap(value =>
      [
        ...staged(stages?.answer, { value, newNonce: undefined, auxHash: undefined, ...secrets }),
      ].map(record => encode(mtproto, record.value)),
    )
    return { kind: 'answer', bodies, ...(created && { created }) }
  }

  /** HS-70: one wrong request spoils the exchange, and its secrets are forgotten. */
  #guard(run: () => Progress): Progress {
    try {
      return run()
    } catch (error) {
      if (!this.#course.isOver) this.#course.go('failure', { step: 'refused' })
      throw error
    }
  }
}

const RULES: HashedDataRules = { size: 'HS-72', type: 'HS-72', hash: 'HS-72', padding: 'HS-72' }

/** What a hook makes of a record; without one, the record. */
function staged<Record>(stage: Stage<Record> | undefined, record: Record): Iterable<Record> {
  return stage === undefined ? [record] : stage(record)
}

/** Undoes RSA_PAD, or the older form that hashes with SHA-1, and reads what was inside. */
function readInnerData(block: Uint8Array, crypto: Crypto): P_Q_inner_data {
  const padded = unpad(block, crypto)
  if (padded !== undefined) return readPQ(padded).value
  const { hash, data } = rsaUnpadLegacy(block)
  const { value, length } = readPQ(data)
  // HS-67: the hash covers the object and nothing else
  if (!equal(crypto.sha1(data.subarray(0, length)), hash))
    throw new MtprotoError('ERR_RSA_DATA_INVALID', { rule: 'HS-67', at: 'SHA1' })
  return value
}

function unpad(block: Uint8Array, crypto: Crypto): Uint8Array | undefined {
  try {
    return rsaUnpad(block, crypto)
  } catch (error) {
    if (error instanceof MtprotoError) return undefined
    throw error
  }
}

function readPQ(data: Uint8Array): Prefix<P_Q_inner_data> {
  return readObject(data, P_Q_inner_data, 'ERR_RSA_DATA_INVALID', 'HS-67')
}
