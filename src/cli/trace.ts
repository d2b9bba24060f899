// raw-mtproto trace: a recording as text, or as a capture file for Wireshark. Source: docs/recordings.md
import { closeSync, readFileSync, statSync, writeSync } from 'node:fs'
import { createHost } from '#runtime'
import { MtprotoError } from '../core/errors.ts'
import { captureOf } from '../trace/capture.ts'
import { describeRecording, listEvent } from '../trace/listing.ts'
import { MAX_RECORDING, type Recording, readRecording } from '../trace/recording.ts'
import { openRecording } from '../trace/replay.ts'
import { Vocabulary } from '../trace/vocabulary.ts'
import type { Command } from './command.ts'
import { parseOptions } from './options.ts'
import { createNewFile } from './recording-file.ts'
import { readSchemas } from './schemas.ts'

const USAGE = `usage: raw-mtproto trace FILE [OPTIONS]

Lists what passed on the connections that \`login\`, \`dc\` or \`conform\` has recorded with --record FILE: when, which
way, what it was, and what is wrong with it. Encrypted messages open when FILE was recorded with --record-secrets.

  --bytes          every byte of every frame, explained
  --pcapng OUT     the same as a capture file for Wireshark, into the new file OUT, what each frame says as a comment
  --schema FILE    a .tl file to explain with, before those of the package; may be repeated

Login tokens, password proofs and texts appear as they stand in the messages; the keys are never shown.
`

/** The subcommand `trace`. */
export const trace: Command = {
  name: 'trace',
  summary: 'explain a recorded connection',
  usage: USAGE,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      {
        bytes: { type: 'boolean', default: false },
        pcapng: { type: 'string' },
        schema: { type: 'string', multiple: true, default: [] },
      },
      { min: 1, max: 1 },
    )
    const recording = load(positionals[0]!)
    const vocabulary = new Vocabulary(readSchemas(values.schema))
    const open = () => openRecording(recording, { crypto: createHost().crypto, vocabulary })
    if (values.pcapng !== undefined) {
      const file = createNewFile('--pcapng', values.pcapng)
      for (const part of captureOf(open(), recording.header.started)) writeSync(file, part)
      closeSync(file)
      return 0
    }
    io.write(`${describeRecording(recording)}\n`)
    for (const event of open()) io.write(`${listEvent(event, values.bytes).join('\n')}\n`)
    return 0
  },
}

function load(path: string): Recording {
  let text: string
  try {
    const { size } = statSync(path)
    // a character is at least a byte; what is larger need not be read to be refused
    if (size > MAX_RECORDING)
      throw new MtprotoError('ERR_ARGUMENT', {
        ...{ at: 'FILE', got: `${size} bytes`, expected: `at most ${MAX_RECORDING}` },
      })
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof MtprotoError) throw cause
    throw new MtprotoError('ERR_ARGUMENT', { at: 'FILE', got: (cause as Error).message, cause })
  }
  return readRecording(text)
}
