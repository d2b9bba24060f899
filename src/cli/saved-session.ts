// A session in a file: the file of a client of this package, sealed or not, or the string of another client.
import { readFileSync, statSync } from 'node:fs'
import type { Client } from '../client/client.ts'
import type { StoredClient } from '../client/storage.ts'
import { parseStored } from '../client/stored-text.ts'
import { MtprotoError } from '../core/errors.ts'
import type { User, user } from '../core/tl/generated/api/index.ts'
import type { Credentials, SessionForm, SessionHint } from '../credentials/credentials.ts'
import { credentialsOf, storedOf } from '../credentials/own.ts'
import { parseCredentials, sessionFormOf } from '../credentials/parse.ts'
import { isSealed } from '../credentials/sealed.ts'
import { FileStorage } from '../runtime/node/file-storage.ts'
import type { Io } from './command.ts'
import { type ConnectionOptions, createClient } from './connection-options.ts'
import { integerOption } from './options.ts'
import { knownPassphrase } from './passphrase.ts'

/** A file with a hundred data centres takes a fraction of it. */
const MAX_SIZE = 1 << 20

export interface SessionText {
  readonly form: SessionForm
  readonly credentials: Credentials
  /** what a client starts from */
  readonly stored: StoredClient
}

export interface SavedSession extends SessionText {
  readonly isSealed: boolean
  /** where a client goes on keeping it; a string of another client is no such place */
  readonly storage: FileStorage | undefined
}

/** Reads a session of any form that is not sealed; throws what parseCredentials throws. */
export function readSessionText(text: string, hint: SessionHint): SessionText {
  const form = sessionFormOf(text)
  if (form !== 'own') {
    const credentials = parseCredentials(text, hint)
    return { form, credentials, stored: storedOf(credentials) }
  }
  const stored = parseStored(text)
  return { form, credentials: credentialsOf(stored, hint), stored }
}

/** Reads the file; asks for a passphrase when it is sealed. `passphraseFile` holds that of a sealed one. */
export async function readSession(
  path: string,
  passphraseFile: string | undefined,
  hint: SessionHint = {},
): Promise<SavedSession> {
  const text = readText(path)
  if (isSealed(text)) {
    const storage = new FileStorage(path, { passphrase: await knownPassphrase(passphraseFile) })
    const stored = storage.load()!
    const credentials = credentialsOf(stored, hint)
    return { form: 'own', isSealed: true, credentials, stored, storage }
  }
  const session = readSessionText(text, hint)
  const storage = session.form === 'own' ? new FileStorage(path) : undefined
  return { ...session, isSealed: false, storage }
}

/** The text of a file of no more than MAX_SIZE bytes. An error does not repeat the path: somebody may have pasted a session. */
export function readText(path: string): string {
  try {
    if (statSync(path).size <= MAX_SIZE) return readFileSync(path, 'utf8')
  } catch (error) {
    const got = (error as NodeJS.ErrnoException).code ?? 'an error'
    throw new MtprotoError('ERR_ARGUMENT', { at: 'FILE', got, expected: 'a file that can be read' })
  }
  throw new MtprotoError('ERR_ARGUMENT', { at: 'FILE', expected: `${MAX_SIZE} bytes at most` })
}

/** What online() is told beside the session. */
export interface Online {
  readonly session: SavedSession
  readonly connection: ConnectionOptions
  /** --api-id, for a session that does not tell it */
  readonly apiId: string | undefined
}

/** Runs `use` with a client that goes on with the session and keeps it in its file; `over` says that the login ended. */
export async function online<T>(
  { session, connection, apiId }: Online,
  io: Io,
  use: (client: Client, storage: FileStorage, over: AbortSignal) => Promise<T>,
): Promise<T> {
  const { stored, storage } = session
  if (storage === undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'FILE',
      got: `a ${session.form} string`,
      advice: 'make a session file of it with raw-mtproto session import',
    })
  const id = stored.apiId ?? integerOption('api-id', apiIdOf(apiId), 1, 0x7fffffff)
  const { test = connection.test, addresses } = stored
  const options = { ...connection, test, dcs: connection.dcs ?? addresses }
  const over = new AbortController()
  const client = await createClient(id, storage, options, io, {
    loggedOut: error => over.abort(error),
  })
  try {
    return await use(client, storage, over.signal)
  } finally {
    await client.close()
  }
}

/**
 * Asks the server who is logged in. Rejects with what it said as soon as the login turns out to be over, and not
 * only when another key was made in vain.
 */
export async function whoIs(client: Client, over: AbortSignal, io: Io): Promise<user> {
  const ended = new Promise<never>((_, reject) => {
    over.addEventListener('abort', () => {
      io.warn('The login of this session is over: log in again.')
      reject(over.reason)
    })
  })
  const asked = client.invoke({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  const found = await Promise.race([asked, ended])
  const self = Array.isArray(found) ? (found as User[]).find(({ _ }) => _ === 'user') : undefined
  if (self?._ === 'user') return self
  throw new MtprotoError('ERR_TL_INVALID', { at: 'users.getUsers', expected: 'a user' })
}

function apiIdOf(option: string | undefined): string {
  const text = option ?? process.env['RAW_MTPROTO_API_ID']
  if (text !== undefined) return text
  throw new MtprotoError('ERR_ARGUMENT', {
    at: '--api-id',
    expected: 'the number from my.telegram.org',
    advice: 'this session does not tell which program it belongs to',
  })
}
