// `raw-mtproto conform`: plays the conformance cases against a program in another process.
import { MtprotoError } from '../core/errors.ts'
import type { Command, Io } from './command.ts'
import { complaintOf, exitCodeOf } from './complaint.ts'
import { CONFORM_USAGE } from './conform-usage.ts'

type Subcommand = (args: readonly string[], io: Io) => Promise<number>

/** Each is loaded only when it is the one that runs. */
const SUBCOMMANDS: Readonly<Record<string, () => Promise<Subcommand>>> = {
  client: async () => (await import('./conform-client.ts')).conformClient,
  server: async () => (await import('./conform-server.ts')).conformServer,
  report: async () => (await import('./conform-report.ts')).conformReport,
}

export const conform: Command = {
  name: 'conform',
  summary: 'test a client or a server against the rules of the protocol',
  usage: CONFORM_USAGE,
  async run([name = '', ...args], io) {
    const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
    if (load === undefined)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'conform',
        got: name === '' ? 'nothing' : name,
        expected: Object.keys(SUBCOMMANDS).join(' or '),
      })
    try {
      return await (await load())(args, io)
    } catch (error) {
      // An exit code of 1 is a finding about the program; that nothing was found out is another matter.
      if (exitCodeOf(error) !== 1) throw error
      io.warn(complaintOf(error))
      return 2
    }
  },
}
