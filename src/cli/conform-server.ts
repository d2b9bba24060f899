// `raw-mtproto conform server`: plays the cases about servers against an address.
import { randomBytes } from 'node:crypto'
import { greet, probe } from '../conformance/targets/server-probe.ts'
import { ServerTarget } from '../conformance/targets/server-target.ts'
import { Suite } from '../conformance/targets/suite.ts'
import { MtprotoError } from '../core/errors.ts'
import { Vocabulary } from '../trace/vocabulary.ts'
import type { Io } from './command.ts'
import { quoted, reportOf, SUITE_OPTIONS, suiteSettings, tell } from './conform-options.ts'
import { Progress } from './conform-progress.ts'
import { suiteRecorder } from './conform-recording.ts'
import { loginsOf, SESSION_OPTIONS } from './conform-sessions.ts'
import { dcOption, keyOption } from './connection-options.ts'
import { parseOptions } from './options.ts'
import { readSchemas } from './schemas.ts'

/** Cases at a time: nearly all of their time they wait. */
const JOBS = '8'

export async function conformServer(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseOptions(args, {
    dc: { type: 'string', multiple: true, default: [] as string[] },
    'dc-key': { type: 'string' },
    ...SESSION_OPTIONS,
    ...SUITE_OPTIONS,
    seed: { type: 'string' },
  })
  const { dc, 'dc-key': keyFile, deadline: seconds } = values
  if (dc.length === 0 || keyFile === undefined)
    throw new MtprotoError('ERR_ARGUMENT', { at: 'conform server', expected: '--dc and --dc-key' })
  const dcs = dc.map(dcOption)
  const key = keyOption(keyFile)
  // A server remembers nonces for a while, so those of two runs differ unless a seed is asked for.
  const seed = values.seed ?? randomBytes(8).toString('hex')
  const suiteValues = { ...values, seed, jobs: values.jobs ?? JOBS }
  const settings = suiteSettings('server', suiteValues)
  const { cases, rules, deadline, jobs, repeat } = settings
  const vocabulary = new Vocabulary(readSchemas())
  const recorder = suiteRecorder(values, 'client', io)
  const target = new ServerTarget({
    ...{ dcs, key, seed, deadline, vocabulary },
    ...(recorder && { recorder }),
  })
  const start = new Date()
  const { outcome, seen } = await greet(target)
  if (outcome !== 'ACCEPT')
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `--dc ${dc[0]}`,
      got: seen,
      expected: 'a server that agrees on a key',
    })
  const lacks = await probe(target)
  if (lacks.size > 0)
    io.warn(`cases are skipped that need ${[...lacks].join(' or ')}: the server does not have it`)
  target.without(lacks)
  target.with(await loginsOf(values, target, dcs))
  const files = ['session', 'passphrase-file', 'password-file'] as const
  const asked = [
    'raw-mtproto conform server',
    ...dc.map(each => `--dc ${each}`),
    `--dc-key ${quoted(keyFile)}`,
    ...files.flatMap(name => [values[name] ?? []].flat().map(file => `--${name} ${quoted(file)}`)),
    ...(seconds === SUITE_OPTIONS.deadline.default ? [] : [`--deadline ${seconds}`]),
    ...(values.seed === undefined ? [] : [`--seed ${quoted(values.seed)}`]),
  ].join(' ')
  const progress = new Progress(io, cases.length)
  const suite = new Suite({
    ...{ target, rules, jobs, repeat },
    done: progress.done,
    reproduce: name => `${asked} --only ${name}`,
  })
  const reports = await suite.play(cases)
  progress.end()
  const about = { name: values.name ?? dc[0]!, side: 'server' } as const
  return tell(reportOf(about, settings, start, reports), settings, suiteValues, io)
}
