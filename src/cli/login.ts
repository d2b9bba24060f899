// `raw-mtproto login`: a login by QR code in the terminal, or in JSON for a program.
import { MtprotoError, RpcError } from '../core/errors.ts'
import type { Command } from './command.ts'
import { LOGIN_USAGE, loginOptions } from './login-options.ts'
import { jsonReport, textReport } from './login-report.ts'
import { logIn } from './terminal-login.ts'

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
