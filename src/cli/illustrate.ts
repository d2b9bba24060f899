// raw-mtproto illustrate: real connections as pages on which every byte is explained. It plays the test DC and a
// client in this process, on a clock of its own; nothing is sent anywhere.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHost } from '#runtime'
import { MtprotoError } from '../core/errors.ts'
import { type Performance, perform, SCENARIOS, type ScenarioName } from '../illustrate/scenario.ts'
import { buildSite } from '../illustrate/site.ts'
import { readRecording } from '../trace/recording.ts'
import { runsOf } from '../trace/runs.ts'
import { Vocabulary } from '../trace/vocabulary.ts'
import type { Command } from './command.ts'
import { fileOption, integerOption, parseOptions } from './options.ts'
import { readSchemas } from './schemas.ts'

const USAGE = `raw-mtproto illustrate --out DIR [OPTIONS]

Writes a site that shows real connections byte for byte: what each byte is, why it is there, what its receiver
checks, and where in the code. Open DIR/index.html in a browser; it needs no server and fetches nothing.

  --out DIR          where to write; made if it is not there
  --scenario NAME    ${SCENARIOS.join(', ')}; may be repeated; default: all of them
  --seed N           another run of the same story; without it the random bytes count up, so that one
                     recognises them
  --from FILE        a recording in place of a scenario: login, dc or conform with --record FILE
                     --record-secrets. Its pages show its secrets
  --schema FILE      a .tl file to explain it with, before those of the package; may be repeated

The connections are made in this process, between a client and a test DC, on a clock that stands still unless
somebody waits. The same seed writes the same bytes.
`

/** The program of the pages, made by the project's build; as seen from src/cli and from dist/cli alike. */
const PAGE = new URL('../../dist/illustrate/page.js', import.meta.url)

/** The subcommand `illustrate`. */
export const illustrate: Command = {
  name: 'illustrate',
  summary: 'show a connection byte for byte, as pages',
  usage: USAGE,
  async run(args, io) {
    const { values } = parseOptions(args, {
      out: { type: 'string' },
      scenario: { type: 'string', multiple: true, default: [...SCENARIOS] },
      seed: { type: 'string' },
      from: { type: 'string' },
      schema: { type: 'string', multiple: true, default: [] },
    })
    const { out, scenario, seed, from } = values
    if (out === undefined)
      throw new MtprotoError('ERR_ARGUMENT', { at: '--out', expected: 'a directory' })
    const number =
      seed === undefined ? undefined : integerOption('seed', seed, 0, Number.MAX_SAFE_INTEGER)
    const runs = from === undefined ? new Map<string, Performance>() : recordedRuns(from)
    if (from === undefined)
      for (const name of scenario.map(scenarioOption)) runs.set(name, await perform(name, number))
    const files = buildSite({
      runs,
      isLenient: from !== undefined,
      vocabulary: new Vocabulary(readSchemas(values.schema)),
      crypto: createHost().crypto,
      script: readPage(),
    })
    write(out, files)
    io.write(`${join(out, 'index.html')}\n`)
    return 0
  },
}

/** The runs of a recording by the names of their pages. */
function recordedRuns(file: string): Map<string, Performance> {
  const whole = readRecording(fileOption('from', file))
  const { tool, role, started } = whole.header
  const story = `Recorded by ${tool} at the ${role}’s end, from ${new Date(started).toISOString()} on.`
  const runs = [...runsOf(whole)]
  return new Map(
    runs.map(([run, recording], i) => [
      runs.length > 1 ? `run-${i + 1}` : 'recording',
      { title: run ?? 'A recorded connection', story, recording, draws: [], isRecorded: true },
    ]),
  )
}

function scenarioOption(name: string): ScenarioName {
  const found = SCENARIOS.find(each => each === name)
  if (found === undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--scenario',
      got: name,
      expected: SCENARIOS.join(', '),
    })
  return found
}

function readPage(): string {
  try {
    return readFileSync(PAGE, 'utf8')
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', {
      at: 'dist/illustrate/page.js',
      got: (cause as Error).message,
      advice: 'run npm run build first',
      cause,
    })
  }
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of files) writeFileSync(join(folder, name), text)
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', { at: '--out', got: (cause as Error).message, cause })
  }
}
