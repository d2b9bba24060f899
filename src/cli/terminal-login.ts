// One login by QR code with the options of the command line.
import { Client } from '../client/client.ts'
import { qrLogin } from '../client/qr-login.ts'
import { MtprotoError } from '../core/errors.ts'
import type { PasswordNeeded } from '../core/login/password-check.ts'
import type { Trace } from '../core/trace.ts'
import type { Io } from './command.ts'
import type { LoginOptions } from './login-options.ts'
import type { LoginReport } from './login-report.ts'

/** Seconds: a day. */
const TEMP_KEY_LIFETIME = 86_400

/** One login with these options, told to `report`; closes its client whatever happens. */
export async function logIn(
  options: LoginOptions,
  report: LoginReport,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { apiId, apiHash, dcs, keys, test, transport, obfuscated, exceptIds, pfs } = options
  const client = new Client({
    apiId,
    test,
    transport,
    obfuscated,
    ...(dcs && { dcs }),
    ...(keys && { keys }),
    ...(pfs && { tempKeyLifetime: TEMP_KEY_LIFETIME }),
    ...(options.trace && { trace: await createTrace(options.traceBytes, io) }),
  })
  try {
    const password = (needed: PasswordNeeded): Promise<string> => passwordFor(needed, options)
    for await (const event of qrLogin(client, { apiHash, exceptIds, password, signal }))
      await report(event)
  } finally {
    await client.close()
  }
}

async function passwordFor(needed: PasswordNeeded, { password }: LoginOptions): Promise<string> {
  if (password !== undefined) {
    if (needed.wrong)
      throw new MtprotoError('ERR_PASSWORD_WRONG', {
        at: '--password-file',
        advice: 'correct the file',
      })
    return password
  }
  if (!process.stdin.isTTY)
    throw new MtprotoError('ERR_LOGIN_FAILED', {
      got: 'an account with a password',
      advice: 'give --password-file',
    })
  const { askHidden } = await import('./ask-hidden.ts')
  return askHidden('password: ')
}

async function createTrace(bytes: boolean, io: Io): Promise<(dc: number) => Trace> {
  const { createTextTrace } = await import('../trace/text-trace.ts')
  const { readSchemas } = await import('./schemas.ts')
  const schemas = readSchemas()
  return dc => createTextTrace({ write: line => io.warn(line), dc, bytes, schemas })
}
