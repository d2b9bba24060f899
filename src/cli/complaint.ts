// How the command line says what went wrong, and with which exit code it ends.
import { explain } from '../client/explanation.ts'
import { MtprotoError } from '../core/errors.ts'
import { printable } from './printable.ts'

/** Codes that say nothing to anybody who looks them up. */
const PLAIN = ['ERR_ARGUMENT', 'ERR_ABORTED', 'UNEXPECTED']

/** One line: what happened, what to do, and the code to look it up with in docs/errors.md. */
export function complaintOf(error: unknown): string {
  const { code, says, advice } = explain(error)
  const parts = [says, advice, PLAIN.includes(code) ? '' : `[${code}]`]
  return printable(`raw-mtproto: ${parts.filter(part => part !== '').join(' ')}`)
}

/** 2 when the input is wrong, 130 when somebody has cancelled, 1 for everything else. */
export function exitCodeOf(error: unknown): number {
  const code = error instanceof MtprotoError ? error.code : undefined
  return code === 'ERR_ARGUMENT' ? 2 : code === 'ERR_ABORTED' ? 130 : 1
}
