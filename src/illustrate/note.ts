// What a note is: why some bytes are there and what their receiver checks, with the rules that say so.
// Each rule has to have a line of code that enforces it and a case that tests it; a page shows both.
import type { RuleId } from '../core/rules.ts'

/** One or two sentences, and the rules behind them. */
export type Note = readonly [text: string, ...rules: RuleId[]]

/** Notes by `constructor.field`, by `constructor` for its id, or by `layer.field` for what is no TL value. */
export type Notes = Readonly<Record<string, Note>>
