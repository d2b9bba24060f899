// Perfect forward secrecy: temporary keys that a permanent one vouches for. Source: /api/pfs,
// /method/auth.bindTempAuthKey, /method/auth.dropTempAuthKeys
import { type Binding, openBinding } from '../../core/envelope/bind.ts'
import { MtprotoError, RpcError } from '../../core/errors.ts'
import type { auth } from '../../core/tl/generated/api/index.ts'
import type { MethodContext } from '../call-context.ts'
import type { Methods } from './handler.ts'

export const tempKeys: Methods = {
  'auth.bindTempAuthKey': (call, context) => {
    const { dataCentre, key, service } = context
    if (!key.temporary) throw new RpcError(400, 'TEMP_AUTH_KEY_EMPTY')
    const { permAuthKeyId } = call
    if (key.permAuthKeyId !== undefined && key.permAuthKeyId !== permAuthKeyId)
      throw new RpcError(400, 'TEMP_AUTH_KEY_ALREADY_BOUND')
    const inner = open(call, context)
    // SES-80: both layers say the same, and it is about this session and this very message
    if (call.expiresAt !== inner.expiresAt || call.expiresAt <= service.unix)
      throw new RpcError(400, 'EXPIRES_AT_INVALID')
    if (
      inner.msgId !== context.msgId ||
      inner.nonce !== call.nonce ||
      inner.tempAuthKeyId !== key.authKeyId ||
      inner.tempSessionId !== context.sessionId
    )
      throw new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID')
    dataCentre.bind(key, permAuthKeyId)
    return true
  },

  'auth.dropTempAuthKeys': ({ exceptAuthKeys }, { dataCentre, key }) => {
    for (const authKeyId of [...key.login.keyIds])
      if (dataCentre.isTemporary(authKeyId) && !exceptAuthKeys.includes(authKeyId))
        dataCentre.forget(authKeyId)
    return true
  },
}

function open(
  { permAuthKeyId, encryptedMessage }: auth.bindTempAuthKey,
  { dataCentre, service }: MethodContext,
): Binding {
  const permanent = dataCentre.permanentKey(permAuthKeyId)
  try {
    if (permanent !== undefined) return openBinding(encryptedMessage, permanent, service.crypto)
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error
  }
  throw new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID')
}
