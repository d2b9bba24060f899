// Asks a person for a secret on the terminal, without showing it.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { MtprotoError } from '../core/errors.ts'

/**
 * Prints `prompt` on standard error and resolves with the line typed; rejects with ERR_ABORTED on Ctrl-C, at
 * the end of input, and when `signal` says so.
 */
export function askHidden(prompt: string, signal?: AbortSignal): Promise<string> {
  process.stderr.write(prompt)
  const lines = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: true,
    ...(signal && { signal }),
  })
  return new Promise((resolve, reject) => {
    lines.once('line', line => {
      process.stderr.write('\n')
      resolve(line)
      lines.close()
    })
    lines.once('close', () => reject(new MtprotoError('ERR_ABORTED', { at: 'password' })))
  })
}
