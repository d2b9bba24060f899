// `raw-mtproto login`: a login by QR code in the terminal, or in JSON for a program.
import { Client } from '../client/client.ts'
import { qrLogin } from '../client/qr-login.ts'
import { MtprotoError, RpcError } from '../core/errors.ts'
import type { PasswordNeeded } from '../core/login/password-check.ts'
import type { Command, Io } from './command.ts'
import { LOGIN_USAGE, type LoginOptions, loginOptions } from './login-options.ts'
import { jsonReport, type LoginReport, textReport } from './login-report.ts'

export const login: Command = {
  name: 'login',
  summary: 'log in by QR code',
  usage: LOGIN_USAGE,
  async run(args, io) {
    const options = loginOptions(args, process.env)
    const report = options.json ? jsonReport(io) : textReport(io)
    const interrupt = new AbortController()
    const stop = (): void => interrupt.abort()
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    try {
      if (options.demo) {
        const { playDemo } = await import('./demo.ts')
        await playDemo(options, report, io, interrupt.signal)
      } else {
        await logIn(options, report, io, interrupt.signal)
      }
      return 0
    } catch (error) {
      if (!options.json || !(error instanceof MtprotoError)) throw error
      const code = error instanceof RpcError ? error.errorMessage : error.code
      io.write(`${JSON.stringify({ event: 'error', code, message: error.message })}\n`)
      return 1
    } finally {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    }
  },
}

/** One login with these options, told to `report`; closes its client whatever happens. */
export async function logIn(
  options: LoginOptions,
  report: LoginReport,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { apiId, apiHash, dcs, keys, test, transport, obfuscated, exceptIds } = options
  const client = new Client({
    apiId,
    test,
    transport,
    obfuscated,
    ...(dcs && { dcs }),
    ...(keys && { keys }),
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
      throw new MtprotoError('ERR_PASSWORD_WRONG', { at: '--password-file', advice: 'correct the file' })
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

async function createTrace(bytes: boolean, io: Io) {
  const { createTextTrace } = await import('../trace/text-trace.ts')
  return (dc: number) => createTextTrace({ write: line => io.warn(line), dc, bytes })
}
