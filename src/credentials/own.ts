// Credentials and what a client of this package stores: one is made of the other. A stored client also has the
// keys of other data centres, salts and the clock's difference; a session from elsewhere begins without them.
import type { StoredClient } from '../client/storage.ts'
import { formatStored, parseStored } from '../client/stored-text.ts'
import { createAuthKey } from '../core/crypto/auth-key.ts'
import { hashes } from '../core/crypto/hashes.ts'
import { MtprotoError } from '../core/errors.ts'
import { type Credentials, checked, type SessionHint } from './credentials.ts'
import { tcpAddress } from './public-address.ts'

/**
 * What a client starts from that goes on with this login. SS-06: the salt is 0 until the server says otherwise.
 * Throws ERR_ARGUMENT unless the auth key has 256 bytes.
 */
export function storedOf({ authKey, dcId, address, ...rest }: Credentials): StoredClient {
  const { test, userId, isBot, apiId } = rest
  const state = { authKey: createAuthKey(authKey, hashes), serverSalt: 0n, timeOffset: 0 }
  return {
    ...{ homeDc: dcId, userId, isBot, apiId, test },
    addresses: address && [{ id: dcId, ...address }],
    dcs: new Map([[dcId, state]]),
  }
}

/** The login of a stored client; throws ERR_STORAGE_INVALID when nobody is logged in. */
export function credentialsOf(stored: StoredClient, hint: SessionHint = {}): Credentials {
  const { homeDc, userId, isBot, apiId, addresses = [], dcs } = stored
  const state = homeDc === undefined ? undefined : dcs.get(homeDc)
  if (homeDc === undefined || state === undefined)
    throw new MtprotoError('ERR_STORAGE_INVALID', { got: 'nobody logged in', expected: 'a login' })
  return {
    authKey: state.authKey.key,
    dcId: homeDc,
    test: stored.test ?? hint.test ?? false,
    address: tcpAddress(addresses, homeDc),
    ...{ userId, isBot, apiId },
  }
}

/** Reads the text of a stored client; throws ERR_STORAGE_INVALID, or ERR_SESSION_STRING_INVALID for a login that cannot be. */
export function parseOwn(text: string, hint: SessionHint): Credentials {
  return checked('own', credentialsOf(parseStored(text), hint))
}

/** Writes it as text that a client can be started from. */
export function formatOwn(credentials: Credentials): string {
  return formatStored(storedOf(credentials))
}
