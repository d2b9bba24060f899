// How a verdict is shown: a word, a sign, so that nothing rests on colour alone, and a tone.
import type { CaseReport, Verdict } from './model.ts'

/** What stands for a case: its verdict, or that it has no steady one. */
export type Mark = Verdict | 'flaky'

interface Face {
  readonly sign: string
  readonly tone: 'green' | 'amber' | 'red' | 'grey'
  /** the sentence of a legend */
  readonly means: string
}

/** Every mark, the worst first. */
export const MARKS: Readonly<Record<Mark, Face>> = {
  fail: { sign: '✗', tone: 'red', means: 'a MUST is not kept' },
  'non-strict': {
    sign: '~',
    tone: 'amber',
    means: 'advice is not followed; correct programs differ',
  },
  flaky: { sign: '±', tone: 'amber', means: 'played several times, the verdicts differed' },
  inconclusive: { sign: '?', tone: 'grey', means: 'nothing is known' },
  unimplemented: { sign: '–', tone: 'grey', means: 'the program does not do this' },
  skipped: { sign: '·', tone: 'grey', means: 'not played' },
  pass: { sign: '✓', tone: 'green', means: 'as expected' },
}

/** Every mark, the worst first. */
export const MARK_NAMES: readonly Mark[] = Object.keys(MARKS) as Mark[]

/** The marks that somebody should look at. */
export const FINDINGS: readonly Mark[] = ['fail', 'non-strict', 'flaky', 'inconclusive']

/** The mark of a case. */
export function markOf({ verdict, flaky }: CaseReport): Mark {
  return flaky === true ? 'flaky' : verdict
}

/** How many cases have each mark. */
export function countMarks(cases: readonly CaseReport[]): Readonly<Record<Mark, number>> {
  const counts = Object.fromEntries(MARK_NAMES.map(mark => [mark, 0])) as Record<Mark, number>
  for (const each of cases) counts[markOf(each)]++
  return counts
}

/** The name of a case, such as `HS-21/dh-prime`. */
export function nameOf({ id, slug }: CaseReport): string {
  return `${id}/${slug}`
}

/** What the reason of a case begins with that the harness itself got wrong. */
export const DEFECT = 'a defect of the harness: '

/** Whether the harness itself went wrong, so that the case says nothing about the program. */
export function isDefect({ reason }: Pick<CaseReport, 'reason'>): boolean {
  return reason?.startsWith(DEFECT) === true
}

/** What a case came to in a few words: the reason, or else what was seen. */
export function gistOf({ reason, fault, control }: CaseReport): string {
  return reason ?? fault?.seen ?? control?.seen ?? 'nothing was seen'
}

/** The outcomes that are right, in words. */
export function wantedOf({ expected }: CaseReport): string {
  return expected.join(' or ')
}
