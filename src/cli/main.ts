#!/usr/bin/env node
// The command line: finds the subcommand, runs it, and turns whatever goes wrong into one line.
import { MtprotoError } from '../core/errors.ts'
import type { Command, Io } from './command.ts'

/** Each command is loaded only when it is the one that runs. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  login: async () => (await import('./login.ts')).login,
  session: async () => (await import('./session.ts')).session,
  accept: async () => (await import('./accept.ts')).accept,
  dc: async () => (await import('./dc.ts')).dc,
  tl: async () => (await import('./tl.ts')).tl,
  decode: async () => (await import('./decode.ts')).decode,
  trace: async () => (await import('./trace.ts')).trace,
  illustrate: async () => (await import('./illustrate.ts')).illustrate,
  conform: async () => (await import('./conform.ts')).conform,
}

const io: Io = {
  write: text => process.stdout.write(text),
  warn: line => process.stderr.write(`${line}\n`),
  ...(process.stdout.isTTY && {
    terminal: {
      output: process.stdout,
      input: process.stdin.isTTY ? process.stdin : undefined,
    },
  }),
}

async function help(): Promise<string> {
  const lines = ['usage: raw-mtproto COMMAND [OPTIONS]', '']
  for (const load of Object.values(COMMANDS)) {
    const { name, summary } = await load()
    lines.push(`  ${name.padEnd(12)}${summary}`)
  }
  lines.push('', '`raw-mtproto COMMAND --help` explains a command.', '')
  return lines.join('\n')
}

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    io.write(await help())
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load === undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      got: name,
      expected: Object.keys(COMMANDS).join(', '),
      advice: 'see raw-mtproto --help',
    })
  const command = await load()
  if (args.includes('--help')) {
    io.write(command.usage)
    return 0
  }
  return command.run(args, io)
}

// Whoever has read so far has gone, and nobody would learn of what comes.
process.stdout.on('error', () => process.exit(1))

const args = process.argv.slice(2)
try {
  process.exitCode = await run(args)
} catch (error) {
  const { complaintOf, exitCodeOf } = await import('./complaint.ts')
  process.exitCode = exitCodeOf(error)
  io.warn(complaintOf(error))
  if (args.includes('--trace') && error instanceof Error) io.warn(error.stack ?? '')
}
