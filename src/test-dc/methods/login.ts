// Login by QR code: tokens out, accepted, taken to the right data centre, and what comes of it.
// Source: /api/qr-login
import { readInt64LE } from '../../core/bytes/integers.ts'
import { RpcError } from '../../core/errors.ts'
import type { auth } from '../../core/tl/generated/api/index.ts'
import { type Account, userOf } from '../accounts.ts'
import type { MethodContext } from '../call-context.ts'
import type { Methods } from './handler.ts'

export const login: Methods = {
  'auth.exportLoginToken': ({ apiId, exceptIds }, context) => {
    const { service, key } = context
    // QR-16: the number that stands for the program
    if (apiId <= 0) throw new RpcError(400, 'API_ID_INVALID')
    const { state } = key.login
    if (state.step !== 'logged-out') return proceed(state.account, context)
    const issued = service.tokens.export(key.login, key.client!, exceptIds, service.unix)
    service.exported(issued.token)
    return { _: 'auth.loginToken', ...issued }
  },

  'auth.importLoginToken': ({ token }, context) => {
    const { service, key } = context
    const account = service.tokens.import(token, key.login, service.unix)
    if (key.login.account !== account) key.login.state = { step: 'accepted', account }
    return proceed(account, context)
  },

  'auth.acceptLoginToken': ({ token }, context) => {
    // QR-31: only somebody who is logged in can vouch for another
    const account = context.requireAccount()
    const { service } = context
    const client = service.accept(token, account)
    return {
      _: 'authorization',
      ...(account.hasPassword && { passwordPending: true }),
      hash: readInt64LE(service.random(8, 'token')),
      deviceModel: client.deviceModel,
      platform: '',
      systemVersion: client.systemVersion,
      apiId: client.apiId,
      appName: '',
      appVersion: client.appVersion,
      dateCreated: service.unix,
      dateActive: service.unix,
      ip: '127.0.0.1',
      country: '',
      region: '',
    }
  },

  'auth.logOut': (_call, context) => {
    context.requireAccount()
    context.key.login.state = { step: 'logged-out' }
    return { _: 'auth.loggedOut' }
  },
}

/** QR-33: how a login that was accepted for `account` goes on here. */
function proceed(
  account: Account,
  { service, key: { login }, dc }: MethodContext,
): auth.LoginToken {
  if (login.state.step !== 'logged-in') {
    if (account.dc !== dc) {
      const { token } = service.tokens.migrate(login, account, service.unix)
      return { _: 'auth.loginTokenMigrateTo', dcId: account.dc, token }
    }
    login.state = { step: account.hasPassword ? 'password-needed' : 'logged-in', account }
    if (account.hasPassword) throw new RpcError(401, 'SESSION_PASSWORD_NEEDED')
  }
  return { _: 'auth.loginTokenSuccess', authorization: authorizationOf(account) }
}

/** What a program gets that has just logged in. */
export function authorizationOf(account: Account): auth.authorization {
  return { _: 'auth.authorization', user: userOf(account, true) }
}
