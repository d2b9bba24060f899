// Files that a report is written into: each appears whole or not at all.
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { MtprotoError } from '../core/errors.ts'

/** Writes `text` into the file that an option names; throws ERR_ARGUMENT when it cannot. */
export async function writeText(option: string, path: string, text: string): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.part`)
  try {
    await writeFile(part, text)
    await rename(part, path)
  } catch (cause) {
    await rm(part, { force: true })
    throw new MtprotoError('ERR_ARGUMENT', {
      at: `--${option}`,
      got: (cause as Error).message,
      cause,
    })
  }
}
