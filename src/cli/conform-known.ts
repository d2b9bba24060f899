// The list of known findings that `--expect` names: read before the cases are played, and brought up to date after.
import { existsSync, readFileSync } from 'node:fs'
import type { Case } from '../conformance/case.ts'
import {
  type Expectations,
  parseExpectations,
  updatedExpectations,
} from '../conformance/report/expectations.ts'
import type { CaseReport } from '../conformance/report/model.ts'
import { MtprotoError } from '../core/errors.ts'
import { writeText } from './conform-files.ts'

/** What a list begins with that was not there. */
const HEADING = `# Known findings of raw-mtproto conform: a verdict and the names of cases, and the reason on indented lines below.
`

export interface KnownOptions {
  readonly expect?: string | undefined
  readonly update: boolean
}

/** A list, and the file that it is in. */
export interface KnownFindings {
  readonly path: string
  readonly text: string
  readonly expectations: Expectations
}

/**
 * The list that the options name, if they name one; one that is to be written may be missing. Throws ERR_ARGUMENT
 * when it cannot be read, or names what is none of `cases`.
 */
export function readKnownFindings(
  { expect: path, update }: KnownOptions,
  cases: readonly Case[],
): KnownFindings | undefined {
  if (path === undefined) {
    if (!update) return undefined
    throw new MtprotoError('ERR_ARGUMENT', { at: '--update', expected: '--expect FILE as well' })
  }
  const text = update && !existsSync(path) ? '' : textOf(path)
  const expectations = parseExpectations(text)
  const names = new Set(cases.map(({ id, slug }) => `${id}/${slug}`))
  const unknown = [...expectations.keys()].find(name => !names.has(name))
  if (unknown === undefined) return { path, text, expectations }
  throw new MtprotoError('ERR_ARGUMENT', {
    at: '--expect',
    got: unknown,
    expected: 'the names of cases that there are',
  })
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const got = (cause as Error).message
    throw new MtprotoError('ERR_ARGUMENT', { at: '--expect', got, cause })
  }
}

/** Writes the list as it has to be for a run that came to `cases`. */
export async function updateKnownFindings(
  { path, text }: KnownFindings,
  cases: readonly CaseReport[],
): Promise<void> {
  const updated = updatedExpectations(text === '' ? HEADING : text, cases)
  if (updated !== text) await writeText('expect', path, updated)
}
