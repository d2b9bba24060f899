// Reads mutations.txt, the list of the checks that scripts/mutate.ts and scripts/conform-mutants.ts take away one
// after another.
import { read } from './sources.ts'

/** One check that is not made. */
export interface Mutation {
  /** the rule; with a suffix where one rule has several checks */
  readonly id: string
  /** what is no longer done */
  readonly what: string
  /** below src/ */
  readonly file: string
  /** stands in the file exactly once */
  readonly from: string
  readonly to: string
  /** parts of the paths of the tests that notice */
  readonly tests: readonly string[]
  /** the conformance cases that a program without the check does not pass, such as `HS-21/sha1` */
  readonly cases: readonly string[]
}

/** The list, in its order; `text` is that of mutations.txt. */
export function readMutations(text: string = read('scripts/mutations.txt')): Mutation[] {
  let file = ''
  let tests: string[] = []
  const mutations: Mutation[] = []
  for (const paragraph of text.trim().split('\n\n').slice(1)) {
    const [head = '', ...lines] = paragraph.split('\n')
    const [name = '', text = ''] = head.split(/: (.*)/)
    if (name.startsWith('# ')) {
      file = name.slice(2)
      tests = text.split(' ')
    } else {
      mutations.push({
        id: name,
        what: text,
        file,
        from: linesWith('- ', lines).join('\n'),
        to: linesWith('+ ', lines).join('\n'),
        tests,
        cases: linesWith('= ', lines),
      })
    }
  }
  return mutations
}

/** What is wrong with the list, or with ids that it should have. */
export function listProblems(
  mutations: readonly Mutation[],
  ids: readonly string[] = [],
): string[] {
  const seen = new Set<string>()
  return [
    ...mutations.flatMap(({ id, file, from }) => {
      const found = read(`src/${file}`).split(from).length - 1
      const isKnown = seen.has(id)
      seen.add(id)
      return [
        ...(found === 1 ? [] : [`${id}: src/${file} has ${JSON.stringify(from)} ${found} times`]),
        ...(isKnown ? [`${id} is there twice`] : []),
      ]
    }),
    ...ids.filter(id => !seen.has(id)).map(id => `there is no ${id}`),
  ]
}

function linesWith(mark: string, lines: readonly string[]): string[] {
  return lines.filter(line => line.startsWith(mark)).map(line => line.slice(mark.length))
}
