// Keeps a client's state in a file that only its owner can read, and sealed with a passphrase when one is
// given. It is replaced as a whole: whenever the process ends, the file holds either the old state or the new one.
import { readFileSync } from 'node:fs'
import type { Storage, StoredClient } from '../../client/storage.ts'
import { formatStored, parseStored } from '../../client/stored-text.ts'
import { MtprotoError } from '../../core/errors.ts'
import { isSealed, Seal } from '../../credentials/sealed.ts'
import { createNodeCrypto } from './crypto.ts'
import { createPrivateFile, replacePrivateFile } from './private-file.ts'
import { random } from './random.ts'

/** How a file is kept. */
export interface FileStorageOptions {
  /** seals the file as a whole; the first use of the file then takes about half a second */
  readonly passphrase?: string | undefined
}

/** A login in a file of mode 0600, in clear unless a passphrase is given. */
export class FileStorage implements Storage {
  readonly #path: string
  readonly #seal: Seal | undefined

  /** `path`: the file; it need not exist, its folder has to. Throws ERR_ARGUMENT for an empty passphrase. */
  constructor(path: string, { passphrase }: FileStorageOptions = {}) {
    this.#path = path
    if (passphrase !== undefined) this.#seal = new Seal(passphrase, createNodeCrypto(), random)
  }

  /**
   * Undefined when there is no file yet. Throws ERR_STORAGE_INVALID when it holds something else, also when it
   * is not sealed and a passphrase was given; ERR_PASSPHRASE_MISSING and ERR_PASSPHRASE_WRONG.
   */
  load(): StoredClient | undefined {
    let text: string
    try {
      text = readFileSync(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    if (this.#seal !== undefined) text = this.#seal.open(text)
    else if (isSealed(text)) throw new MtprotoError('ERR_PASSPHRASE_MISSING', { at: this.#path })
    return parseStored(text)
  }

  save(stored: StoredClient): void {
    replacePrivateFile(this.#path, this.#textOf(stored))
  }

  /** Saves where there is no file yet; throws ERR_ARGUMENT when there is one. */
  create(stored: StoredClient): void {
    createPrivateFile(this.#path, this.#textOf(stored))
  }

  #textOf(stored: StoredClient): string {
    const text = formatStored(stored)
    return this.#seal === undefined ? text : this.#seal.seal(text)
  }
}
