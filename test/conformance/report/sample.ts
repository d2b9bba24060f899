// Reports that are made up: one with everything that a report may hold, said by a program that means harm.
import type { CaseReport, Report, Run, Verdict } from '../../../src/conformance/report/model.ts'

/** What a program writes that would like to be more than text. */
export const HOSTILE =
  '</pre></script><img src=x onerror=alert(1)>" onload="alert(2)\' \u001b[31mred\u001b[0m\u0007\u202e\ud800\uffff'

const ALL: Required<Run> = {
  seen: `ACCEPT ${HOSTILE}`,
  milliseconds: 130.5,
  wire: [
    { at: 0, link: 1, direction: 'in', kind: 'opened' },
    {
      ...{ at: 3.2, link: 1, direction: 'in', kind: 'plaintext', name: `req_pq ${HOSTILE}` },
      ...{ msgId: '-7449302840000000004', seqNo: 3, fields: HOSTILE, bytes: 'be7e8ef1…' },
    },
    { at: 5, link: 1, direction: 'out', kind: 'transport-error', bytes: '6cfeffff' },
    { at: 6, link: 1, direction: 'out', kind: 'closed' },
  ],
  output: HOSTILE,
}

/** A case with all that a case may have. */
export const FULL_CASE: Required<CaseReport> = {
  id: 'HS-21',
  slug: 'p+1',
  side: 'client',
  kind: 'wire',
  level: 'MUST',
  rule: `A rule. ${HOSTILE}`,
  page: '/mtproto/auth_key',
  stimulus: HOSTILE,
  expected: ['ABORT', HOSTILE],
  verdict: 'fail',
  reason: HOSTILE,
  flaky: true,
  expectation: { mark: 'fail', reason: HOSTILE },
  fault: ALL,
  control: ALL,
  reproduce: `raw-mtproto conform client --only HS-21/p+1 --exec '${HOSTILE}'`,
}

/** A case that came to `verdict`. */
export function caseOf(id: string, slug: string, verdict: Verdict, seen = 'ABORT'): CaseReport {
  const run: Run = { seen, milliseconds: 250, wire: [] }
  return {
    ...{ id, slug, side: 'client', kind: 'wire', verdict },
    level: verdict === 'non-strict' ? 'REC' : 'MUST',
    rule: 'A rule is kept.',
    page: 'this project',
    stimulus: 'something is done',
    expected: ['ABORT', 'ERROR'],
    ...(verdict === 'skipped' ? { reason: 'needs HTTP' } : { fault: run }),
    reproduce: `raw-mtproto conform client --only ${id}/${slug}`,
  }
}

/** A report about a client. */
export function reportOf(name: string, cases: readonly CaseReport[]): Report {
  return {
    version: 1,
    tool: { name: 'raw-mtproto', version: '0.1.0' },
    target: { name, version: '1.2', side: 'client', command: `node ${name}` },
    seed: '7',
    startedAt: '2026-01-02T03:04:05.678Z',
    milliseconds: 2500,
    cases,
  }
}

/** One case of each verdict, and a flaky one, in no order. */
export const MIXED: readonly CaseReport[] = [
  caseOf('SES-02', 'b', 'non-strict', 'ACCEPT'),
  caseOf('HS-10', 'c', 'fail', 'ACCEPT'),
  caseOf('HS-02', 'a', 'pass'),
  { ...caseOf('HS-03', 'a', 'pass'), flaky: true },
  { ...caseOf('HS-04', 'a', 'inconclusive'), reason: 'control: ERROR' },
  { ...caseOf('HS-05', 'a', 'unimplemented'), reason: 'exit code 89' },
  caseOf('XX-1', 'a', 'skipped'),
]
