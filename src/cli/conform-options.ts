// What `conform client` and `conform server` have in common: which cases, how often, and where the report goes.
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Case } from '../conformance/case.ts'
import { CASE_FILES } from '../conformance/cases/all.ts'
import { differs, withExpectations } from '../conformance/report/expectations.ts'
import { checkHtmlFolder, writeHtml } from '../conformance/report/html.ts'
import { toJson } from '../conformance/report/json.ts'
import { toJunit } from '../conformance/report/junit.ts'
import { isDefect } from '../conformance/report/mark.ts'
import type { CaseReport, Report } from '../conformance/report/model.ts'
import { type Rule, readRules } from '../conformance/rules.ts'
import { MtprotoError } from '../core/errors.ts'
import type { Io } from './command.ts'
import { formatConsole } from './conform-console.ts'
import { writeText } from './conform-files.ts'
import {
  type KnownFindings,
  type KnownOptions,
  readKnownFindings,
  updateKnownFindings,
} from './conform-known.ts'
import { integerOption } from './options.ts'

/** For parseOptions. */
export const SUITE_OPTIONS = {
  only: { type: 'string' },
  seed: { type: 'string', default: 'conform' },
  deadline: { type: 'string', default: '20' },
  jobs: { type: 'string' },
  repeat: { type: 'string', default: '1' },
  name: { type: 'string' },
  json: { type: 'string' },
  junit: { type: 'string' },
  html: { type: 'string' },
  record: { type: 'string' },
  'record-secrets': { type: 'boolean', default: false },
  expect: { type: 'string' },
  update: { type: 'boolean', default: false },
} as const

/** A case waits more than it computes. */
const JOBS_PER_PROCESSOR = 4

interface SuiteValues extends KnownOptions {
  readonly only?: string | undefined
  readonly seed: string
  readonly deadline: string
  readonly jobs?: string | undefined
  readonly repeat: string
  readonly json?: string | undefined
  readonly junit?: string | undefined
  readonly html?: string | undefined
}

/** What the options come to; throws ERR_ARGUMENT. */
export interface SuiteSettings {
  readonly cases: readonly Case[]
  readonly rules: ReadonlyMap<string, Rule>
  readonly seed: string
  /** milliseconds */
  readonly deadline: number
  readonly jobs: number
  readonly repeat: number
  readonly known: KnownFindings | undefined
}

export function suiteSettings(side: 'client' | 'server', values: SuiteValues): SuiteSettings {
  const all = CASE_FILES.flatMap(({ cases }) => cases()).filter(test => test.side === side)
  const parts = values.only?.split(',') ?? []
  const unknown = parts.find(part => !all.some(test => isNamed(test, part)))
  if (unknown !== undefined)
    throw new MtprotoError('ERR_ARGUMENT', {
      at: '--only',
      got: unknown,
      expected: `a rule, a group or a case about a ${side}`,
    })
  if (values.html !== undefined) checkHtmlFolder(values.html)
  return {
    cases: all.filter(test => parts.length === 0 || parts.some(part => isNamed(test, part))),
    rules: readRules(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')),
    seed: values.seed,
    deadline: 1000 * integerOption('deadline', values.deadline, 1, 86_400),
    jobs: integerOption('jobs', values.jobs ?? `${JOBS_PER_PROCESSOR * cpus().length}`, 1, 1000),
    repeat: integerOption('repeat', values.repeat, 1, 1000),
    known: readKnownFindings(values, all),
  }
}

/** Whether `part` names the case: by its rule and its own name, its rule, or the group of its rule. */
function isNamed({ id, slug }: Case, part: string): boolean {
  return part === `${id}/${slug}` || part === id || part === id.split('-')[0]
}

/** Puts the cases into a report. */
export function reportOf(
  target: Report['target'],
  { seed, known }: SuiteSettings,
  start: Date,
  cases: readonly CaseReport[],
): Report {
  const file = new URL('../../package.json', import.meta.url)
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'))
  return {
    version: 1,
    tool: { name, version },
    target,
    seed,
    startedAt: start.toISOString(),
    milliseconds: Date.now() - start.getTime(),
    cases: known === undefined ? cases : withExpectations(cases, known.expectations),
  }
}

/**
 * Prints the report and writes the files that are asked for. Returns the exit code. 2: no case was played, or the
 * harness has a defect. 1: a case failed or could not be decided, or, when there is a list of known findings, a case
 * is not as the list says. 0: none of these.
 */
export async function tell(
  report: Report,
  { known }: SuiteSettings,
  values: SuiteValues,
  io: Io,
): Promise<number> {
  const { cases } = report
  const { json, junit, html, update } = values
  io.write(formatConsole(report))
  if (json !== undefined) await writeText('json', json, toJson(report))
  if (junit !== undefined) await writeText('junit', junit, toJunit(report))
  if (html !== undefined) writeHtml([report], html)
  if (cases.some(isDefect) || cases.every(({ verdict }) => UNPLAYED.has(verdict))) return 2
  if (known === undefined)
    return cases.some(({ verdict, flaky }) => flaky || BAD.has(verdict)) ? 1 : 0
  if (!update) return cases.some(differs) ? 1 : 0
  await updateKnownFindings(known, cases)
  return 0
}

const UNPLAYED: ReadonlySet<string> = new Set(['unimplemented', 'skipped'])
const BAD: ReadonlySet<string> = new Set(['fail', 'inconclusive'])

/** Text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w./:=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
