// Two-step verification: the challenge and its proof. Source: /api/srp, /method/auth.checkPassword
// Invariant: a challenge is good for one proof, right or wrong.
import { readInt64LE } from '../../core/bytes/integers.ts'
import { RpcError } from '../../core/errors.ts'
import { run } from '../../core/login/computation.ts'
import { srpChallenge, srpVerify } from '../../core/login/srp-server.ts'
import type { account } from '../../core/tl/generated/api/index.ts'
import { type Account, passwordAlgo } from '../accounts.ts'
import type { MethodContext } from '../call-context.ts'
import type { Methods } from './handler.ts'
import { authorizationOf } from './login.ts'

export const password: Methods = {
  'account.getPassword': (_call, context) => {
    const { service } = context
    const { login } = context.key
    const { state } = login
    if (state.step !== 'logged-in' && state.step !== 'password-needed')
      throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
    return {
      _: 'account.password',
      ...(state.account.hasPassword && newChallenge(context, state.account)),
      newAlgo: passwordAlgo(service.random, 8),
      newSecureAlgo: {
        _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
        salt: service.random(8, 'srp'),
      },
      secureRandom: service.random(256, 'srp'),
    }
  },

  'auth.checkPassword': ({ password: answer }, { service, key: { login } }) => {
    const { state, challenge } = login
    if (state.step !== 'password-needed') throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
    if (answer._ !== 'inputCheckPasswordSRP') throw new RpcError(400, 'PASSWORD_HASH_INVALID')
    // PW-08: only the last challenge counts
    if (challenge?.srpId !== answer.srpId) throw new RpcError(400, 'SRP_ID_INVALID')
    login.challenge = undefined
    const verifier = service.accounts.verifier(state.account)
    if (!run(srpVerify(verifier, challenge, answer, service.crypto), service.crypto))
      throw new RpcError(400, 'PASSWORD_HASH_INVALID')
    login.state = { step: 'logged-in', account: state.account }
    return authorizationOf(state.account)
  },
}

/** Draws a challenge, which replaces the one before. */
function newChallenge({ service, key }: MethodContext, owner: Account): Partial<account.password> {
  const verifier = service.accounts.verifier(owner)
  const { b, B } = run(srpChallenge(verifier, service.crypto, service.random), service.crypto)
  const srpId = readInt64LE(service.random(8, 'srp'))
  key.login.challenge = { b, B, srpId }
  const { hint } = owner
  return {
    hasPassword: true,
    currentAlgo: verifier.algo,
    srpB: B,
    srpId,
    ...(hint !== undefined && { hint }),
  }
}
