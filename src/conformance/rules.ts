// The rules that cases stand for, read from docs/rules.md: the one place where their sentences are written.
import type { RuleId } from '../core/rules.ts'

/** MUST: demanded by the official text. REC: advised, so a deviation is reported and not failed. */
export type Level = 'MUST' | 'REC'

/** A line of docs/rules.md. */
export interface Rule {
  readonly id: RuleId
  readonly level: Level
  /** one sentence */
  readonly text: string
  /** a page on core.telegram.org, or `this project` */
  readonly page: string
}

/** Reads the tables of docs/rules.md. */
export function readRules(document: string): Map<RuleId, Rule> {
  const rows = document.matchAll(/^\| ([A-Z]+-\d+) \| (MUST|REC) \| (.+?) \| ([^|]+?) \|$/gm)
  return new Map(
    [...rows].map(([, id, level, text, page]) => [
      id as RuleId,
      { id: id as RuleId, level: level as Level, text: text!, page: page! },
    ]),
  )
}
