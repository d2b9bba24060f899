// `raw-mtproto login`: a login by QR code in the terminal, or in JSON for a program.
import { explain } from '../client/explanation.ts'
import { MtprotoError } from '../core/errors.ts'
import { Audience } from './audience.ts'
import type { Command, Io } from './command.ts'
import { complaintOf, exitCodeOf } from './complaint.ts'
import { LOGIN_USAGE, type LoginOptions, loginOptions } from './login-options.ts'
import { prepareSaving } from './save-options.ts'
import { logIn } from './terminal-login.ts'

/** What a shell takes for the end by this signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

export const login: Command = {
  name: 'login',
  summary: 'log in by QR code',
  usage: LOGIN_USAGE,
  async run(args, io) {
    const options = loginOptions(args, process.env)
    const interrupt = new AbortController()
    const stop = (signal: keyof typeof EXIT_CODES): void => {
      // Whoever asks twice does not want to wait for a farewell.
      if (interrupt.signal.aborted) process.exit(EXIT_CODES[signal])
      interrupt.abort(EXIT_CODES[signal])
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    try {
      await logInAndSave(options, io, interrupt.signal, () => stop('SIGINT'))
      return 0
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error
      if (options.json) {
        const { message } = error
        io.write(`${JSON.stringify({ event: 'error', ...explain(error), message })}\n`)
      } else {
        io.warn(complaintOf(error))
      }
      return interrupt.signal.aborted ? interrupt.signal.reason : exitCodeOf(error)
    } finally {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    }
  },
}

async function logInAndSave(
  options: LoginOptions,
  io: Io,
  signal: AbortSignal,
  interrupted: () => void,
): Promise<void> {
  // Whatever can go wrong with the file should do so before somebody scans a code.
  const save = options.save && (await prepareSaving(options.save))
  const audience = await Audience.open(options, io, process.env, interrupted)
  let failure: string | undefined
  try {
    if (options.demo) {
      const { playDemo } = await import('./demo.ts')
      await playDemo(options, audience, io, signal)
      return
    }
    const stored = await logIn(options, audience, io, signal)
    save?.(stored)
  } catch (error) {
    failure = explain(error).says
    throw error
  } finally {
    await audience.close(failure)
  }
  if (options.save === undefined) return
  const { path } = options.save
  io.write(
    options.json
      ? `${JSON.stringify({ event: 'saved', file: path })}\n`
      : `${'saved'.padEnd(26)} in ${path}; whoever has this file is logged in\n`,
  )
}
