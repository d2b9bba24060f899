// A login that is carried to another data centre. Source: /api/datacenter, /method/auth.exportAuthorization,
// /method/auth.importAuthorization
import { RpcError } from '../../core/errors.ts'
import type { Methods } from './handler.ts'
import { authorizationOf } from './login.ts'

export const transfer: Methods = {
  'auth.exportAuthorization': ({ dcId }, context) => {
    const account = context.requireAccount()
    const { service } = context
    if (dcId === context.dc || !service.dcs.has(dcId)) throw new RpcError(400, 'DC_ID_INVALID')
    const expires = service.unix + service.tokenTtl
    const bytes = service.exportedLogins.issue({ account, dc: dcId, expires })
    return { _: 'auth.exportedAuthorization', id: account.id, bytes }
  },

  'auth.importAuthorization': ({ id, bytes }, { service, dc, key }) => {
    const found = service.exportedLogins.find(bytes)
    if (found?.account.id !== id || found.dc !== dc || service.unix >= found.expires)
      throw new RpcError(400, 'AUTH_BYTES_INVALID')
    key.login.state = { step: 'logged-in', account: found.account }
    return authorizationOf(found.account)
  },
}
