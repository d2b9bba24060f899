// The cases of a report by the part of the protocol that their rules are about: the letters of the rule's id.
import type { CaseReport } from './model.ts'

const TITLES = new Map([
  ['C', 'Receiver checks'],
  ['TL', 'TL'],
  ['HS', 'Key exchange'],
  ['ENC', 'Encryption'],
  ['SES', 'Sessions'],
  ['TR', 'Transports'],
  ['QR', 'QR login'],
  ['PW', 'Two-step verification'],
  ['SS', 'Session strings'],
])

/** The cases of one part of the protocol. */
export interface Group {
  readonly title: string
  /** in the order of their ids */
  readonly cases: readonly CaseReport[]
}

/** The groups of `cases`, in the order of docs/rules.md; groups that it does not know come last. */
export function groupsOf(cases: readonly CaseReport[]): Group[] {
  const groups = new Map<string, CaseReport[]>([...TITLES.keys()].map(letters => [letters, []]))
  for (const each of cases) {
    const [letters] = partsOf(each)
    const group = groups.get(letters)
    if (group === undefined) groups.set(letters, [each])
    else group.push(each)
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([letters, members]) => ({
      title: TITLES.get(letters) ?? letters,
      cases: members.sort((a, b) => partsOf(a)[1] - partsOf(b)[1]),
    }))
}

/** The letters and the number of an id such as `HS-21`. */
function partsOf({ id }: CaseReport): [letters: string, number: number] {
  const [, letters = id, digits = '0'] = /^([A-Z]+)-(\d{1,9})$/.exec(id) ?? []
  return [letters, Number(digits)]
}
