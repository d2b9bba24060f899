// A secret from standard input: typed or pasted where nobody sees it, or piped in.
import { MtprotoError } from '../core/errors.ts'
import { askHidden } from './ask-hidden.ts'

/** More than any session takes, in characters. */
const MAX_LENGTH = 1 << 20

/** All of standard input, or on a terminal one line, which `prompt` asks for. */
export async function readSecretInput(prompt: string): Promise<string> {
  if (process.stdin.isTTY) return askHidden(prompt)
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_LENGTH)
      throw new MtprotoError('ERR_ARGUMENT', {
        at: 'standard input',
        expected: `at most ${MAX_LENGTH} characters`,
      })
  }
  return text
}
