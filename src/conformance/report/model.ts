// What a run of the conformance cases against one program came to, as a value: what the console, the files
// and the pages are made of. Everything in it that the program said is its own word, unescaped.
import type { Level } from '../rules.ts'

/** What a case came to against one program. */
export type Verdict =
  /** the control was accepted and the outcome is one of the expected */
  | 'pass'
  /** the control was accepted and the outcome is another; the rule is a MUST */
  | 'fail'
  /** the same where the rule is REC or INFO: correct programs differ here */
  | 'non-strict'
  /** the control was not accepted, so nothing is known */
  | 'inconclusive'
  /** the program said that it does not do the scenario */
  | 'unimplemented'
  /** it was not played, or cannot be asked for */
  | 'skipped'

/** One thing that happened on the wire. */
export interface WireEntry {
  /** milliseconds since the start of the run */
  readonly at: number
  /** the number of the connection */
  readonly link: number
  /** as the harness sees it */
  readonly direction: 'in' | 'out'
  readonly kind: 'plaintext' | 'message' | 'transport-error' | 'opened' | 'closed' | 'rejected'
  /** the TL name of what it holds */
  readonly name?: string
  /** signed decimal */
  readonly msgId?: string
  readonly seqNo?: number
  /** the decoded fields, one a line; no secrets */
  readonly fields?: string
  /** hexadecimal; `…` at the end stands for more */
  readonly bytes?: string
}

/** One run of a case: with its fault, or without. */
export interface Run {
  /** the outcome, in the words of docs/cases.md, or what went wrong */
  readonly seen: string
  /** how long it took, in milliseconds */
  readonly milliseconds: number
  readonly wire: readonly WireEntry[]
  /** the end of what the program wrote to standard output and standard error */
  readonly output?: string
}

/** What a list of known findings says about a case. */
export interface Expectation {
  readonly mark: Verdict | 'flaky'
  /** why, in the words of the list */
  readonly reason: string
}

/** One case against one program. */
export interface CaseReport {
  /** the rule, such as `HS-21` */
  readonly id: string
  /** tells the cases of one rule apart */
  readonly slug: string
  readonly side: 'client' | 'server' | 'both' | 'tool'
  readonly kind: 'wire' | 'internal' | 'vector'
  /** how binding the rule is; INFO: neither demanded nor advised */
  readonly level: Level | 'INFO'
  /** the sentence of the rule */
  readonly rule: string
  /** a page on core.telegram.org, such as `/mtproto/auth_key`, or `this project` */
  readonly page: string
  /** what was done to the program */
  readonly stimulus: string
  /** the outcomes that are right; any of them */
  readonly expected: readonly string[]
  readonly verdict: Verdict
  /** why, where the verdict is not about the outcome */
  readonly reason?: string
  /** played several times, the verdicts differed */
  readonly flaky?: boolean
  /** what the list of known findings says, where it names the case */
  readonly expectation?: Expectation
  /** the run with the fault */
  readonly fault?: Run
  /** the run without it */
  readonly control?: Run
  /** the command that plays this case alone, with the same seed */
  readonly reproduce: string
}

/** A run of the cases against one program. */
export interface Report {
  /** of the format */
  readonly version: 1
  readonly tool: { readonly name: string; readonly version: string }
  readonly target: {
    readonly name: string
    readonly version?: string
    readonly side: 'client' | 'server'
    readonly command?: string
  }
  readonly seed: string
  /** ISO 8601, in UTC */
  readonly startedAt: string
  /** how long it took, in milliseconds */
  readonly milliseconds: number
  readonly cases: readonly CaseReport[]
}
