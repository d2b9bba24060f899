// The findings that are known of a program: a list that is kept beside it, with a reason for each.
// Source: docs/known-findings.md
//
//   # anything
//   fail HS-08/zero HS-08/square
//     crypto/factorization.py:21: the factors are taken as they come
//
// An entry is a mark and the names of cases on one line, and a reason on the indented lines below it.
import { MtprotoError } from '../../core/errors.ts'
import { FINDINGS, gistOf, type Mark, markOf, nameOf, wantedOf } from './mark.ts'
import type { CaseReport, Expectation } from './model.ts'

/** The most characters of a list. */
const MAX_SIZE = 1 << 20
/** The most characters of a line that is written. */
const WIDTH = 110

/** An entry of a list, or lines that are kept as they are: comments. */
interface Block {
  readonly lines: readonly string[]
  readonly entry?: {
    readonly mark: Mark
    readonly names: readonly string[]
    readonly reason: string
  }
}

/** What a list says, by the names of cases such as `HS-21/sha1`. */
export type Expectations = ReadonlyMap<string, Expectation>

/** Reads a list. Throws ERR_ARGUMENT, with the line, when the text is none. */
export function parseExpectations(text: string): Expectations {
  const expectations = new Map<string, Expectation>()
  for (const { lines, entry } of blocksOf(text))
    for (const name of entry?.names ?? []) {
      if (expectations.has(name)) throw invalid(lines[0]!, `${name} in one entry only`)
      expectations.set(name, { mark: entry!.mark, reason: entry!.reason })
    }
  return expectations
}

/** The cases with what a list says about each. */
export function withExpectations(
  cases: readonly CaseReport[],
  expectations: Expectations,
): CaseReport[] {
  return cases.map(each => {
    const expectation = expectations.get(nameOf(each))
    return expectation === undefined ? each : { ...each, expectation }
  })
}

/** Whether a list says of a case what it came to. A case that is known to be flaky may come to anything. */
export function isKnown(each: CaseReport): boolean {
  const { expectation } = each
  return expectation !== undefined && ['flaky', markOf(each)].includes(expectation.mark)
}

/** Whether a case differs from what a list says: it is found out and not listed, or listed and not found out so. */
export function differs(each: CaseReport): boolean {
  return each.expectation === undefined ? FINDINGS.includes(markOf(each)) : !isKnown(each)
}

/**
 * The list as it has to be for a run that came to `cases`: what holds stays as it is written, and so does what the
 * run did not play; what no longer holds is gone; what is new stands at the end, with what was seen as its reason.
 */
export function updatedExpectations(text: string, cases: readonly CaseReport[]): string {
  const differing = new Map(cases.filter(differs).map(each => [nameOf(each), each]))
  const kept = blocksOf(text).flatMap(({ lines, entry }) => {
    if (entry === undefined) return [lines.join('\n')]
    const names = entry.names.filter(name => !differing.has(name))
    if (names.length === 0) return []
    return [[headOf(entry.mark, names), ...lines.slice(1)].join('\n')]
  })
  const fresh = new Map<string, string[]>()
  for (const [name, each] of differing) {
    const mark = markOf(each)
    if (!FINDINGS.includes(mark)) continue
    const reason = wrapped(`seen ${gistOf(each)}, expected ${wantedOf(each)}`).join('\n')
    const key = `${mark}\n${reason}`
    fresh.set(key, [...(fresh.get(key) ?? []), name])
  }
  const added = [...fresh].map(([key, names]) => {
    const [mark, ...reason] = key.split('\n')
    return [headOf(mark as Mark, names), ...reason].join('\n')
  })
  return `${[...kept, ...added].join('\n\n')}\n`
}

const headOf = (mark: Mark, names: readonly string[]): string => [mark, ...names].join(' ')

/** Words on indented lines. */
function wrapped(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1) ?? ' '} ${word}`
    if (lines.length === 0 || longer.length > WIDTH) lines.push(`  ${word}`)
    else lines[lines.length - 1] = longer
  }
  return lines
}

/** The parts of a list, in its order. */
function blocksOf(text: string): Block[] {
  if (text.length > MAX_SIZE) throw invalid(`${text.length} characters`, `at most ${MAX_SIZE}`)
  const blocks: { lines: string[]; isComment: boolean }[] = []
  let isOpen = false
  for (const line of text.split(/\r?\n/)) {
    const isComment = line.startsWith('#')
    const last = blocks.at(-1)
    if (line.trim() === '') isOpen = false
    else if (isOpen && (isComment ? last!.isComment : /^\s/.test(line) && !last!.isComment))
      last!.lines.push(line.trimEnd())
    else {
      blocks.push({ lines: [line.trimEnd()], isComment })
      isOpen = true
    }
  }
  return blocks.map(({ lines, isComment }) => (isComment ? { lines } : entryOf(lines)))
}

function entryOf(lines: readonly string[]): Block {
  const [head = '', ...rest] = lines
  const [mark, ...names] = head.split(' ')
  if (!FINDINGS.some(each => each === mark)) throw invalid(head, FINDINGS.join(', '))
  if (names.length === 0 || !names.every(name => NAME.test(name)))
    throw invalid(head, 'names of cases such as HS-21/sha1')
  if (rest.length === 0) throw invalid(head, 'a reason on an indented line below it')
  const reason = rest.map(line => line.trim()).join(' ')
  return { lines, entry: { mark: mark as Mark, names, reason } }
}

const NAME = /^[A-Z]{1,10}-\d{1,9}\/[\w+.-]{1,100}$/

function invalid(got: string, expected: string): MtprotoError {
  return new MtprotoError('ERR_ARGUMENT', {
    at: 'the list of known findings',
    got: got.slice(0, 100),
    expected,
  })
}
