// Where and how a session is kept: a new file of the user's own, sealed with a passphrase when that is wanted.
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { StoredClient } from '../client/storage.ts'
import { MtprotoError } from '../core/errors.ts'
import { FileStorage } from '../runtime/node/file-storage.ts'
import { newPassphrase } from './passphrase.ts'

export const SAVE_USAGE = `  --force                replace FILE if it is there
  --seal                 seal FILE with a passphrase, which is asked for
  --passphrase-file P    seal FILE with the first line of P
`

/** For parseOptions. */
export const SAVE_OPTIONS = {
  force: { type: 'boolean', default: false },
  seal: { type: 'boolean', default: false },
  'passphrase-file': { type: 'string' },
} as const

interface Values {
  readonly force: boolean
  readonly seal: boolean
  readonly 'passphrase-file'?: string | undefined
}

export interface SaveOptions {
  readonly path: string
  readonly force: boolean
  readonly seal: boolean
  readonly passphraseFile: string | undefined
}

/** Takes what parseOptions found, and makes sure that the file can be written: `at` is what names it. */
export function saveOptions(at: string, path: string, values: Values): SaveOptions {
  checkTarget(at, path, values.force)
  const passphraseFile = values['passphrase-file']
  return { path, force: values.force, seal: values.seal, passphraseFile }
}

/** Throws ERR_ARGUMENT when there is a file that may not be replaced, or no folder to write to. */
export function checkTarget(at: string, path: string, force: boolean): void {
  if (!force && existsSync(path))
    throw new MtprotoError('ERR_ARGUMENT', {
      at,
      got: 'a file that is there already',
      advice: 'choose another one, or give --force to replace it',
    })
  try {
    accessSync(dirname(path), constants.W_OK)
  } catch (cause) {
    const got = (cause as NodeJS.ErrnoException).code ?? 'nothing'
    throw new MtprotoError('ERR_ARGUMENT', { at, got, expected: 'a folder to write to' })
  }
}

/** Prepares to keep a session: asks for the passphrase now, and returns what writes the file later. */
export async function prepareSaving({
  path,
  force,
  seal,
  passphraseFile,
}: SaveOptions): Promise<(stored: StoredClient) => void> {
  const isSealed = seal || passphraseFile !== undefined
  const passphrase = isSealed ? await newPassphrase(passphraseFile) : undefined
  const storage = new FileStorage(path, { passphrase })
  return stored => (force ? storage.save(stored) : storage.create(stored))
}
