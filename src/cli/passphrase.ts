// The passphrase of a sealed session: the first line of a file, or typed where nobody sees it.
import { MtprotoError } from '../core/errors.ts'
import { askHidden } from './ask-hidden.ts'
import { fileOption } from './options.ts'

/** The passphrase that opens what is sealed already. Throws ERR_PASSPHRASE_MISSING without file and terminal. */
export async function knownPassphrase(file: string | undefined): Promise<string> {
  if (file !== undefined) return firstLine(file)
  if (!process.stdin.isTTY)
    throw new MtprotoError('ERR_PASSPHRASE_MISSING', { advice: 'give --passphrase-file' })
  return askHidden('passphrase: ')
}

/** A passphrase to seal with; one that is typed has to be typed twice. */
export async function newPassphrase(file: string | undefined): Promise<string> {
  if (file !== undefined) return firstLine(file)
  if (!process.stdin.isTTY)
    throw new MtprotoError('ERR_ARGUMENT', { at: '--seal', advice: 'give --passphrase-file' })
  const passphrase = await askHidden('new passphrase: ')
  if (passphrase !== (await askHidden('the same again: ')))
    throw new MtprotoError('ERR_ARGUMENT', { at: '--seal', got: 'two different passphrases' })
  return passphrase
}

function firstLine(file: string): string {
  const line = fileOption('passphrase-file', file).split(/\r?\n/)[0]!
  if (line === '')
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--passphrase-file',
      got: 'an empty line',
      expected: 'a passphrase',
    })
  return line
}
