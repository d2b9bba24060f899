// One login by QR code with the options of the command line.
import { qrLogin } from '../client/qr-login.ts'
import { MemoryStorage, type StoredClient } from '../client/storage.ts'
import { MtprotoError } from '../core/errors.ts'
import type { PasswordNeeded } from '../core/login/password-check.ts'
import type { Io } from './command.ts'
import { createClient } from './connection-options.ts'
import type { LoginNews } from './login-news.ts'
import type { LoginOptions } from './login-options.ts'

/** Whoever is told of a login, and asked for the password. */
export interface LoginFollower {
  tell(news: LoginNews): Promise<void>
  askPassword(signal: AbortSignal): Promise<string>
}

/** One login with these options, as it may be stored; closes its client whatever happens. */
export async function logIn(
  options: LoginOptions,
  follower: LoginFollower,
  io: Io,
  signal: AbortSignal,
): Promise<StoredClient> {
  const { apiId, apiHash, exceptIds } = options
  const storage = new MemoryStorage()
  let isOver = false
  const client = await createClient(apiId, storage, options, io, {
    connection: news => {
      if (!isOver) void follower.tell(news)
    },
  })
  try {
    const password = async (needed: PasswordNeeded): Promise<string> => {
      const answer = await passwordFor(needed, options, follower, signal)
      await follower.tell({ event: 'checking' })
      return answer
    }
    for await (const event of qrLogin(client, { apiHash, exceptIds, password, signal })) {
      if (event.event !== 'token') {
        await follower.tell(event)
        continue
      }
      const left = event.expires * 1000 - (await client.serverTime(client.homeDc))
      await follower.tell({ ...event, goodUntil: performance.now() + left })
    }
  } finally {
    isOver = true
    await client.close()
  }
  return storage.stored
}

async function passwordFor(
  { wrong }: PasswordNeeded,
  { password }: LoginOptions,
  follower: LoginFollower,
  signal: AbortSignal,
): Promise<string> {
  if (password !== undefined) {
    if (wrong) throw new MtprotoError('ERR_PASSWORD_WRONG', { at: '--password-file' })
    return password
  }
  if (!process.stdin.isTTY)
    throw new MtprotoError('ERR_LOGIN_FAILED', {
      got: 'an account with a password',
      advice: 'give --password-file',
    })
  return follower.askPassword(signal)
}
