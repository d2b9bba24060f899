// `raw-mtproto conform client`: plays the cases about clients against a command, or a client that somebody starts.
import { createInterface } from 'node:readline'
import { AttachedClient, type Attendant } from '../conformance/targets/attached-client.ts'
import { KEY_FORMS, type KeyForm, TRANSPORTS } from '../conformance/targets/client-environment.ts'
import { ClientTarget } from '../conformance/targets/client-target.ts'
import { CommandClient, endCommands } from '../conformance/targets/command-client.ts'
import { Suite } from '../conformance/targets/suite.ts'
import { MtprotoError } from '../core/errors.ts'
import { Vocabulary } from '../trace/vocabulary.ts'
import type { Io } from './command.ts'
import { quoted, reportOf, SUITE_OPTIONS, suiteSettings, tell } from './conform-options.ts'
import { Progress } from './conform-progress.ts'
import { suiteRecorder } from './conform-recording.ts'
import { integerOption, parseOptions } from './options.ts'
import { readSchemas } from './schemas.ts'

/** The port that an attached client dials, unless it is told another. */
const ATTACH_PORT = 4430
/** Seconds for a run with a person in it, unless it is told another number. */
const ATTACHED = '300'

export async function conformClient(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseOptions(args, {
    exec: { type: 'string' },
    attach: { type: 'boolean', default: false },
    transport: { type: 'string', default: TRANSPORTS.join() },
    port: { type: 'string' },
    'key-form': { type: 'string', default: 'pkcs1' },
    ...SUITE_OPTIONS,
  })
  const { exec, attach } = values
  if ((exec === undefined) !== attach)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'conform client', expected: '--exec or --attach' })
  const isPatient = attach && values.deadline === SUITE_OPTIONS.deadline.default
  const settings = suiteSettings('client', isPatient ? { ...values, deadline: ATTACHED } : values)
  const transports = values.transport.split(',').map(name => oneOf('transport', name, TRANSPORTS))
  const keyForm = oneOf('key-form', values['key-form'], KEY_FORMS) as KeyForm
  const port = integerOption('port', values.port ?? (attach ? `${ATTACH_PORT}` : '0'), 0, 65_500)
  const { cases, rules, seed, deadline, jobs, repeat } = settings
  const attendant = attach ? attendantAt(io) : undefined
  const recorder = suiteRecorder(values, 'server', io)
  const target = new ClientTarget({
    launch: environment =>
      attendant === undefined
        ? new CommandClient(exec!, environment)
        : new AttachedClient(attendant, environment),
    ...{ seed, deadline, keyForm, transports, port },
    attended: attach,
    transport: transports.find(name => SPOKEN.includes(name)) ?? SPOKEN[0]!,
    vocabulary: new Vocabulary(readSchemas()),
    ...(recorder && { recorder }),
  })
  const how = exec === undefined ? '--attach' : `--exec ${quoted(exec)}`
  const same = ['transport', 'port', 'key-form', 'deadline'] as const
  const options = same.flatMap(name =>
    args.some(arg => arg.split('=')[0] === `--${name}`) ? [`--${name} ${values[name]}`] : [],
  )
  const start = new Date()
  const progress = new Progress(io, cases.length)
  const interrupted = (): void => {
    endCommands()
    target.close()
    process.exit(130)
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    const suite = new Suite({
      ...{ target, rules, repeat },
      ...(!attach && { done: progress.done }),
      jobs: port === 0 ? jobs : 1,
      reproduce: name =>
        [
          'raw-mtproto conform client',
          how,
          `--only ${name} --seed ${quoted(seed)}`,
          ...options,
        ].join(' '),
    })
    const reports = await suite.play(cases)
    progress.end()
    const name = values.name ?? exec ?? 'attached client'
    const about = { name, side: 'client', ...(exec && { command: exec }) } as const
    return await tell(reportOf(about, settings, start, reports), settings, values, io)
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    target.close()
  }
}

/** What can be spoken where a case does not care. */
const SPOKEN = TRANSPORTS.slice(0, 5)

function oneOf(option: string, text: string, names: readonly string[]): string {
  if (names.includes(text)) return text
  throw new MtprotoError('ERR_ARGUMENT', {
    at: `--${option}`,
    got: text,
    expected: names.join(', '),
  })
}

/** The person at the terminal. */
function attendantAt(io: Io): Attendant {
  return {
    tell: lines => io.write(`${lines.join('\n')}\n\n`),
    listen: answer => {
      const reader = createInterface({ input: process.stdin })
      reader.on('line', answer)
      return () => reader.close()
    },
  }
}
