// Keeps a client's state in a file that only its owner can read. It is replaced as a whole: whenever the
// process ends, the file holds either the old state or the new one.
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Storage, StoredClient } from '../../client/storage.ts'
import { formatStored, parseStored } from '../../client/stored-text.ts'

/** Readable and writable by the owner alone. */
const MODE = 0o600

export class FileStorage implements Storage {
  readonly #path: string

  /** `path`: the file; it need not exist, its folder has to. */
  constructor(path: string) {
    this.#path = path
  }

  /** Undefined when there is no file yet. Throws ERR_STORAGE_INVALID when it holds something else. */
  load(): StoredClient | undefined {
    let text: string
    try {
      text = readFileSync(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    return parseStored(text)
  }

  save(stored: StoredClient): void {
    const next = `${this.#path}.${process.pid}.new`
    try {
      // Whatever an earlier process left behind, or somebody else put there, is not written to.
      rmSync(next, { force: true })
      const file = openSync(next, 'wx', MODE)
      try {
        writeFileSync(file, formatStored(stored))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(next, this.#path)
      syncFolder(dirname(this.#path))
    } catch (error) {
      rmSync(next, { force: true })
      throw error
    }
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
