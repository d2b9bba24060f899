// auth.bindTempAuthKey: the permanent key vouches for a temporary one, in the session that asks for it.
// Source: /method/auth.bindTempAuthKey, /api/pfs
import { readInt64LE } from '../bytes/integers.ts'
import type { AuthKey } from '../crypto/auth-key.ts'
import type { Crypto } from '../crypto/provider.ts'
import { sealBinding } from '../envelope/bind.ts'
import type { Random } from '../machine.ts'
import { api } from '../tl/generated/api/index.ts'
import { encode } from '../tl/schema.ts'
import type { TemporaryKey } from './client-keys.ts'

/** SES-49, SES-54: the encoded call that goes out as message `msgId` of session `tempSessionId`, and no other. */
export function bindTempAuthKey(
  permanent: AuthKey,
  { authKey, expiresAt }: TemporaryKey,
  tempSessionId: bigint,
  msgId: bigint,
  { random, crypto }: { readonly random: Random; readonly crypto: Crypto },
): Uint8Array {
  const nonce = readInt64LE(random(8, 'nonce'))
  const permAuthKeyId = permanent.id
  const encryptedMessage = sealBinding(
    { msgId, nonce, tempAuthKeyId: authKey.id, permAuthKeyId, tempSessionId, expiresAt },
    permanent,
    random,
    crypto,
  )
  return encode(api, {
    _: 'auth.bindTempAuthKey',
    permAuthKeyId,
    nonce,
    expiresAt,
    encryptedMessage,
  })
}
