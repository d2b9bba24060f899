// The conformance cases and what plays them against this project's own code.
export type { Case, ClientCase, OwnCase, ServerCase } from './case.ts'
export { CASE_FILES, type CaseFile, caseListFaults, needsCase } from './cases/all.ts'
export { describe, type Outcome } from './outcome.ts'
export type { Vectors } from './own.ts'
export { type Level, type Rule, readRules } from './rules.ts'
export { type Result, Runner, type Verdict } from './run.ts'
