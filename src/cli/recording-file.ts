// Where a command records its connections: a new file that only its owner can read, written line by line, so that it
// holds everything up to the moment at which the process ends.
import { openSync, readFileSync, writeSync } from 'node:fs'
import { MtprotoError } from '../core/errors.ts'
import type { Side } from '../core/machine.ts'
import type { Host } from '../host/host.ts'
import { Recorder } from '../trace/recorder.ts'
import type { Io } from './command.ts'
import type { RecordOptions } from './record-option.ts'

/** The files are readable and writable by their owner alone. */
const MODE = 0o600

/** Creates a file that no one else can read and that was not there; throws ERR_ARGUMENT. Returns its descriptor. */
export function createNewFile(option: string, path: string): number {
  try {
    return openSync(path, 'wx', MODE)
  } catch (cause) {
    throw new MtprotoError('ERR_ARGUMENT', {
      at: option,
      got: (cause as NodeJS.ErrnoException).code ?? 'nothing',
      expected: 'a file that is not there yet, in a folder to write to',
      cause,
    })
  }
}

/**
 * Begins the recording of a host's connections, and warns when it will hold secrets. Once the file cannot be written
 * to any more, the recording ends with a warning and the connections go on.
 */
export function startRecording(
  { path, secrets }: RecordOptions,
  role: Side,
  host: Host,
  io: Io,
): Recorder {
  const file = createNewFile('--record', path)
  let isOver = false
  if (secrets)
    io.warn(`raw-mtproto: ${path} will hold the keys: whoever reads it can log in with them`)
  return new Recorder({
    tool: `raw-mtproto ${packageVersion()}`,
    role,
    now: () => host.now(),
    write(line) {
      if (isOver) return
      try {
        writeSync(file, line)
      } catch (error) {
        isOver = true
        io.warn(`raw-mtproto: ${path} ends here: ${(error as Error).message}`)
      }
    },
  })
}

function packageVersion(): string {
  const url = new URL('../../package.json', import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')).version
}
