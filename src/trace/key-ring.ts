// The secrets of a recording, by the names under which the wire calls for them. Source: /mtproto/auth_key
import { toHex } from '../core/bytes/hex.ts'
import { type AuthKey, createAuthKey } from '../core/crypto/auth-key.ts'
import type { Crypto } from '../core/crypto/provider.ts'
import { type RsaPrivateKey, rsaPublicKey } from '../core/crypto/rsa.ts'
import type { Secret } from '../core/secrets.ts'

/** A key that carries messages. */
export interface Carrier {
  readonly authKey: AuthKey
  readonly temporary: boolean
}

export class KeyRing {
  readonly #carriers = new Map<bigint, Carrier>()
  readonly #rsaKeys = new Map<bigint, RsaPrivateKey>()
  /** by server_nonce */
  readonly #newNonces = new Map<string, Uint8Array>()

  /** Throws ERR_ARGUMENT or ERR_RSA_KEY_INVALID for a key that is none; readRecording lets none pass. */
  constructor(secrets: readonly Secret[], crypto: Crypto) {
    for (const secret of secrets) {
      if (secret.kind === 'auth-key') {
        const authKey = createAuthKey(secret.key, crypto)
        this.#carriers.set(authKey.id, { authKey, temporary: secret.temporary })
      } else if (secret.kind === 'rsa-key') {
        const key = { ...rsaPublicKey(secret.n, secret.e), d: secret.d }
        this.#rsaKeys.set(key.fingerprint, key)
      } else {
        this.#newNonces.set(toHex(secret.serverNonce), secret.newNonce)
      }
    }
  }

  /** The key that an auth_key_id names. */
  carrier(authKeyId: bigint): Carrier | undefined {
    return this.#carriers.get(authKeyId)
  }

  rsaKey(fingerprint: bigint): RsaPrivateKey | undefined {
    return this.#rsaKeys.get(fingerprint)
  }

  /** The new_nonce of the key exchange with this server_nonce. */
  newNonce(serverNonce: Uint8Array): Uint8Array | undefined {
    return this.#newNonces.get(toHex(serverNonce))
  }
}
