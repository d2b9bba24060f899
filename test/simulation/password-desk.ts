// Two-step verification in a world: what the data centre of an account with a password knows of each key. The
// secret numbers of both sides are a few, so that what is expensive is computed once in a process. Source: /api/srp
import { readInt64LE } from '../../src/core/bytes/integers.ts'
import type { Computation } from '../../src/core/login/computation.ts'
import { SRP_NUMBER_LENGTH, type SrpAlgo } from '../../src/core/login/srp.ts'
import {
  type SrpChallenge,
  type SrpVerifier,
  srpChallenge,
  srpVerifier,
  srpVerify,
} from '../../src/core/login/srp-server.ts'
import type { Random } from '../../src/core/machine.ts'
import type { account, auth } from '../../src/core/tl/generated/api/index.ts'
import { passwordAlgo } from '../../src/test-dc/accounts.ts'
import { solveOnce } from '../support/pair.ts'
import { Chance } from './chance.ts'
import { realCrypto } from './light-crypto.ts'
import type { Refusal } from './office.ts'
import type { Setting } from './setting.ts'

/** What the account is protected with, and what its owner types by mistake. */
export const PASSWORD = 'correct horse'
export const MISTYPED = 'corect horse'

/** So often the parameters of one key are outdated by the time they are used. */
const MOST_OUTDATED = 2

interface Challenge extends SrpChallenge {
  readonly srpId: bigint
}

/** How far a key is. */
interface Visit {
  passed: boolean
  challenge: Challenge | undefined
  outdated: number
}

export class PasswordDesk {
  readonly #chance: Chance
  readonly #setting: Setting
  /** by key */
  readonly #visits = new Map<bigint, Visit>()

  constructor(chance: Chance, setting: Setting) {
    this.#chance = chance
    this.#setting = setting
  }

  /** Whether the key has proved the password; from now on it may do so. */
  passes(authKeyId: bigint): boolean {
    const visit = this.#visits.get(authKeyId)
    if (visit === undefined)
      this.#visits.set(authKeyId, { passed: false, challenge: undefined, outdated: 0 })
    return visit?.passed === true
  }

  /** account.getPassword: a new challenge in place of the one before. */
  parameters(authKeyId: bigint): account.password | Refusal {
    const visit = this.#visits.get(authKeyId)
    if (visit === undefined) return STRANGER
    const random = fewNumbers(this.#chance)
    const verifier = verifierOfAll()
    const challenge = perform(srpChallenge(verifier, realCrypto, random))
    const srpId = readInt64LE(random(8, 'srp'))
    visit.challenge = { ...challenge, srpId }
    return {
      _: 'account.password',
      hasPassword: true,
      currentAlgo: verifier.algo,
      srpB: challenge.B,
      srpId,
      newAlgo: verifier.algo,
      newSecureAlgo: { _: 'securePasswordKdfAlgoSHA512', salt: random(8, 'srp') },
      secureRandom: random(8, 'srp'),
    }
  }

  /** auth.checkPassword: what is wrong with the proof, which uses up its challenge. */
  check(authKeyId: bigint, { password }: auth.checkPassword): Refusal | undefined {
    const visit = this.#visits.get(authKeyId)
    if (visit === undefined) return STRANGER
    const { challenge } = visit
    if (challenge === undefined) this.#setting.proofsRepeated++
    visit.challenge = undefined
    const isOutdated = visit.outdated < MOST_OUTDATED && this.#chance.oneIn(8)
    if (isOutdated) {
      visit.outdated++
      this.#setting.coverage.fault('password parameters outdated')
    }
    if (password._ === 'inputCheckPasswordEmpty') return WRONG
    if (isOutdated || challenge?.srpId !== password.srpId)
      return { errorCode: 400, errorMessage: 'SRP_ID_INVALID' }
    if (!perform(srpVerify(verifierOfAll(), challenge, password, realCrypto))) return WRONG
    visit.passed = true
    return undefined
  }
}

const STRANGER: Refusal = { errorCode: 401, errorMessage: 'AUTH_KEY_UNREGISTERED' }
const WRONG: Refusal = { errorCode: 400, errorMessage: 'PASSWORD_HASH_INVALID' }

const NUMBERS = 4

/** Randomness whose secret numbers of SRP, and what follows from them, come again and again. */
export function fewNumbers(chance: Chance): Random {
  return (length, purpose) => {
    const isNumber = purpose === 'srp' && length === SRP_NUMBER_LENGTH
    const source = isNumber ? new Chance(`number ${chance.below(NUMBERS)}`) : chance
    return source.random(length, purpose)
  }
}

function perform<T>(computation: Computation<T>): T {
  let step = computation.next()
  while (!step.done) step = computation.next(solveOnce(step.value))
  return step.value
}

let verifier: SrpVerifier | undefined

/** The verifier of the one password there is, with the same salts in every world. */
function verifierOfAll(): SrpVerifier {
  if (verifier === undefined) {
    const algo: SrpAlgo = passwordAlgo(new Chance('password').random, 40)
    verifier = perform(srpVerifier(algo, PASSWORD, realCrypto))
  }
  return verifier
}
