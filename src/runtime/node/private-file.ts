// A file that only its owner can read, written as a whole: whenever the process ends, there is either what was
// there before or all of the new text.
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { MtprotoError } from '../../core/errors.ts'

/** Readable and writable by the owner alone. */
const MODE = 0o600

/** Writes the file in place of one that may be there. Throws what the file system throws. */
export function replacePrivateFile(path: string, contents: string | Uint8Array): void {
  writeBeside(path, contents, next => renameSync(next, path))
}

/** Writes the file where there is none yet; throws ERR_ARGUMENT when there is one. */
export function createPrivateFile(path: string, text: string): void {
  writeBeside(path, text, next => {
    try {
      // unlike a renaming, this never takes the place of anything
      linkSync(next, path)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
      throw new MtprotoError('ERR_ARGUMENT', { at: path, got: 'a file', expected: 'none', cause })
    }
  })
}

function writeBeside(
  path: string,
  contents: string | Uint8Array,
  putInPlace: (next: string) => void,
): void {
  const next = `${path}.${process.pid}.new`
  try {
    // Whatever an earlier process left behind, or somebody else put there, is not written to.
    rmSync(next, { force: true })
    const file = openSync(next, 'wx', MODE)
    try {
      writeFileSync(file, contents)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    putInPlace(next)
    syncFolder(dirname(path))
  } finally {
    rmSync(next, { force: true })
  }
}

/** Makes the renaming itself last, where the system lets folders be opened. */
function syncFolder(path: string): void {
  let folder: number
  try {
    folder = openSync(path, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
